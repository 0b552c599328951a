"""The colours of the site's light scheme (site.css) and its stepped fret, for what is drawn. Pure."""

from collections.abc import Iterator

Colour = tuple[int, int, int]

BAND: Colour = (107, 21, 50)
BAND_SOFT: Colour = (125, 36, 67)
ON_BAND: Colour = (255, 255, 255)
ON_BAND_SOFT: Colour = (250, 232, 237)
GOLD: Colour = (240, 194, 103)
FRET: Colour = (201, 150, 58)
PAPER: Colour = (250, 247, 241)
SUNKEN: Colour = (241, 235, 225)
SURFACE: Colour = (255, 255, 255)
INK: Colour = (35, 28, 26)
MUTED: Colour = (95, 84, 80)
ACCENT: Colour = (122, 26, 58)
NIGHT: Colour = (20, 8, 12)

STEPS = ((0, 6, 3), (3, 4, 3), (6, 2, 3), (9, 0, 6), (15, 2, 3), (18, 4, 3), (21, 6, 3))
"""One pyramid of the site's fret: left, top and width of each step, in cells of a grid 24 wide and 8 high."""
ACROSS, HIGH = 24, 8


def fret(width: float, height: float) -> Iterator[tuple[float, float, float, float]]:
    """A row of stepped pyramids as tall as `height`, spread evenly over `width`: left, top, width, height of each."""
    count = max(round(width / (height / HIGH * ACROSS)), 1)
    across, down = width / count / ACROSS, height / HIGH
    for number in range(count):
        for left, top, wide in STEPS:
            yield (number * ACROSS + left) * across, top * down, wide * across, (HIGH - top) * down
