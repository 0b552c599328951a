"""The text of a page as people read and quote it, from the text as a file spells it.

Pure. Text is cleaned line by line, so that every line keeps its own rectangle and its offsets are those of the
cleaned text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import TypeAlias

from archive.extraction.contract import Line

Rectangle: TypeAlias = tuple[float, float, float, float]
"""Left, top, right, bottom."""
Piece: TypeAlias = tuple[str, Rectangle]

SOFT_HYPHEN = "\u00ad"
BROKEN_WORD = "\ufffe"
"""What pdfium writes in place of a hyphen that ends a line, followed by no line break."""
_LINE_END_HYPHENS = f"-{SOFT_HYPHEN}{BROKEN_WORD}"

_CONTROLS = (
    *range(0x20),
    *range(0x7F, 0xA0),
    *(0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFFFC, 0xFFFF),  # invisible, and joined words would differ by them
    *range(0x202A, 0x202F),
    *range(0xD800, 0xE000),
)
_SPACES = (*range(0x09, 0x0E), 0x85, 0xA0, 0x1680, *range(0x2000, 0x200B), 0x2028, 0x2029, 0x202F, 0x205F, 0x3000)
_SYMBOL_FONT_BULLETS = (0xF076, 0xF0A7, 0xF0B7, 0xF0D8)
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPELLING: dict[int, str] = {
    **dict.fromkeys(_CONTROLS, ""),
    **dict.fromkeys(_SPACES, " "),
    **dict.fromkeys(_SYMBOL_FONT_BULLETS, "•"),
    **_LIGATURES,
    0x2010: "-",
    0x2011: "-",
}
_MISSPELT = re.compile(f"[{re.escape(''.join(map(chr, _SPELLING)))}{SOFT_HYPHEN}]")
_LIGATURE_WITHOUT_MAP = re.compile(r"\x1f(?=[^\W\d_])")
"""Fonts without a map to Unicode often keep the ligature "fi" here; before a letter the code means nothing else."""
_TRIPLE_HYPHEN = re.compile(f"-{SOFT_HYPHEN}[-\u2010]?")
_INNER_SOFT_HYPHEN = re.compile(f"{SOFT_HYPHEN}(?!$)")

_VOWELS = "aeiouáéíóúü"
_ADDRESS_OR_CHAIN = re.compile(r"[/@_\\]|[-.]\w")
_NOT_LETTERS = re.compile(r"[\W\d_]+")


def clean_line(text: str) -> str:
    """One line: NFC, ligatures as letters, single spaces, nothing invisible; a hyphen that may break a word stays."""
    if _MISSPELT.search(text):
        text = _TRIPLE_HYPHEN.sub("-", _LIGATURE_WITHOUT_MAP.sub("fi", text)).translate(_SPELLING).rstrip()
        text = _INNER_SOFT_HYPHEN.sub("", text)
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    if "  " in text:
        return " ".join(text.split())
    return text.strip(" ")


def clean_page(pieces: Iterable[Piece]) -> tuple[str, tuple[Line, ...]]:
    """Text and lines of a page from its raw lines in reading order. Lines without text are left out."""
    cleaned = ((clean_line(text), rectangle) for text, rectangle in pieces)
    lines: list[Line] = []
    texts: list[str] = []
    start = 0
    for text, rectangle in _join_broken_words(piece for piece in cleaned if piece[0]):
        end = start + len(text)
        lines.append(Line(start, end, *rectangle))
        texts.append(text)
        start = end + 1
    return "\n".join(texts), tuple(lines)


_WORD = re.compile(r"\S+")
_LOOK_AHEAD = 8
"""Words that may be missing on either side before the two are taken for different texts."""


def place_words(text: str, pieces: Iterable[Piece]) -> tuple[Line, ...]:
    """Where the words of a cleaned page stand, from the raw words of the page in the same order.

    A word that a line end broke stands where it begins. Words that can't be told apart for sure have no place.
    """
    raw = [(clean_line(word).rstrip(_LINE_END_HYPHENS), rectangle) for word, rectangle in pieces]
    raw = [(word, rectangle) for word, rectangle in raw if word]
    placed: list[Line] = []
    at = 0
    for match in _WORD.finditer(text):
        found = _next_place(match[0].rstrip(_LINE_END_HYPHENS), raw, at)
        if found is not None:
            placed.append(Line(match.start(), match.end(), *raw[found][1]))
            at = found + 1
    return tuple(placed)


def _next_place(word: str, raw: list[Piece], at: int) -> int | None:
    ahead = range(at, min(at + _LOOK_AHEAD, len(raw)))
    whole = next((place for place in ahead if raw[place][0] == word), None)
    if whole is not None:
        return whole
    return next((place for place in ahead if len(raw[place][0]) > 1 and word.startswith(raw[place][0])), None)


def _join_broken_words(pieces: Iterable[Piece]) -> list[Piece]:
    """Moves the rest of a word that a line end broke up to where the word begins.

    A line that held nothing but that rest goes, with its rectangle; any other keeps its rectangle.
    """
    joined: list[Piece] = []
    for text, rectangle in pieces:
        rest = text
        if joined and joined[-1][0][-1] in _LINE_END_HYPHENS:
            before, place = joined[-1]
            whole, rest = _continue(before, text)
            joined[-1] = (whole, place)
        if rest:
            joined.append((rest, rectangle))
    if joined and joined[-1][0][-1] in _LINE_END_HYPHENS:
        last, place = joined[-1]
        joined[-1] = (_as_printed(last), place)
    return [piece for piece in joined if piece[0]]


def _continue(before: str, after: str) -> tuple[str, str]:
    """The line that ends in a hyphen and the next one, with the broken word whole on the first.

    A soft hyphen is never part of a word. Any other is dropped where a lower-case letter follows, save in compounds
    and addresses; there, and where pdfium says that the word goes on with a capital or a digit, it stays.
    """
    mark, stem = before[-1], before[:-1].rpartition(" ")[2]
    word, _, rest = after.partition(" ")
    if not stem or not stem[-1].isalnum() or not word[0].isalnum():
        return _as_printed(before), after
    if mark == SOFT_HYPHEN:
        return before[:-1] + word, rest
    if not (stem[-1].isalpha() and word[0].islower()):
        return (f"{before[:-1]}-{word}", rest) if mark == BROKEN_WORD else (before, after)
    hyphen = "-" if _keeps_hyphen(stem, word) else ""
    return before[:-1] + hyphen + word, rest


def _as_printed(text: str) -> str:
    """A line whose last hyphen breaks no word."""
    if text[-1] == SOFT_HYPHEN:
        return text[:-1]
    return text[:-1] + "-"


def _keeps_hyphen(stem: str, word: str) -> bool:
    """Whether the hyphen between them is written: in an address, a chain of words, or a compound.

    Spanish writes at most one accent in a word, and none before the fourth syllable from its end save in adverbs in
    -mente: "político-electoral" or "teórico-práctico" can't be one word that a line end broke.
    """
    if _ADDRESS_OR_CHAIN.search(stem) or _ADDRESS_OR_CHAIN.search(word):
        return True
    first, second = _NOT_LETTERS.sub("", stem).lower(), _NOT_LETTERS.sub("", word).lower()
    accented = next((at for at, letter in enumerate(first) if letter in "áéíóú"), None)
    if accented is None:
        return False
    if any(letter in "áéíóú" for letter in second):
        return True
    after = first[accented:] + second
    syllables = sum(
        letter in _VOWELS and (at == 0 or after[at - 1] not in _VOWELS) for at, letter in enumerate(after)
    )
    return syllables > 4 and not after.endswith("mente")
