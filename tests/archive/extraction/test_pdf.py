"""The PDF extractor in this process."""

from __future__ import annotations

import io
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from archive.extraction.contract import ExtractedPage, Extraction, ExtractionError, Limits, Outline, Quality, Reason
from archive.extraction.pdf import PdfExtractor
from tests.archive.extraction import samples


def extracted(path: Path, limits: Limits | None = None) -> Extraction:
    opened = PdfExtractor().open(path, limits or Limits())
    try:
        return Extraction(opened.head, tuple(opened.pages()))
    finally:
        opened.close()


def refusal(path: Path, limits: Limits | None = None) -> Reason:
    with pytest.raises(ExtractionError) as caught:
        extracted(path, limits)
    return caught.value.reason


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    return samples.pdf(
        tmp_path / "sound.pdf", [["Acta de la sesión", samples.PROSE], [], ["Anexo único"]], outline=["Acta", "Nada"]
    )


def test_pages_have_text_numbers_sizes_and_worth(sound: Path) -> None:
    found = extracted(sound)
    assert found.head.page_count == 3
    assert not found.head.encrypted
    assert not found.head.repaired
    assert [page.number for page in found.pages] == [1, 2, 3]
    assert found.pages[0].text == f"Acta de la sesión\n{samples.PROSE}"
    assert [page.quality for page in found.pages] == [Quality.GOOD, Quality.BLANK, Quality.GOOD]
    assert {(page.width, page.height) for page in found.pages} == {samples.LETTER}


def test_the_outline_leads_to_pages(sound: Path) -> None:
    assert extracted(sound).head.outline == (Outline("Acta", 1, 0), Outline("Nada", 2, 0))


def test_pages_carry_the_labels_that_the_file_names(sound: Path, tmp_path: Path) -> None:
    labelled = samples.altered(sound, tmp_path / "labelled.pdf", labels=True)
    assert [page.label for page in extracted(labelled).pages] == ["i", "ii", "A-1"]
    assert [page.label for page in extracted(sound).pages] == ["", "", ""]


def darkest(image: Image.Image) -> int:
    return next(shade for shade, pixels in enumerate(image.convert("L").histogram()) if pixels)


def _inked(path: Path, page: ExtractedPage) -> tuple[list[Image.Image], Image.Image]:
    """What stands in each line's rectangle, and the page with all of them painted white; two pixels a point."""
    document = pypdfium2.PdfDocument(path)
    image = document[page.number - 1].render(scale=2).to_pil().convert("L")
    document.close()
    boxes = [(line.left, line.top, line.right, line.bottom) for line in page.lines]
    pixels = [(int(x1 * 2) - 1, int(y1 * 2) - 1, int(x2 * 2) + 2, int(y2 * 2) + 2) for x1, y1, x2, y2 in boxes]
    parts = [image.crop(box) for box in pixels]
    for box in pixels:
        image.paste(255, box)
    return parts, image


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [(), (50, 400, 500, 770)])
def test_every_line_stands_in_its_rectangle_as_shown(
    sound: Path, tmp_path: Path, turn: int, crop: tuple[int]
) -> None:
    path = samples.altered(sound, tmp_path / "altered.pdf", turn=turn, crop=crop)
    page = extracted(path).pages[0]
    parts, rest = _inked(path, page)
    assert len(parts) == 2
    assert all(darkest(part) < 128 for part in parts)
    assert darkest(rest) == 255
    shown = (450, 370) if crop else samples.LETTER
    assert (page.width, page.height) == (shown[::-1] if turn in {90, 270} else shown)


def test_what_is_cropped_away_is_no_text_of_the_page(sound: Path, tmp_path: Path) -> None:
    path = samples.altered(sound, tmp_path / "cropped.pdf", crop=(0, 0, 612, 715))
    assert extracted(path).pages[0].text == samples.PROSE


def test_a_file_that_restricts_but_asks_no_password_is_read(sound: Path, tmp_path: Path) -> None:
    found = extracted(samples.locked(sound, tmp_path / "locked.pdf", password=""))
    assert found.head.encrypted
    assert found.pages[0].text.startswith("Acta")


def test_a_file_that_asks_a_password_is_refused(sound: Path, tmp_path: Path) -> None:
    assert refusal(samples.locked(sound, tmp_path / "locked.pdf", password="secret")) == Reason.ENCRYPTED


def test_a_file_without_cross_references_is_repaired(sound: Path, tmp_path: Path) -> None:
    found = extracted(samples.without_cross_references(sound, tmp_path / "damaged.pdf"))
    assert found.head.repaired
    assert found.pages == extracted(sound).pages


@pytest.mark.parametrize("padding", [b"", b"\0" * 9_000, b"\r\n" * 10])
def test_a_file_that_lacks_no_more_than_its_end_says_so_and_padding_does_not_matter(
    sound: Path, tmp_path: Path, padding: bytes
) -> None:
    content = sound.read_bytes()
    whole, cut = tmp_path / "whole.pdf", tmp_path / "cut.pdf"
    whole.write_bytes(content + padding)
    cut.write_bytes(content[: content.rindex(b"startxref")] + padding)
    assert (extracted(whole).head.repaired, extracted(cut).head.repaired) == (False, True)
    assert extracted(cut).pages == extracted(whole).pages


def test_a_file_that_lost_a_page_is_repaired(sound: Path, tmp_path: Path) -> None:
    found = extracted(samples.with_a_lost_page(sound, tmp_path / "damaged.pdf"))
    assert found.head.repaired
    assert samples.PROSE in "".join(page.text for page in found.pages)


def test_a_page_that_is_lost_for_good_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    source = samples.pdf(tmp_path / "two.pdf", [["Acta primera"], ["Acta segunda"]])
    pages = extracted(samples.beyond_repair(source, tmp_path / "damaged.pdf")).pages
    assert [page.quality for page in pages] == [Quality.UNREADABLE, Quality.GOOD]
    assert pages[1].text == "Acta segunda"


def test_what_is_empty_or_no_pdf_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.pdf"
    path.write_bytes(b"")
    assert refusal(path) == Reason.EMPTY
    path.write_text("<html>no es un PDF</html>")
    assert refusal(path) == Reason.DAMAGED
    pikepdf.new().save(path)
    assert refusal(path) == Reason.EMPTY


def test_limits_of_pages_and_text(sound: Path) -> None:
    assert refusal(sound, Limits(pages=2)) == Reason.TOO_MANY_PAGES
    assert refusal(sound, Limits(text_bytes=75)) == Reason.TOO_MUCH_TEXT


def test_letters_beyond_sixteen_bits_do_not_shift_lines(tmp_path: Path, sound: Path) -> None:
    path = tmp_path / "letters.pdf"
    with pikepdf.open(sound) as document:
        font = next(iter(document.pages[0].Resources.Font.values()))
        table = b"1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <D835DC00> endbfchar"
        font.ToUnicode = pikepdf.Stream(
            document, b"/CIDInit /ProcSet findresource begin begincmap " + table + b" endcmap"
        )
        document.save(path)
    page = extracted(path).pages[0]
    assert page.text.startswith("\U0001d400cta")
    assert [page.text[line.start : line.end] for line in page.lines][1] == samples.PROSE


@pytest.mark.parametrize("turn", [0, 90])
def test_the_cover_is_a_webp_as_wide_as_asked(sound: Path, tmp_path: Path, turn: int) -> None:
    opened = PdfExtractor().open(samples.altered(sound, tmp_path / "turned.pdf", turn=turn), Limits())
    image = Image.open(io.BytesIO(opened.cover(300)))
    opened.close()
    assert image.format == "WEBP"
    assert image.size == ((300, 388) if turn == 0 else (300, 232))
    assert darkest(image) < 128
    assert not image.getexif()


def test_the_cover_of_a_very_tall_page_is_its_top(sound: Path, tmp_path: Path) -> None:
    with pikepdf.open(sound) as document:
        document.pages[0].mediabox = pikepdf.Array([0, -9000, 612, 792])
        document.save(tmp_path / "tall.pdf")
    opened = PdfExtractor().open(tmp_path / "tall.pdf", Limits())
    image = Image.open(io.BytesIO(opened.cover(100)))
    opened.close()
    assert image.size == (100, 300)
    assert darkest(image.crop((0, 0, 100, 30))) < 200


def test_every_word_of_a_page_has_its_place(tmp_path: Path) -> None:
    path = samples.pdf(tmp_path / "acta.pdf", [["Acta de la sesión", "ordinaria del comité"]])
    extraction = PdfExtractor().open(path, Limits())
    (page,) = extraction.pages()
    words = extraction.words(1)
    assert [page.text[each.start : each.end] for each in words] == page.text.split()
    for line in page.lines:
        inside = [each for each in words if line.start <= each.start < line.end]
        assert min(each.left for each in inside) == pytest.approx(line.left, abs=1)
        assert max(each.right for each in inside) == pytest.approx(line.right, abs=1)
        assert all(before.right <= after.left for before, after in pairwise(inside))


def test_a_page_is_drawn_whole_and_bare(tmp_path: Path) -> None:
    path = samples.pdf(tmp_path / "acta.pdf", [["Primera"], ["Segunda"]])
    extraction = PdfExtractor().open(path, Limits())
    (first, second), wide = extraction.pages(), 600
    drawn = [Image.open(io.BytesIO(extraction.draw(number, wide))) for number in (1, 2)]
    assert [each.width for each in drawn] == [wide, wide]
    assert drawn[1].height == pytest.approx(wide * second.height / second.width, abs=1)
    assert drawn[0].tobytes() != drawn[1].tobytes()
    assert not drawn[0].getexif()
    scanned = Image.open(io.BytesIO(extraction.scan(1, 200)))
    assert scanned.mode == "L"
    assert scanned.width == pytest.approx(first.width / 72 * 200, abs=2)
    with pytest.raises(ExtractionError):
        extraction.draw(3, wide)
