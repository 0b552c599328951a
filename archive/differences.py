"""Selectors for the page that shows two versions of a document side by side."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import Sum
from django.db.models.functions import Length
from django.urls import reverse

from archive.comparison import Block, Kind, Paragraph, Row, compare, rows
from archive.models import Document, PageText, Version
from archive.page_reading import page_parts
from archive.paging import Pager
from archive.reading import Absent, Shown, VersionGone, is_withdrawn, previous

BLOCKS_AT_ONCE = 100
PAGES_AT_ONCE = 50
"""Of a text too large to be compared as a whole."""
MOST_CHARACTERS = 5_000_000
MOST_PARAGRAPHS = 20_000
MOST_WORDS = 100_000
"""Words compared with one another for one page of changes; paragraphs beyond them are marked whole."""


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch that differs, as the page shows it."""

    number: int
    same_before: int
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Differences:
    """Two versions and what differs between their texts. Without `before` there is nothing to compare with."""

    document: Document
    after: Version
    before: Version | None = None
    without_text: Sequence[Version] = ()
    changes: Sequence[Change] = ()
    total: int = 0
    same_at_end: int = 0
    pages: int = 0
    """How many there are, where the texts were too large to be compared but page by page."""
    pager: Pager | None = None

    @property
    def identical(self) -> bool:
        return bool(self.before) and not self.without_text and not self.pages and not self.total

    @property
    def poor(self) -> bool:
        """Whether what differs may be the reading and not the text."""
        readings = [each.original.reading for each in (self.before, self.after) if each and self.total]
        return any(reading.pages_with_poor_text for reading in readings)

    @property
    def before_pages(self) -> str:
        return _pages(self.document, self.before) if self.before else ""

    @property
    def after_pages(self) -> str:
        return _pages(self.document, self.after)


def _pages(document: Document, version: Version) -> str:
    """The address of the version's pages, but for the number of the page."""
    return f"{reverse('archive:version', args=[document.code, version.number])}/p"


@dataclass(frozen=True, slots=True)
class _Pair:
    document: Document
    before: Version
    after: Version
    keep: Mapping[str, str]
    """What the addresses of further pages of changes say besides the page."""


def differences(shown: Shown, other: int | None, page: int) -> Differences:
    """What differs between the version that was opened and the one before it, or the `other` one.

    Raises Absent where there is no such version, VersionGone where it was withdrawn.
    """
    opened = shown.version
    if opened is None:
        raise Absent(shown.document.code)
    with_which = _other(shown, opened, other)
    if with_which is None:
        return Differences(shown.document, opened)
    before, after = sorted((opened, with_which), key=lambda each: each.number)
    sizes = [(version, _characters(version)) for version in (before, after)]
    if lacking := [version for version, size in sizes if not size]:
        return Differences(shown.document, after, before, without_text=lacking)
    pair = _Pair(shown.document, before, after, {"con": str(other)} if other is not None else {})
    if sum(size for _version, size in sizes) <= MOST_CHARACTERS:
        old, new = list(_paragraphs(_texts(before))), list(_paragraphs(_texts(after)))
        if len(old) + len(new) <= MOST_PARAGRAPHS:
            return _whole(pair, old, new, page)
    return _by_page(pair, page)


def _other(shown: Shown, opened: Version, number: int | None) -> Version | None:
    if number is None:
        return previous(shown.versions, opened)
    found = next((each for each in shown.versions if each.number == number), None)
    if found is None:
        raise Absent(f"v{number}")
    if is_withdrawn(found):
        raise VersionGone(shown.document, found)
    return found if found != opened else None


def _whole(pair: _Pair, old: Sequence[Paragraph], new: Sequence[Paragraph], page: int) -> Differences:
    comparison = compare(old, new)
    pager = Pager.at(page, len(comparison.blocks), BLOCKS_AT_ONCE, keep=pair.keep)
    return Differences(
        pair.document,
        pair.after,
        pair.before,
        changes=list(_changes(comparison.blocks[pager.span], pager.first_shown)),
        total=len(comparison.blocks),
        same_at_end=comparison.same_at_end if pager.number == pager.last else 0,
        pager=pager,
    )


def _by_page(pair: _Pair, page: int) -> Differences:
    """Each page with the one of the same number: what moved to another page counts as changed."""
    count = max(_page_count(pair.before), _page_count(pair.after))
    pager = Pager.at(page, count, PAGES_AT_ONCE, keep=pair.keep)
    numbers = range(pager.first_shown, pager.last_shown + 1)
    old, new = _by_number(pair.before, numbers), _by_number(pair.after, numbers)
    blocks: list[Block] = []
    same = 0
    for number in numbers:
        found = compare(old.get(number, ()), new.get(number, ()))
        for block in found.blocks:
            blocks.append(replace(block, same=block.same + same))
            same = 0
        same += found.same_at_end
    changes = list(_changes(blocks, 1))
    return Differences(
        pair.document,
        pair.after,
        pair.before,
        changes=changes,
        total=len(blocks),
        same_at_end=same,
        pages=count,
        pager=pager,
    )


def _changes(blocks: Sequence[Block], first: int) -> Iterator[Change]:
    words_left = MOST_WORDS
    for number, block in enumerate(blocks, first):
        found = rows(block, max(words_left, 0))
        words_left -= sum(_words(row) for row in found if row.kind is Kind.CHANGED)
        yield Change(number, block.same, found)


def _words(row: Row) -> int:
    return sum(len(piece.text.split()) for piece in (*row.before, *row.after))


def _characters(version: Version) -> int:
    texts = PageText.objects.filter(original=version.original_id)
    return texts.aggregate(size=Sum(Length("text")))["size"] or 0


def _page_count(version: Version) -> int:
    return version.original.reading.page_count or 0


def _texts(version: Version, numbers: range | None = None) -> Iterator[PageText]:
    texts = PageText.objects.filter(original=version.original_id).only("number", "text", "lines").order_by("number")
    if numbers is not None:
        texts = texts.filter(number__in=numbers)
    return texts.iterator(chunk_size=200)


def _paragraphs(texts: Iterable[PageText]) -> Iterator[Paragraph]:
    for page in texts:
        for part in page_parts(page):
            if text := " ".join(page.text[part.start : part.end].split()):
                yield Paragraph(text, page.number)


def _by_number(version: Version, numbers: range) -> dict[int, list[Paragraph]]:
    found: dict[int, list[Paragraph]] = {}
    for paragraph in _paragraphs(_texts(version, numbers)):
        found.setdefault(paragraph.page, []).append(paragraph)
    return found
