"""XLSX and CSV: sheets with their values as people see them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_excel

from archive.extraction.container import Container, attribute, local_name, release
from archive.extraction.encoded_text import decoded
from archive.extraction.page_builder import Flow
from archive.extraction.sheet_pages import HIDDEN, SheetPages

_WIDEST_ROW = 1_024
_MOST_FORMATS = 256
_LONGEST_CSV_FIELD = 1024 * 1024
_CSV_SAMPLE = 32 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_ONLY_SHEET = "Hoja 1"
_ZEROS = re.compile("00+")
_DECIMALS = re.compile(r"0\.(0{1,10})")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
"""Characters that XML has no place for: a carriage return is one."""
_NOT_SHOWN = re.compile(r'\[[^\]]*\]|"[^"]*"|\\.|_.')
_MOST_DIGITS = 15
"""More a spreadsheet does not keep of a number."""


def read_xlsx(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    with Container(path) as container:
        main = container.main_part("xl/workbook.xml")
        related = container.relations(main)
        parts = dict(related.values())
        book = container.root(main)
        values = _Values(
            _shared_strings(container, parts.get("sharedStrings", "")),
            _cell_formats(container, parts.get("styles", "")),
            _epoch(book),
        )
        for sheet in book.iter("{*}sheet"):
            kind, part = related[attribute(sheet, "id")]
            if kind == "worksheet":
                hidden = "" if sheet.get("state", "visible") == "visible" else HIDDEN
                _read_sheet(container, part, values, SheetPages(flow, sheet.get("name", "") + hidden))


def _read_sheet(container: Container, part: str, values: _Values, pages: SheetPages) -> None:
    """Only cells that are written count: programs state a million rows of which ten are."""
    for event, row in container.events(part, "row"):
        if event == "end":
            pages.row(_row(row, values))
            release(row)
    pages.end()


def _row(row: Any, values: _Values) -> list[str]:
    """The cells in their columns."""
    cells: list[str] = []
    for cell in row:
        text = values.of(cell)
        if text:
            column = _column(cell.get("r", "")) or len(cells) + 1
            if column > _WIDEST_ROW:
                break
            cells += [""] * (column - 1 - len(cells))
            cells.append(text)
    return cells


def _column(reference: str) -> int:
    """From 1, of a reference like AB12; 0 where there is none."""
    column = 0
    for letter in reference:
        if not letter.isalpha():
            break
        column = 26 * column + ord(letter) - 64
    return column


@dataclass(frozen=True, slots=True)
class _CellFormat:
    code: str
    is_date: bool
    is_duration: bool


@dataclass(frozen=True, slots=True)
class _Values:
    """What stands in the cells of one workbook."""

    strings: Sequence[str]
    formats: Sequence[_CellFormat]
    epoch: datetime

    def of(self, cell: Any) -> str:
        """A cell as people see it."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return _rich_text(cell)
        written = next((child.text for child in cell if child.tag.endswith("}v")), None) or ""
        if not written or kind in {"str", "e"}:
            return written
        if kind == "s":
            return self.strings[int(written)]
        if kind == "b":
            return shown(written == "1")
        if kind == "d":
            return shown(datetime.fromisoformat(written))
        return self._number(written, int(cell.get("s", "0")))

    def _number(self, written: str, style: int) -> str:
        value = int(written) if written.isdecimal() else float(written)
        form = self.formats[style] if style < len(self.formats) else _GENERAL
        if not form.is_date:
            return shown(value, form.code)
        try:
            return shown(from_excel(value, self.epoch, timedelta=form.is_duration))
        except (ArithmeticError, ValueError):
            return shown(value)


def _shared_strings(container: Container, part: str) -> list[str]:
    strings: list[str] = []
    if part in container:
        for event, element in container.events(part, "si"):
            if event == "end":
                strings.append(_rich_text(element))
                release(element)
    return strings


def _rich_text(element: Any) -> str:
    """All its runs; how a word of Japanese is pronounced is none of them."""
    text = "".join(each.text or "" for each in element.iter("{*}t") if local_name(each.getparent()) != "rPh")
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), text) if "_x" in text else text


def _cell_formats(container: Container, part: str) -> list[_CellFormat]:
    """By the number of a cell's style."""
    if part not in container:
        return []
    root = container.root(part)
    own = {int(each.get("numFmtId")): each.get("formatCode", "") for each in root.iter("{*}numFmt")}
    numbers = [int(each.get("numFmtId", "0")) for group in root.iter("{*}cellXfs") for each in group]
    return [_cell_format(own.get(number) or BUILTIN_FORMATS.get(number, "General")) for number in numbers]


def _cell_format(code: str) -> _CellFormat:
    return _CellFormat(code, is_date=bool(is_date_format(code)), is_duration=bool(is_timedelta_format(code)))


_GENERAL = _cell_format("General")


def _epoch(book: Any) -> datetime:
    """The day from which dates are counted."""
    since_1904 = any(each.get("date1904") in {"1", "true"} for each in book.iter("{*}workbookPr"))
    return MAC_EPOCH if since_1904 else WINDOWS_EPOCH


def shown(value: Any, number_format: str = "General") -> str:
    """A cell's value as the program shows it in Mexico."""
    match value:
        case None:
            return ""
        case bool():
            return "VERDADERO" if value else "FALSO"
        case int() | float():
            return _number(value, number_format)
        case date() | time() | timedelta():
            return _moment(value)
    return str(value)


def _moment(value: date | time | timedelta) -> str:
    match value:
        case timedelta():
            minutes = round(value.total_seconds() / 60)
            return f"{minutes // 60}:{minutes % 60:02}"
        case time():
            return f"{value:%H:%M}"
        case datetime() if value.time() != time.min:
            return f"{value:%d/%m/%Y %H:%M}"
    return f"{value:%d/%m/%Y}"


def _number(value: float, number_format: str) -> str:
    """With the decimals, the thousands, the percent and the peso sign that the format gives it."""
    form = _form(number_format)
    if form is None or not abs(value) < 10**_MOST_DIGITS:
        return _plain(value)
    exact = abs(Decimal(repr(value))) * (100 if form.is_percent else 1)
    rounded = exact.quantize(Decimal(1).scaleb(-form.decimals), ROUND_HALF_UP)
    written = f"{rounded:{',' if form.has_thousands else ''}f}".zfill(form.width)
    sign = "-" if value < 0 else ""
    return f"{sign}{'$' if form.has_peso_sign else ''}{written}{'%' if form.is_percent else ''}"


@dataclass(frozen=True, slots=True)
class _Form:
    width: int
    """Filled up with zeros, as a postal code is."""
    decimals: int
    has_thousands: bool
    is_percent: bool
    has_peso_sign: bool


@lru_cache(maxsize=_MOST_FORMATS)
def _form(number_format: str) -> _Form | None:
    """How a number looks under a format, or None where the format leaves it as it is."""
    form = _NOT_SHOWN.sub(lambda match: "$" if "$" in match[0] else "", number_format.split(";", maxsplit=1)[0])
    if form == "General" or not re.search("[0#]", form) or re.search("[Ee/?]", form):
        return None
    decimals, zeros = _DECIMALS.search(form), _ZEROS.fullmatch(form)
    return _Form(
        width=len(form) if zeros else 0,
        decimals=len(decimals[1]) if decimals else 0,
        has_thousands="#,##" in form or ",0" in form,
        is_percent="%" in form,
        has_peso_sign="$" in form,
    )


def _plain(value: float) -> str:
    """Without decimals that only the computer has."""
    if isinstance(value, int) or (value.is_integer() and abs(value) < 10**_MOST_DIGITS):
        return str(int(value))
    return f"{value:.{_MOST_DIGITS}g}"


def read_csv(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    text = decoded(path.read_bytes())
    csv.field_size_limit(_LONGEST_CSV_FIELD)
    sheet = SheetPages(flow, _ONLY_SHEET)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text[:_CSV_SAMPLE])):
        sheet.row(row)
    sheet.end()


def _delimiter(sample: str) -> str:
    """The one that divides most lines into as many cells as it divides the first."""
    lines = [line for line in sample.splitlines() if line.strip()][:50]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = [line.count(delimiter) for line in lines]
        return sum(count == counts[0] > 0 for count in counts), sum(counts)

    return max(_DELIMITERS, key=agreement) if lines else ","
