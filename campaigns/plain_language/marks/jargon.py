"""Words of offices and courts, found in any of their forms, with accents or without, the longest term first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from campaigns.plain_language.inflection import joined_forms, noun_forms, verb_forms
from campaigns.plain_language.letters import composed, fold
from campaigns.plain_language.lexicon import jargon as lexicon
from campaigns.plain_language.marks.mark import Mark, Reading
from campaigns.plain_language.tokens import Sentence

Term = tuple[tuple[frozenset[str], ...], str]
_BEFORE_VERBS = frozenset({"se", "no", "quien", "quienes", "le", "les", "nos"})
Terms = dict[str, list[Term]]
"""By the form of the first word: the forms of each other word, and what may be written instead; longest first."""


def find(reading: Reading, more: Mapping[str, str] | None = None) -> Iterator[Mark]:
    """`more` adds terms to the lexicon: term → plain words; each is met in the singular and the plural."""
    terms = terms_with(more)
    theirs = {form for term in more or () for form in noun_forms(fold(term))}
    for sentence in reading.sentences():
        folded = [word.folded for word in sentence.words]
        position = 0
        while position < len(folded):
            length, plain = _longest(terms, folded, position)
            if length == 1 and folded[position] not in theirs and not _is_meant(sentence, position):
                length = 0
            if length:
                words = (sentence.words[position], sentence.words[position + length - 1])
                yield reading.over("jargon", words, *_advice(plain))
            position += length or 1


def _is_meant(sentence: Sentence, position: int) -> bool:
    """Whether a form that may be a noun is the verb: "exhortó", "se apertura"; not "la apertura"."""
    word = sentence.words[position]
    if word.folded not in lexicon.ALSO_NOUNS or composed(word.text).lower().endswith("ó"):
        return True
    return position > 0 and sentence.words[position - 1].folded in _BEFORE_VERBS


def terms_with(more: Mapping[str, str] | None) -> Terms:
    """The lexicon, and the terms of whoever asks before it: theirs win over ours of the same length."""
    if not more:
        return _lexicon()
    terms = {form: list(found) for form, found in _lexicon().items()}
    for term, plain in more.items():
        words = fold(term).split()
        if words:
            _add(terms, [noun_forms(word) for word in words], plain, at=0)
    return _sorted(terms)


def _advice(plain: str) -> tuple[str, str | None]:
    if plain.startswith("("):
        return f"Palabras de oficina: {plain.strip('()')}.", None
    return f"Palabras de oficina: escriba «{plain}».", plain


def _longest(terms: Terms, folded: list[str], position: int) -> tuple[int, str]:
    for others, plain in terms.get(folded[position], ()):
        if position + len(others) < len(folded) and all(
            folded[position + 1 + step] in forms for step, forms in enumerate(others)
        ):
            return len(others) + 1, plain
    return 0, ""


@cache
def _lexicon() -> Terms:
    terms: Terms = {}
    for line in lexicon.PHRASES.strip().splitlines():
        words, plain = _entry(line)
        _add(terms, [joined_forms(word) for word in words], plain)
    for line in lexicon.NOUNS.strip().splitlines():
        words, plain = _entry(line)
        _add(terms, [noun_forms(word) for word in words], plain)
    for line in lexicon.VERBS.strip().splitlines():
        words, plain = _entry(line)
        _add(terms, [verb_forms(words[0]), *map(noun_forms, words[1:])], plain)
    return _sorted(terms)


def _entry(line: str) -> tuple[list[str], str]:
    term, _, plain = line.partition(" = ")
    return fold(term).split(), plain


def _add(terms: Terms, words: list[frozenset[str]], plain: str, at: int | None = None) -> None:
    for form in words[0]:
        found = terms.setdefault(form, [])
        found.insert(len(found) if at is None else at, (tuple(words[1:]), plain))


def _sorted(terms: Terms) -> Terms:
    return {form: sorted(found, key=lambda term: -len(term[0])) for form, found in terms.items()}
