"""The words that an opened index holds: how many records have one, and what a mistyped one was meant to be."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import tantivy

from search.engines._corrections import likeliest, may_be_mistyped
from search.language import Term, one_letter_off
from search.ports import WHOLE

RECOUNTED = 100
"""Words in no more entries than this are counted again among what the viewer sees."""


class Vocabulary:
    """How many entries of an opened index hold a word: asked often, so remembered as long as the index is open."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self._known: dict[tuple[str, str], int] = {}
        self.records = self.count("ordinal", WHOLE)
        self.entries = searcher.num_docs

    def frequency(self, field: str, word: str) -> int:
        key = (field, word)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self.count(field, word)
        return found

    def count(self, field: str, value: str | int) -> int:
        return self._searcher.doc_freq(field, value)

    def whole_weight(self, stems: Sequence[str]) -> float:
        """What makes a word's weight among records out of its weight among all entries, pages included."""
        count = min(self.frequency("whole", name) for name in stems)
        return _idf(self.records, count) / _idf(self.entries, count)


class SeenWords:
    """What of the vocabulary one viewer may know: neither a correction nor a limit on how many records have a word
    may tell of records that they can't see.

    `count_seen` counts the viewer's records that hold a word; it is asked for rare words only, since a word that
    many records have betrays none of them.
    """

    def __init__(self, vocabulary: Vocabulary, count_seen: Callable[[str, str], int]) -> None:
        self._vocabulary = vocabulary
        self._count_seen = count_seen
        self._known: dict[tuple[str, str], int] = {}

    def is_missing(self, term: Term) -> bool:
        return not self._records_with(term)

    def corrections(self, term: Term) -> tuple[str, ...]:
        """Words one slip away that the index does hold, likeliest first, for a word that it hardly holds."""
        held = self._records_with(term)
        if not may_be_mistyped(term, held):
            return ()
        counts = {word: self._frequency("words", word, remember=False) for word in set(one_letter_off(term.folded))}
        return likeliest(counts, held)

    def frequency(self, field: str, word: str) -> int:
        """How many of the viewer's records have the word, or of all if it is in many; remembered for a request."""
        key = (field, word)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._frequency(field, word)
        return found

    def _records_with(self, term: Term) -> int:
        return max(self.frequency("whole", stems[0]) for stems in _single_stems(term))

    def _frequency(self, field: str, word: str, *, remember: bool = True) -> int:
        count = self._vocabulary.frequency(field, word) if remember else self._vocabulary.count(field, word)
        return self._count_seen(field, word) if 0 < count <= RECOUNTED else count


def _idf(total: int, count: int) -> float:
    return math.log(1 + (max(total, count) - count + 0.5) / (count + 0.5))


def _single_stems(term: Term) -> list[tuple[str, ...]]:
    return [term.stems, *(variant.stems for variant in term.variants if len(variant.stems) == 1)]
