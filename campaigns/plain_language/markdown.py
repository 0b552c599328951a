"""Plain text and Markdown as texts to measure.

Both part paragraphs at blank lines and take each item of a list ("-", "•", "1.", "a)", "IV.") for a unit; wrapped
lines go on. Markdown also has headings, links, quotes, tables and code (which is not measured). A line is never taken
for a heading because it is short: only "#" and underlined lines are.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from campaigns.plain_language.addresses import URL, trimmed
from campaigns.plain_language.text import Block, Kind, Link, Span, Text

_ITEM = re.compile(
    r"\s{0,12}(?P<mark>[-*+•·▪◦●■–—\uf0b7](?=\s)|\(?(?:\d{1,3}|[a-zñ]|[ivx]{1,5})\)|\d{1,3}\.|[IVX]{1,6}[.)]-?)\s+(?=\S)"
)
_FIRST_MARK = re.compile(r"\(?[1aiI][.)]-?|\W")
"""What may begin a list right under a line of a paragraph; "6." there is the end of a sentence that was wrapped."""
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
_CLOSING_MARKS = re.compile(r"[ \t]+#+[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-{2,})\s*$")
_RULE = re.compile(r" {0,3}(?:(?:-\s*){3,}|(?:\*\s*){3,}|(?:_\s*){3,})$")
_FENCE = re.compile(r" {0,3}(```|~~~)")
_QUOTE = re.compile(r" {0,3}(?:>[ \t]?)+")
_REFERENCE = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:\s*\S+")
_ROW = re.compile(r"\s{0,3}\|")
_ROW_RULE = re.compile(r"[\s|:-]+$")

_LINK = re.compile(
    r"(?P<image>!?)\[(?P<text>[^\[\]]{0,1000})\]"
    r"(?:\((?P<href>[^()\s]{0,2000}(?:\([^()\s]{0,200}\)[^()\s]{0,200})?)(?:\s+[\"'][^\"'\n]{0,300}[\"'])?\)"
    r"|\[(?P<label>[^\[\]\n]{0,200})\])"
    r"|<(?P<bare>https?://[^<>\s]{1,2000})>"
    r"|(?P<tag></?[a-zA-Z][^<>\n]{0,500}>|<!--.{0,2000}?-->)",
    re.DOTALL,
)


@dataclass(slots=True)
class _Open:
    """A block that may still grow by a line."""

    kind: Kind
    start: int
    end: int
    lines: int = 1
    skips: list[Span] = field(default_factory=list)

    def close(self) -> Block:
        return Block(self.kind, self.start, self.end, tuple(self.skips))


def from_plain(content: str) -> Text:
    """Paragraphs and items only: nothing is a heading or a link."""
    return Text(content, tuple(_Reader(content, marks=False).blocks()))


def from_markdown(content: str) -> Text:
    """Markdown; plain text is Markdown too. An address standing in the text is a link whose words are the address."""
    blocks: list[Block] = []
    links: list[Link] = []
    for block in _Reader(content, marks=True).blocks():
        read, found = _inline(content, block)
        blocks.append(read)
        links += found
    return Text(content, tuple(blocks), tuple(links))


class _Reader:
    """Lines into blocks."""

    def __init__(self, content: str, *, marks: bool) -> None:
        self._content = content
        self._marks = marks
        self._open: _Open | None = None
        self._fence = ""

    def blocks(self) -> Iterator[Block]:
        position = 0
        for line in self._content.splitlines(keepends=True):
            yield from self._line(position, line)
            position += len(line)
        yield from self._close()

    def _line(self, start: int, line: str) -> Iterator[Block]:
        bare = line.rstrip()
        if not bare:
            yield from self._close() if not self._fence else ()
            return
        if self._marks:
            if self._in_code(bare):
                yield from self._close()
                return
            if (special := self._special(start, bare)) is not None:
                yield from special
                return
        quote = _QUOTE.match(bare) if self._marks else None
        first = start + (quote.end() if quote else 0)
        item = _ITEM.match(self._content, first, start + len(bare))
        if item and not self._goes_on(item["mark"]):
            yield from self._close()
            self._open = _Open(Kind.ITEM, item.end(), start + len(bare))
        elif self._open:
            self._open.skips += [(start, first)] if quote else []
            self._open.end = max(start + len(bare), first)
            self._open.lines += 1
        elif first < start + len(bare):
            words = self._content[first : start + len(bare)]
            self._open = _Open(Kind.PARAGRAPH, start + len(bare) - len(words.lstrip()), start + len(bare))

    def _goes_on(self, mark: str) -> bool:
        """Whether this mark of an item is rather the middle of the open paragraph."""
        return self._open is not None and self._open.kind is Kind.PARAGRAPH and not _FIRST_MARK.fullmatch(mark)

    def _in_code(self, bare: str) -> bool:
        fence = _FENCE.match(bare)
        if self._fence:
            if fence and fence[1] == self._fence:
                self._fence = ""
            return True
        self._fence = fence[1] if fence else ""
        return bool(fence)

    def _special(self, start: int, bare: str) -> list[Block] | None:
        """The blocks that this line closes or is, if it is more than prose; None if it is prose."""
        heading = _HEADING.match(bare)
        if heading:
            end = start + len(_CLOSING_MARKS.sub("", bare))
            closed = [*self._close()]
            return (
                [*closed, Block(Kind.HEADING, start + heading.end(), end)] if end > start + heading.end() else closed
            )
        if self._open and self._open.lines == 1 and self._open.kind is Kind.PARAGRAPH and _UNDERLINE.match(bare):
            self._open.kind = Kind.HEADING
            return [*self._close()]
        if _RULE.match(bare) or _REFERENCE.match(bare):
            return [*self._close()]
        if _ROW.match(bare):
            return [*self._close(), *_cells(start, bare)]
        return None

    def _close(self) -> Iterator[Block]:
        if self._open:
            yield self._open.close()
        self._open = None


def _cells(start: int, bare: str) -> Iterator[Block]:
    if _ROW_RULE.match(bare):
        return
    for cell in re.finditer(r"[^|]+", bare):
        inner = cell[0].strip()
        if inner:
            first = start + cell.start() + len(cell[0]) - len(cell[0].lstrip())
            yield Block(Kind.ITEM, first, first + len(inner))


def _inline(content: str, block: Block) -> tuple[Block, list[Link]]:
    """A block with what is not prose in it skipped, and its links."""
    skips, links = list(block.skips), []
    covered: list[Span] = []
    for found in _LINK.finditer(content, block.start, block.end):
        covered.append(found.span())
        if found["tag"] or found["image"]:
            skips.append(found.span())
        elif found["bare"]:
            links.append(Link(*found.span("bare"), found["bare"]))
        else:
            start, end = found.span("text")
            skips += [(found.start(), start), (end, found.end())]
            links.append(Link(start, end, found["href"] or ""))
    links += [
        Link(start, end, content[start:end])
        for found in URL.finditer(content, block.start, block.end)
        for start, end in [trimmed(content, *found.span())]
        if not _touches(covered, start)
    ]
    return Block(block.kind, block.start, block.end, _apart(skips)), sorted(links, key=lambda link: link.start)


def _touches(spans: list[Span], position: int) -> bool:
    """Whether one of these spans, in order, holds the position."""
    before = bisect_right(spans, (position, sys.maxsize))
    return before > 0 and position < spans[before - 1][1]


def _apart(spans: list[Span]) -> tuple[Span, ...]:
    """Spans in order, without overlaps."""
    found: list[Span] = []
    for start, end in sorted(spans):
        first = max(start, found[-1][1]) if found else start
        if end > first:
            found.append((first, end))
    return tuple(found)
