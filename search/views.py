"""The results page: one search, rendered."""

import logging
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from cms.core.visibility import viewer_of
from search import beside, fallback, finding
from search.language import marks, parse
from search.marked import Segment, segments
from search.ports import FacetSpec, Hit, Results, SearchError, Snippet, Sort
from search.registry import registry
from search.requests import MOST_PAGES, PAGE_SIZE, SearchRequest

logger = logging.getLogger(__name__)

SORT_LABELS = {
    Sort.RELEVANCE: _("Más relevantes"),
    Sort.NEWEST: _("Más recientes"),
    Sort.OLDEST: _("Más antiguos"),
    Sort.TITLE: _("Título, A–Z"),
}
SHOWN_VALUES = 8


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Search for everybody, without JavaScript. Robots are asked to stay out: an index of indexes helps nobody."""
    specs = registry.facets()
    names = tuple(spec.name for spec in specs)
    asked = SearchRequest.parse(request.GET, names)
    viewer = viewer_of(request.user)
    context: dict[str, Any] = {"asked": asked, "sorts": _sorts(asked), "q": asked.words}
    try:
        found = finding.find(asked.query(viewer, names))
    except SearchError:
        logger.warning("search answers from the database", exc_info=True)
        named = fallback.by_name(asked.words, viewer)
        context |= {"is_busy": named is None, "hits": [ShownHit.of(hit, "") for hit in named or ()]}
        response = render(request, "pages/search_unavailable.html", context)
    else:
        context |= {
            "total": found.total,
            "hits": [ShownHit.of(hit, found.read_as or asked.words) for hit in found.hits],
            "facets": _facets(specs, found, asked),
            "pager": Pager.of(asked, found.total),
            "read_as": found.read_as,
            "beside": _beside(asked),
        }
        response = render(request, "pages/search.html", context)
    response["X-Robots-Tag"] = "noindex"
    patch_cache_control(response, private=True, no_cache=True)
    patch_vary_headers(response, ["Cookie"])
    return response


@dataclass(frozen=True, slots=True)
class ShownPage:
    number: int
    label: str
    url: str
    snippet: Sequence[Segment]


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A result as the page shows it."""

    title: Sequence[Segment]
    url: str
    stored: Mapping[str, str]
    pages: Sequence[ShownPage]

    @classmethod
    def of(cls, hit: Hit, words: str) -> "ShownHit":
        query = SearchRequest(words, {}, None, 1).with_page(1) if words else ""
        pages = [
            ShownPage(page.ordinal, page.label, f"{hit.stored['page_url']}{page.ordinal}{query}", _cut(page.snippet))
            for page in hit.pages
        ]
        return cls(_cut(hit.title), f"{hit.stored['url']}{query}", hit.stored, pages)


def _cut(snippet: Snippet) -> list[Segment]:
    return segments(snippet.text, snippet.marks)


@dataclass(frozen=True, slots=True)
class ShownValue:
    label: str
    count: int
    url: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFacet:
    """A facet with its values: the first ones at once, the others folded away."""

    label: str
    values: Sequence[ShownValue]
    more: Sequence[ShownValue]
    chosen: bool


def _facets(specs: Sequence[FacetSpec], found: Results, asked: SearchRequest) -> list[ShownFacet]:
    shown = (_facet(spec, found, asked) for spec in specs)
    return [facet for facet in shown if facet.values]


def _facet(spec: FacetSpec, found: Results, asked: SearchRequest) -> ShownFacet:
    counts = {each.value: each.count for each in found.facets.get(spec.name, ())}
    chosen = asked.filters.get(spec.name, ())
    values = list(dict.fromkeys([*counts, *chosen]))
    if spec.order_by_value:
        values.sort(reverse=True)
    values.sort(key=lambda value: value not in chosen)
    # Only what the viewer's own results hold is named: an address may ask for anything, hidden names too.
    labels = spec.labels(list(counts)) if spec.labels else {}
    rows = [
        ShownValue(labels.get(value, value), counts.get(value, 0), asked.toggled(spec.name, value), value in chosen)
        for value in values
    ]
    return ShownFacet(str(spec.label), rows[:SHOWN_VALUES], rows[SHOWN_VALUES:], bool(chosen))


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """Pages that were found besides the records, with what was asked for marked in their titles."""

    label: str
    pages: Sequence[tuple[beside.Found, Sequence[Segment]]]


def _beside(asked: SearchRequest) -> list[ShownGroup]:
    """Nothing where records are filtered or turned over: then somebody looks for a record."""
    if asked.filters or asked.page > 1:
        return []
    query = parse(asked.words)
    return [
        ShownGroup(str(group.label), [(page, segments(page.title, marks(page.title, query))) for page in group.found])
        for group in beside.groups(asked.words)
    ]


@dataclass(frozen=True, slots=True)
class SortChoice:
    value: str
    label: str
    chosen: bool


def _sorts(asked: SearchRequest) -> list[SortChoice]:
    offered = [sort for sort in Sort if asked.words or sort is not Sort.RELEVANCE]
    return [SortChoice(sort.value, str(SORT_LABELS[sort]), sort is asked.effective_sort) for sort in offered]


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one stands among the pages of results."""

    number: int
    last: int
    first_shown: int
    last_shown: int
    previous: str
    next: str

    @classmethod
    def of(cls, asked: SearchRequest, total: int) -> "Pager":
        last = min(max(math.ceil(total / PAGE_SIZE), 1), MOST_PAGES)
        number = min(asked.page, last)
        return cls(
            number=number,
            last=last,
            first_shown=(number - 1) * PAGE_SIZE + 1,
            last_shown=min(number * PAGE_SIZE, total),
            previous=asked.with_page(number - 1) if number > 1 else "",
            next=asked.with_page(number + 1) if number < last else "",
        )
