"""The typeface of the site for what is drawn: Noto Sans in two weights (docs/fonts). Pure."""

from collections.abc import Callable
from functools import cache, lru_cache, partial
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

FOLDER = Path(__file__).parent / "fonts"
REGULAR, BOLD = FOLDER / "noto-sans-400.ttf", FOLDER / "noto-sans-700.ttf"
ASCENT = 1.069
"""Of the size: what Noto Sans takes above its line."""


@cache
def known() -> frozenset[int]:
    """The code points that the typeface has."""
    with TTFont(REGULAR) as font:
        return frozenset(font.getBestCmap())


def missing(text: str) -> str:
    """The signs of the text that would come out as empty boxes, each once."""
    return "".join(dict.fromkeys(sign for sign in text if not sign.isspace() and ord(sign) not in known()))


@cache
def font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    """The typeface at a size in pixels."""
    return ImageFont.truetype(str(path), size)


def measure_at(path: Path) -> Callable[[float], Callable[[str], float]]:
    """For typesetting: widths in pixels at a size."""
    return lambda size: partial(_length, path, round(size))


@lru_cache(maxsize=20_000)
def _length(path: Path, size: int, text: str) -> float:
    return font(path, size).getlength(text)
