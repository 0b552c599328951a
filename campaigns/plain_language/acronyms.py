"""How an acronym is said: as a word where a Mexican would (INAI: i-nai), letter by letter where not (SNT:
e-se-e-ne-te).

The general rule: what has the vowels of a Spanish word, opens its syllables as Spanish does, and ends in a vowel, in
one consonant or in "rp", "ns", "rs" is a word. From five letters on, inner clusters don't matter: capitals are then a
word. Two letters that are no Spanish word are spelled. Exceptions stand in `lexicon/acronyms.py`: IMSS is said
"imss", one syllable, as in Mexico; OCDE is spelled.
"""

from __future__ import annotations

import re

from campaigns.plain_language.letters import fold
from campaigns.plain_language.lexicon.acronyms import READ, SPELLED, WORDS_OF_TWO_LETTERS
from campaigns.plain_language.lexicon.foreign import FOREIGN
from campaigns.plain_language.syllables import syllables

LONG = 5
NAMES = {
    "a": "a", "b": "be", "c": "ce", "d": "de", "e": "e", "f": "e-fe", "g": "ge", "h": "ha-che", "i": "i",
    "j": "jo-ta", "k": "ka", "l": "e-le", "m": "e-me", "n": "e-ne", "ñ": "e-ñe", "o": "o", "p": "pe", "q": "cu",
    "r": "e-rre", "s": "e-se", "t": "te", "u": "u", "v": "ve", "w": "do-ble-u",
    "x": "e-quis", "y": "ye", "z": "ze-ta",
}  # fmt: skip
"""The letters, as Mexico says them."""

_ONSET = r"(?:[pbcgftdk]r|[pbcgfk]l|tl|ch|ll|qu|[bcdfghjklmnñpqrstvwxyz])"
_CODA = r"(?:[bcdfgklmnprstxz]s?)"
_VOWELS = r"[aeiou]{1,3}"
_LAST = r"(?:rp|ns|rs|ls|nk|[bcdfghjklmnprstxyz])"
_SAYABLE = re.compile(rf"{_ONSET}?{_VOWELS}(?:{_CODA}?{_ONSET}{_VOWELS})*{_LAST}?")
_SAYABLE_IF_LONG = re.compile(rf"{_ONSET}?{_VOWELS}(?:[^aeiou]{{1,4}}{_VOWELS})+{_LAST}?")
"""From five letters on, capitals are more often a word (ISTMO, CUAUHTÉMOC) than letters to spell (LGTAIP, TEPJF)."""
_REPEATED = re.compile(r"([^lr])\1+")
_INNER_Y = re.compile(r"(?<=[^aeiou])y(?![aeiou])|(?<=[aeiou])y(?=[^aeiou]|$)")
_PLURAL = re.compile(r"([A-ZÑÁÉÍÓÚ]{2,})s")


def is_acronym(word: str) -> bool:
    """Whether a word is written as acronyms are: capitals only, two or more, perhaps with a plural s or digits."""
    if word.isupper():
        return word.replace(".", "").isalnum() and sum(map(str.isalpha, word)) >= 2
    return word.endswith("s") and _PLURAL.fullmatch(word) is not None


def said(word: str) -> tuple[str, ...]:
    """The syllables of a word in capitals, in lower case; the same as those of the word where it can be read."""
    plural = _PLURAL.fullmatch(word)
    bare = fold(plural[1] if plural else word)
    if bare in READ:
        spoken = READ[bare]
    elif is_sayable(bare):
        read = syllables(word)
        return tuple(syllable.lower() for syllable in read)
    else:
        spoken = spelled(bare)
    return (*spoken[:-1], spoken[-1] + "s") if plural and spoken else spoken


def is_sayable(folded: str) -> bool:
    if folded in SPELLED:
        return False
    if len(folded) <= 2:
        return folded in WORDS_OF_TWO_LETTERS
    rule = _SAYABLE if len(folded) < LONG else _SAYABLE_IF_LONG
    return folded in FOREIGN or bool(rule.fullmatch(_INNER_Y.sub("i", _REPEATED.sub(r"\1", folded))))


def spelled(letters: str) -> tuple[str, ...]:
    """Letter by letter; what is no Spanish letter is one syllable."""
    return tuple(
        syllable for letter in fold(letters) if letter.isalnum() for syllable in NAMES.get(letter, letter).split("-")
    )
