"""Charts drawn on the server as SVG, each beside the table of its data. Pure: places on a drawing, no colours."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 640, 200
LEFT, RIGHT, TOP, BOTTOM = 40, 16, 12, 28
"""Room around the drawing for what its axes say."""


@dataclass(frozen=True, slots=True)
class Point:
    """A value where it is drawn."""

    x: float
    y: float
    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Line:
    """A value at an axis, and how high it is drawn."""

    y: float
    value: float


@dataclass(frozen=True, slots=True)
class LineChart:
    """Values in an order (of time), from the left to the right."""

    points: Sequence[Point]
    grid: Sequence[Line]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def path(self) -> str:
        """The line through the points, as SVG writes it."""
        return " ".join(f"{'L' if place else 'M'}{each.x:g} {each.y:g}" for place, each in enumerate(self.points))


def line_chart(values: Sequence[tuple[str, float]], grid: Sequence[float]) -> LineChart:
    """The values over a grid whose first and last lines bound the drawing; what lies beyond is drawn at the bound."""
    lowest, highest = grid[0], grid[-1]

    def height_of(value: float) -> float:
        share = (min(max(value, lowest), highest) - lowest) / (highest - lowest)
        return round(HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM), 1)

    step = (WIDTH - LEFT - RIGHT) / max(len(values) - 1, 1)
    points = [
        Point(round(LEFT + place * step, 1), height_of(value), label, value)
        for place, (label, value) in enumerate(values)
    ]
    return LineChart(points, [Line(height_of(value), value) for value in grid])


@dataclass(frozen=True, slots=True)
class Bar:
    """A value as a bar that stands on the ground of the drawing."""

    x: float
    y: float
    width: float
    height: float
    label: str
    value: float

    @property
    def middle(self) -> float:
        """Where what is said of it is centred."""
        return round(self.x + self.width / 2, 1)


@dataclass(frozen=True, slots=True)
class BarChart:
    """Values in an order (of time), from the left to the right, from nothing upwards."""

    bars: Sequence[Bar]
    grid: Sequence[Line]
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def ground(self) -> int:
        return HEIGHT - BOTTOM


_SHARE_OF_BAR = 0.7
"""Of the room that each value has; the rest lies between bars."""
_WIDEST_BAR = 56


def bar_chart(values: Sequence[tuple[str, float]]) -> BarChart:
    """The values beside one another; the grid says none, half and all of a round number that none is above."""
    top = round_up(max((value for _label, value in values), default=0))
    room = (WIDTH - LEFT - RIGHT) / max(len(values), 1)
    wide = round(min(room * _SHARE_OF_BAR, _WIDEST_BAR), 1)
    whole = HEIGHT - TOP - BOTTOM
    bars = []
    for place, (label, value) in enumerate(values):
        high = round(whole * value / top, 1)
        left = round(LEFT + room * place + (room - wide) / 2, 1)
        bars.append(Bar(left, round(HEIGHT - BOTTOM - high, 1), wide, high, label, value))
    grid = [Line(round(HEIGHT - BOTTOM - whole * share, 1), top * share) for share in (0, 0.5, 1)]
    return BarChart(bars, grid)


def round_up(value: float) -> float:
    """The next of 2, 4, 10, 20, 40, 100… that is not below it: half of it is a round number as well."""
    step = 1
    while True:
        for first in (2, 4, 10):
            if value <= first * step:
                return first * step
        step *= 10
