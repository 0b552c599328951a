"""What the text of a page is worth. Pure.

The thresholds were set on the pages of real documents; docs/adr/0016 says how often they are right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice
from string import ascii_lowercase

from archive.extraction.contract import ExtractedPage, Line, Quality

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

FREQUENT_WORDS = frozenset(
    [
        "a",
        "al",
        "ante",
        "como",
        "con",
        "contra",
        "cual",
        "cuando",
        "de",
        "del",
        "desde",
        "donde",
        "e",
        "el",
        "ella",
        "en",
        "entre",
        "es",
        "esta",
        "este",
        "fue",
        "ha",
        "hasta",
        "la",
        "las",
        "le",
        "lo",
        "los",
        "más",
        "me",
        "ni",
        "no",
        "o",
        "para",
        "pero",
        "por",
        "que",
        "se",
        "sea",
        "ser",
        "si",
        "sin",
        "sobre",
        "son",
        "su",
        "sus",
        "también",
        "un",
        "una",
        "y",
        "ya",
    ]
)
"""They make up a third to a half of Spanish prose, and a tenth of a list of names."""
_FREQUENT_LETTERS = "eaosrnidltcu"
"""Nearly nine letters of ten in Spanish, seven or more in other languages of Latin script."""
_BEGINNING = 1_000
"""Characters that tell as much about letters as all."""
_FEWEST_LETTERS_OF_A_LANGUAGE = 100
_LEAST_FREQUENT_LETTERS = 0.65
_LEAST_FREQUENT_WORDS = 0.1
_PLAIN_WORD = re.compile(r"[^\W\d_]+")

_MOST_NOISE_OF_A_LAYER = 0.05
_STRANGE = r"~^|\\<>{}\[\]=*\"•■¬:$"
_BROKEN_WORD = re.compile(
    rf"[^\W\d_][{_STRANGE}]+[^\W\d_]|[~^|\\<>•■¬][^\W\d_]|[^\W\d_](?:[~^|\\<>•■¬]|[{_STRANGE}]{{2}})"
    r"|[a-zñ][ÁÉÍÓÚÑ]|[A-ZÑ]{2}[a-zíóáéú][A-ZÁÉÍÓÚÑ]|[^\W\d_]{2}\d[^\W\d_]{2}"
)
"""A mark, a digit or a capital where no word has one ("Accc~o", "SECRETAR1OS", "PROTECCiÓN")."""
_PUNCTUATION = "\"'«»“”‘’()[]*•.,;:"
_ADDRESS = re.compile(r"@|//|www\.", re.IGNORECASE)
_SCRIBBLED = frozenset("~_<>|=^\"'")
_FEWEST_MARKS = 5
_FEWEST_SUSPECTS = 4
_MOST_OF_THE_PAGE = 0.6
_FEWEST_LETTERS_BESIDE_AN_IMAGE = 20
_FEWEST_LETTERS_OVER_AN_IMAGE = 40
_MOST_LETTERS_OF_A_HEADER = 200
_MARGIN = 0.12
"""Of the page's height, above and below: where a header, a folio or a stamp of the digitisation stands."""


def judge(text: str) -> Quality:
    """The quality of a page's cleaned text."""
    unreadable = len(_UNREADABLE.findall(text)) if _UNREADABLE.search(text) else 0
    if unreadable >= _FEWEST_CHARACTERS and unreadable > _MOST_UNREADABLE * len(text):
        return Quality.POOR
    if sum(1 for _ in islice(_LETTER_OR_DIGIT.finditer(text), _FEWEST_CHARACTERS)) < _FEWEST_CHARACTERS:
        return Quality.EMPTY
    sample = text[::_SAMPLE]
    if sum(map(sample.count, _VOWELS)) < _USUAL_VOWELS * len(sample) and noise(text) > _MOST_GARBAGE:
        return Quality.POOR
    return Quality.POOR if _is_in_no_language(text) else Quality.GOOD


def judge_beside_images(text: str, lines: Iterable[Line], height: float, share: float) -> Quality:
    """The quality of the text of a page of which images cover that share.

    On a scan the text is what a program once recognised there, or no more than a header over it.
    """
    if share < _MOST_OF_THE_PAGE:
        return Quality.EMPTY if letters(text) < _FEWEST_LETTERS_BESIDE_AN_IMAGE else judge(text)
    if _is_header_only(text, lines, height):
        return Quality.EMPTY
    quality = judge(text)
    if quality != Quality.GOOD:
        return quality
    if noise(text) > _MOST_NOISE_OF_A_LAYER:
        return Quality.POOR
    return Quality.SUSPECT if broken_words(text) else Quality.GOOD


def settled(pages: Sequence[ExtractedPage]) -> tuple[ExtractedPage, ...]:
    """All pages of a file, those under suspicion judged by what the others are worth.

    One broken word says little of a page; in a file whose layer is known to be bad it says enough.
    """
    suspects = sum(page.quality == Quality.SUSPECT for page in pages)
    if not suspects:
        return tuple(pages)
    is_bad = any(page.quality == Quality.POOR for page in pages)
    is_bad = is_bad or (suspects >= _FEWEST_SUSPECTS and 2 * suspects > len(pages))
    verdict = Quality.POOR if is_bad else Quality.GOOD
    return tuple(replace(page, quality=verdict) if page.quality == Quality.SUSPECT else page for page in pages)


def _is_header_only(text: str, lines: Iterable[Line], height: float) -> bool:
    count = letters(text)
    if count < _FEWEST_LETTERS_OVER_AN_IMAGE or count >= _MOST_LETTERS_OF_A_HEADER:
        return count < _FEWEST_LETTERS_OVER_AN_IMAGE
    body = "".join(text[line.start : line.end] for line in lines if _is_in_body(line, height))
    return letters(body) < _FEWEST_LETTERS_OVER_AN_IMAGE


def letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def noise(text: str) -> float:
    """The share of what stands between spaces that is neither word nor number; 0 of a text too short to tell."""
    tokens = text.split()
    if len(tokens) < _FEWEST_WORDS:
        return 0.0
    return sum(not _is_sensible(token) for token in tokens) / len(tokens)


def broken_words(text: str) -> int:
    """How many of its words have something in them that no word has."""
    return sum(map(_is_broken, text.split()))


def _is_broken(token: str) -> bool:
    if token.isalnum() and token.isascii() and token.islower():
        return False
    bare = token.strip(_PUNCTUATION)
    if _ADDRESS.search(bare):
        return False
    return _is_scribble(token) or bool(_BROKEN_WORD.search(bare))


def _is_scribble(token: str) -> bool:
    """A logo, a line or a signature that was taken for words."""
    marks = [letter for letter in token if not letter.isalnum()]
    is_mostly_marks = len(marks) >= _FEWEST_MARKS and 2 * len(marks) > len(token)
    return is_mostly_marks and len(set(marks)) > 1 and not _SCRIBBLED.isdisjoint(marks)


def share_of_frequent_words(text: str) -> float:
    """Of all words, those that every Spanish text is full of."""
    words = _PLAIN_WORD.findall(text.lower())
    return sum(word in FREQUENT_WORDS for word in words) / max(len(words), 1)


def _is_in_no_language(text: str) -> bool:
    """Letters of a font that calls them by other names are letters, and come as often as in no language."""
    beginning = text[:_BEGINNING].lower()
    count = sum(map(beginning.count, ascii_lowercase))
    if count < _FEWEST_LETTERS_OF_A_LANGUAGE:
        return False
    if sum(map(beginning.count, _FREQUENT_LETTERS)) >= _LEAST_FREQUENT_LETTERS * count:
        return False
    return share_of_frequent_words(text) < _LEAST_FREQUENT_WORDS


def _is_in_body(line: Line, height: float) -> bool:
    return line.top < (1 - _MARGIN) * height and line.bottom > _MARGIN * height


def _is_sensible(token: str) -> bool:
    word = _WORD.match(token)
    if word:
        return not _LATIN_WITHOUT_VOWEL.match(word[1])
    return bool(_NUMBER.match(token)) or len(token) == 1
