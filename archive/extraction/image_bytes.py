"""Pages drawn to images of known kinds: nothing of the file but its pixels goes along."""

from __future__ import annotations

import io
from math import sqrt

from PIL import Image

WEBP_QUALITY = 80
WEBP_METHOD = 2
"""Of 6: a reader waits for the image, and more effort saves few bytes of a page of text."""
MOST_PIXELS = 40_000_000
"""Of one scan: A3 at 400 dots an inch."""


def webp(image: Image.Image, width: int, height: int) -> bytes:
    """The image in that size, in pixels, without metadata."""
    stream = io.BytesIO()
    plain = image if image.mode in {"RGB", "L"} else image.convert("RGB")
    if plain.size != (width, height):
        plain = plain.resize((width, height))
    bare = Image.new(plain.mode, plain.size)
    bare.paste(plain)
    bare.save(stream, "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    return stream.getvalue()


def png(image: Image.Image, dots_per_inch: float) -> bytes:
    """The image in shades of grey, with its resolution and no other metadata."""
    stream = io.BytesIO()
    grey = image.convert("L")
    bare = Image.new("L", grey.size)
    bare.paste(grey)
    bare.save(stream, "PNG", compress_level=1, dpi=(dots_per_inch, dots_per_inch))
    return stream.getvalue()


def scale_within(width: float, height: float, scale: float) -> float:
    """The scale, or the largest one under which the image stays within `MOST_PIXELS`."""
    return min(scale, sqrt(MOST_PIXELS / max(width * height, 1e-9)))
