"""A few real scans: what people ask for is found on them, and pages with text are left alone."""

from __future__ import annotations

import csv
import json
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from archive.extraction import ocr
from archive.extraction.contract import Limits
from archive.extraction.sandbox import ExtractionPool
from archive.models import PageText
from archive.recognition import WITHOUT_GOOD_TEXT, is_better
from tests.archive.bad_layers import BAD_PAGES, DECREE, PERSONAL_DATA
from tests.archive.corpus_readings import GROUP, Readings
from tests.archive.extraction import samples
from tests.instances import Instance, import_command

pytestmark = [pytest.mark.corpus, pytest.mark.usefixtures("tesseract")]

SCANS = (
    "Comunicado CPC.pdf",
    "acta-decima-novena-sesion-ordinaria-cpc.pdf",
    "acta-septima-sesion-ordinaria-cpc.pdf",
    "Balance-presupuestario.pdf",
    "LICITACION-PUBLICA-N°10_8.pdf",
)
WITH_TEXT = (
    "Boletín 03 CPC 2023 2024.pdf",
    "acuerdo-38-2021-2022.pdf",
    "13_Ley_de_Ingresos_y_del_Presupuesto_de_Egresos.pdf",
)
DOCUMENTS = SCANS + WITH_TEXT


def queries(corpus_dir: Path) -> list[dict[str, Any]]:
    lines = (corpus_dir / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [query for query in map(json.loads, lines) if query["kind"] == "escaneado (OCR)"]


@pytest.fixture(scope="module")
def files(corpus_dir: Path) -> dict[str, Path]:
    return {unicodedata.normalize("NFC", path.name): path for path in (corpus_dir / "files").iterdir()}


@pytest.fixture
def nameless(files: dict[str, Path], tmp_path: Path) -> Path:
    """The documents as a corpus of their own that says nothing of them: only the words on the pages lead there."""
    (tmp_path / "files").mkdir()
    with (tmp_path / "manifest.csv").open("w", encoding="utf-8", newline="") as table:
        writer = csv.writer(table)
        writer.writerow(["file", "title"])
        for number, name in enumerate(DOCUMENTS):
            (tmp_path / "files" / f"{number}.pdf").symlink_to(files[name])
            writer.writerow([f"{number}.pdf", "Documento"])
    return tmp_path


@pytest.mark.once
@pytest.mark.processes
def test_the_words_on_a_scan_find_it(instance: Instance, nameless: Path, corpus_dir: Path) -> None:
    answer = instance.json(*import_command(nameless))
    statuses = {DOCUMENTS[int(Path(each["file"]).stem)]: each["status"] for each in answer["files"]}
    assert statuses == dict.fromkeys(SCANS, "ocr") | dict.fromkeys(WITH_TEXT, "stored")
    asked = queries(corpus_dir)
    told = instance.manage("search", "--json", stdin="\n".join(query["query"] for query in asked)).stdout
    assert len(asked) == 5
    for query, line in zip(asked, told.splitlines(), strict=True):
        best = json.loads(line)["results"][0]
        relevant = {each["file"]: each["pages"] for each in query["relevant"]}
        pages = relevant.get(DOCUMENTS[int(Path(best["filename"]).stem)], [])
        assert {page["number"] for page in best["pages"]} & set(pages), query["query"]


@pytest.mark.xdist_group(GROUP)
def test_pages_are_judged_right(readings: Readings) -> None:
    """Of three thousand pages: every scan waits for recognition, and of those with text the few with a bad layer."""
    with_text = {name for name, _path, _text in readings.with_text()}
    for name, extraction in readings.extractions.items():
        if name not in with_text:
            assert {page.quality for page in extraction.pages} <= set(WITHOUT_GOOD_TEXT), name
    waiting: dict[str, set[int]] = {}
    for name, extraction in readings.extractions.items():
        for page in extraction.pages if name in with_text else ():
            if page.text and page.quality in WITHOUT_GOOD_TEXT:
                waiting.setdefault(name, set()).add(page.number)
    assert waiting == BAD_PAGES


@pytest.mark.xdist_group(GROUP)
def test_what_is_recognised_takes_the_place_of_garbage(readings: Readings, files: dict[str, Path]) -> None:
    """A page whose header alone is garbage, and one whose lines stand in another order."""
    looked_at = (
        (PERSONAL_DATA, 3, "Nacional de Transparencia, Acceso"),
        (DECREE, 1, "2026. VISTO el Acta de Audiencia Número"),
    )
    with ExtractionPool(1) as pool:
        for name, number, words in looked_at:
            given = readings.extractions[name].pages[number - 1]
            image = pool.scan(files[name], samples.MEDIA_TYPE, number, ocr.DOTS_PER_INCH)
            found = ocr.recognise(image, given.width, Limits())
            assert is_better(found, PageText(text=given.text, quality=given.quality))
            assert (words in " ".join(found.text.split()), words in " ".join(given.text.split())) == (True, False)


def test_a_real_scan_is_read_with_confidence(files: dict[str, Path]) -> None:
    limits = Limits()
    with ExtractionPool(1) as pool:
        image = pool.scan(files["Comunicado CPC.pdf"], samples.MEDIA_TYPE, 1, ocr.DOTS_PER_INCH)
    page = ocr.recognise(image, 612.0, limits)
    assert page.confidence > 0.9
    assert len(page.words) > 250
