"""One page of a PDF by pdfium's raw interface: the helpers of pypdfium2 would cost a call for each character."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium

from archive.extraction.contract import ExtractedPage, Line, Quality
from archive.extraction.quality import judge, judge_beside_images
from archive.extraction.text import BROKEN_WORD, Piece, Rectangle, clean_line, clean_page, place_words

_LINE_BREAK = "\r\n"
_WORD = re.compile(r"\S+")
_LONGEST_LABEL = 64
_SHORT_TEXT = 300
"""Characters of a page that is quickly read: there is time to look at all that is drawn on it."""
_OBJECTS_AT_EACH_END = 4
_MOST_OBJECTS = 20_000
_MOST_PARTS = 1_000
"""Of a line: runs of one font; what a line may have beyond them doesn't widen its rectangle."""
_EDGES = (ctypes.c_double * (4 * _MOST_PARTS))()
_PLACES = [
    tuple(ctypes.byref(ctypes.c_double.from_buffer(_EDGES, 8 * (4 * part + edge))) for edge in range(4))
    for part in range(_MOST_PARTS)
]
"""Where pdfium writes left, top, right and bottom of each part; made once, for it is called for each of them."""


def _light(function: Any, *takes: Any, gives: Any = ctypes.c_int) -> Callable[..., int]:
    """The same C function without checks of its arguments and without release of the GIL.

    Rectangles take some two hundred calls a page: half of what they cost would be that ceremony.
    """
    return ctypes.PYFUNCTYPE(gives, *takes)(ctypes.cast(function, ctypes.c_void_p).value or 0)


_count_rectangles = _light(pdfium.FPDFText_CountRects)
_get_rectangle = _light(pdfium.FPDFText_GetRect)
_POINTER = ctypes.c_void_p
_count_objects = _light(pdfium.FPDFPage_CountObjects, _POINTER)
_get_object = _light(pdfium.FPDFPage_GetObject, _POINTER, ctypes.c_int, gives=_POINTER)
_count_parts = _light(pdfium.FPDFFormObj_CountObjects, _POINTER)
_get_part = _light(pdfium.FPDFFormObj_GetObject, _POINTER, ctypes.c_ulong, gives=_POINTER)
_get_type = _light(pdfium.FPDFPageObj_GetType, _POINTER)

Handle: TypeAlias = Any
"""A pdfium pointer."""
Parts: TypeAlias = Callable[[str], Iterator[tuple[int, str]]]
ToShown: TypeAlias = Callable[[float, float, float, float], Rectangle]


def read(document: pypdfium2.PdfDocument, index: int) -> ExtractedPage:
    """The page with that index; one that can't be opened is UNREADABLE."""
    label = _label(document, index)
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return ExtractedPage(index + 1, label, "", 0.0, 0.0, Quality.UNREADABLE)
    try:
        width, height = _length(pdfium.FPDF_GetPageWidthF(page)), _length(pdfium.FPDF_GetPageHeightF(page))
        text, lines = clean_page(_pieces(page, width, height))
        quality = _quality(page, text, lines, width, height)
        return ExtractedPage(index + 1, label, text, round(width, 1), round(height, 1), quality, lines)
    finally:
        pdfium.FPDF_ClosePage(page)


def _quality(page: Handle, text: str, lines: tuple[Line, ...], width: float, height: float) -> Quality:
    if not text and not _count_objects(ctypes.cast(page, ctypes.c_void_p)):
        return Quality.BLANK
    share = _image_share(page, width, height, every=len(text) < _SHORT_TEXT)
    return judge_beside_images(text, lines, height, share) if share else judge(text)


def _image_share(page: Handle, width: float, height: float, *, every: bool) -> float:
    """The share of the page that images cover, overlaps counted twice.

    Unless `every` object is wanted, only the first and the last few are looked at, for that is where the image of a
    scanned page lies; drawn pages have thousands.
    """
    objects = _some(page, _count_objects, _get_object, every=every)
    images = [drawn for drawn in objects if _is_image(drawn)]
    if not images or width * height <= 0:
        return 0.0
    to_shown = _to_shown(page)
    seen = (_seen_part(_bounds(drawn, to_shown), width, height) for drawn in images)
    return sum((each[2] - each[0]) * (each[3] - each[1]) for each in seen if each) / (width * height)


def _some(holder: Handle, count: Callable[..., int], get: Callable[..., int], *, every: bool) -> Iterator[Handle]:
    holder = ctypes.cast(holder, ctypes.c_void_p)
    total = min(count(holder), _MOST_OBJECTS)
    cut = total if every else min(total, _OBJECTS_AT_EACH_END)
    indexes = chain(range(cut), range(max(cut, total - _OBJECTS_AT_EACH_END), total))
    return (get(holder, index) for index in indexes)


def _is_image(drawn: Handle) -> bool:
    """Also a group that holds an image, as programs write that put a text over a scan."""
    kind = _get_type(drawn)
    if kind != pdfium.FPDF_PAGEOBJ_FORM:
        return bool(kind == pdfium.FPDF_PAGEOBJ_IMAGE)
    parts = _some(drawn, _count_parts, _get_part, every=False)
    return any(_get_type(part) == pdfium.FPDF_PAGEOBJ_IMAGE for part in parts)


def _bounds(drawn: Handle, to_shown: ToShown) -> Rectangle:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium.FPDFPageObj_GetBounds(ctypes.cast(drawn, pdfium.FPDF_PAGEOBJECT), left, bottom, right, top)
    return to_shown(left.value, top.value, right.value, bottom.value)


def words(document: pypdfium2.PdfDocument, index: int) -> tuple[Line, ...]:
    """Where each word of the page's text stands; its offsets are those of the text that `read` gives."""
    page = pdfium.FPDF_LoadPage(document, index)
    if not page:
        return ()
    try:
        width, height = _length(pdfium.FPDF_GetPageWidthF(page)), _length(pdfium.FPDF_GetPageHeightF(page))
        text, _lines = clean_page(_pieces(page, width, height))
        return place_words(text, _pieces(page, width, height, _words_of))
    finally:
        pdfium.FPDF_ClosePage(page)


def _words_of(text: str) -> Iterator[tuple[int, str]]:
    for match in _WORD.finditer(text.replace(BROKEN_WORD, " ")):
        yield match.start(), match[0]


def _length(points: float) -> float:
    return points if math.isfinite(points) else 0.0


def _label(document: pypdfium2.PdfDocument, index: int) -> str:
    size = pdfium.FPDF_GetPageLabel(document, index, None, 0)
    if size <= 2:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetPageLabel(document, index, buffer, size)
    return clean_line(buffer.raw[: size - 2].decode("utf-16-le", "ignore"))[:_LONGEST_LABEL]


def _pieces(page: Handle, width: float, height: float, parts: Parts | None = None) -> Iterator[Piece]:
    """The raw lines (or other parts) that are seen: what lies outside of the shown part of the page is no text."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return
    try:
        rectangles = _Rectangles(text_page, _to_shown(page))
        for start, line in (parts or _raw_lines)(_characters(text_page)):
            rectangle = None if line.isspace() else rectangles.around(start, len(line))
            seen = rectangle and _seen_part(rectangle, width, height)
            if seen:
                yield line, seen
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _characters(text_page: Handle) -> str:
    """The page's characters, one for each index of pdfium's list.

    FPDFText_GetText leaves out what it can't write in 16 bits and what has no meaning, so that positions shift; only
    pages that have such characters are read one by one.
    """
    count = pdfium.FPDFText_CountChars(text_page)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (count + 1))()
    written = pdfium.FPDFText_GetText(text_page, 0, count, buffer)
    if written == count + 1:
        return bytes(buffer)[: 2 * count].decode("utf-16-le", "surrogatepass")
    return "".join(chr(pdfium.FPDFText_GetUnicode(text_page, index)) for index in range(count))


def _raw_lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line that is not empty, and where it starts; one that ends in a broken word keeps the mark."""
    start = 0
    for line in text.split(_LINE_BREAK):
        rest, at = line, start
        while BROKEN_WORD in rest:
            length = rest.index(BROKEN_WORD) + 1
            yield at, rest[:length]
            rest, at = rest[length:], at + length
        if rest:
            yield at, rest
        start += len(line) + len(_LINE_BREAK)


class _Rectangles:
    """Where ranges of a page's characters stand."""

    def __init__(self, text_page: Handle, to_shown: ToShown) -> None:
        self._text_page = ctypes.cast(text_page, ctypes.c_void_p)
        self._to_shown = to_shown

    def around(self, start: int, length: int) -> Rectangle | None:
        """The rectangle of all that is drawn of that range; None where nothing is."""
        text_page = self._text_page
        count = min(_count_rectangles(text_page, start, length), _MOST_PARTS)
        if count <= 0:
            return None
        for index in range(count):
            _get_rectangle(text_page, index, *_PLACES[index])
        edges = _EDGES[: 4 * count]
        if count == 1:
            return self._to_shown(*edges)
        return self._to_shown(min(edges[0::4]), max(edges[1::4]), max(edges[2::4]), min(edges[3::4]))


def _seen_part(rectangle: Rectangle, width: float, height: float) -> Rectangle | None:
    """What of it is on the page. Edges of hostile files may be infinite, or no numbers, which compare as false."""
    left, top, right, bottom = rectangle
    if left < width and top < height and right > 0 and bottom > 0:
        return max(left, 0.0), max(top, 0.0), min(right, width), min(bottom, height)
    return None


def _to_shown(page: Handle) -> ToShown:
    """From a rectangle in the page's own space to the page as shown: cropped, turned clockwise, from the top left."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, bottom, right, top = box.left, box.bottom, box.right, box.top
    turns: dict[int, ToShown] = {
        0: lambda x1, y1, x2, y2: (x1 - left, top - y1, x2 - left, top - y2),
        1: lambda x1, y1, x2, y2: (y2 - bottom, x1 - left, y1 - bottom, x2 - left),
        2: lambda x1, y1, x2, y2: (right - x2, y2 - bottom, right - x1, y1 - bottom),
        3: lambda x1, y1, x2, y2: (top - y1, right - x2, top - y2, right - x1),
    }
    return turns[int(pdfium.FPDFPage_GetRotation(page))]
