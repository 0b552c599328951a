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
