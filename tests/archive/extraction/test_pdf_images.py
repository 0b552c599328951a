"""How much of a page images cover, and what that says of its text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from archive.extraction.contract import Limits, Quality
from archive.extraction.pdf import PdfExtractor
from tests.archive import scans
from tests.archive.extraction import samples

HEADER = "Archivo General - copia digital, folio 12"
PHOTO = ImageReader(Image.linear_gradient("L"))


def qualities(path: Path) -> list[Quality]:
    opened = PdfExtractor().open(path, Limits())
    try:
        return [page.quality for page in opened.pages()]
    finally:
        opened.close()


def drawn(path: Path, *, strips: int = 1, in_form: bool = False, lines: int = 0, objects: int = 0) -> Path:
    """A page with a header, a whole-page image in so many strips, and other things drawn after it."""
    width, height = samples.LETTER
    canvas = Canvas(str(path), pagesize=samples.LETTER)
    if in_form:
        canvas.beginForm("scan", 0, 0, width, height)
    for strip in range(strips):
        canvas.drawImage(PHOTO, 0, strip * height / strips, width, height / strips)
    if in_form:
        canvas.endForm()
        canvas.doForm("scan")
    canvas.drawString(72, height - 40, HEADER)
    for line in range(lines):
        canvas.drawString(72, height - 100 - 14 * line, samples.PROSE)
    for place in range(objects):
        canvas.rect(place, place, 1, 1)
    canvas.save()
    return path


@pytest.mark.parametrize("options", [{}, {"strips": 12}, {"in_form": True}, {"objects": 50}])
def test_a_header_over_a_scanned_page_is_no_text(tmp_path: Path, options: dict[str, Any]) -> None:
    assert qualities(drawn(tmp_path / "scan.pdf", **options)) == [Quality.EMPTY]


def test_a_page_of_text_over_an_image_is_good(tmp_path: Path) -> None:
    assert qualities(drawn(tmp_path / "texto.pdf", lines=30, objects=50)) == [Quality.GOOD]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_and_cropped_scan_is_still_one(tmp_path: Path, turn: int) -> None:
    source = scans.scan(tmp_path / "scan.pdf", [scans.WORDS])
    turned = samples.altered(source, tmp_path / "turned.pdf", turn=turn, crop=[100, 100, 500, 700])
    assert qualities(turned) == [Quality.EMPTY]


def test_a_small_picture_makes_no_scan_of_a_short_text(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "portada.pdf"), pagesize=samples.LETTER)
    canvas.drawImage(PHOTO, 72, 650, 80, 80)
    canvas.drawString(72, 400, "Manual de organización y archivo")
    canvas.save()
    assert qualities(tmp_path / "portada.pdf") == [Quality.GOOD]
