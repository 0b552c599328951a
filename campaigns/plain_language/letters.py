"""How a word is spelled for comparison: composed, without what is invisible, folded where only the letters count."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_SPELLING: dict[int, str] = {
    **dict.fromkeys(map(ord, _INVISIBLE), ""),
    **_LIGATURES,
    **dict.fromkeys((0x2018, 0x2019, 0x02BC, 0x02C8, 0xA78B, 0xA78C, 0x00B4), "'"),  # apostrophes and saltillos
    **dict.fromkeys((0x2010, 0x2011), "-"),
}
_MEMO = 100_000


def composed(word: str) -> str:
    """NFC, ligatures as letters, one apostrophe, nothing invisible."""
    if word.isascii():
        return word
    return unicodedata.normalize("NFC", word.translate(_SPELLING))


@lru_cache(_MEMO)
def fold(word: str) -> str:
    """Lower case without accents; ñ stays a letter of its own."""
    plain = composed(word).lower()
    if plain.isascii():
        return plain
    return "ñ".join(_bare(part) for part in plain.split("ñ"))


def _bare(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
