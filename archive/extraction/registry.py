"""Which extractor reads which media type. It loads the extractors' libraries: meant for the child processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.extraction import mail, markup, opendocument, rich_text, slides, spreadsheet, word, word_binary
from archive.extraction.contract import Extractor, Unit, UnsupportedMediaTypeError
from archive.extraction.image import ImageExtractor
from archive.extraction.page_builder import Read, TextExtractor
from archive.extraction.pdf import PdfExtractor
from archive.extraction.recording import RecordingExtractor

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"


def _text(media_type: str, unit: Unit, read: Read) -> TextExtractor:
    return TextExtractor(frozenset({media_type}), unit, read)


EXTRACTORS: tuple[Extractor, ...] = (
    PdfExtractor(),
    ImageExtractor(),
    RecordingExtractor(),
    _text(f"{_OOXML}.wordprocessingml.document", Unit.SECTION, word.read),
    _text("application/msword", Unit.SECTION, word_binary.read),
    _text("application/rtf", Unit.SECTION, rich_text.read),
    _text(f"{_ODF}.text", Unit.SECTION, opendocument.read_text),
    _text("text/plain", Unit.SECTION, markup.read_text),
    _text("text/html", Unit.SECTION, markup.read_html),
    _text("message/rfc822", Unit.SECTION, mail.read),
    _text(f"{_OOXML}.spreadsheetml.sheet", Unit.SHEET, spreadsheet.read_xlsx),
    _text(f"{_ODF}.spreadsheet", Unit.SHEET, opendocument.read_sheets),
    _text("text/csv", Unit.SHEET, spreadsheet.read_csv),
    _text(f"{_OOXML}.presentationml.presentation", Unit.SLIDE, slides.read),
    _text(f"{_ODF}.presentation", Unit.SLIDE, opendocument.read_slides),
)


def by_media_type(extractors: Iterable[Extractor]) -> Mapping[str, Extractor]:
    """Raises ValueError where two extractors claim the same media type."""
    found: dict[str, Extractor] = {}
    for extractor in extractors:
        for media_type in extractor.media_types:
            if media_type in found:
                raise ValueError(f"{media_type} is claimed by {found[media_type]!r} and by {extractor!r}")
            found[media_type] = extractor
    return found


_BY_MEDIA_TYPE = by_media_type(EXTRACTORS)


def extractor_for(media_type: str) -> Extractor:
    """Raises UnsupportedMediaTypeError."""
    try:
        return _BY_MEDIA_TYPE[media_type]
    except KeyError:
        raise UnsupportedMediaTypeError(media_type) from None
