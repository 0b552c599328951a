"""Reads the tokens of the style sheet, and says whether text can be read in their colours."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from django.conf import settings

Scheme = Literal["light", "dark"]
STYLE_SHEET = settings.BASE_DIR / "templates" / "static" / "css" / "site.css"
LINEAR_UP_TO = 0.04045
"""Where sRGB turns from a line to a curve."""
TEXT, LARGE = 4.5, 3.0
"""Contrast that WCAG 2.2 AA asks of text, and of large text, edges of controls and icons."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What stands on what, by the names of their tokens."""

    front: str
    ground: str
    least: float = TEXT


ON_PAPERS = ("ink", "muted", "accent", "accent-strong", "danger")
PAIRS = (
    *(Pair(front, ground) for ground in ("paper", "surface", "sunken") for front in ON_PAPERS),
    *(Pair("visited", ground) for ground in ("paper", "surface")),
    *(Pair(front, ground) for ground in ("info-soft", "warning-soft", "success-soft") for front in ("ink", "accent")),
    *(Pair(kind, f"{kind}-soft") for kind in ("info", "warning", "success")),
    Pair("ink", "accent-soft"),
    Pair("accent", "accent-soft"),
    Pair("accent-strong", "accent-soft"),
    Pair("on-accent", "accent"),
    Pair("on-accent", "accent-strong"),
    Pair("on-band", "band"),
    Pair("on-band", "band-soft"),
    Pair("band", "on-band"),
    Pair("on-gold", "gold"),
    Pair("on-mark", "mark"),
    Pair("on-focus", "focus"),
    *(Pair("control", ground, LARGE) for ground in ("paper", "surface", "sunken")),
    Pair("gold", "band", LARGE),
    Pair("focus", "on-focus", LARGE),
)


@cache
def tokens(scheme: Scheme) -> dict[str, str]:
    """Every token with its value in that scheme."""
    sheet = STYLE_SHEET.read_text()
    light = _declared(sheet[sheet.index("@layer tokens {") :])
    return light if scheme == "light" else light | _declared(sheet[sheet.index("(prefers-color-scheme: dark)") :])


def colours(scheme: Scheme) -> dict[str, str]:
    """The tokens that are a colour without transparency."""
    return {name: value for name, value in tokens(scheme).items() if re.fullmatch(r"#(?:[0-9a-f]{3}){1,2}", value)}


def contrast(front: str, ground: str) -> float:
    """The ratio of WCAG, from 1 to 21."""
    darker, lighter = sorted((_luminance(front), _luminance(ground)))
    return (lighter + 0.05) / (darker + 0.05)


def _declared(sheet: str) -> dict[str, str]:
    """What the first :root rule sets."""
    found = re.search(r":root \{(.*?)\n\s*\}", sheet, re.DOTALL)
    return dict(re.findall(r"--([\w-]+):\s*(.+?);", found[1])) if found else {}


def _luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    whole = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (_linear(int(whole[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= LINEAR_UP_TO else ((channel + 0.055) / 1.055) ** 2.4
