"""How what is written is said: the syllables of any word, number, acronym or mixture of them."""

from __future__ import annotations

import re
from functools import lru_cache

from campaigns.plain_language import spoken
from campaigns.plain_language.acronyms import NAMES, is_acronym, said
from campaigns.plain_language.letters import composed, fold
from campaigns.plain_language.lexicon.abbreviations import UNITS
from campaigns.plain_language.lexicon.foreign import FOREIGN
from campaigns.plain_language.syllables import syllables

_MEMO = 100_000
_SINGLE_WORDS = frozenset("aeouy")
_RUNS = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_][^\W\d]*")
_HUMPS = re.compile(r"(?<=[a-zñáéíóú]{2})(?=[A-ZÑÁÉÍÓÚ])|(?<=[A-ZÑ]{2})(?=[A-ZÑ][a-zñáéíóú]{2})")
_PARTS = re.compile(r"-\s*")
_BROKEN = re.compile(r"-[^\S\n]*\r?\n\s*")


@lru_cache(_MEMO)
def say(text: str) -> tuple[str, ...]:
    """The syllables of one word as it stands in a text; ordinary words keep their spelling."""
    word = _BROKEN.sub("", composed(text)).replace("'s", "s")
    if word.lower() in FOREIGN:
        return syllables(word)
    if any(char.isdecimal() for char in word):
        return _of_mixture(word)
    found = tuple(
        syllable
        for part in _PARTS.split(word)
        if part
        for hump in _HUMPS.split(part)
        for syllable in _of_letters(hump)
    )
    return found or (word,)


def say_words(words: str) -> tuple[str, ...]:
    """The syllables of words that spell something out ("dos mil dieciséis")."""
    return tuple(syllable for word in words.split() for syllable in syllables(word))


def _of_letters(word: str) -> tuple[str, ...]:
    if len(word) == 1:
        name = "" if fold(word) in _SINGLE_WORDS else NAMES.get(fold(word), "")
        return tuple(name.split("-")) if name else (word,)
    return said(word) if is_acronym(word) else _pronounced(word)


def _pronounced(word: str) -> tuple[str, ...]:
    """A word in lower case without any vowel is spelled: "mp"."""
    cut = syllables(word)
    if len(cut) == 1 and word.isalpha() and not set(fold(word)) & set("aeiouy") and set(fold(word)) <= set(NAMES):
        return said(word.upper())
    return cut


def _of_mixture(word: str) -> tuple[str, ...]:
    """Letters and digits: 4K is "cuatro ka", COVID-19 "covid diecinueve", 10km "diez kilómetros"."""
    found: list[str] = []
    after_number = False
    for run in _RUNS.findall(word):
        if run[0].isdecimal():
            found += say_words(spoken.amount(run))
        elif after_number and run in UNITS and len(run) > 1:
            found += say_words(UNITS[run])
        else:
            found += say(run)
        after_number = run[0].isdecimal()
    return tuple(found) or (word,)
