"""A table on sheets of paper, as spreadsheets print it: the columns that fit, then those to the right of them.

The library's own tables take a hundred times as long: a sheet of five hundred rows would hold up a reader.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fpdf import FPDF

from archive.tables import figure_columns

MOST_CELLS = 20_000
"""A larger table is written as lines: it takes seconds to set."""
_SIZE, _LINE, _PADDING = 8.0, 10.0, 4.0
_NARROWEST, _WIDEST = 36.0, 170.0
_LOOKED_AT = 60
"""Rows by which the width of a column is judged."""
_MOST_LINES = 40
"""Of a cell: a row is not higher than a sheet."""
_RULE = 0.4

Row = Sequence[str]


@dataclass(frozen=True, slots=True)
class _Grid:
    """Columns that stand side by side: which ones, how wide, and which of them hold figures."""

    columns: Sequence[int]
    widths: Sequence[float]
    figures: frozenset[int]


def is_small_enough(rows: Sequence[Row]) -> bool:
    return sum(map(len, rows)) <= MOST_CELLS


def width_of(sheet: FPDF, rows: Sequence[Row]) -> float:
    """What all columns together would take."""
    return sum(_widths(sheet, rows))


def draw_table(sheet: FPDF, rows: Sequence[Row]) -> None:
    """The rows, the first one as the heading of every sheet. The font is another one afterwards."""
    for number, grid in enumerate(_grids(sheet, rows)):
        if number:
            sheet.ln(_LINE)
        _draw_row(sheet, grid, rows[0], is_heading=len(rows) > 1)
        for row in rows[1:]:
            _draw_row(sheet, grid, row, heading=rows[0])


def _widths(sheet: FPDF, rows: Sequence[Row]) -> list[float]:
    sheet.set_font("Helvetica", "B", _SIZE)
    width = max(map(len, rows), default=0)
    looked_at = rows[:_LOOKED_AT]
    natural = (
        max((sheet.get_string_width(row[column]) for row in looked_at if column < len(row)), default=0.0)
        for column in range(width)
    )
    return [min(max(each + 2 * _PADDING, _NARROWEST), _WIDEST) for each in natural]


def _grids(sheet: FPDF, rows: Sequence[Row]) -> Iterator[_Grid]:
    """The first column stands beside those of every further grid: it says what a row is of."""
    widths, figures = _widths(sheet, rows), figure_columns(rows)
    columns: list[int] = []
    for column in range(len(widths)):
        if columns and sum(widths[each] for each in columns) + widths[column] > sheet.epw:
            yield _Grid(columns, [widths[each] for each in columns], figures)
            columns = [0]
        columns.append(column)
    yield _Grid(columns, [widths[each] for each in columns], figures)


def _draw_row(sheet: FPDF, grid: _Grid, row: Row, *, heading: Row | None = None, is_heading: bool = False) -> None:
    sheet.set_font("Helvetica", "B" if is_heading else "", _SIZE)
    cells = [
        _lines(sheet, row[column] if column < len(row) else "", width - 2 * _PADDING)
        for column, width in zip(grid.columns, grid.widths, strict=True)
    ]
    height = max(map(len, cells)) * _LINE + _PADDING
    if sheet.get_y() + height > sheet.h - sheet.b_margin:
        sheet.add_page(same=True)
        if heading is not None:
            _draw_row(sheet, grid, heading, is_heading=True)
            sheet.set_font("Helvetica", "", _SIZE)
    left, top = sheet.l_margin, sheet.get_y()
    for column, width, lines in zip(grid.columns, grid.widths, cells, strict=True):
        is_figure = column in grid.figures
        for number, line in enumerate(lines, 1):
            shift = width - 2 * _PADDING - sheet.get_string_width(line) if is_figure else 0.0
            sheet.text(left + _PADDING + shift, top + number * _LINE, line)
        left += width
    sheet.set_line_width(2 * _RULE if is_heading else _RULE)
    sheet.line(sheet.l_margin, top + height, left, top + height)
    sheet.set_y(top + height)


def _lines(sheet: FPDF, text: str, width: float) -> list[str]:
    """The text in lines of that width; a word that is too long for one is cut where it ends."""
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if sheet.get_string_width(joined) <= width:
            lines[-1] = joined
            continue
        *full, rest = _cut(sheet, word, width)
        lines = [*lines, *full, rest] if lines[-1] else [*full, rest]
    return [*lines[: _MOST_LINES - 1], "..."] if len(lines) > _MOST_LINES else lines


def _cut(sheet: FPDF, word: str, width: float) -> Iterator[str]:
    part = ""
    for letter in word:
        if part and sheet.get_string_width(part + letter) > width:
            yield part
            part = ""
        part += letter
    yield part
