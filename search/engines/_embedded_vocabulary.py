"""The words that an opened index holds: how many records have one, and what a mistyped one was meant to be."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence

import tantivy

from search.language import ParsedQuery, Term, TermKind, Variant, one_letter_off, parse, stem
from search.ports import WHOLE

TYPO_WEIGHT = 0.6
TYPO_LIMIT = 3
"""A word in more records than this is not taken for a typing error."""
CORRECTIONS = 2
RECOUNTED = 100
"""Words in no more entries than this are counted again among what the viewer sees."""


_ENDING = re.compile(r"[aeosnr]{1,2}$")


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
        if held > TYPO_LIMIT or term.is_code:
            return ()
        found = {
            word: count
            for word in set(one_letter_off(term.folded))
            if (count := self._frequency("words", word, remember=False)) > held
        }
        return tuple(sorted(found, key=lambda word: (-found[word], word))[:CORRECTIONS])

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


def understood(text: str, seen: SeenWords) -> tuple[ParsedQuery, str]:
    """A text read with typing errors put right, and how it reads then (empty where nothing was put right)."""
    parsed = parse(text)
    corrections = {
        term.folded: found
        for term in parsed.terms
        if term.kind is TermKind.WORD and (found := seen.corrections(term))
    }
    if not corrections:
        return parsed, ""
    more = {folded: [Variant((stem(word),), TYPO_WEIGHT) for word in words] for folded, words in corrections.items()}
    missing = {
        term.typed: corrections[term.folded][0]
        for term in parsed.terms
        if term.folded in corrections
        and seen.is_missing(term)
        and not _is_inflection(term.folded, corrections[term.folded][0])
    }
    read_as = "".join(_with(missing, piece) for piece in re.split(r"(\w+)", parsed.text)) if missing else ""
    return parsed.with_variants(more), read_as


def _is_inflection(typed: str, found: str) -> bool:
    """Whether two words differ in their ending only (tardan, tardar): that is no typing error to be told of."""
    return _ENDING.sub("", typed) == _ENDING.sub("", found)


def _with(replaced: Mapping[str, str], word: str) -> str:
    return replaced.get(word, word)
