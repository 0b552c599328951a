"""Real documents of other formats than PDF: they are read, with the words that their titles are made of."""

from __future__ import annotations

import csv
import re
import unicodedata
from pathlib import Path

import pytest

from archive import formats
from archive.extraction.contract import BlockKind, Extraction, Quality, Unit
from archive.extraction.sandbox import ExtractionPool

pytestmark = [pytest.mark.corpus, pytest.mark.xdist_group("office corpus")]

UNITS = {"docx": Unit.SECTION, "doc": Unit.SECTION, "xlsx": Unit.SHEET, "jpg": Unit.PAGE, "tif": Unit.PAGE}
NO_TEXT = "CARATULA DEL PRESUPUESTO DE EGRESOS.docx"
"""A Word file around one image."""


class Readings:
    """Every file of the manifest that is none of PDF: its row and what was read of it."""

    def __init__(self, corpus: Path) -> None:
        self.paths = {unicodedata.normalize("NFC", path.name): path for path in (corpus / "files").iterdir()}
        with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as rows:
            found = {unicodedata.normalize("NFC", row["file"]): row for row in csv.DictReader(rows)}
        self.rows = {name: row for name, row in found.items() if Path(name).suffix.lower() != ".pdf"}
        self.codes = {name: formats.sniff(self.paths[name], name).code for name in self.rows}
        with ExtractionPool(1) as pool:
            self.extractions: dict[str, Extraction] = {
                name: pool.extract(self.paths[name], formats.FORMATS[code].media_type)
                for name, code in self.codes.items()
            }

    def text(self, name: str) -> str:
        return "\n".join(page.text for page in self.extractions[name].pages)


@pytest.fixture(scope="module")
def readings(corpus_dir: Path) -> Readings:
    return Readings(corpus_dir)


def words(text: str) -> set[str]:
    letters = unicodedata.normalize("NFKD", text.casefold())
    return set(re.findall(r"\w{4,}", "".join(each for each in letters if not unicodedata.combining(each))))


def test_each_is_read_by_its_unit(readings: Readings) -> None:
    assert set(readings.codes.values()) == set(UNITS)
    assert len(readings.codes) > 15
    for name, extraction in readings.extractions.items():
        assert extraction.head.unit == UNITS[readings.codes[name]], name
        assert extraction.head.has_images == (extraction.head.unit == Unit.PAGE), name


def test_words_of_the_title_are_in_the_text(readings: Readings) -> None:
    with_text = [name for name, code in readings.codes.items() if UNITS[code] != Unit.PAGE and name != NO_TEXT]
    shared = {name: len(words(readings.rows[name]["title"]) & words(readings.text(name))) for name in with_text}
    assert {name: count for name, count in shared.items() if count < 2} == {}
    assert all(readings.extractions[name].pages[0].quality == Quality.GOOD for name in with_text)


def test_images_and_what_is_only_an_image_have_no_text(readings: Readings) -> None:
    silent = {name for name in readings.codes if not readings.text(name).strip()}
    assert silent == {name for name, code in readings.codes.items() if UNITS[code] == Unit.PAGE} | {NO_TEXT}


def test_old_word_keeps_tables_and_headings(readings: Readings) -> None:
    for name in (name for name, code in readings.codes.items() if code == "doc"):
        pages = readings.extractions[name].pages
        tables = [
            page.text[each.start : each.end] for page in pages for each in page.blocks if each.kind == BlockKind.TABLE
        ]
        assert len(tables) > 20, name
        assert sum("\t" in each for each in tables) > 0.9 * len(tables), name
        assert readings.extractions[name].head.outline, name


def test_an_image_is_drawn(readings: Readings) -> None:
    with ExtractionPool(1) as pool:
        for name in (name for name, code in readings.codes.items() if UNITS[code] == Unit.PAGE):
            media_type = formats.FORMATS[readings.codes[name]].media_type
            assert len(pool.cover(readings.paths[name], media_type, 300)) > 1_000, name
            assert len(pool.scan(readings.paths[name], media_type, 1, 200)) > 10_000, name


def test_formats_of_transparency_have_the_headings_that_people_read(readings: Readings) -> None:
    found = {}
    for name, extraction in readings.extractions.items():
        first = extraction.pages[0]
        if first.label == "Reporte de Formatos":
            parts = [(each.kind, first.text[each.start : each.end]) for each in first.blocks]
            (table,) = (text for kind, text in parts if kind == BlockKind.TABLE)
            found[name] = table.split("\t")[0], parts[1][1].partition(":")[0]
    assert len(found) == 4
    assert set(found.values()) == {("Ejercicio", "TÍTULO")}
