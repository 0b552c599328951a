"""The rows of a sheet as pages: what stands above the table, and the table with its heading row on every page."""

from __future__ import annotations

from collections.abc import Sequence

from archive.extraction.page_builder import Flow

HIDDEN = " (oculta)"
"""Follows the name of what the program does not show: who downloads the file can see it, and so can who reads it."""
ROWS_OF_A_PAGE = 500
_LOOKED_AT = 30
"""Rows among which the heading row of the table is looked for."""
_FULL = 0.6
"""Of the cells of the widest row: what a heading row has at least; titles above it have one or two cells."""


class SheetPages:
    """One sheet, row by row."""

    def __init__(self, flow: Flow, label: str) -> None:
        self._flow = flow
        self._label = label
        self._rows: list[Sequence[str]] = []
        self._heading: Sequence[str] | None = None
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
        """Rows above the heading row become paragraphs."""
        widths = [sum(bool(cell.strip()) for cell in row) for row in self._rows]
        heading = next(number for number, width in enumerate(widths) if width >= _FULL * max(widths))
        for title in self._rows[:heading]:
            self._flow.paragraph(" ".join(title))
        self._heading = self._rows[heading]
        self._rows = self._rows[heading:]

    def _end_page(self) -> None:
        repeated = [self._heading] if self._ended and self._heading is not None else []
        self._flow.table([*repeated, *self._rows])
        self._ended += 1
        self._flow.end_stretch(self._label if self._ended == 1 else f"{self._label} ({self._ended})")
        self._rows = []
