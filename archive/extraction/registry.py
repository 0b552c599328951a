"""Which extractor reads which media type. It loads the extractors' libraries: meant for the child processes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from archive.extraction.contract import Extractor, UnsupportedMediaTypeError
from archive.extraction.pdf import PdfExtractor

EXTRACTORS: tuple[Extractor, ...] = (PdfExtractor(),)


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
