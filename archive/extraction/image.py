"""JPEG, PNG, TIFF, GIF, WEBP and BMP: pages that are images and have no text yet."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from archive.extraction import image_bytes
from archive.extraction.contract import (
    ExtractedHead,
    ExtractedPage,
    ExtractionError,
    Limits,
    Line,
    Quality,
    Reason,
    Unit,
)
from archive.extraction.damage import damage_named

_FORMATS = {
    "image/jpeg": JpegImagePlugin.JpegImageFile.format,
    "image/png": PngImagePlugin.PngImageFile.format,
    "image/tiff": TiffImagePlugin.TiffImageFile.format,
    "image/gif": GifImagePlugin.GifImageFile.format,
    "image/webp": WebPImagePlugin.WebPImageFile.format,
    "image/bmp": BmpImagePlugin.BmpImageFile.format,
}
"""What Pillow calls them; it is given no chance to open anything else."""
MOST_DECODED_BYTES = 256 * 1024 * 1024
"""Of one page in memory: A2 at 400 dpi in colour. In black and white or grey, what Pillow opens at all: A0 at 300."""
_ONE_BYTE_MODES = frozenset({"1", "L"})
_REDUCED_WHILE_DECODED = frozenset({"JPEG", "MPO"})
POINTS_PER_INCH = 72
DEFAULT_DPI = 150.0
"""Where nobody measured: a page in letter size has then the pixels that a careful photograph gives it."""
_CREDIBLE_DPI = (100.0, 2400.0)
"""72 and 96 are what programs write where they know nothing."""
_LOWEST_DPI = 50.0
"""Across the other direction: a fax has 204 by 98."""
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})
_TALLEST_COVER = 3
"""Times its width: the rest of a taller page is cut off below."""
_TALLEST_PAGE = 20
_LARGEST_REDUCTION = 8
_STRIP_OFFSETS, _STRIP_SIZES, _TILE_OFFSETS, _TILE_SIZES = 273, 279, 324, 325


class ImageExtractor:
    media_types = frozenset(_FORMATS)

    def open(self, path: Path, limits: Limits) -> ImageExtraction:
        """Raises ExtractionError."""
        if not path.stat().st_size:
            raise ExtractionError(Reason.EMPTY, "no bytes")
        with damage_named(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                extraction = ImageExtraction(path, limits)
            except Image.DecompressionBombError as error:
                raise ExtractionError(Reason.TOO_MUCH_MEMORY, str(error)) from error
            extraction.check()
        return extraction


class ImageExtraction:
    """An open image. Its pages are the frames of a TIFF; an animation is one image."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._limits = limits
        self._image = _opened(path)

    @cached_property
    def head(self) -> ExtractedHead:
        return ExtractedHead(page_count=self._frames, unit=Unit.PAGE)

    @cached_property
    def _frames(self) -> int:
        """No further than one over the limit."""
        count = 1
        with suppress(EOFError):
            while self._image.format == "TIFF" and count <= self._limits.pages:
                self._image.seek(count)
                count += 1
        return count

    def check(self) -> None:
        """Raises ExtractionError where a page is too large, or not all there."""
        if self._frames > self._limits.pages:
            raise ExtractionError(Reason.TOO_MANY_PAGES, f"{self._frames} pages")
        for number in range(1, self._frames + 1):
            self._go_to(number)
            if self._image.format == "TIFF":
                self._load_if_cut_off()
        if self._image.format != "TIFF":
            self._image.draft("RGB", (1, 1))
            self._image.load()

    def pages(self) -> Iterator[ExtractedPage]:
        """Every page once, in order, each without text."""
        for number in range(1, self._frames + 1):
            with damage_named():
                self._go_to(number)
                width, height = self._size_in_points()
            yield ExtractedPage(number, "", "", width, height, Quality.EMPTY)

    def cover(self, width: int) -> bytes:
        """The first page as a WebP image `width` pixels wide, without metadata; what is very tall is cut below."""
        return self._drawn(1, width, _TALLEST_COVER)

    def draw(self, number: int, width: int) -> bytes:
        return self._drawn(number, width, _TALLEST_PAGE)

    def scan(self, number: int, dots_per_inch: int) -> bytes:
        """The page as a grey PNG image, at most `image_bytes.MOST_PIXELS` large."""
        with damage_named():
            self._go_to(number)
            points = self._size_in_points()
            scale = image_bytes.scale_within(*points, dots_per_inch / POINTS_PER_INCH)
            width, height = (max(1, round(scale * side)) for side in points)
            image = self._shown(width, height, "L").convert("L").resize((width, height))
            return image_bytes.png(image, scale * POINTS_PER_INCH)

    def words(self, number: int) -> tuple[Line, ...]:
        """None: they are not recognised here."""
        return ()

    def close(self) -> None:
        self._image.close()

    def _drawn(self, number: int, width: int, tallest: int) -> bytes:
        with damage_named():
            self._go_to(number)
            points = self._size_in_points()
            height = max(1, round(width * points[1] / points[0]))
            image = self._shown(width, height)
            shown_height = min(height, tallest * width)
            image = image.crop((0, 0, image.width, max(1, round(image.height * shown_height / height))))
            return image_bytes.webp(image, width, shown_height)

    def _go_to(self, number: int) -> None:
        """Raises ExtractionError where the page is too large to decode, or isn't there."""
        if not 1 <= number <= self._frames:
            raise ExtractionError(Reason.DAMAGED, f"page {number}")
        if self._image.format in _REDUCED_WHILE_DECODED:
            self._image.close()
            self._image = _opened(self._path)
        if self._frames > 1:
            self._image.seek(number - 1)
        width, height = self._image.size
        is_light = self._image.format in _REDUCED_WHILE_DECODED or self._image.mode in _ONE_BYTE_MODES
        if width * height * (1 if is_light else 4) > MOST_DECODED_BYTES:
            raise ExtractionError(Reason.TOO_MUCH_MEMORY, f"{width} by {height} pixels")

    def _load_if_cut_off(self) -> None:
        """Where the pixels of this page seem to go on after the file has ended, only decoding them tells."""
        file_size = self._path.stat().st_size
        tags = getattr(self._image, "tag_v2", {})
        for offsets, sizes in ((_STRIP_OFFSETS, _STRIP_SIZES), (_TILE_OFFSETS, _TILE_SIZES)):
            for start, size in zip(_numbers(tags.get(offsets)), _numbers(tags.get(sizes)), strict=False):
                if start + size > file_size:
                    self._image.load()
                    return

    def _orientation(self) -> int:
        return int(self._image.getexif().get(_ORIENTATION, 1))

    def _size_in_points(self) -> tuple[float, float]:
        """As shown, upright."""
        across, down = _credible(self._image.info.get("dpi"))
        width = POINTS_PER_INCH * self._image.width / across
        height = POINTS_PER_INCH * self._image.height / down
        return (height, width) if self._orientation() in _SIDEWAYS else (width, height)

    def _shown(self, width: int, height: int, mode: str = "RGB") -> Image.Image:
        """The page upright and in simple colours, reduced as far as this size allows."""
        orientation = self._orientation()
        if orientation in _SIDEWAYS:
            width, height = height, width
        self._image.draft(mode, (width, height))
        image: Image.Image = self._image
        image.load()
        reduction = min(image.width // max(1, width), image.height // max(1, height), _LARGEST_REDUCTION)
        image = _in_shades(image)
        if reduction > 1:
            image = image.reduce(reduction)
        image = _on_white(image)
        return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _opened(path: Path) -> ImageFile.ImageFile:
    return Image.open(path, formats=tuple(_FORMATS.values()))


def _numbers(value: object) -> tuple[int, ...]:
    match value:
        case int():
            return (value,)
        case tuple():
            return value
    return ()


def _credible(dpi: Any) -> tuple[float, float]:
    """The resolution that the file states, where somebody may have measured it."""
    match dpi:
        case (across, down):
            stated = (float(across), float(down))
            if min(stated) >= _LOWEST_DPI and _CREDIBLE_DPI[0] <= max(stated) <= _CREDIBLE_DPI[1]:
                return stated
    return DEFAULT_DPI, DEFAULT_DPI


def _in_shades(image: Image.Image) -> Image.Image:
    """Modes that can be made smaller without loss: black and white become shades of grey."""
    if image.mode == "1":
        return image.convert("L")
    if image.mode.startswith("I;16") or image.mode == "I":
        return image.point(lambda value: value / 256).convert("L")
    if image.mode == "P":
        return image.convert("RGBA" if "transparency" in image.info else "RGB")
    return image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"RGBA", "LA", "PA", "La", "RGBa"}:
        return image if image.mode in {"L", "RGB"} else image.convert("RGB")
    image = image.convert("RGBA")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    return page
