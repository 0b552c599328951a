"""One page of a document as a reader gets it: its text in parts with the words marked, and its image."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from django.db.models.functions import Left
from django.utils.translation import gettext as _

from archive import derivatives
from archive.captions import clock
from archive.derivatives import NoImage, TryLater
from archive.extraction.contract import BlockKind
from archive.models import PageText, TextSource
from archive.paging import Pager
from archive.reading import Absent, Shown
from archive.tables import figure_columns
from search import language
from search.marked import Segment, segments

COLUMNS_OF_A_PHONE = 4
MOST_CELLS_IN_CARDS = 6_000
"""Each says its heading anew: of a larger table that would double the page."""
BEGINNING = 120
"""Characters of a page that is shown among all pages."""
Box = tuple[float, float, float, float]
"""Left, top, width, height, in points."""


class Span(NamedTuple):
    """A stretch of a page's text."""

    kind: str
    start: int
    end: int
    second: float | None = None


class Cell(NamedTuple):
    """A cell of a table; `heading` is that of its column where the cell must say it by itself."""

    segments: Sequence[Segment]
    heading: str = ""
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a page as it is shown: a heading, a paragraph, an item of a list or a table."""

    kind: str
    segments: Sequence[Segment] = ()
    rows: Sequence[Sequence["Cell"]] = ()
    """Of a table; the first one holds the headings where there are more."""
    is_in_cards: bool = False
    """Of a table: whether a phone shows each row by itself, for it has no room for so many columns."""
    second: float | None = None
    """When it is said, of a recording."""

    @property
    def whole_second(self) -> int:
        return int(self.second or 0)

    @property
    def clock(self) -> str:
        """When it is said, as players show it."""
        return clock(self.second or 0)

    @property
    def marked(self) -> bool:
        return any(each.marked for each in self.segments) or any(
            each.marked for row in self.rows for cell in row for each in cell.segments
        )


@dataclass(frozen=True, slots=True)
class Look:
    """How the reader wants to see the image of a page: its size (`derivatives.WIDTHS`) and its turn in degrees."""

    size: str = "pagina"
    turn: int = 0

    @property
    def is_plain(self) -> bool:
        return self == Look()

    @property
    def is_large(self) -> bool:
        return self.size == "grande"

    def query(self) -> dict[str, str]:
        """What an address says of it, where it says anything."""
        said = {"ampliar": "1"} if self.is_large else {}
        return said | ({"girar": str(self.turn)} if self.turn else {})

    def changed(self, *, size: str | None = None, by: int = 0) -> "Look":
        return Look(size or self.size, (self.turn + by) % 360)


@dataclass(frozen=True, slots=True)
class PageImage:
    """The image of a page: its size in points as it is turned, what is marked on it, and its weight if it is made."""

    width: float
    height: float
    boxes: Sequence[Box]
    """Of each marked word."""
    weight: int | None


@dataclass(frozen=True, slots=True)
class OpenPage:
    """One page: its text in parts, with the words of the request marked, and its image if it has one."""

    number: int
    label: str
    parts: Sequence[Part]
    marks: int
    poor: bool
    source: str = TextSource.FILE
    confidence: float | None = None
    image: PageImage | None = None

    @property
    def second(self) -> float:
        """Where a recording begins to play: where the first mark is said, or where the moment begins."""
        said = [each.second for each in self.parts if each.marked] or [each.second for each in self.parts]
        return said[0] or 0.0 if said else 0.0

    @property
    def percent(self) -> int:
        """The confidence of the recognition, as people read it."""
        return round(100 * (self.confidence or 0))

    @property
    def first_marked(self) -> int:
        """The first part that holds a mark, counted from 1; 0 where none does."""
        return next((number for number, each in enumerate(self.parts, 1) if each.marked), 0)


def open_page(shown: Shown, number: int, words: str = "", look: Look | None = None) -> OpenPage:
    """The page with this physical number. Raises Absent where the document has no such page."""
    if not 1 <= number <= max(shown.page_count, 1):
        raise Absent(f"p{number}")
    page = PageText.objects.select_related("original").filter(original=shown.original, number=number).first()
    if page is None:
        return OpenPage(number, "", [], 0, poor=False)
    marks = language.marks(page.text, language.parse(words)) if words else ()
    return OpenPage(
        number,
        page.label,
        _parts(page, marks),
        len(marks),
        poor=page.quality == "poor",
        source=page.source,
        confidence=page.confidence,
        image=_image(page, marks, look or Look()) if is_drawn(shown) and page.width else None,
    )


def is_drawn(shown: Shown) -> bool:
    """Whether the pages of the open file can be drawn."""
    return shown.is_downloadable and shown.reading is not None and shown.reading.has_images


def _image(page: PageText, marks: Sequence[tuple[int, int]], look: Look) -> PageImage:
    made = derivatives.page_path(page.original.digest, page.number, look.size)
    sideways = look.turn in {90, 270}
    return PageImage(
        width=page.height if sideways else page.width,
        height=page.width if sideways else page.height,
        boxes=[_turned(box, page, look.turn) for box in _marked_boxes(page, marks)],
        weight=made.stat().st_size if made.exists() else None,
    )


def _marked_boxes(page: PageText, marks: Sequence[tuple[int, int]]) -> list[Box]:
    if not marks:
        return []
    return [
        (left, top, right - left, bottom - top)
        for start, end, left, top, right, bottom in derivatives.words_of(page)
        if any(start < mark_end and mark_start < end for mark_start, mark_end in marks)
    ]


def _turned(box: Box, page: PageText, turn: int) -> Box:
    """Where a rectangle of the upright page stands once the page is turned clockwise."""
    left, top, width, height = box
    if turn == 90:
        left, top, width, height = page.height - top - height, left, height, width
    elif turn == 180:
        left, top = page.width - left - width, page.height - top - height
    elif turn == 270:
        left, top, width, height = top, page.width - left - width, height, width
    return round(left, 1), round(top, 1), round(width, 1), round(height, 1)


def _parts(page: PageText, marks: Sequence[tuple[int, int]]) -> list[Part]:
    return [_part(page.text, each, marks) for each in page_parts(page)]


def _part(text: str, span: Span, marks: Sequence[tuple[int, int]]) -> Part:
    if span.kind != BlockKind.TABLE:
        return Part(span.kind, segments(text, marks, span.start, span.end), second=span.second)
    return _table(text, span, marks)


def _table(text: str, span: Span, marks: Sequence[tuple[int, int]]) -> Part:
    written = [row.split("\t") for row in text[span.start : span.end].split("\n")]
    figures, columns = figure_columns(written), max(map(len, written))
    is_in_cards = columns > COLUMNS_OF_A_PHONE and len(written) > 1 and columns * len(written) <= MOST_CELLS_IN_CARDS
    headings = written[0] if is_in_cards else []
    rows, start = [], span.start
    for number, row in enumerate(written):
        cells = []
        for column, cell in enumerate(row):
            heading = _heading(headings, column) if is_in_cards and number and cell.strip() else ""
            found = segments(text, marks, start, start + len(cell))
            cells.append(Cell(found, heading, is_figure=column in figures))
            start += len(cell) + 1
        rows.append(cells)
    return Part(span.kind, rows=rows, is_in_cards=is_in_cards)


def _heading(headings: Sequence[str], column: int) -> str:
    named = headings[column].strip() if column < len(headings) else ""
    return named or _("Columna %(number)d") % {"number": column + 1}


def page_parts(page: PageText) -> list[Span]:
    """What the page's text consists of, in order: as the file says, or as paragraphs judged by its lines."""
    if page.blocks:
        return [Span(*block) for block in page.blocks if block[1] < block[2]]
    return [Span(BlockKind.PARAGRAPH, start, end) for start, end in _spans_by_lines(page)]


def _spans_by_lines(page: PageText) -> list[tuple[int, int]]:
    """Where paragraphs begin and end, judged by the gaps and indents between the lines.

    A phone can't keep the lines of a printed page; it needs paragraphs that flow.
    """
    lines = page.lines
    if not lines:
        return [(0, len(page.text))] if page.text else []
    height = median(line[5] - line[3] for line in lines) or 1.0
    right_edge = max(line[4] for line in lines)
    wide = _wide_gap(lines, height)
    spans: list[tuple[int, int]] = []
    start = lines[0][0]
    for before, line in pairwise(lines):
        if _starts_paragraph(page.text, before, line, height, right_edge, wide):
            spans.append((start, before[1]))
            start = line[0]
    return [*spans, (start, len(page.text))]


def _wide_gap(lines: Sequence[list[float]], height: float) -> float:
    """The distance between lines from which they belong to different paragraphs: a typescript may space them all."""
    usual = median([after[3] - before[5] for before, after in pairwise(lines)] or [0.0])
    return 0.8 * height if usual <= 0.8 * height else 1.4 * usual


def _starts_paragraph(
    text: str, before: list[float], line: list[float], height: float, right_edge: float, wide: float
) -> bool:
    gap = line[3] - before[5]
    if gap > wide or gap < -2 * height:
        return True
    ends_short = before[4] < right_edge - 4 * height
    ends_sentence = text[int(before[0]) : int(before[1])].rstrip().endswith((".", ":", ";", "?", "!"))
    return ends_short and (ends_sentence or line[2] > before[2] + height)


@dataclass(frozen=True, slots=True)
class Glimpse:
    """A page among all pages: its number, its label and the words it begins with."""

    number: int
    label: str
    beginning: str
    width: float
    height: float


def glimpses(shown: Shown, pager: Pager) -> list[Glimpse]:
    """The pages of one screenful, also those that were never read."""
    numbers = range(pager.first_shown, pager.last_shown + 1)
    rows = PageText.objects.filter(original=shown.original, number__in=numbers)
    begun = rows.annotate(beginning=Left("text", BEGINNING))
    known = {row.number: row for row in begun.defer("text", "lines", "words", "blocks")}
    return [
        Glimpse(
            number,
            known[number].label if number in known else "",
            " ".join(known[number].beginning.split()) if number in known else "",
            known[number].width if number in known else 0,
            known[number].height if number in known else 0,
        )
        for number in numbers
    ]


@dataclass(frozen=True, slots=True)
class Printed:
    """What is put onto paper of one page; `image` is empty where it can't be drawn."""

    page: PageText
    image: bytes


def printed(shown: Shown, number: int) -> Printed:
    """The page with its large image. Raises Absent where there is none."""
    page = PageText.objects.select_related("original").filter(original=shown.original, number=number).first()
    if page is None:
        raise Absent(f"p{number}")
    if not is_drawn(shown) or not page.width:
        return Printed(page, b"")
    try:
        image = derivatives.page_image(page.original, number, "grande")
    except (NoImage, TryLater):
        return Printed(page, b"")
    return Printed(page, image if isinstance(image, bytes) else image.read_bytes())
