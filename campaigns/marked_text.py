"""A measured text as people see it: block by block, with its marks in place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from campaigns.plain_language import Block, Mark, Measure


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters that the same marks lie on."""

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
                _pieces(text.content, block, marks),
                marks,
                score.inflesz if score else None,
                score.band if score else None,
            )
        )
    return found


def _pieces(content: str, block: Block, marks: Sequence[Mark]) -> list[Piece]:
    """The block cut wherever a mark begins or ends. A whole sentence is named below, not painted: in it stand the
    other marks."""
    painted = [mark for mark in marks if mark.code != "long_sentence"]
    ends = {block.start, block.end}
    for mark in painted:
        ends |= {mark.start, min(mark.end, block.end)}
    cuts = sorted(ends)
    return [
        Piece(content[start:end], any(mark.start <= start < mark.end for mark in painted))
        for start, end in pairwise(cuts)
    ]
