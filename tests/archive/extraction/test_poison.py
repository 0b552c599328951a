"""Each poison file gets its reason within the limits, and the file behind it is read."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.extraction.contract import ExtractionError, Limits
from archive.extraction.sandbox import ExtractionPool
from tests.archive.extraction import office_samples as samples
from tests.archive.extraction import poison

LIMITS = Limits(cpu_seconds=5, wall_seconds=10, memory_bytes=192 << 20, pages=3_000, text_bytes=4 << 20)
POISON = list(poison.every())


@pytest.fixture(scope="module")
def pool() -> Iterator[ExtractionPool]:
    with ExtractionPool(1, LIMITS) as opened:
        yield opened


@pytest.fixture
def healthy(tmp_path: Path) -> Path:
    return samples.word(tmp_path / "sano.docx")


def test_there_are_enough_of_them() -> None:
    assert len(POISON) > 20


@pytest.mark.parametrize("case", POISON, ids=[case[0] for case in POISON])
def test_poison_gets_its_reason_and_the_next_file_is_read(
    tmp_path: Path, pool: ExtractionPool, healthy: Path, case: poison.Poison
) -> None:
    _, suffix, make, reason = case
    path = make(tmp_path / f"veneno.{suffix}")
    started = time.monotonic()
    with pytest.raises(ExtractionError) as caught:
        pool.extract(path, samples.media_type(path))
    assert (caught.value.reason, time.monotonic() - started < LIMITS.wall_seconds) == (reason, True)
    assert pool.extract(healthy, samples.media_type(healthy)).head.page_count == 2


def test_a_million_declared_rows_are_as_many_as_are_written(tmp_path: Path, pool: ExtractionPool) -> None:
    path = samples.workbook(tmp_path / "sano.xlsx")
    sheet = samples.part(path, "xl/worksheets/sheet1.xml").replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
    assert b"XFD" in sheet
    last = b'<row r="1048576"><c r="A1048576" t="inlineStr"><is><t>fin</t></is></c></row></sheetData>'
    wide = poison.with_part(tmp_path / "ancho.xlsx", "xl/worksheets/sheet1.xml", sheet.replace(b"</sheetData>", last))
    (page,) = pool.extract(wide, samples.media_type(wide)).pages
    assert page.text.endswith("\nfin")


def test_a_page_of_deep_tags_is_read_to_its_end(tmp_path: Path, pool: ExtractionPool) -> None:
    path = samples.text(tmp_path / "honda.html", "<div>" * 100_000 + "hondo" + "</div>" * 100_000 + "<p>fin")
    assert samples.blocks(pool.extract(path, "text/html")) == [("paragraph", "hondo"), ("paragraph", "fin")]


def test_archives_within_a_document_are_never_opened(tmp_path: Path, pool: ExtractionPool) -> None:
    inner = poison.bomb(tmp_path / "bomba.docx", "word/document.xml").read_bytes()
    path = poison.with_part(tmp_path / "con anexo.docx", "word/embeddings/bomba.docx", inner)
    assert pool.extract(path, samples.media_type(path)).head.page_count == 2
