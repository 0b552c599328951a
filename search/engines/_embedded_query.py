"""From a parsed query to tantivy queries: what must match, what finds likely pages, what ranks them.

Every word may match in any field, each word counting by its best field: with fields matched one after another, a
title that shares a single word would win. The weights lie on a plateau; they are not tuned to queries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import tantivy
from tantivy import Occur, Query

from cms.core.audience import Viewer
from search.engines._embedded_schema import FACET_PREFIX
from search.engines._embedded_vocabulary import SeenWords, Vocabulary
from search.engines._promise import (
    ABBREVIATION_WEIGHT,
    ALL_WORDS_WEIGHT,
    ARTICLE_WEIGHT,
    EXACT_WEIGHT,
    NEVER,
    PAIR_SLOP,
    PAIR_WEIGHT,
    RARE_LIMIT,
    TELLING_SHARE,
    instant,
)
from search.language import ParsedQuery, Term, TermKind
from search.ports import WHOLE

FIELD_WEIGHTS = {"body": 1.0, "title": 1.5, "metadata": 1.0}

Clause = tuple[Occur, Query]


class Queries:
    """Makes the tantivy queries of one request."""

    def __init__(self, schema: tantivy.Schema, vocabulary: Vocabulary, seen: SeenWords, parsed: ParsedQuery) -> None:
        self._schema = schema
        self._vocabulary = vocabulary
        self._seen = seen
        self._parsed = parsed

    # What must match

    def matching(self, *, required: int | None = None) -> Query:
        """Whole-record entries that have the quoted phrases and enough of the words.

        Of several words, one that few records have is enough if it is in the title: a scan without text has no more.
        """
        needed = self._parsed.required if required is None else required
        must = self._phrases("whole")
        words = self._parsed.words
        if words:
            enough = _at_least([self._in_field("whole", term) for term in words], needed - len(must))
            telling = self._telling_titles() if len(words) > 2 else []
            must.append(
                Query.boolean_query([(Occur.Should, each) for each in (enough, *telling)]) if telling else enough
            )
        return _all(must)

    def likely_pages(self, *, every_word: bool) -> Query:
        """Pages that have the quoted phrases and all, or enough, of the words in their own text."""
        words = [self._in_field("body", term) for term in self._parsed.words]
        must = self._phrases("body")
        needed = len(words) if every_word else self._parsed.required - len(must)
        return _all([*must, _at_least(words, needed)] if words else must)

    def _phrases(self, field: str) -> list[Query]:
        return [self._in_field(field, term) for term in self._parsed.phrases]

    def _telling_titles(self) -> list[Query]:
        limit = max(RARE_LIMIT, self._vocabulary.records // TELLING_SHARE)
        of_record = every_record(self._schema)
        return [
            _all([self._row("title", term.stems), of_record])
            for term in self._parsed.words
            if term.kind is TermKind.WORD and 0 < self._seen.frequency("whole", term.stems[0]) <= limit
        ]

    def _in_field(self, field: str, term: Term) -> Query:
        found = []
        for stems, weight in self._spellings(field, term):
            found.append(_boosted(self._row(field, stems), weight * self._field_share(field, stems)))
        if field == "whole" and self._counts_as_rare(term):
            found.append(self._term("rare", term.folded))
        return _best(found)

    def _spellings(self, field: str, term: Term) -> Iterator[tuple[tuple[str, ...], float]]:
        """The ways in which a term may stand in a field, but those of which the index has nothing."""
        for stems, weight in ((term.stems, 1.0), *((each.stems, each.weight) for each in term.variants)):
            if all(self._vocabulary.frequency(field, name) for name in stems):
                yield stems, weight

    def _counts_as_rare(self, term: Term) -> bool:
        """A word of a file name counts if it was typed like a code, or if few files have it."""
        if term.kind is not TermKind.WORD:
            return False
        held = self._seen.frequency("rare", term.folded)
        return held > 0 and (term.is_code or held <= RARE_LIMIT)

    # What ranks

    def ranking(self, matching: Query) -> Query:
        """Whole records: the words of the title count again, and words spelled exactly as typed."""
        clauses: list[Clause] = [(Occur.Must, matching)]
        for term in self._parsed.terms:
            for stems, weight in self._spellings("title", term):
                clauses.append((Occur.Should, _boosted(self._row("title", stems), weight)))
            if term.kind is TermKind.WORD:
                clauses.append((Occur.Should, _boosted(self._term("words", term.folded), EXACT_WEIGHT)))
        return Query.boolean_query(clauses)

    def scoring(self, keys: Sequence[int]) -> Query:
        """The pages of the given records that have any of the words, scored by everything known."""
        words = [self._on_page(term) for term in self._parsed.terms]
        clauses: list[Clause] = [
            (Occur.Must, self.of_records(keys)),
            (Occur.Must, _at_least(words, 1)),
            *((Occur.Should, bonus) for bonus in self._bonuses()),
            (Occur.MustNot, Query.term_query(self._schema, "ordinal", WHOLE)),
        ]
        return Query.boolean_query(clauses)

    def _on_page(self, term: Term) -> Query:
        return _best(
            [
                _boosted(self._row(field, stems), field_weight * weight)
                for field, field_weight in FIELD_WEIGHTS.items()
                for stems, weight in self._spellings(field, term)
            ]
        )

    def _bonuses(self) -> Iterator[Query]:
        if len(self._parsed.terms) > 1:
            own_text = [self._row("body", term.stems) for term in self._parsed.terms]
            yield _boosted(_all(own_text), ALL_WORDS_WEIGHT)
        yield from self._pair_bonuses()
        for term in self._parsed.terms:
            if term.kind is TermKind.ARTICLE:
                yield _boosted(self._term("articles", term.stems[1]), ARTICLE_WEIGHT)
        for acronym in self._parsed.abbreviations:
            for field in ("body", "title"):
                yield _boosted(self._term(field, acronym), ABBREVIATION_WEIGHT)

    def _pair_bonuses(self) -> Iterator[Query]:
        """Neighbouring words, with the room that the words left out between them take."""
        words = [term for term in self._parsed.words if term.kind is TermKind.WORD]
        for first, second in pairwise(words):
            distance = second.place - first.place
            for field in ("body", "title"):
                if all(self._vocabulary.frequency(field, word.stems[0]) for word in (first, second)):
                    row: list[str | tuple[int, str]] = [(0, first.stems[0]), (distance, second.stems[0])]
                    phrase = Query.phrase_query(self._schema, field, row, PAIR_SLOP)
                    yield _boosted(phrase, PAIR_WEIGHT * FIELD_WEIGHTS[field])

    # Parts

    def entry(self, key: int, ordinal: int) -> Query:
        of_record = Query.term_query(self._schema, "key", key)
        with_ordinal = Query.term_query(self._schema, "ordinal", ordinal)
        return Query.boolean_query([(Occur.Must, of_record), (Occur.Must, with_ordinal)])

    def _field_share(self, field: str, stems: Sequence[str]) -> float:
        return self._vocabulary.whole_weight(stems) if field == "whole" else 1.0

    def of_records(self, keys: Sequence[int]) -> Query:
        return _one_of(self._schema, "key", keys)

    def _row(self, field: str, stems: Sequence[str]) -> Query:
        if len(stems) == 1:
            return self._term(field, stems[0])
        return Query.phrase_query(self._schema, field, list(stems))

    def _term(self, field: str, word: str) -> Query:
        return Query.term_query(self._schema, field, word)


def restrictions(schema: tantivy.Schema, viewer: Viewer, filters: Mapping[str, Sequence[str]]) -> list[Clause]:
    """What takes away from a query all that the viewer may not see and all that the filters leave out.

    Visibility is a subtraction, because in a public archive little is hidden.
    """
    hidden: Query = Query.range_query(
        schema,
        "public_from",
        tantivy.FieldType.Integer,
        instant(viewer.now),
        NEVER,
        include_lower=False,
        use_inverted_index=True,
    )
    if viewer.tags:
        held = _one_of(schema, "tags", sorted(viewer.tags))
        hidden = Query.boolean_query([(Occur.Must, hidden), (Occur.MustNot, held)])
    clauses: list[Clause] = [(Occur.MustNot, hidden)]
    for name, values in filters.items():
        if values:
            clauses.append((Occur.Must, _one_of(schema, FACET_PREFIX + name, values)))
    return clauses


def every_record(schema: tantivy.Schema) -> Query:
    return Query.const_score_query(Query.term_query(schema, "ordinal", WHOLE), 0.0)


def _one_of(schema: tantivy.Schema, field: str, values: Sequence[str] | Sequence[int]) -> Query:
    """Entries with any of the values, adding nothing to the score."""
    # Not a term set: that walks all values of the field, which is dearer than a hundred look-ups.
    options = [(Occur.Should, Query.term_query(schema, field, value, index_option="basic")) for value in values]
    return Query.const_score_query(Query.boolean_query(options), 0.0)


def restricted(query: Query, clauses: Sequence[Clause]) -> Query:
    return Query.boolean_query([(Occur.Must, query), *clauses])


def _all(queries: Sequence[Query]) -> Query:
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _at_least(queries: Sequence[Query], needed: int) -> Query:
    if needed >= len(queries):
        return _all(queries)
    options = [(Occur.Should, query) for query in queries]
    return Query.boolean_query(options, minimum_number_should_match=max(needed, 1))


def _best(queries: Sequence[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return queries[0] if len(queries) == 1 else Query.disjunction_max_query(list(queries))


def _boosted(query: Query, weight: float) -> Query:
    return query if weight == 1.0 else Query.boost_query(query, weight)
