"""Real documents: every page is there, and the words are those that another tool reads."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from archive.extraction.contract import ExtractionError, Quality, Reason
from archive.extraction.sandbox import ExtractionPool
from tests.archive.corpus_readings import GROUP, Readings
from tests.archive.extraction import samples

pytestmark = [pytest.mark.corpus, pytest.mark.xdist_group(GROUP)]

LEAST_RECALL = 0.98
LEAST_RECALL_OF_A_FILE = 0.97
DISAGREEMENTS = {
    "F 01,01 LEY DE INGRESOS.pdf": "a turned watermark, which pdftotext reads letter by letter",
    "PLAN DE DESARROLLO.pdf": "a turned watermark, which pdftotext reads letter by letter",
    "D.O.DISTRIBUCIONDEFONDOSFISMDFYFOTAMUNDF3970.pdf": "a turned watermark, which pdftotext reads letter by letter",
    "convocatoria cabildo abierto_compressed.pdf": "one page of display type, which pdftotext reads letter by letter",
}

_HYPHEN_AT_LINE_END = re.compile("[-\u00ad\u2010\u2011]\\s*\n\\s*(?=\\w)")
_HYPHEN = re.compile("[-\u00ad\u2010\u2011]")
_WORD = re.compile(r"\w+")


def words(text: str) -> Counter[str]:
    """Folded and without hyphens: tools differ in which of them they believe to be written."""
    whole = _HYPHEN.sub("", _HYPHEN_AT_LINE_END.sub("", text))
    letters = unicodedata.normalize("NFKD", whole.casefold())
    return Counter(_WORD.findall("".join(letter for letter in letters if not unicodedata.combining(letter))))


def by_pdftotext(path: Path) -> Counter[str]:
    done = subprocess.run(["pdftotext", "-enc", "UTF-8", str(path), "-"], capture_output=True, check=True)
    return words(done.stdout.decode(errors="replace"))


def test_every_pdf_has_the_pages_of_the_manifest(readings: Readings) -> None:
    expected = {name: int(row["pages"]) for name, row in readings.rows.items()}
    assert len(expected) > 90
    assert {name: len(extraction.pages) for name, extraction in readings.extractions.items()} == expected


def test_words_agree_with_another_tool(readings: Readings, pdftotext: str) -> None:
    assert set(DISAGREEMENTS) <= set(readings.rows)
    read = expected = 0
    disagreeing = {}
    for name, path, text in readings.with_text():
        theirs = by_pdftotext(path)
        agreed = (theirs & words(text)).total()
        read, expected = read + agreed, expected + theirs.total()
        if agreed < LEAST_RECALL_OF_A_FILE * theirs.total() and name not in DISAGREEMENTS:
            disagreeing[name] = agreed / theirs.total()
    assert not disagreeing
    assert read >= LEAST_RECALL * expected


def test_no_invisible_characters_and_every_line_on_its_page(readings: Readings) -> None:
    for name, extraction in readings.extractions.items():
        for page in extraction.pages:
            assert unicodedata.is_normalized("NFC", page.text), name
            assert not {unicodedata.category(letter) for letter in set(page.text) - {"\n"}} & {"Cc", "Cs"}, name
            assert [page.text[line.start : line.end] for line in page.lines] == page.text.splitlines(), name
            assert all(0 <= line.left <= line.right <= page.width + 0.1 for line in page.lines), name
            assert all(0 <= line.top <= line.bottom <= page.height + 0.1 for line in page.lines), name


def test_scans_are_reported_as_empty(readings: Readings) -> None:
    scans = {name for name, row in readings.rows.items() if row["text_layer"] == "no"}
    said = {name for name in scans if all(page.quality == Quality.EMPTY for page in readings.extractions[name].pages)}
    assert said == scans


@pytest.mark.parametrize("name", ["Balance 2016 Legalizado.cleaned.pdf", "dof_2013-04-02_MAT.pdf"])
def test_what_is_only_named_pdf_is_refused(corpus_dir: Path, name: str) -> None:
    with ExtractionPool(1) as pool, pytest.raises(ExtractionError) as caught:
        pool.extract(corpus_dir / "files" / name, samples.MEDIA_TYPE)
    assert caught.value.reason == Reason.DAMAGED
