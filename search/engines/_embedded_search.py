"""Answering one request from an opened index.

Totals, counts and sorted lists come from the whole-record entries. A ranked list has two steps: a window of likely
records (the best whole-record entries, and the records of the best pages), then a careful score for every entry of
the window alone. Behind the window, records follow in the order of the first step, so that walking through all
pages of results gives every record once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import tantivy
from tantivy import Query

from search.engines._corrections import understood
from search.engines._embedded_query import Queries, every_record, restricted, restrictions
from search.engines._embedded_schema import FACET_PREFIX, shown
from search.engines._embedded_vocabulary import SeenWords, Vocabulary
from search.engines._promise import unpack
from search.language import TermKind, marks, snippet, stems
from search.ports import (
    FACET_VALUES,
    WHOLE,
    FacetCount,
    FacetSpec,
    Hit,
    PageHit,
    Results,
    SearchQuery,
    SearchUnavailable,
    Snippet,
    Sort,
)

WINDOW = 40
RANKED = 200
LIKELY_PAGES = 80
SCORED_PAGES = 250
COUNTED_VALUES = 10_000
"""Values of a facet among which each segment finds the most frequent ones."""
MORE_PAGES_WEIGHT = 0.1
MORE_PAGES = 4
WHOLE_ALONE = 0.4
WHOLE_SHARE = 0.2
SORT_FIELDS = {
    Sort.NEWEST: ("newest", tantivy.Order.Desc),
    Sort.OLDEST: ("oldest", tantivy.Order.Asc),
    Sort.TITLE: ("title_sort", tantivy.Order.Asc),
}


@dataclass(slots=True)
class Scored:
    """What is known of a record: how well the whole of it matches, and its pages, best first."""

    whole: float = 0.0
    address: tantivy.DocAddress | None = None
    pages: list[tuple[float, int, tantivy.DocAddress]] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The best page, a little for further ones, and a share for the words of the whole record."""
        best = 0.0
        if self.pages:
            best = self.pages[0][0] + MORE_PAGES_WEIGHT * sum(page[0] for page in self.pages[1 : MORE_PAGES + 1])
        return max(best, WHOLE_ALONE * self.whole) + WHOLE_SHARE * self.whole


@dataclass(frozen=True, slots=True)
class Listed:
    """The keys on one page of results, in order, what is known of their pages, and how many records match."""

    total: int
    keys: Sequence[int] = ()
    scored: Mapping[int, Scored] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opened:
    """An index as it stood at its last commit."""

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    vocabulary: Vocabulary


class Request:
    """One search, answered from one opened index."""

    def __init__(self, opened: Opened, query: SearchQuery, facets: Mapping[str, FacetSpec]) -> None:
        self._schema = opened.schema
        self._searcher = opened.searcher
        self._query = query
        self._facets = facets
        seen = SeenWords(opened.vocabulary, self._count_seen)
        self._parsed, self._read_as = understood(query.text, seen)
        self._queries = Queries(opened.schema, opened.vocabulary, seen, self._parsed)
        self._clauses = restrictions(opened.schema, query.viewer, query.filters)

    def answer(self) -> Results:
        matching = self._queries.matching() if self._parsed.terms else every_record(self._schema)
        listed = self._listed(matching)
        if not listed.total and len(self._parsed.words) > 1:
            matching = self._queries.matching(required=1)
            listed = self._listed(matching)
        if not listed.total:
            return Results(0, (), dict.fromkeys(self._query.facets, ()), self._read_as)
        return Results(listed.total, tuple(self._hits(listed)), self._counts(matching), self._read_as)

    def _count_seen(self, field: str, word: str) -> int:
        """Records that hold the word and that the viewer may see, whatever the filters."""
        holders = Query.term_query(self._schema, field, word)
        of_record = Query.term_query(self._schema, "ordinal", WHOLE)
        seen = restricted(
            Query.boolean_query([(tantivy.Occur.Must, holders), (tantivy.Occur.Must, of_record)]),
            restrictions(self._schema, self._query.viewer, {}),
        )
        return _total(self._searcher.search(seen, 1))

    # Order

    def _listed(self, matching: Query) -> Listed:
        sort = self._query.sort
        if sort is Sort.RELEVANCE and self._parsed.terms:
            return self._ranked(matching)
        name, order = SORT_FIELDS.get(sort, SORT_FIELDS[Sort.NEWEST])
        found = self._searcher.search(
            restricted(matching, self._clauses),
            max(self._query.limit, 1),
            order_by_field=name,
            offset=self._query.offset,
            order=order,
        )
        records = {key: Scored(address=hit[1]) for key, hit in zip(self._keys(found.hits), found.hits, strict=True)}
        keys = list(records)[: self._query.limit]
        self._score_pages(keys, records)
        return Listed(_total(found), keys, records)

    def _ranked(self, matching: Query) -> Listed:
        first, last = self._query.offset, self._query.offset + self._query.limit
        ranking = restricted(self._queries.ranking(matching), self._clauses)
        found = self._searcher.search(ranking, max(RANKED, last))
        total = _total(found)
        records = {key: Scored(*hit) for key, hit in zip(self._keys(found.hits), found.hits, strict=True)}
        by_words = list(records)
        likely = self._with_likely_pages() if total > WINDOW else []
        window = dict.fromkeys([*by_words[:WINDOW], *likely])
        for key in likely:
            records.setdefault(key, Scored())
        self._score_pages(list(window), records)
        order = sorted(window, key=lambda key: (-records[key].score, key))
        keys = [*order, *(key for key in by_words if key not in window)][first:last]
        self._score_pages([key for key in keys if key not in window], records)
        return Listed(total, keys, records)

    def _with_likely_pages(self) -> list[int]:
        """Records of the best pages by their text: those with every word, and if they are few, with most words."""
        hits = self._likely_pages(every_word=True)
        if len(hits) < LIKELY_PAGES and self._parsed.required < len(self._parsed.terms):
            hits = [*hits, *self._likely_pages(every_word=False)]
        return self._keys(hits)

    def _likely_pages(self, *, every_word: bool) -> list[tuple[Any, tantivy.DocAddress]]:
        query = restricted(self._queries.likely_pages(every_word=every_word), self._clauses)
        return list(self._searcher.search(query, LIKELY_PAGES, count=False).hits)

    def _score_pages(self, keys: Sequence[int], records: Mapping[int, Scored]) -> None:
        """Find the pages of these records that have any of the words, best first."""
        if not keys or not self._parsed.terms:
            return
        hits = self._searcher.search(self._queries.scoring(keys), SCORED_PAGES, count=False).hits
        ordinals = self._searcher.fast_field_values("ordinal", [address for _, address in hits])
        for (score, address), key, ordinal in zip(hits, self._keys(hits), ordinals, strict=True):
            records[key].pages.append((score, int(ordinal or 0), address))

    def _keys(self, hits: Sequence[tuple[Any, tantivy.DocAddress]]) -> list[int]:
        addresses = [address for _, address in hits]
        return [int(key or 0) for key in self._searcher.fast_field_values("key", addresses)]

    # Hits

    def _hits(self, listed: Listed) -> list[Hit]:
        return [self._hit(key, listed.scored[key]) for key in listed.keys]

    def _hit(self, key: int, scored: Scored) -> Hit:
        kept = shown(self._searcher.doc(scored.address or self._whole(key)))
        title = str(kept["title"])
        return Hit(
            key=unpack(key),
            version=int(kept["version"]),
            score=scored.score,
            title=Snippet(title, marks(title, self._parsed)),
            stored=kept["stored"],
            facets={name: tuple(values) for name, values in kept["facets"].items()},
            pages=tuple(self._pages(key, title, scored)),
        )

    def _whole(self, key: int) -> tantivy.DocAddress:
        address = self._entry(key, WHOLE)
        if address is None:
            raise SearchUnavailable(f"the index holds pages of {unpack(key)}, but no record; run rebuild_search")
        return address

    def _entry(self, key: int, ordinal: int) -> tantivy.DocAddress | None:
        """A record's page with that ordinal, or its whole-record entry; None where it has no such page."""
        hits = self._searcher.search(self._queries.entry(key, ordinal), 1, count=False).hits
        return hits[0][1] if hits else None

    def _pages(self, key: int, title: str, scored: Scored) -> Iterator[PageHit]:
        """The best pages whose own text has something of the query; page 1 first if the title has all of it."""
        wanted = self._query.pages_per_hit
        shown_first = self._title_has_all(title)
        if shown_first:
            yield self._first_page(key, scored)
            wanted -= 1
        for _, ordinal, address in scored.pages:
            if wanted < 1:
                return
            if shown_first and ordinal == 1:
                continue
            page = self._page(ordinal, address)
            if page.snippet.marks:
                yield page
                wanted -= 1
        if wanted == self._query.pages_per_hit:
            yield self._first_page(key, scored)

    def _first_page(self, key: int, scored: Scored) -> PageHit:
        known = (address for _, ordinal, address in scored.pages if ordinal == 1)
        address = next(known, None) or self._entry(key, 1)
        return self._page(1, address) if address else PageHit(1, "", Snippet(""))

    def _page(self, ordinal: int, address: tantivy.DocAddress) -> PageHit:
        document = self._searcher.doc(address)
        text, spans = snippet(_text(document, "text"), self._parsed)
        return PageHit(ordinal, _text(document, "label"), Snippet(text, spans))

    def _title_has_all(self, title: str) -> bool:
        held = set(stems(title))
        words = [term for term in self._parsed.terms if term.kind is not TermKind.ARTICLE]
        return bool(words) and all(held.issuperset(term.stems) for term in self._parsed.terms)

    # Counts

    def _counts(self, matching: Query) -> dict[str, tuple[FacetCount, ...]]:
        """Records by value. A facet with a filter of its own is counted as if it had none."""
        filtered = [name for name in self._query.facets if self._query.filters.get(name)]
        free = [name for name in self._query.facets if name not in filtered]
        counts = self._aggregated(matching, self._query.filters, free, most=FACET_VALUES)
        for name in filtered:
            others = {other: values for other, values in self._query.filters.items() if other != name}
            # All values, since a chosen one may be far from the most frequent.
            counts |= self._aggregated(matching, others, [name], most=COUNTED_VALUES)
        return {name: counts[name] for name in self._query.facets}

    def _aggregated(
        self, matching: Query, filters: Mapping[str, tuple[str, ...]], names: Sequence[str], *, most: int
    ) -> dict[str, tuple[FacetCount, ...]]:
        if not names:
            return {}
        wanted = {
            name: {
                "terms": {"field": FACET_PREFIX + name, "size": most, "segment_size": COUNTED_VALUES},
            }
            for name in names
        }
        clauses = restrictions(self._schema, self._query.viewer, filters)
        found: dict[str, Any] = self._searcher.aggregate(restricted(matching, clauses), wanted)
        return {name: self._ordered(self._facets[name], found[name]["buckets"]) for name in names}

    def _ordered(self, facet: FacetSpec, buckets: Sequence[Mapping[str, Any]]) -> tuple[FacetCount, ...]:
        counts = [FacetCount(bucket["key"], int(bucket["doc_count"])) for bucket in buckets]
        counts.sort(key=lambda count: (-count.count, count.value))
        chosen = self._query.filters.get(facet.name, ())
        kept = counts[:FACET_VALUES] + [count for count in counts[FACET_VALUES:] if count.value in chosen]
        return tuple(sorted(kept, key=lambda count: count.value, reverse=True) if facet.order_by_value else kept)


def _total(found: tantivy.SearchResult) -> int:
    # The stubs leave `count` out.
    return int(getattr(found, "count", None) or 0)


def _text(document: tantivy.Document, name: str) -> str:
    return bytes(document.get_first(name) or b"").decode()
