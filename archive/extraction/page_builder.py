"""Pages of files that have text and no layout: sections, sheets and slides, written block by block."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn, TypeAlias

from archive.extraction.contract import (
    Block,
    BlockKind,
    ExtractedHead,
    ExtractedPage,
    ExtractionError,
    Limits,
    Line,
    Outline,
    Reason,
    Unit,
)
from archive.extraction.damage import damage_named
from archive.extraction.quality import judge
from archive.extraction.text import BROKEN_WORD, SOFT_HYPHEN, clean_line

SECTION_LENGTH = 3_000
"""Characters after which a text without headings goes on in a new section: about a printed page."""
LONGEST_SECTION = 12_000
"""Characters under one heading that are still one section."""
_DEEPEST_OF_SECTIONS = 2
"""Headings of this depth and above begin a section."""
_LONGEST_HEADING = 500
_LONGEST_REPEATED_ROW = 500
_LONGEST_TITLE = 200
_MOST_OUTLINE_ENTRIES = 2_000
_LINE_BREAKS = re.compile("[\n\r\v\f\x85\u2028\u2029]+")
_SEPARATES_LINES, _SEPARATES_CELLS = "\n", "\t"


@dataclass(frozen=True, slots=True)
class Passage:
    """A block before it has a place on a page."""

    kind: BlockKind
    text: str
    depth: int = 0
    """Of a heading, from 1; 0 where no table of contents names it."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """What stands between two breaks that the file itself makes: all of a text, a sheet, a slide."""

    label: str
    passages: Sequence[Passage]


class Flow:
    """The text of a file as its reader finds it, cleaned. Raises ExtractionError over the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._size = 0
        self._passages: list[Passage] = []
        self._stretches: list[Stretch] = []

    def heading(self, text: str, depth: int = 1) -> None:
        line = _one_line(text)
        if len(line) > _LONGEST_HEADING:
            self._add(BlockKind.PARAGRAPH, line)
        else:
            self._add(BlockKind.HEADING, line, depth)

    def paragraph(self, text: str) -> None:
        """Its line breaks stay."""
        self._add(BlockKind.PARAGRAPH, _SEPARATES_LINES.join(_clean_lines(text)))

    def item(self, text: str) -> None:
        self._add(BlockKind.ITEM, _SEPARATES_LINES.join(_clean_lines(text)))

    def table(self, rows: Iterable[Iterable[str]]) -> None:
        """Rows and cells without text at the end are left out, and so are rows without any."""
        lines = []
        for row in rows:
            line = _SEPARATES_CELLS.join(_one_line(cell) for cell in row).rstrip(_SEPARATES_CELLS)
            if line:
                lines.append(line)
                self._count(line)
        if lines:
            self._passages.append(Passage(BlockKind.TABLE, _SEPARATES_LINES.join(lines)))

    def end_stretch(self, label: str = "") -> None:
        """What was written since the last end is a page of its own; of a text, one or more sections."""
        self._stretches.append(Stretch(_one_line(label), self._passages))
        self._passages = []
        if len(self._stretches) > self._limits.pages:
            self._refuse_pages()

    def extraction(self, unit: Unit) -> TextExtraction:
        """All of it in pages of that unit; at least one."""
        if self._passages or not self._stretches:
            self.end_stretch()
        stretches = _sections(self._stretches) if unit == Unit.SECTION else self._stretches
        if len(stretches) > self._limits.pages:
            self._refuse_pages()
        outline = tuple(_outline(stretches))[:_MOST_OUTLINE_ENTRIES]
        pages = [_page(number, each) for number, each in enumerate(stretches, 1)]
        return TextExtraction(pages, ExtractedHead(len(pages), outline=outline, unit=unit, has_images=False))

    def _add(self, kind: BlockKind, text: str, depth: int = 0) -> None:
        if text:
            self._count(text)
            self._passages.append(Passage(kind, text, depth))

    def _count(self, text: str) -> None:
        self._size += len(text.encode()) + 1
        if self._size > self._limits.text_bytes:
            raise ExtractionError(Reason.TOO_MUCH_TEXT, f"over {self._limits.text_bytes} bytes")

    def _refuse_pages(self) -> NoReturn:
        raise ExtractionError(Reason.TOO_MANY_PAGES, f"over {self._limits.pages}")


def _clean_lines(text: str) -> Iterator[str]:
    """Hyphens that show only where a line breaks are none here: the text has no lines of its own."""
    for line in _LINE_BREAKS.split(text.replace(SOFT_HYPHEN, "").replace(BROKEN_WORD, "")):
        if cleaned := clean_line(line):
            yield cleaned


def _one_line(text: str) -> str:
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip(" ")
    return " ".join(_clean_lines(text))


def _sections(stretches: Iterable[Stretch]) -> Sequence[Stretch]:
    has_headings = any(_begins_section(passage) for each in stretches for passage in each.passages)
    longest = LONGEST_SECTION if has_headings else SECTION_LENGTH
    cut = [Stretch(each.label, section) for each in stretches for section in _cut(each.passages, longest)]
    return cut or [Stretch("", ())]


def _cut(passages: Iterable[Passage], longest: int) -> Iterator[Sequence[Passage]]:
    """Before headings at the top, and where a passage ends and the section would get too long with the next."""
    section: list[Passage] = []
    length = 0
    for passage in (bite for each in passages for bite in _bites(each)):
        follows_text = any(each.kind != BlockKind.HEADING for each in section[-1:])
        is_full = length + len(passage.text) > longest and follows_text
        if (_begins_section(passage) and follows_text) or is_full:
            yield section
            section, length = [], 0
        section.append(passage)
        length += len(passage.text)
    if section:
        yield section


def _begins_section(passage: Passage) -> bool:
    return passage.kind == BlockKind.HEADING and 1 <= passage.depth <= _DEEPEST_OF_SECTIONS


def _bites(passage: Passage) -> Iterator[Passage]:
    """The passage, or parts of it where it alone is longer than a section; parts of a table repeat its first row."""
    if len(passage.text) <= LONGEST_SECTION:
        yield passage
    elif passage.kind == BlockKind.TABLE:
        first, *rows = passage.text.split(_SEPARATES_LINES)
        heading = [first] if len(first) <= _LONGEST_REPEATED_ROW else []
        for number, part in enumerate(_gathered([first, *rows], len)):
            repeated = heading if number else []
            yield Passage(passage.kind, _SEPARATES_LINES.join([*repeated, *part]))
    else:
        for part in _gathered(re.findall(r"\S+\s*|\s+", passage.text), len):
            yield Passage(passage.kind, "".join(part).strip(), passage.depth)


def _gathered(texts: Iterable[str], length: Callable[[str], int]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for text in texts:
        if part and size + length(text) > LONGEST_SECTION:
            yield part
            part, size = [], 0
        part.append(text)
        size += length(text)
    if part:
        yield part


def _outline(stretches: Iterable[Stretch]) -> Iterator[Outline]:
    """Headings where there are any, else the labels."""
    has_headings = any(passage.depth for each in stretches for passage in each.passages)
    for number, each in enumerate(stretches, 1):
        if not has_headings and each.label:
            yield Outline(each.label[:_LONGEST_TITLE], number, 0)
        for passage in each.passages:
            if passage.depth:
                yield Outline(passage.text[:_LONGEST_TITLE], number, passage.depth - 1)


def _page(number: int, stretch: Stretch) -> ExtractedPage:
    """The page with its blocks one line after the other."""
    blocks: list[Block] = []
    start = 0
    for passage in stretch.passages:
        end = start + len(passage.text)
        blocks.append(Block(passage.kind, start, end))
        start = end + 1
    text = _SEPARATES_LINES.join(passage.text for passage in stretch.passages)
    return ExtractedPage(number, stretch.label, text, 0.0, 0.0, judge(text), blocks=tuple(blocks))


class TextExtraction:
    """A file that is read whole when it is opened, and that nothing draws."""

    def __init__(self, pages: Sequence[ExtractedPage], head: ExtractedHead) -> None:
        self._pages = pages
        self._head = head

    @property
    def head(self) -> ExtractedHead:
        return self._head

    def pages(self) -> Iterator[ExtractedPage]:
        return iter(self._pages)

    def cover(self, width: int) -> bytes:
        """Raises ExtractionError: its head says that it has no images."""
        return self.draw(1, width)

    def draw(self, number: int, width: int) -> bytes:
        raise ExtractionError(Reason.DAMAGED, "a format without images")

    def scan(self, number: int, dots_per_inch: int) -> bytes:
        raise ExtractionError(Reason.DAMAGED, "a format without images")

    def words(self, number: int) -> tuple[Line, ...]:
        """None: the text has no place."""
        return ()

    def close(self) -> None:
        """Nothing is open: what the file held was read."""


Read: TypeAlias = Callable[[Path, Flow], None]
"""Writes what a file says. Raises ExtractionError, or what a damaged file makes of its library."""


@dataclass(slots=True)
class TextExtractor:
    """A format by the function that reads one of its files into a flow."""

    media_types: frozenset[str]
    unit: Unit
    read: Read

    def open(self, path: Path, limits: Limits) -> TextExtraction:
        """Raises ExtractionError."""
        if not path.stat().st_size:
            raise ExtractionError(Reason.EMPTY, "no bytes")
        flow = Flow(limits)
        with damage_named():
            self.read(path, flow)
        return flow.extraction(self.unit)
