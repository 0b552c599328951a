"""Signs that a text names a person: what a log of questions must not hold. Pure."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Sign:
    """What it is called, and how it looks."""

    name: Promise
    pattern: re.Pattern[str]


SIGNS = (
    Sign(_("un correo"), re.compile(r"[\w.+-]+\s?@\s?[\w-]+\.[\w.]+")),
    Sign(_("una cuenta (@…)"), re.compile(r"(?<![\w.])@\w{2,}")),
    Sign(
        _("el perfil de alguien"),
        re.compile(r"(?:facebook|instagram|tiktok|x|twitter|threads)\.\w+/[\w.@]+", re.IGNORECASE),
    ),
    Sign(_("una CURP"), re.compile(r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b", re.IGNORECASE)),
    Sign(_("un RFC"), re.compile(r"\b[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}\b", re.IGNORECASE)),
    Sign(_("un teléfono, folio o número de cuenta"), re.compile(r"(?<![\d,.])(?:\+?\d[\s().-]{0,2}){8,}(?!\d)")),
)
"""A folio of a request leads to who made it."""


def found_in(text: str) -> list[str]:
    """What the text has of a person, by name; empty where nothing is seen. Names of people nobody can tell apart
    from other words: whoever writes it down is asked to leave them out."""
    return [str(sign.name) for sign in SIGNS if sign.pattern.search(text)]
