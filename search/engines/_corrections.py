"""Typing errors: which word was meant, and when a person is told so. The same rule for every engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Protocol

from search.language import ParsedQuery, Term, TermKind, Variant, parse, stem

TYPO_WEIGHT = 0.6
TYPO_LIMIT = 3
"""A word in more records than this is not taken for a typing error."""
CORRECTIONS = 2
_ENDING = re.compile(r"[aeosnr]{1,2}$")


class KnownWords(Protocol):
    """What one viewer may know of the words that an index holds."""

    def is_missing(self, term: Term) -> bool:
        """Whether none of the viewer's records has the word."""

    def corrections(self, term: Term) -> tuple[str, ...]:
        """Words one slip away that the index does hold, likeliest first, for a word that it hardly holds."""


def may_be_mistyped(term: Term, held: int) -> bool:
    """Whether a word that so many records hold may be a typing error."""
    return term.kind is TermKind.WORD and held <= TYPO_LIMIT and not term.is_code


def likeliest(counts: Mapping[str, int], held: int) -> tuple[str, ...]:
    """Of the spellings with the number of records that hold each, those that more records hold than the typed one."""
    better = [word for word, count in counts.items() if count > held]
    return tuple(sorted(better, key=lambda word: (-counts[word], word))[:CORRECTIONS])


def understood(text: str, seen: KnownWords) -> tuple[ParsedQuery, str]:
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
