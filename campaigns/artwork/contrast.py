"""Whether words can be read on what is behind them: the ratio of WCAG 2.2, measured on the drawn ground. Pure."""

from PIL import Image

from campaigns.artwork.palette import Colour

TEXT, LARGE = 4.5, 3.0
"""What WCAG 2.2 AA asks of text and of large text."""
LINEAR_UP_TO = 0.04045
"""Where sRGB turns from a line to a curve."""
GRAIN = 4
"""Pixels of the ground that are judged together: no stroke of a letter is thinner than that."""
Box = tuple[int, int, int, int]
"""Left, top, right and bottom, in pixels."""


def luminance(colour: Colour) -> float:
    """Relative luminance, from 0 to 1."""
    red, green, blue = (LINEAR[channel] for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= LINEAR_UP_TO else ((channel + 0.055) / 1.055) ** 2.4


LINEAR = [_linear(value / 255) for value in range(256)]


def ratio(one: float, other: float) -> float:
    """The contrast of two luminances, from 1 to 21."""
    darker, lighter = sorted((one, other))
    return (lighter + 0.05) / (darker + 0.05)


def least_contrast(ground: Image.Image, box: Box, ink: Colour) -> float:
    """The worst contrast that words in this colour have anywhere in the box of the ground."""
    part = ground.convert("RGB").crop(box)
    small = part.resize((max(part.width // GRAIN, 1), max(part.height // GRAIN, 1)), Image.Resampling.BOX)
    own = luminance(ink)
    colours = small.getcolors(small.width * small.height) or []
    return min(ratio(own, luminance(colour)) for _count, colour in colours)  # type: ignore[arg-type]
