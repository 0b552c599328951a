"""Cutting text into words, quickly: a page of results looks through tens of pages of text.

Nearly all Spanish text is made of the characters of Latin-1, or else of Windows-1252. Such a text is folded in one
pass into a line of the same length, where words stand between spaces; any other text goes the slow way, word by
word. Both agree.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from search.language._words import FOLDED, STEMS, fold

WORD = re.compile(r"[^\W_¼½¾]+(?:[\u0300-\u036f\u00ad]+[^\W_¼½¾]*)*")
"""A run of letters and digits; combining accents and soft hyphens inside it do not cut it."""

_CODEC = "cp1252"
_SPACES_FOR_SYMBOLS = "search-spaces-for-symbols"


@dataclass(frozen=True, slots=True)
class Token:
    """A word where it stands: `start` and `end` are offsets in characters of the text as given."""

    text: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    return (Token(match.group(), match.start(), match.end()) for match in WORD.finditer(text))


def folded_line(text: str) -> str | None:
    """The text folded letter by letter, all else a space; None where that is not possible letter by letter."""
    for char in _NOT_LETTER_BY_LETTER:
        if char in text:
            return None
    try:
        return text.encode("latin-1").translate(_LATIN_TABLE).decode("latin-1")
    except UnicodeEncodeError:
        pass  # typographic quotes and dashes, mostly
    try:
        return text.encode(_CODEC, _SPACES_FOR_SYMBOLS).translate(_TABLE).decode("latin-1")
    except UnicodeEncodeError:
        return None


def words(text: str) -> list[str]:
    """The words of a text in their order, in spellings that `FOLDED` and `STEMS` know how to read."""
    line = folded_line(text)
    return WORD.findall(text) if line is None else line.split()


def stems(text: str) -> list[str]:
    """The stems of a text in their order, stop words among them."""
    return list(map(STEMS.__getitem__, words(text)))


def folded_words(text: str) -> list[str]:
    return list(map(FOLDED.__getitem__, words(text)))


def _table(codec: str) -> bytes:
    """What each byte of a text in that encoding becomes: its folded letter or digit, or a space."""
    return bytes(ord(_folded_letter(char) or " ") for char in _characters(codec))


def _characters(codec: str) -> list[str]:
    return [bytes([code]).decode(codec, "replace") for code in range(256)]


def _folded_letter(char: str) -> str:
    """One letter of Latin-1, or nothing where there is none."""
    folded = fold(char) if WORD.fullmatch(char) else ""
    return folded if len(folded) == 1 and ord(folded) < 256 else ""


def _not_letter_by_letter() -> str:
    """Characters that belong to words but can't be folded in place, such as œ and the soft hyphen."""
    return "\u00ad" + "".join(
        char for char in _characters(_CODEC) if WORD.fullmatch(char) and not _folded_letter(char)
    )


def _spaces_for_symbols(error: UnicodeError) -> tuple[bytes, int]:
    """Let characters that belong to no word (bullets, private-use glyphs) pass as spaces."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    strange = error.object[error.start : error.end]
    if any(WORD.match(char) or unicodedata.combining(char) for char in strange):
        raise error
    return b" " * len(strange), error.end


codecs.register_error(_SPACES_FOR_SYMBOLS, _spaces_for_symbols)
_NOT_LETTER_BY_LETTER = _not_letter_by_letter()
_LATIN_TABLE = _table("latin-1")
_TABLE = _table(_CODEC)
