"""From a parsed query to the body of one Elasticsearch request.

Words are looked up by the stems that `search.language` found, each in its best field; the weights are those of the
embedded engine. A record's score is that of its best page, and a share of how well the whole of it matches.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from cms.core.audience import Viewer
from search.engines._elasticsearch_analysis import AS_GIVEN
from search.engines._promise import (
    ABBREVIATION_WEIGHT,
    ALL_WORDS_WEIGHT,
    ARTICLE_WEIGHT,
    EXACT_WEIGHT,
    PAIR_SLOP,
    PAIR_WEIGHT,
    instant,
)
from search.language import ParsedQuery, Term, TermKind
from search.ports import FACET_VALUES, SearchQuery, Sort

Clause = dict[str, Any]

PAGE_WEIGHTS = {"pages.body": 1.0, "pages.title": 1.5, "pages.metadata": 1.0}
WHOLE_SHARE = 0.25
SORTS: dict[Sort, list[dict[str, Any]]] = {
    Sort.RELEVANCE: [{"_score": "desc"}, {"key": "asc"}],
    Sort.NEWEST: [{"sort_date": {"order": "desc", "missing": "_last"}}, {"key": "desc"}],
    Sort.OLDEST: [{"sort_date": {"order": "asc", "missing": "_last"}}, {"key": "asc"}],
    Sort.TITLE: [{"title_sort": "asc"}, {"key": "asc"}],
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as it is read: its terms, and which of them ask more than the texts of the records."""

    parsed: ParsedQuery
    telling: frozenset[str] = frozenset()
    """Folded words that few records have: one of them in a title is enough."""
    in_names: frozenset[str] = frozenset()
    """Folded words that are looked for in file names too."""
    required: int | None = None
    """How many of the terms a record must have, where it is not `ParsedQuery.required`."""


def visible(viewer: Viewer) -> Clause:
    """The records that the viewer may see. Tombstones have no audience, so nobody sees them."""
    options: list[Clause] = [{"range": {"public_from": {"lte": instant(viewer.now)}}}]
    if viewer.tags:
        options.append({"terms": {"tags": sorted(viewer.tags)}})
    return {"bool": {"should": options, "minimum_should_match": 1}}


def body(query: SearchQuery, reading: Reading) -> dict[str, Any]:
    """All that a results page needs, in one request: hits with their pages, the total, the counts.

    Facets count what the words match; the filters are applied after them, each facet under those of the others.
    """
    terms = reading.parsed.terms
    filters = _filters(query.filters)
    request: dict[str, Any] = {
        "query": {"bool": {"filter": [visible(query.viewer)], **_matching(reading, query)}},
        "from": query.offset,
        "size": query.limit,
        "sort": SORTS[query.sort if terms or query.sort is not Sort.RELEVANCE else Sort.NEWEST],
        "track_total_hits": True,
        "aggs": {**_facets(query), **_matched_words(reading.parsed)},
    }
    if filters:
        request["post_filter"] = {"bool": {"filter": list(filters.values())}}
    return request


# What must match, and what ranks


def _matching(reading: Reading, query: SearchQuery) -> Clause:
    """Every record where nothing is asked for."""
    if not reading.parsed.terms:
        return {}
    pages = {
        "path": "pages",
        "score_mode": "max",
        "query": _page(reading.parsed),
        # The text comes along whole and is cut and marked here, by the rule of the reader's page: the server's own
        # highlighter takes longer than all the rest of the request.
        "inner_hits": {
            "size": query.pages_per_hit,
            "_source": False,
            "docvalue_fields": ["pages.ordinal", "pages.label"],
            "stored_fields": ["pages.body"],
        },
    }
    whole = {"must": _required(reading), "should": list(_whole_bonuses(reading.parsed)), "boost": WHOLE_SHARE}
    return {"must": [{"bool": whole}], "should": [{"nested": pages}]}


def _required(reading: Reading) -> list[Clause]:
    """The quoted phrases and enough of the words, anywhere in the record.

    Of several words, one that few records have is enough if it is in the title: a scan without text has no more.
    """
    parsed = reading.parsed
    must = [_in_field("whole", term, reading) for term in parsed.phrases]
    if not parsed.words:
        return must
    needed = (parsed.required if reading.required is None else reading.required) - len(must)
    enough = at_least([_in_field("whole", term, reading) for term in parsed.words], needed)
    telling = [_row("title", term.stems) for term in parsed.words if term.folded in reading.telling]
    return [*must, at_least([enough, *telling], 1)]


def _in_field(field: str, term: Term, reading: Reading) -> Clause:
    options = [_row(field, stems, weight) for stems, weight in _spellings(term)]
    if term.folded in reading.in_names:
        options.append(_word("rare", term.folded))
    return _best(options)


def _whole_bonuses(parsed: ParsedQuery) -> Iterator[Clause]:
    """The words of the title count again, and words spelled exactly as typed."""
    for term in parsed.terms:
        for stems, weight in _spellings(term):
            yield _row("title", stems, weight)
        if term.kind is TermKind.WORD:
            yield _word("whole.exact", term.folded, EXACT_WEIGHT)


def _page(parsed: ParsedQuery) -> Clause:
    """Pages that have any of the words, scored by everything known."""
    words = [_best(list(_on_page(term))) for term in parsed.terms]
    return {"bool": {"must": [at_least(words, 1)], "should": list(_bonuses(parsed))}}


def _on_page(term: Term) -> Iterator[Clause]:
    for field, own in PAGE_WEIGHTS.items():
        for stems, weight in _spellings(term):
            yield _row(field, stems, own * weight)


def _bonuses(parsed: ParsedQuery) -> Iterator[Clause]:
    if len(parsed.terms) > 1:
        own_text = [_row("pages.body", term.stems) for term in parsed.terms]
        yield {"bool": {"must": own_text, "boost": ALL_WORDS_WEIGHT}}
    words = [term for term in parsed.words if term.kind is TermKind.WORD]
    for first, second in pairwise(words):
        slop = second.place - first.place - 1 + PAIR_SLOP
        for field in ("pages.body", "pages.title"):
            pair = (first.stems[0], second.stems[0])
            yield _row(field, pair, PAIR_WEIGHT * PAGE_WEIGHTS[field], slop=slop)
    for term in parsed.terms:
        if term.kind is TermKind.ARTICLE:
            yield _word("pages.articles", term.stems[1], ARTICLE_WEIGHT)
    for acronym in parsed.abbreviations:
        for field in ("pages.body", "pages.title"):
            yield _word(field, acronym, ABBREVIATION_WEIGHT)


def _spellings(term: Term) -> Iterator[tuple[tuple[str, ...], float]]:
    yield term.stems, 1.0
    for variant in term.variants:
        yield variant.stems, variant.weight


# Filters and counts


def _filters(chosen: Mapping[str, tuple[str, ...]]) -> dict[str, Clause]:
    return {name: {"terms": {f"facets.{name}": list(values)}} for name, values in chosen.items()}


def _facets(query: SearchQuery) -> Clause:
    """Counts of every facet, each under the filters of the others."""
    filters = _filters(query.filters)
    counted = {}
    for name in query.facets:
        others = [each for other, each in filters.items() if other != name]
        counted[name] = {"filter": {"bool": {"filter": others}}, "aggs": _values(name, query.filters.get(name, ()))}
    return counted


def _values(name: str, chosen: Sequence[str]) -> Clause:
    field = f"facets.{name}"
    order = [{"_count": "desc"}, {"_key": "asc"}]
    counts: Clause = {"most": {"terms": {"field": field, "size": FACET_VALUES, "order": order}}}
    if chosen:
        counts["chosen"] = {"terms": {"field": field, "size": len(chosen), "include": list(chosen)}}
    return counts


MATCHED = "matched words"


def _matched_words(parsed: ParsedQuery) -> Clause:
    """How many of the matching records have each word: where nearly none has it, it may be a typing error."""
    words = {
        term.folded: at_least([_word("whole", stems[0]) for stems in single_stems(term)], 1)
        for term in parsed.words
        if term.kind is TermKind.WORD
    }
    return {MATCHED: {"filters": {"filters": words}}} if words else {}


def counting(viewer: Viewer, wanted: Mapping[str, tuple[str, str]]) -> dict[str, Any]:
    """A request for how many of the viewer's records hold each word, by name: {name: (field, word)}."""
    words = {name: _word(field, word) for name, (field, word) in wanted.items()}
    return {
        "query": visible(viewer),
        "size": 0,
        "track_total_hits": True,
        "aggs": {MATCHED: {"filters": {"filters": words}}},
    }


def single_stems(term: Term) -> list[tuple[str, ...]]:
    """The spellings of a term that are one word each."""
    return [term.stems, *(variant.stems for variant in term.variants if len(variant.stems) == 1)]


# Parts


def _row(field: str, stems: Sequence[str], weight: float = 1.0, *, slop: int = 0) -> Clause:
    """One stem, or several that must be adjacent."""
    if len(stems) == 1:
        return _word(field, stems[0], weight)
    return {
        "match_phrase": {
            field: {"query": " ".join(stems), "analyzer": AS_GIVEN, "slop": slop, "boost": weight},
        }
    }


def _word(field: str, word: str, weight: float = 1.0) -> Clause:
    return {"term": {field: {"value": word, "boost": weight}}}


def _best(options: list[Clause]) -> Clause:
    return options[0] if len(options) == 1 else {"dis_max": {"queries": options}}


def at_least(options: list[Clause], needed: int) -> Clause:
    """So many of the options, at least one."""
    if len(options) == 1:
        return options[0]
    return {"bool": {"should": options, "minimum_should_match": max(min(needed, len(options)), 1)}}
