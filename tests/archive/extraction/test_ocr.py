"""Recognition of one image: text, places, confidence, and every way in which it may fail."""

from __future__ import annotations

import io
import os
import signal
from pathlib import Path

import pytest
from PIL import Image

from archive.extraction import ocr
from archive.extraction.contract import Limits, Quality
from tests.archive import scans

LETTER_WIDTH = 612.0
LIMITS = Limits(cpu_seconds=30, wall_seconds=60)


def png(image: Image.Image) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def stub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program that takes the place of tesseract; write what it does."""
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent), prepend=os.pathsep)
    return program


def write(program: Path, script: str) -> None:
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)


def recognise(image: bytes, limits: Limits = LIMITS) -> ocr.RecognisedPage:
    return ocr.recognise(image, LETTER_WIDTH, limits)


@pytest.mark.usefixtures("tesseract")
class TestReal:
    def test_the_lines_of_a_page_are_its_text(self) -> None:
        (image,) = scans.images()
        page = recognise(png(image))
        assert page.text.split("\n") == list(scans.WORDS)
        assert page.quality == Quality.GOOD
        assert 0.85 < page.confidence <= 1

    def test_lines_and_words_stand_where_they_are_printed_in_points(self) -> None:
        (image,) = scans.images()
        page = recognise(png(image))
        assert [page.text[line.start : line.end] for line in page.lines] == list(scans.WORDS)
        for row, line in enumerate(page.lines):
            baseline = 72 + 20 * row
            assert line.left == pytest.approx(72, abs=3)
            assert baseline - 12 < line.top < line.bottom < baseline + 5
        assert [page.text[word.start : word.end] for word in page.words] == " ".join(scans.WORDS).split()
        assert all(word.left >= 70 and word.right <= LETTER_WIDTH for word in page.words)

    def test_a_word_that_a_line_end_breaks_is_whole(self) -> None:
        (image,) = scans.images([["El consejo aprueba la transpa-", "rencia de los archivos"]])
        assert recognise(png(image)).text == "El consejo aprueba la transparencia\nde los archivos"

    @pytest.mark.parametrize("turn", [90, 180, 270])
    def test_a_sheet_that_lies_on_its_side_is_read(self, turn: int) -> None:
        (image,) = scans.images([scans.WORDS * 3], turn=turn)
        page = ocr.recognise(png(image), 792.0 if turn != 180 else LETTER_WIDTH, LIMITS)
        assert "Acta de la sesión ordinaria del consejo" in page.text
        assert page.confidence > 0.8

    def test_a_picture_without_words_has_no_text(self) -> None:
        page = recognise(png(Image.linear_gradient("L").resize((850, 1100))))
        assert page.quality == Quality.EMPTY
        assert page.lines == page.words == ()

    def test_an_image_too_small_for_words_has_none(self) -> None:
        assert recognise(png(Image.new("L", (2, 2), 255))).text == ""

    def test_bytes_that_are_no_image_are_the_fault_of_the_page(self) -> None:
        broken = png(Image.new("L", (50, 50)))[:40] + b"\0" * 40
        with pytest.raises(ocr.UnrecognisablePage):
            recognise(broken)
        with pytest.raises(ocr.UnrecognisablePage):
            ocr.is_blank(broken)

    def test_a_page_over_its_memory_is_refused(self) -> None:
        (image,) = scans.images()
        with pytest.raises(ocr.UnrecognisablePage):
            recognise(png(image), Limits(memory_bytes=40 * 1024 * 1024))


def test_an_empty_sheet_is_told_from_one_with_a_mark() -> None:
    sheet = Image.new("L", (850, 1100), 250)
    assert ocr.is_blank(png(sheet))
    sheet.paste(0, (100, 100, 104, 104))
    assert not ocr.is_blank(png(sheet))


def test_it_is_there_only_with_its_spanish(stub: Path) -> None:
    write(stub, "echo eng")
    assert not ocr.is_there()
    write(stub, "echo eng; echo spa")
    assert ocr.is_there()


def test_without_the_program_it_is_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert not ocr.is_there()


def test_the_program_gets_no_secrets_and_one_thread(stub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "canario")
    write(stub, "cat >/dev/null; (env; echo $@; ulimit -v) >&2; exit 3")
    with pytest.raises(ocr.UnrecognisablePage) as failure:
        recognise(png(Image.new("L", (1700, 2200))))
    said = str(failure.value)
    assert "OMP_THREAD_LIMIT=1" in said
    assert "canario" not in said
    assert f"stdin stdout -l spa --psm 3 --dpi 200 tsv\n{LIMITS.memory_bytes // 1024}\n" in said


@pytest.mark.parametrize("script", ["exec sleep 60", "while :; do :; done"])
def test_a_page_that_takes_too_long_is_ended(stub: Path, script: str) -> None:
    write(stub, script)
    limits = Limits(cpu_seconds=1, wall_seconds=3)
    with pytest.raises(ocr.TooSlow):
        recognise(png(Image.new("L", (10, 10))), limits)


def test_a_failure_says_what_the_program_said(stub: Path) -> None:
    write(stub, "cat >/dev/null; echo roto >&2; exit 3")
    with pytest.raises(ocr.UnrecognisablePage, match="exit 3: roto"):
        recognise(png(Image.new("L", (10, 10))))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_program_that_somebody_ends_is_no_fault_of_the_page(stub: Path, number: int) -> None:
    write(stub, f"cat >/dev/null; kill -{number} $$")
    with pytest.raises(ocr.TesseractStopped):
        recognise(png(Image.new("L", (10, 10))))


def test_a_missing_program_is_no_fault_of_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ocr.TesseractMissing):
        recognise(png(Image.new("L", (10, 10))))
