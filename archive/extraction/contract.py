"""What an extractor promises. No Django here: extractors run in child processes that open hostile files.

Geometry is in PDF points (1/72 inch) with the origin at the page's top left corner, as shown (after rotation).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol


class ExtractionError(Exception):
    """A file that can't be read. `reason` is a stable code of `Reason`; the message is for the log."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail


class UnsupportedMediaTypeError(LookupError):
    """No extractor reads this media type; not the file's fault."""


class Reason(StrEnum):
    """Why a file is in quarantine; labels in Spanish are in `archive.vocabularies`."""

    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"
    EMPTY = "empty"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    TOO_MANY_PAGES = "too_many_pages"
    TOO_MUCH_TEXT = "too_much_text"
    CRASHED = "crashed"


class Quality(StrEnum):
    """What the text of a page is worth to a reader and to search."""

    GOOD = "good"
    POOR = "poor"
    """There is text, and it does not look like words."""
    SUSPECT = "suspect"
    """The layer of a scan with a broken word or more: `quality.settled` says what it is worth in its file."""
    EMPTY = "empty"
    """No usable text: a scan, a drawing or a page that looks blank."""
    BLANK = "blank"
    """Nothing is drawn on it at all."""
    UNREADABLE = "unreadable"
    """A page of a readable file that itself can't be opened; it has neither text nor size."""


class Unit(StrEnum):
    """What a file is read by: the thing that has a number and an address of its own."""

    PAGE = "page"
    SECTION = "section"
    """Of a text that has no pages until it is printed."""
    SHEET = "sheet"
    SLIDE = "slide"
    MOMENT = "moment"
    """A stretch of a recording."""


class BlockKind(StrEnum):
    """What a stretch of a page's text is, where the file says so."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """Of a list."""
    TABLE = "table"
    """Rows end with a line break and cells with a tab; the first row holds the headings."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of a page's text: offsets (characters, end excluded)."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: offsets into the page's text (characters, end excluded) and its rectangle."""

    start: int
    end: int
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class ExtractedPage:
    number: int
    """Physical, from 1."""
    label: str
    """As printed on it according to the file ("iv", "A-2"); empty where the file names none."""
    text: str
    width: float
    height: float
    quality: Quality
    lines: tuple[Line, ...] = ()
    """Where the text stands on the page; empty where it has no place, as in a sheet."""
    blocks: tuple[Block, ...] = ()
    """In order, without overlap; empty where the file knows lines only."""


@dataclass(frozen=True, slots=True)
class Outline:
    """An entry of the file's own table of contents."""

    title: str
    page: int
    depth: int


@dataclass(frozen=True, slots=True)
class ExtractedHead:
    """What is known once a file is open, before its pages."""

    page_count: int
    encrypted: bool = False
    """True where the file asks no password to read and restricts other uses."""
    repaired: bool = False
    """True where it is damaged or cut off, and what is left of it was opened all the same."""
    outline: tuple[Outline, ...] = ()
    unit: Unit = Unit.PAGE
    has_images: bool = True
    """Whether its pages can be drawn."""
    duration: float | None = None
    """Seconds, of a recording."""


@dataclass(frozen=True, slots=True)
class Limits:
    """For one file. A file over a limit is quarantined, and the next one goes on."""

    cpu_seconds: int = 60
    wall_seconds: int = 300
    memory_bytes: int = 512 * 1024 * 1024
    pages: int = 20_000
    text_bytes: int = 200 * 1024 * 1024


class Extractor(Protocol):
    """A handler of one family of formats, found by sniffed media type in `archive.extraction.registry`."""

    media_types: frozenset[str]

    def open(self, path: Path, limits: Limits) -> AbstractExtraction:
        """Raises ExtractionError."""


class AbstractExtraction(Protocol):
    @property
    def head(self) -> ExtractedHead: ...

    def pages(self) -> Iterator[ExtractedPage]:
        """Every page once, in order, also those without text."""

    def cover(self, width: int) -> bytes:
        """The first page as a WebP image `width` pixels wide, without metadata; what is very tall is cut below."""

    def draw(self, number: int, width: int) -> bytes:
        """The page with that number, whole, as a WebP image `width` pixels wide, without metadata."""

    def scan(self, number: int, dots_per_inch: int) -> bytes:
        """The page as a grey PNG image for the recognition of its text."""

    def words(self, number: int) -> tuple[Line, ...]:
        """Where each word of the page's text stands; the offsets are those of the text that `pages` gives."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Extraction:
    """A whole file as the pipeline hands it on."""

    head: ExtractedHead
    pages: tuple[ExtractedPage, ...] = field(default=())
