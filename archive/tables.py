"""What the cells of a table are, wherever it is shown. Pure."""

import re
from collections.abc import Sequence

_FIGURE = re.compile(r"\(?[-+−]?\$?\s?(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?\s?%?\)?")
_NOTHING = frozenset({"", "-", "–", "—", "n/d", "nd", "n. d.", "n/a", "na"})
"""What stands for a figure that nobody has."""


def figure_columns(rows: Sequence[Sequence[str]]) -> frozenset[int]:
    """The columns, from 0, that hold figures below the heading row, so that their digits stand under each other."""
    width = max(map(len, rows), default=0)
    return frozenset(column for column in range(width) if _holds_figures(rows[1:], column))


def _holds_figures(rows: Sequence[Sequence[str]], column: int) -> bool:
    cells = (row[column].strip() for row in rows if column < len(row))
    told = [cell for cell in cells if cell.lower() not in _NOTHING]
    return bool(told) and all(map(_FIGURE.fullmatch, told))
