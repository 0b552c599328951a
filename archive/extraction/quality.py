"""What the text of a page is worth. Pure."""

from __future__ import annotations

import re
from itertools import islice

from archive.extraction.contract import Quality

_FEWEST_CHARACTERS = 5
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_UNREADABLE = re.compile("[\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
"""Glyphs without a meaning, which a font shows and nothing can search."""
_MOST_UNREADABLE = 0.1
_SAMPLE = 4
"""Every fourth character tells as much about vowels as all."""
_VOWELS = "aeiouAEIOUáéíóúÁÉÍÓÚ"
_USUAL_VOWELS = 0.25
"""Of all characters, spaces included; Spanish prose has about 0.38."""
_FEWEST_WORDS = 10
_MOST_GARBAGE = 0.5
_NUMBER = re.compile(r"[-+$#(]*\d[\d.,:/%°ºª()-]*\Z")
_WORD = re.compile(r"[(\"'«“¿¡]*([^\W\d_]+(?:[-'’/.][^\W\d_]+)*)[)\"'»”?!.,;:…]*\Z")
_LATIN_WITHOUT_VOWEL = re.compile(r"[b-df-hj-np-tv-zñç]{5,}\Z", re.IGNORECASE)


def judge(text: str) -> Quality:
    """The quality of a page's cleaned text."""
    unreadable = len(_UNREADABLE.findall(text)) if _UNREADABLE.search(text) else 0
    if unreadable >= _FEWEST_CHARACTERS and unreadable > _MOST_UNREADABLE * len(text):
        return Quality.POOR
    if sum(1 for _ in islice(_LETTER_OR_DIGIT.finditer(text), _FEWEST_CHARACTERS)) < _FEWEST_CHARACTERS:
        return Quality.EMPTY
    sample = text[::_SAMPLE]
    if sum(map(sample.count, _VOWELS)) >= _USUAL_VOWELS * len(sample):
        return Quality.GOOD
    return Quality.POOR if _mostly_garbage(text.split()) else Quality.GOOD


def _mostly_garbage(tokens: list[str]) -> bool:
    """A table of figures has few vowels and is in order: what counts is how many tokens are words or numbers."""
    if len(tokens) < _FEWEST_WORDS:
        return False
    return sum(not _is_sensible(token) for token in tokens) > _MOST_GARBAGE * len(tokens)


def _is_sensible(token: str) -> bool:
    word = _WORD.match(token)
    if word:
        return not _LATIN_WITHOUT_VOWEL.match(word[1])
    return bool(_NUMBER.match(token)) or len(token) == 1
