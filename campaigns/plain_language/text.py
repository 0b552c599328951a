"""A text as the measure reads it: its characters, and which of them are headings, paragraphs, items of lists, links.

Offsets are indices of Python strings into `content`. Plain text and Markdown keep what was given, so that offsets are
those of the file; what is not prose in it (marks, addresses of links) is named in `skips`. HTML gives a content of
its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]


class Kind(StrEnum):
    """Each block is a unit of its own: no sentence goes from one into the next."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or an item of a list (a cell of a table counts as one)."""

    kind: Kind
    start: int
    end: int
    skips: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """The words of a link, and where it leads."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Text:
    """Blocks and links in their order; blocks don't overlap."""

    content: str
    blocks: tuple[Block, ...]
    links: tuple[Link, ...] = ()

    def prose(self, block: Block) -> str:
        """The characters of a block, with spaces in place of what is not prose: offsets stay."""
        content = self.content[block.start : block.end]
        if not block.skips:
            return content
        pieces, position = [], 0
        for start, end in block.skips:
            pieces += [content[position : start - block.start], " " * (end - start)]
            position = end - block.start
        return "".join([*pieces, content[position:]])
