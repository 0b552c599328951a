"""Words within one document: on which of its pages they stand."""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from archive.models import PageText
from archive.paging import Pager
from archive.reading import Shown
from search import language
from search.marked import Segment, segments

PAGES_SHOWN = 30
LONGEST = 1.5
"""Seconds: some thousand pages. A thread that looks further answers nobody else."""
_AROUND = 90
"""Characters on either side of the first mark."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that has the words, how often, and the text around the first of them."""

    number: int
    label: str
    count: int
    excerpt: Sequence[Segment]
    is_cut_before: bool
    is_cut_after: bool
    """Whether the page says more on either side."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a document: some of the pages, and how many there are in all."""

    pages: Sequence[FoundPage]
    total_pages: int
    total_marks: int
    pager: Pager
    searched_to: int | None
    """The last page that was looked at, where the document is too long to look at all of it in time."""


def find_in(shown: Shown, words: str, number: int = 1) -> Found:
    """The pages of the file that the reader has open, in their order, a screenful at a time."""
    counts, searched_to = _counted(shown, words)
    pager = Pager.at(number, len(counts), PAGES_SHOWN, keep={"q": words})
    numbers = [page for page, _count in counts[pager.span]]
    query = language.parse(words)
    texts = PageText.objects.filter(original=shown.original, number__in=numbers).only("number", "label", "text")
    return Found(
        pages=[_found(page, language.marks(page.text, query)) for page in texts.order_by("number")],
        total_pages=len(counts),
        total_marks=sum(count for _page, count in counts),
        pager=pager,
        searched_to=searched_to,
    )


def _counted(shown: Shown, words: str) -> tuple[list[tuple[int, int]], int | None]:
    """(page, marks) of each page that has some, and where the time ran out, if it did."""
    query, until = language.parse(words), time.monotonic() + LONGEST
    found: list[tuple[int, int]] = []
    texts = PageText.objects.filter(original=shown.original).exclude(text="").order_by("number")
    for number, text in texts.values_list("number", "text").iterator(chunk_size=100):
        if marks := language.marks(text, query):
            found.append((number, len(marks)))
        if time.monotonic() > until:
            return found, number
    return found, None


def _found(page: PageText, marks: Sequence[tuple[int, int]]) -> FoundPage:
    first, last = marks[0]
    start = max(first - _AROUND, 0)
    start = page.text.find(" ", start, first) + 1 if start else 0
    end = min(last + _AROUND, len(page.text))
    end = end if end == len(page.text) else max(page.text.rfind(" ", last, end), last)
    return FoundPage(
        page.number,
        page.label,
        len(marks),
        segments(page.text, marks, start, end),
        is_cut_before=bool(page.text[:start].strip()),
        is_cut_after=bool(page.text[end:].strip()),
    )
