"""Syllables of a word, by the orthographic rules of the Academies (Ortografía de la lengua española, 2010).

The rules count as one syllable what spelling treats as one, however it is spoken: "guion" and "truhan" have one,
"prohibir" two. Where usage differs, it is Mexico's: "a-tle-ta". Numbers, acronyms and abbreviations are read out
first (`reading.py`); here a word is letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from campaigns.plain_language.lexicon.foreign import FOREIGN
from campaigns.plain_language.lexicon.unaccented import UNACCENTED, UNACCENTED_ENDING

_MEMO = 100_000

_INSEPARABLE = frozenset(
    {first + second for first in "pbcgfktdv" for second in "r"}
    | {first + second for first in "pbcgfkv" for second in "l"}
    | {"tl"}
)
"""Two consonants that open a syllable together. "tl" as in Mexico and in words from Náhuatl."""
_INSEPARABLE_AFTER_A_CONSONANT = frozenset({"tz", "dz", "ps"})
_DIGRAPHS = frozenset({"ch", "ll", "rr"})
_SILENT_U = re.compile(r"(?:q)u(?=[aeoiáéíóú])|gu(?=[eiéí])")
_SUB_BEFORE_A_WORD = re.compile(r"(sub)((?:r|l(?:un|ing|et|ev|oc))\w+)")
"""The prefix is heard before these: sub-ra-yar, sub-lu-nar; not in su-bli-me."""

_PARTS = re.compile(r"[-/\s]+")
_HUMPS = re.compile(r"(?<=[a-zñáéíóú]{2})(?=[A-ZÑÁÉÍÓÚ])")


@dataclass(frozen=True, slots=True)
class _Letter:
    """A consonant (digraphs are one) or a vowel with what hiatus depends on."""

    text: str
    base: str = ""
    open: bool = False
    stressed: bool = False

    @property
    def vowel(self) -> bool:
        return bool(self.base)


@lru_cache(_MEMO)
def syllables(word: str) -> tuple[str, ...]:
    """The syllables of a word in its own spelling: together they are the word, without its hyphens.

    Expects composed text (`letters.composed`). What has no vowel is one syllable.
    """
    found: list[str] = []
    for part in _PARTS.split(word):
        for hump in _HUMPS.split(part) if part.lower() not in FOREIGN else [part]:
            found += _of_part(hump)
    return tuple(found)


def _of_part(part: str) -> Sequence[str]:
    lower = part.lower()
    if not part or len(lower) != len(part):  # a letter whose lower case is longer can't be cut by length
        return [part] if part else []
    lower = _with_accents(part, lower)
    cut = FOREIGN.get(lower) or _divide(lower)
    position, found = 0, []
    for syllable in cut:
        found.append(part[position : position + len(syllable)])
        position += len(syllable)
    return found


def _with_accents(part: str, lower: str) -> str:
    """Capitals are often written without accents: "PAÍS" and "PAIS" are one word."""
    if len(part) > 1 and part.isupper() and lower.isascii():
        return UNACCENTED.get(lower) or UNACCENTED_ENDING.sub(lambda found: found[1] + "ía" + found[2], lower)
    return lower


def _divide(lower: str) -> list[str]:
    prefixed = _SUB_BEFORE_A_WORD.fullmatch(lower)
    if prefixed:
        return [prefixed[1], *_divide(prefixed[2])]
    letters = _letters(lower)
    nuclei = _nuclei(letters)
    if not nuclei:
        return [lower]
    bounds = [0]
    for (_, end), (start, _) in pairwise(nuclei):
        bounds.append(start - _onset([letter.text for letter in letters[end:start]]))
    bounds.append(len(letters))
    return ["".join(letter.text for letter in letters[start:end]) for start, end in pairwise(bounds)]


def _letters(lower: str) -> list[_Letter]:
    found: list[_Letter] = []
    position = 0
    while position < len(lower):
        silent = _SILENT_U.match(lower, position)
        pair = lower[position : position + 2]
        if silent:
            letter = _Letter(silent[0])
        elif pair in _DIGRAPHS:
            letter = _Letter(pair)
        else:
            letter = _single(lower, position)
        position += len(letter.text)
        if letter.text == "'" and found and not found[-1].vowel:  # p'u: the glottal mark belongs to its consonant
            letter = _Letter(found.pop().text + "'")
        found.append(letter)
    return found


def _single(lower: str, position: int) -> _Letter:
    char = lower[position]
    spread = unicodedata.normalize("NFD", char)
    base = {"æ": "e", "œ": "e", "ø": "o", "ı": "i"}.get(char, spread[0])
    if base == "y":
        return _Letter(char, "i") if _is_vowel_y(lower, position) else _Letter(char)
    if base in "aeo":
        return _Letter(char, base, open=True)
    if base in "iu":
        acute = any(mark in spread for mark in "\u0301\u0300\u0302")
        naif = base == "i" and "\u0308" in spread
        return _Letter(char, base, stressed=acute or naif)
    return _Letter(char)


def _is_vowel_y(lower: str, position: int) -> bool:
    """At the end of a word or before a consonant: ley, muy, rey-na, py-me; a consonant before a vowel."""
    following = unicodedata.normalize("NFD", lower[position + 1 : position + 2])
    return following[:1] not in set("aeiou") or following == ""


def _nuclei(letters: Sequence[_Letter]) -> list[tuple[int, int]]:
    """The vowels of each syllable, as spans of letters. An h between two vowels is passed over."""
    found: list[tuple[int, int]] = []
    for position, letter in enumerate(letters):
        if not letter.vowel:
            continue
        if found and _joins(letters, found[-1], position):
            found[-1] = (found[-1][0], position + 1)
        else:
            found.append((position, position + 1))
    return found


def _joins(letters: Sequence[_Letter], nucleus: tuple[int, int], position: int) -> bool:
    """Whether this vowel is of the same syllable as the vowels before it: diphthong or triphthong."""
    between = letters[nucleus[1] : position]
    if between and ([each.text for each in between] != ["h"] or _opens_after_h(letters, position)):
        return False
    before, vowel = letters[nucleus[1] - 1], letters[position]
    had_open = any(each.open for each in letters[nucleus[0] : nucleus[1]] if each.vowel)
    if before.base == vowel.base:
        return False
    if before.open:
        return not vowel.open and not vowel.stressed
    if vowel.open:
        return not had_open and not before.stressed
    return not had_open


def _opens_after_h(letters: Sequence[_Letter], position: int) -> bool:
    """hua, hue, hui, hie begin a syllable: al-de-hue-la, ma-ri-hua-na, Co-a-hui-la."""
    vowel = letters[position]
    following = letters[position + 1] if position + 1 < len(letters) else None
    if vowel.stressed or vowel.open or following is None or not following.vowel or following.base == vowel.base:
        return False
    return vowel.base == "u" or following.base == "e"


def _onset(between: Sequence[str]) -> int:
    """How many of the consonants between two vowels belong to the second."""
    if len(between) < 2:
        return len(between)
    last = "".join(between[-2:])
    if last in _INSEPARABLE or (len(between) > 2 and last in _INSEPARABLE_AFTER_A_CONSONANT):
        return 2
    return 1
