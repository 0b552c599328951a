"""A QR code as a grid (ISO/IEC 18004), for whoever draws it in vectors. Pure."""

import segno

QUIET = 4
"""Modules that must stay empty around it."""


def modules(address: str) -> list[list[bool]]:
    """Dark and light, row by row, without the quiet zone. A quarter may be damaged (level Q): posters get wet."""
    code = segno.make_qr(address, error="q", boost_error=False)
    return [[bool(module) for module in row] for row in code.matrix]


def runs(grid: list[list[bool]]) -> list[tuple[int, int, int]]:
    """The dark modules as bars: column, row, and how many modules wide."""
    found = []
    for row, line in enumerate(grid):
        start: int | None = None
        for column, is_dark in enumerate([*line, False]):
            if is_dark and start is None:
                start = column
            elif not is_dark and start is not None:
                found.append((start, row, column - start))
                start = None
    return found
