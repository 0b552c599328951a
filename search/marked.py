"""Text cut at its marks, for templates to render."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text that is marked or not."""

    text: str
    marked: bool


def segments(text: str, marks: Sequence[tuple[int, int]], start: int = 0, end: int | None = None) -> list[Segment]:
    """The text from start to end, cut at the marks that touch it; line ends become spaces."""
    end = len(text) if end is None else end
    cut: list[Segment] = []
    position = start
    for mark_start, mark_end in marks:
        first, last = max(mark_start, start), min(mark_end, end)
        if first >= last:
            continue
        cut.append(_segment(text, position, first, marked=False))
        cut.append(_segment(text, first, last, marked=True))
        position = last
    cut.append(_segment(text, position, end, marked=False))
    return [segment for segment in cut if segment.text]


def _segment(text: str, start: int, end: int, *, marked: bool) -> Segment:
    return Segment(text[start:end].replace("\n", " "), marked)
