"""Answering one search from Elasticsearch: one request, and only for words that hardly any record has, two more."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from search.engines._corrections import likeliest, may_be_mistyped, understood
from search.engines._elasticsearch_client import READ_SECONDS, Server
from search.engines._elasticsearch_query import MATCHED, Reading, body, counting, single_stems
from search.engines._promise import RARE_LIMIT, TELLING_SHARE, unpack
from search.language import Term, TermKind, marks, one_letter_off, parse, snippet, stems
from search.ports import FACET_VALUES, FacetCount, FacetSpec, Hit, PageHit, Results, SearchQuery, Snippet

MOST_CORRECTED = 8
"""Words of one query whose spellings are looked up: a few hundred each."""


class Counts:
    """How many of the viewer's records hold certain words, as one request told. Meets `KnownWords`."""

    def __init__(self, total: int, counts: Mapping[str, int]) -> None:
        self.records = total
        self._counts = counts

    def is_missing(self, term: Term) -> bool:
        return not self.records_with(term)

    def corrections(self, term: Term) -> tuple[str, ...]:
        held = self.records_with(term)
        if f"stem {term.stems[0]}" not in self._counts or not may_be_mistyped(term, held):
            return ()
        spellings = set(one_letter_off(term.folded))
        return likeliest({word: self._counts.get(f"word {word}", 0) for word in spellings}, held)

    def records_with(self, term: Term) -> int:
        """By the spelling that most of them have; many, where it was not asked for because it is not rare."""
        return max(self._counts.get(f"stem {names[0]}", RARE_LIMIT + 1) for names in single_stems(term))

    def is_telling(self, term: Term) -> bool:
        held = self._counts.get(f"stem {term.stems[0]}", 0)
        return 0 < held <= max(RARE_LIMIT, self.records // TELLING_SHARE)

    def is_rare_name(self, term: Term) -> bool:
        return 0 < self._counts.get(f"name {term.folded}", 0) <= RARE_LIMIT


class Request:
    """One search. Every request that it makes is answered by one and the same deadline."""

    def __init__(self, server: Server, query: SearchQuery, facets: Mapping[str, FacetSpec]) -> None:
        self._server = server
        self._query = query
        self._facets = facets
        self._until = time.monotonic() + READ_SECONDS
        self._parsed = parse(query.text)
        self._read_as = ""

    def answer(self) -> Results:
        words = [term for term in self._parsed.words if term.kind is TermKind.WORD]
        reading = Reading(self._parsed, in_names=frozenset(term.folded for term in words if term.is_code))
        found = self._ask(reading)
        rare = self._hardly_matched(words, found)
        if rare and (closer := self._read_again(reading, rare)) != reading:
            reading, found = closer, self._ask(closer)
        if not _total(found) and len(reading.parsed.words) > 1:
            found = self._ask(Reading(reading.parsed, reading.telling, reading.in_names, required=1))
        if not _total(found):
            return Results(0, (), dict.fromkeys(self._query.facets, ()), self._read_as)
        return Results(_total(found), tuple(self._hits(found)), self._counts(found), self._read_as)

    def _ask(self, reading: Reading) -> Mapping[str, Any]:
        return self._server.search(body(self._query, reading), until=self._until)

    # Words that hardly any record has

    def _hardly_matched(self, words: Sequence[Term], found: Mapping[str, Any]) -> list[Term]:
        matched = found.get("aggregations", {}).get(MATCHED, {}).get("buckets", {})
        return [term for term in words if matched[term.folded]["doc_count"] <= RARE_LIMIT]

    def _read_again(self, reading: Reading, rare: Sequence[Term]) -> Reading:
        """The text read with what is known of its rare words."""
        seen = self._counted(rare)
        self._parsed, self._read_as = understood(self._query.text, seen)
        telling = [term.folded for term in rare if seen.is_telling(term)] if len(self._parsed.words) > 2 else []
        names = [term.folded for term in rare if seen.is_rare_name(term)]
        return Reading(self._parsed, frozenset(telling), reading.in_names | frozenset(names))

    def _counted(self, rare: Sequence[Term]) -> Counts:
        wanted: dict[str, tuple[str, str]] = {}
        for term in rare:
            wanted |= {f"stem {each[0]}": ("whole", each[0]) for each in single_stems(term)}
            wanted[f"name {term.folded}"] = ("rare", term.folded)
        for term in [term for term in rare if not term.is_code][:MOST_CORRECTED]:
            wanted |= {f"word {word}": ("whole.exact", word) for word in one_letter_off(term.folded)}
        found = self._server.search(counting(self._query.viewer, wanted), until=self._until)
        buckets = found["aggregations"][MATCHED]["buckets"]
        return Counts(_total(found), {name: bucket["doc_count"] for name, bucket in buckets.items()})

    # Hits

    def _hits(self, found: Mapping[str, Any]) -> Iterator[Hit]:
        for hit in found["hits"]["hits"]:
            shown = hit["_source"]["shown"]
            title = str(shown["title"])
            yield Hit(
                key=unpack(int(hit["_id"])),
                version=int(shown["version"]),
                score=float(hit.get("_score") or 0.0),
                title=Snippet(title, marks(title, self._parsed)),
                stored=shown["stored"],
                facets={name: tuple(values) for name, values in shown["facets"].items()},
                pages=tuple(self._pages(shown, hit.get("inner_hits", {}))),
            )

    def _pages(self, shown: Mapping[str, Any], inner: Mapping[str, Any]) -> Iterator[PageHit]:
        """The best pages whose own text has something of the query; page 1 first if the title has all of it."""
        wanted = self._query.pages_per_hit
        found = [self._page(hit) for hit in inner.get("pages", {"hits": {"hits": ()}})["hits"]["hits"]]
        shown_first = self._title_has_all(shown["title"])
        if shown_first:
            yield self._first_page(shown, found)
            wanted -= 1
        for page in found:
            if wanted < 1:
                return
            if page.snippet.marks and not (shown_first and page.ordinal == 1):
                yield page
                wanted -= 1
        if wanted == self._query.pages_per_hit:
            yield self._first_page(shown, found)

    def _first_page(self, shown: Mapping[str, Any], found: Sequence[PageHit]) -> PageHit:
        known = next((page for page in found if page.ordinal == 1), None)
        return known or PageHit(1, shown["label"], Snippet(*snippet(shown["opening"], self._parsed)))

    def _page(self, hit: Mapping[str, Any]) -> PageHit:
        fields = hit["fields"]
        text, spans = snippet(fields.get("pages.body", ("",))[0], self._parsed)
        return PageHit(fields["pages.ordinal"][0], fields["pages.label"][0], Snippet(text, spans))

    def _title_has_all(self, title: str) -> bool:
        held = set(stems(title))
        words = [term for term in self._parsed.terms if term.kind is not TermKind.ARTICLE]
        return bool(words) and all(held.issuperset(term.stems) for term in self._parsed.terms)

    # Counts

    def _counts(self, found: Mapping[str, Any]) -> dict[str, tuple[FacetCount, ...]]:
        return {name: self._ordered(self._facets[name], found["aggregations"][name]) for name in self._query.facets}

    def _ordered(self, facet: FacetSpec, counted: Mapping[str, Any]) -> tuple[FacetCount, ...]:
        buckets = [*counted["most"]["buckets"][:FACET_VALUES], *counted.get("chosen", {}).get("buckets", ())]
        counts = {bucket["key"]: FacetCount(bucket["key"], bucket["doc_count"]) for bucket in buckets}.values()
        if facet.order_by_value:
            return tuple(sorted(counts, key=lambda count: count.value, reverse=True))
        return tuple(sorted(counts, key=lambda count: (-count.count, count.value)))


def _total(found: Mapping[str, Any]) -> int:
    return int(found["hits"]["total"]["value"])
