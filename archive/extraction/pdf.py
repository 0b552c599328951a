"""PDF: text, lines, labels, outline and cover, by pdfium; what it can't open is repaired in memory by qpdf first.

pdfium is not thread-safe: one file at a time in a process.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from pathlib import Path

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from archive.extraction import image_bytes, pdf_page
from archive.extraction.contract import (
    ExtractedHead,
    ExtractedPage,
    ExtractionError,
    Limits,
    Line,
    Outline,
    Reason,
)
from archive.extraction.text import clean_line

_MOST_OUTLINE_ENTRIES = 2_000
_DEEPEST_OUTLINE = 8
_TALLEST_COVER = 3
"""Times its width: the rest of a taller page is cut off below."""
_TALLEST_PAGE = 20
POINTS_PER_INCH = 72
_LAST_WORD = b"startxref"
_LONGEST_END = 2_048
_LONGEST_PADDING = 64 * 1024


class PdfExtractor:
    media_types = frozenset({"application/pdf"})

    def open(self, path: Path, limits: Limits) -> PdfExtraction:
        """Raises ExtractionError."""
        if not path.stat().st_size:
            raise ExtractionError(Reason.EMPTY, "no bytes")
        document, repaired_from_encrypted = _open(path, limits)
        return PdfExtraction(document, limits, repaired_from_encrypted, is_cut_off=_is_cut_off(path))


class PdfExtraction:
    """An open PDF. `encrypted_before_repair` is None where the file was opened as it is."""

    def __init__(
        self,
        document: pypdfium2.PdfDocument,
        limits: Limits,
        encrypted_before_repair: bool | None = None,
        *,
        is_cut_off: bool = False,
    ) -> None:
        self._document = document
        self._limits = limits
        self._encrypted_before_repair = encrypted_before_repair
        self._is_cut_off = is_cut_off

    @cached_property
    def head(self) -> ExtractedHead:
        return ExtractedHead(
            page_count=len(self._document),
            encrypted=_is_encrypted(self._document) or bool(self._encrypted_before_repair),
            repaired=self._encrypted_before_repair is not None or self._is_cut_off,
            outline=_outline(self._document),
        )

    def pages(self) -> Iterator[ExtractedPage]:
        """Every page once, in order, also those without text."""
        size = 0
        for index in range(self.head.page_count):
            page = pdf_page.read(self._document, index)
            size += len(page.text.encode())
            if size > self._limits.text_bytes:
                raise ExtractionError(
                    Reason.TOO_MUCH_TEXT, f"over {self._limits.text_bytes} bytes at page {index + 1}"
                )
            yield page

    def cover(self, width: int) -> bytes:
        """The first page as a WebP image `width` pixels wide, without metadata; what is very tall is cut below."""
        return self._drawn(1, width, tallest=_TALLEST_COVER)

    def draw(self, number: int, width: int) -> bytes:
        """The page with that number as a WebP image `width` pixels wide, without metadata."""
        return self._drawn(number, width, tallest=_TALLEST_PAGE)

    def _drawn(self, number: int, width: int, tallest: float) -> bytes:
        page = self._page(number)
        try:
            page_width, page_height = page.get_size()
            shown_height = min(page_height, tallest * page_width)
            cut = (0, page_height - shown_height, 0, 0)
            image = page.render(scale=width / page_width, crop=cut).to_pil()
        except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError) as error:
            raise ExtractionError(Reason.DAMAGED, f"page {number}: {error}") from error
        return image_bytes.webp(image, width, max(1, round(width * shown_height / page_width)))

    def scan(self, number: int, dots_per_inch: int) -> bytes:
        """The page as a grey PNG image, at most `image_bytes.MOST_PIXELS` large."""
        page = self._page(number)
        try:
            page_width, page_height = page.get_size()
            scale = image_bytes.scale_within(page_width, page_height, dots_per_inch / POINTS_PER_INCH)
            image = page.render(scale=scale, grayscale=True).to_pil()
        except (pypdfium2.PdfiumError, ZeroDivisionError, ValueError) as error:
            raise ExtractionError(Reason.DAMAGED, f"page {number}: {error}") from error
        return image_bytes.png(image, scale * POINTS_PER_INCH)

    def words(self, number: int) -> tuple[Line, ...]:
        """Where each word of the page's text stands."""
        return pdf_page.words(self._document, number - 1)

    def _page(self, number: int) -> pypdfium2.PdfPage:
        try:
            return self._document[number - 1]
        except (pypdfium2.PdfiumError, IndexError) as error:
            raise ExtractionError(Reason.DAMAGED, f"page {number}: {error}") from error

    def close(self) -> None:
        self._document.close()


def _open(path: Path, limits: Limits) -> tuple[pypdfium2.PdfDocument, bool | None]:
    """The document as it is or repaired; for a repaired one, whether the file was encrypted."""
    document, error = _open_as_it_is(path)
    if document is not None and _is_whole(document, limits):
        return document, None
    try:
        repaired, encrypted = _repair(path)
    except (pikepdf.PdfError, pypdfium2.PdfiumError) as failure:
        if document is not None and len(document):
            return document, None
        raise ExtractionError(Reason.DAMAGED, f"{error}; {failure}") from failure
    _refuse_too_many(repaired, limits)
    return repaired, encrypted


def _open_as_it_is(path: Path) -> tuple[pypdfium2.PdfDocument | None, str]:
    try:
        return pypdfium2.PdfDocument(path), "no pages"
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise ExtractionError(Reason.ENCRYPTED, "asks for a password") from error
        return None, str(error)


def _is_whole(document: pypdfium2.PdfDocument, limits: Limits) -> bool:
    """Whether it has pages and every one is there."""
    _refuse_too_many(document, limits)
    count = len(document)
    size = pdfium.FS_SIZEF()
    return count > 0 and all(pdfium.FPDF_GetPageSizeByIndexF(document, index, size) for index in range(count))


def _is_cut_off(path: Path) -> bool:
    """Whether the file ends before a PDF does. pdfium opens such files in silence, by whatever it finds in them."""
    with path.open("rb") as file:
        file.seek(-min(path.stat().st_size, _LONGEST_PADDING), os.SEEK_END)
        end = file.read().rstrip(b"\0 \t\r\n")
    return _LAST_WORD not in end[-_LONGEST_END:]


def _refuse_too_many(document: pypdfium2.PdfDocument, limits: Limits) -> None:
    if len(document) > limits.pages:
        raise ExtractionError(Reason.TOO_MANY_PAGES, f"{len(document)} pages")


def _repair(path: Path) -> tuple[pypdfium2.PdfDocument, bool]:
    stream = io.BytesIO()
    try:
        with pikepdf.open(path, suppress_warnings=True) as damaged:
            if not damaged.pages:
                raise ExtractionError(Reason.EMPTY, "no pages")
            encrypted = damaged.is_encrypted
            damaged.save(stream, encryption=False)
    except pikepdf.PasswordError as error:
        raise ExtractionError(Reason.ENCRYPTED, "asks for a password") from error
    return pypdfium2.PdfDocument(stream.getvalue()), encrypted


def _is_encrypted(document: pypdfium2.PdfDocument) -> bool:
    return bool(pdfium.FPDF_GetSecurityHandlerRevision(document) != -1)


def _outline(document: pypdfium2.PdfDocument) -> tuple[Outline, ...]:
    """Entries without a title, or that lead to no page of this file, are left out."""
    entries: list[Outline] = []
    for bookmark in islice(document.get_toc(max_depth=_DEEPEST_OUTLINE), _MOST_OUTLINE_ENTRIES):
        title, target = clean_line(bookmark.get_title()), bookmark.get_dest()
        index = target.get_index() if target else None
        if title and index is not None and 0 <= index < len(document):
            entries.append(Outline(title, index + 1, bookmark.level))
    return tuple(entries)
