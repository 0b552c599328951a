"""The rows of a sheet as pages: what stands above the table, and the table with its heading row on every page.

The formats of the national transparency platform put rows between: what kind and which field each column is, in
numbers, and only then the headings that people read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive.extraction.page_builder import Flow

HIDDEN = " (oculta)"
"""Follows the name of what the program does not show: who downloads the file can see it, and so can who reads it."""
ROWS_OF_A_PAGE = 500
_LOOKED_AT = 30
"""Rows among which the heading row of the table is looked for."""
_FULL = 0.6
"""Of the cells of the widest row: what a heading row has at least; titles above it have one or two cells."""
_FEWEST_ROWS_OF_KEYS = 2
"""One row of years or of numbered columns is the heading of a table of figures."""


class SheetPages:
    """One sheet, row by row."""

    def __init__(self, flow: Flow, label: str) -> None:
        self._flow = flow
        self._label = label
        self._rows: list[Sequence[str]] = []
        self._heading: Sequence[str] | None = None
        self._below: Sequence[Sequence[str]] = []
        self._ended = 0

    def row(self, cells: Sequence[str]) -> None:
        """The next row; one without text is left out."""
        if not any(cell.strip() for cell in cells):
            return
        self._rows.append(cells)
        if self._heading is None and len(self._rows) == _LOOKED_AT:
            self._write_titles()
        if len(self._rows) == ROWS_OF_A_PAGE:
            self._end_page()

    def end(self) -> None:
        """A sheet without text is a page without text."""
        if self._heading is None and self._rows:
            self._write_titles()
        if self._rows or not self._ended:
            self._end_page()

    def _write_titles(self) -> None:
        """Rows above the heading row become paragraphs; what only machines read among them goes below the table."""
        keys, heading = _heading(self._rows)
        for title in _titles(self._rows[: keys.start], in_pairs=bool(keys)):
            self._flow.paragraph(title)
        between = self._rows[keys.stop : heading]
        for row in between:
            self._flow.paragraph(_filled(row))
        self._below = self._rows[keys.start : keys.stop]
        self._heading = self._rows[heading]
        self._rows = self._rows[heading:]

    def _end_page(self) -> None:
        repeated = [self._heading] if self._ended and self._heading is not None else []
        self._flow.table([*repeated, *self._rows])
        for row in self._below:
            self._flow.paragraph(_filled(row))
        self._below = []
        self._ended += 1
        self._flow.end_stretch(self._label if self._ended == 1 else f"{self._label} ({self._ended})")
        self._rows = []


def _width(row: Sequence[str]) -> int:
    return sum(bool(cell.strip()) for cell in row)


def _filled(row: Sequence[str]) -> str:
    return " ".join(cell for cell in row if cell.strip())


def _heading(rows: Sequence[Sequence[str]]) -> tuple[range, int]:
    """Where the rows of keys stand, if there are any, and which row is the heading."""
    widths = [_width(row) for row in rows]
    wide = [number for number, width in enumerate(widths) if width >= _FULL * max(widths)]
    for first in wide:
        keys = _keys(rows, first)
        if len(keys) >= _FEWEST_ROWS_OF_KEYS and all(width < widths[first] for width in widths[:first]):
            below = next((number for number in wide if number >= keys.stop), first)
            if _is_of_words(rows[below], widths[first]):
                return keys, below
    return range(wide[0], wide[0]), wide[0]


def _keys(rows: Sequence[Sequence[str]], first: int) -> range:
    """The rows from the first one that hold nothing but whole numbers."""
    stop = first
    while stop < len(rows) and all(cell.strip().isdecimal() for cell in rows[stop] if cell.strip()):
        stop += 1
    return range(first, stop)


def _is_of_words(row: Sequence[str], least: int) -> bool:
    """Whether it names at least so many columns: data have numbers or dates among them."""
    words = [cell for cell in row if cell.strip()]
    return len(words) >= least and all(any(map(str.isalpha, cell)) for cell in words)


def _titles(rows: Sequence[Sequence[str]], *, in_pairs: bool) -> Iterator[str]:
    """The rows as lines; of a row of labels over one of what they name, each with its own."""
    left = list(rows)
    while left:
        row = left.pop(0)
        if in_pairs and left and _width(row) > 1 and _places(row) == _places(left[0]):
            named = left.pop(0)
            yield from (f"{row[place]}: {named[place]}" for place in _places(row))
        else:
            yield _filled(row)


def _places(row: Sequence[str]) -> list[int]:
    return [place for place, cell in enumerate(row) if cell.strip()]
