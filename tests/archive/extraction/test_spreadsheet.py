"""XLSX, ODS and CSV: sheets by their name, values as people see them, long sheets in pages."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import openpyxl
import pytest
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from archive.extraction.contract import Outline, Quality, Unit
from archive.extraction.sheet_pages import ROWS_OF_A_PAGE
from archive.extraction.spreadsheet import shown
from tests.archive.extraction import office_samples as samples
from tests.archive.extraction.office_samples import blocks, read

MIDNIGHT = datetime.combine(date(2026, 11, 23), time.min)


@pytest.mark.parametrize("code", ["xlsx", "ods"])
def test_a_sheet_is_a_page_with_a_table_under_its_name(tmp_path: Path, code: str) -> None:
    extraction = read(samples.MAKERS[code](tmp_path / f"ingresos.{code}"))
    assert (extraction.head.unit, extraction.head.has_images) == (Unit.SHEET, False)
    assert extraction.head.outline == (Outline("Ingresos", 1, 0),)
    assert [page.label for page in extraction.pages] == ["Ingresos"]
    assert blocks(extraction) == [("table", "Concepto\tMonto\nAgua potable\t10000")]


@pytest.mark.parametrize(
    ("value", "number_format", "expected"),
    [
        (None, "General", ""),
        (True, "General", "VERDADERO"),
        (12.0, "General", "12"),
        (0.1 + 0.2, "General", "0.3"),
        (1234.5, "#,##0.00", "1,234.50"),
        (1234.5, '"$"#,##0.00', "$1,234.50"),
        (-1234.5, "[$$-80A]#,##0.00;[Red]-#,##0.00", "-$1,234.50"),
        (0.125, "0.0%", "12.5%"),
        (7, "00000", "00007"),
        (0.5, "# ?/?", "0.5"),
        (2.5, "0", "3"),
        (1.005, "0.00", "1.01"),
        (1e30, "0.00", "1e+30"),
        (1e20, "0.00E+00", "1e+20"),
        (date(2026, 11, 23), "General", "23/11/2026"),
        (MIDNIGHT, "General", "23/11/2026"),
        (MIDNIGHT + timedelta(hours=9, minutes=5), "General", "23/11/2026 09:05"),
        (time(9, 5), "General", "09:05"),
        (timedelta(hours=30, minutes=5), "[h]:mm", "30:05"),
        ("texto", "General", "texto"),
    ],
)
def test_values_are_shown_as_the_program_shows_them(value: object, number_format: str, expected: str) -> None:
    assert shown(value, number_format) == expected


@pytest.mark.parametrize("code", ["xlsx", "ods", "csv"])
def test_a_long_sheet_goes_on_under_its_heading_row(tmp_path: Path, code: str) -> None:
    rows: list[list[object]] = [["Folio", "Monto"]]
    rows += [[number, 2 * number] for number in range(1, 1_200)]
    path = tmp_path / f"ingresos.{code}"
    if code == "csv":
        samples.text(path, "\n".join(f"{first},{second}" for first, second in rows))
    else:
        {"xlsx": samples.workbook, "ods": samples.open_sheet}[code](path, rows)
    extraction = read(path)
    name = extraction.pages[0].label
    assert [page.label for page in extraction.pages] == [name, f"{name} (2)", f"{name} (3)"]
    lines = [page.text.split("\n") for page in extraction.pages]
    assert [len(each) for each in lines] == [ROWS_OF_A_PAGE, ROWS_OF_A_PAGE + 1, 1_200 - 2 * ROWS_OF_A_PAGE + 1]
    assert {each[0] for each in lines} == {"Folio\tMonto"}
    assert [line for each in lines for line in each if line != "Folio\tMonto"] == [
        f"{number}\t{2 * number}" for number in range(1, 1_200)
    ]


def test_titles_above_a_table_are_paragraphs(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Municipio de Prueba"],
        [],
        ["Ejercicio 2026"],
        ["Rubro", "Tipo", "Monto"],
        [1, "Agua", None],
        [2, None, 5],
    ]
    assert blocks(read(samples.workbook(tmp_path / "ingresos.xlsx", rows))) == [
        ("paragraph", "Municipio de Prueba"),
        ("paragraph", "Ejercicio 2026"),
        ("table", "Rubro\tTipo\tMonto\n1\tAgua\n2\t\t5"),
    ]


TRANSPARENCY: list[list[object]] = [
    [53480],
    ["TÍTULO", "", "", "NOMBRE CORTO", "", "", "DESCRIPCIÓN"],
    ["Trámites de prueba", "", "", "Trámites", "", "", "Lo que se ofrece"],
    [1, 4, 4, 2],
    [514378, 514380, 514379, 514366],
    ["Tabla Campos"],
    ["Ejercicio", "Fecha de inicio", "Fecha de término", "Denominación"],
    [2026, "01/01/2026", "31/03/2026", "Licencia de prueba"],
]

TRANSPARENCY_HEADS = "Ejercicio\tFecha de inicio\tFecha de término\tDenominación"


@pytest.mark.parametrize("code", ["xlsx", "ods", "csv"])
def test_a_format_of_transparency_is_read_under_the_headings_that_people_read(tmp_path: Path, code: str) -> None:
    assert blocks(read(sheet(tmp_path / f"formato.{code}", TRANSPARENCY))) == [
        ("paragraph", "53480"),
        ("paragraph", "TÍTULO: Trámites de prueba"),
        ("paragraph", "NOMBRE CORTO: Trámites"),
        ("paragraph", "DESCRIPCIÓN: Lo que se ofrece"),
        ("paragraph", "Tabla Campos"),
        (
            "table",
            f"{TRANSPARENCY_HEADS}\n2026\t01/01/2026\t31/03/2026\tLicencia de prueba",
        ),
        ("paragraph", "1 4 4 2"),
        ("paragraph", "514378 514380 514379 514366"),
    ]


def test_its_auxiliary_tables_have_their_keys_below_as_well(tmp_path: Path) -> None:
    rows: list[list[object]] = [["", 2, 9], ["", 66137, 66123], ["ID", "Área", "Vialidad"], [1, "Archivo", "Calle"]]
    assert blocks(read(sheet(tmp_path / "formato.xlsx", rows))) == [
        ("table", "ID\tÁrea\tVialidad\n1\tArchivo\tCalle"),
        ("paragraph", "2 9"),
        ("paragraph", "66137 66123"),
    ]


def test_a_long_format_of_transparency_repeats_the_headings_that_people_read(tmp_path: Path) -> None:
    rows = [*TRANSPARENCY, *TRANSPARENCY[-1:] * ROWS_OF_A_PAGE]
    first, second = read(sheet(tmp_path / "formato.xlsx", rows)).pages
    assert second.text.startswith("Ejercicio\tFecha de inicio")
    assert ("514378 514380" in first.text, "514378" in second.text) == (True, False)


@pytest.mark.parametrize(
    "rows",
    [
        [["", 2012, 2013], ["Presidencia", "Juana", "Pedro"], ["Síndica", "Ana", "Luis"]],
        [[2012, 2013], [14, 15], [20, 22]],
        [[1, 2, 3], [4, 5, 6], ["total", 7, 9]],
        [["Año", 2012, 2013], ["Agua", 5, 6]],
        [["Folio", "Serie"], [1, 2], [3, 4], ["cinco", "seis"]],
    ],
)
def test_a_row_of_figures_above_figures_stays_where_it_is(tmp_path: Path, rows: list[list[object]]) -> None:
    assert blocks(read(sheet(tmp_path / "cifras.xlsx", rows))) == [
        ("table", "\n".join("\t".join(map(str, row)) for row in rows))
    ]


def sheet(path: Path, rows: list[list[object]]) -> Path:
    if path.suffix == ".csv":
        return samples.text(path, "\n".join(",".join(map(str, row)) for row in rows))
    return {".xlsx": samples.workbook, ".ods": samples.open_sheet}[path.suffix](path, rows)


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, MAC_EPOCH], ids=["since 1900", "since 1904"])
def test_dates_and_amounts_of_a_workbook(tmp_path: Path, epoch: datetime) -> None:
    book = openpyxl.Workbook()
    book.epoch = epoch
    book.active.append(["Fecha", "Hora", "Plazo", "Monto", "Fórmula"])
    book.active.append([date(2026, 11, 23), time(9, 5), timedelta(hours=30), 1234.5, "=1+1"])
    book.active["D2"].number_format = "#,##0.00"
    book.active["F2"] = True
    book.save(tmp_path / "libro.xlsx")
    row = read(tmp_path / "libro.xlsx").pages[0].text.split("\n")[1]
    assert row == "23/11/2026\t09:05\t30:00\t1,234.50\t\tVERDADERO"


def test_hidden_sheets_say_so_and_empty_ones_are_pages(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Vacía"
    hidden = book.create_sheet("Catálogo")
    hidden.sheet_state = "hidden"
    hidden.append(["Clave\nde\tobra", "Línea 1_x000D_\nLínea 2"])
    book.save(tmp_path / "libro.xlsx")
    extraction = read(tmp_path / "libro.xlsx")
    assert [(page.label, page.quality) for page in extraction.pages] == [
        ("Vacía", Quality.EMPTY),
        ("Catálogo (oculta)", Quality.GOOD),
    ]
    assert blocks(extraction) == [("table", "Clave de obra\tLínea 1 Línea 2")]


def test_repeated_cells_and_rows_of_an_open_sheet(tmp_path: Path) -> None:
    path = samples.open_sheet(tmp_path / "libro.ods", [["A", "B"], ["x", "y"]])
    content = samples.part(path, "content.xml").decode()
    content = content.replace(
        "</table:table>",
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"/>'
        "<table:table-cell><office:annotation><text:p>aparte</text:p></office:annotation><text:p>c</text:p>"
        '</table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row></table:table>',
    )
    samples.repacked(path, tmp_path / "otro.ods", {"content.xml": content.encode()})
    assert blocks(read(tmp_path / "otro.ods")) == [("table", "A\tB\nx\ty\n\t\tc\n\t\tc")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separated_values_in_any_encoding(tmp_path: Path, encoding: str, delimiter: str) -> None:
    content = f'Año{delimiter}Descripción\r\n2026{delimiter}"línea 1\r\nlínea 2{delimiter} y más"\r\n'
    path = samples.text(tmp_path / "datos.csv", content, encoding)
    shown_delimiter = " " if delimiter == "\t" else delimiter
    kept = f"línea 1 línea 2{shown_delimiter} y más".replace("  ", " ")
    assert blocks(read(path)) == [("table", f"Año\tDescripción\n2026\t{kept}")]
