"""Which extractor reads which media type."""

from __future__ import annotations

import pytest

from archive.extraction.contract import UnsupportedMediaTypeError
from archive.extraction.pdf import PdfExtractor
from archive.extraction.registry import by_media_type, extractor_for


def test_pdf_is_read() -> None:
    assert isinstance(extractor_for("application/pdf"), PdfExtractor)


def test_an_unknown_media_type_is_named() -> None:
    with pytest.raises(UnsupportedMediaTypeError, match="image/heic"):
        extractor_for("image/heic")


def test_two_extractors_of_one_media_type_are_refused() -> None:
    with pytest.raises(ValueError, match="application/pdf"):
        by_media_type([PdfExtractor(), PdfExtractor()])
