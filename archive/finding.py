"""Words within one document: on which of its pages they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.models import PageText
from archive.paging import Pager
from archive.reading import Shown
from search import language
from search.marked import Segment, segments

PAGES_SHOWN = 30
_AROUND = 90
"""Characters on either side of the first mark."""


@dataclass(frozen=True, slots=True)
class FoundPage:
    """A page that has the words, how often, and the text around the first of them."""

    number: int
    label: str
    count: int
    excerpt: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in a document: some of the pages, and how many there are in all."""

    pages: Sequence[FoundPage]
    total_pages: int
    total_marks: int
    pager: Pager


def find_in(shown: Shown, words: str, number: int = 1) -> Found:
    """The pages of the file that the reader has open, in their order, a screenful at a time."""
    marked = list(_marked_pages(shown, words))
    pager = Pager.at(number, len(marked), PAGES_SHOWN, keep={"q": words})
    return Found(
        pages=[_found(page, marks) for page, marks in marked[pager.span]],
        total_pages=len(marked),
        total_marks=sum(len(marks) for _page, marks in marked),
        pager=pager,
    )


def _marked_pages(shown: Shown, words: str) -> Iterator[tuple[PageText, Sequence[tuple[int, int]]]]:
    query = language.parse(words)
    texts = PageText.objects.filter(original=shown.original).exclude(text="").only("number", "label", "text")
    for page in texts.order_by("number").iterator(chunk_size=100):
        if marks := language.marks(page.text, query):
            yield page, marks


def _found(page: PageText, marks: Sequence[tuple[int, int]]) -> FoundPage:
    first, last = marks[0]
    start = max(first - _AROUND, 0)
    start = page.text.find(" ", start, first) + 1 if start else 0
    end = min(last + _AROUND, len(page.text))
    end = end if end == len(page.text) else max(page.text.rfind(" ", last, end), last)
    return FoundPage(page.number, page.label, len(marks), segments(page.text, marks, start, end))
