"""A measured text as people see it: block by block, with its marks in place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from campaigns.plain_language import Block, Mark, Measure, Text


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters that marks lie on, or none."""

    text: str
    is_marked: bool


@dataclass(frozen=True, slots=True)
class MarkedBlock:
    """A heading, paragraph or item with its marks; scores are None where it is too short for them."""

    kind: str
    pieces: Sequence[Piece]
    marks: Sequence[Mark]
    inflesz: float | None
    band: str | None


def marked(measure: Measure) -> list[MarkedBlock]:
    """The blocks of the text in their order."""
    text = measure.text
    scores = {(each.start, each.end): each for each in measure.paragraphs}
    found = []
    for block in text.blocks:
        marks = [mark for mark in measure.marks if block.start <= mark.start < block.end]
        score = scores.get((block.start, block.end))
        found.append(
            MarkedBlock(
                block.kind.value,
                _pieces(text, block, marks),
                marks,
                score.inflesz if score else None,
                score.band if score else None,
            )
        )
    return found


def _pieces(text: Text, block: Block, marks: Sequence[Mark]) -> list[Piece]:
    """The block cut where marks begin and end. A whole sentence is named below, not painted: in it stand the other
    marks."""
    words = text.prose(block)
    painted = [False] * len(words)
    for mark in marks:
        if mark.code != "long_sentence":
            first, last = mark.start - block.start, min(mark.end, block.end) - block.start
            painted[first:last] = [True] * (last - first)
    cuts = [0, *(place for place in range(1, len(words)) if painted[place] != painted[place - 1]), len(words)]
    return [Piece(words[start:end], painted[start]) for start, end in pairwise(cuts) if end > start]
