"""Tables of a page: on a screen, on a telephone, on paper."""

import io
import re
import time
from pathlib import Path

import pypdfium2
import pytest
from django.test import Client

from archive import publication, tasks
from archive.models import Document
from archive.page_pdf import Leaf, render
from archive.tables import figure_columns
from tests import factories
from tests.archive.extraction import office_samples as samples
from tests.archive.taken import take

HEADINGS = ["Folio", "Trámite", "Monto", "Avance", "Fecha", "Área responsable", "Nota"]


def test_columns_of_figures_are_found_below_their_headings() -> None:
    rows = [
        ["Trámite", "Monto", "Avance", "Fecha", "Clave", "Saldo", "Nada"],
        ["Agua", "$1,250.00", "12%", "01/02/2026", "A-1", "-", ""],
        ["2026", "7", "0.5 %", "3", "2", "(1 250.75)"],
    ]
    assert figure_columns(rows) == {1, 2, 5}
    assert figure_columns([["1", "2"]]) == frozenset()
    assert figure_columns([]) == frozenset()


@pytest.fixture
def document(tmp_path: Path, db: None) -> Document:
    rows: list[list[object]] = [[*HEADINGS]]
    rows += [[n, f"Licencia {n}", 1000 * n, f"{n}%", "01/02/2026", "" if n % 2 else "Archivo", "x"] for n in (1, 2)]
    rows.append([3, "Permiso", 5, "3%", "02/02/2026", "Obras", "y", "sin encabezado"])
    return published(samples.workbook(tmp_path / "a.xlsx", rows))


def published(path: Path) -> Document:
    original = take(path)
    tasks.read({"original": original.pk})()
    return publication.publish(Document.objects.get(original=original), actor=factories.superuser())


def test_figures_stand_at_the_end_and_each_cell_of_a_card_says_its_heading(
    client: Client, document: Document
) -> None:
    page = client.get(f"/d/{document.code}/p1").content.decode()
    assert "data-table--cards" in page
    rows = re.findall(r"<tr.*?</tr>", page, re.DOTALL)
    assert [re.findall(r'data-heading="([^"]*)"', row) for row in rows] == [
        [],
        [each for each in HEADINGS if each != "Área responsable"],
        HEADINGS,
        [*HEADINGS, "Columna 8"],
    ]
    assert re.findall(r'class="data-table__figure"[^>]*>([^<]*?)\s*<', rows[2]) == ["2", "2000", "2%"]


def test_a_narrow_table_stays_one_on_a_telephone(client: Client, tmp_path: Path, db: None) -> None:
    rows: list[list[object]] = [["Concepto", "Monto"], ["Agua", 5]]
    narrow = published(samples.workbook(tmp_path / "b.xlsx", rows))
    page = client.get(f"/d/{narrow.code}/p1").content.decode()
    assert ("data-table--cards" in page, "data-heading" in page) == (False, False)


def sheet(rows: list[list[str]], before: str = "") -> pypdfium2.PdfDocument:
    table = "\n".join("\t".join(row) for row in rows)
    text = f"{before}\n{table}" if before else table
    start = len(text) - len(table)
    leaf = Leaf("Hoja", ["Hoja 1 de 1"], "https://archivo.mx/d/1", text, "es", tables=[(start, len(text))])
    return pypdfium2.PdfDocument(io.BytesIO(render(leaf)))


def positions(page: pypdfium2.PdfPage, word: str) -> list[tuple[float, float, float]]:
    """Left, right and top of each place where the word stands."""
    text = page.get_textpage()
    search, found = text.search(word, match_case=True), []
    while match := search.get_next():
        boxes = [text.get_charbox(index) for index in range(match[0], match[0] + match[1])]
        found.append((boxes[0][0], boxes[-1][2], boxes[0][3]))
    return found


def test_a_sheet_to_keep_is_a_table() -> None:
    kept = sheet([["Concepto", "Monto"], ["Agua", "5"], ["Predial del año", "12345"]], before="Municipio de Prueba")
    (page,) = kept
    ((concept, _, top),), ((_, amount, same),) = positions(page, "Concepto"), positions(page, "12345")
    assert positions(page, "Agua")[0][0] == pytest.approx(concept, abs=1.5)
    assert positions(page, "Predial")[0][2] == pytest.approx(same, abs=2)
    five = max(positions(page, "5"), key=lambda each: each[2] - top if each[2] < top else -1e9)
    assert five[1] == pytest.approx(amount, abs=1.5), "figures end under each other"
    assert positions(page, "Municipio de Prueba")[0][2] > top
    assert positions(page, "Hoja 1 de 1")


def test_columns_that_do_not_fit_follow_with_the_first_one_beside_them() -> None:
    heads = [f"Columna número {n}" for n in range(1, 28)]
    kept = sheet([heads, *([f"celda{row}x{n} con palabras" for n in range(1, 28)] for row in range(1, 41))])
    text = "\n".join(page.get_textpage().get_text_bounded() for page in kept)
    assert all(page.get_width() > page.get_height() for page in kept)
    flat = " ".join(text.split())
    for n in range(1, 28):
        assert f"Columna número {n}" in flat
        assert f"celda40x{n} con" in flat
    assert flat.count("celda7x1 con") >= 3
    assert flat.count("Columna número 1 ") >= len(kept)


@pytest.mark.parametrize("cell", ["x" * 5_000, "palabra " * 2_000, "", "𝒁⁂ñ"])
def test_no_cell_breaks_the_sheet(cell: str) -> None:
    assert len(sheet([["Una", "Otra"], [cell, "5"], ["a"]])) < 4


def test_a_sheet_of_five_hundred_rows_holds_up_nobody() -> None:
    rows = [[f"Columna {n}" for n in range(27)], *([f"celda {r} {n}" for n in range(27)] for r in range(500))]
    began = time.process_time()
    sheet(rows)
    assert time.process_time() - began < 10


def test_a_larger_table_is_written_as_lines() -> None:
    kept = sheet([["a", "b"]] * 10_001)
    assert "a b" in " ".join(kept[0].get_textpage().get_text_bounded().split())
