"""Which spellings are the same word: tidy text, fold accents and case, take the stem.

The index, the query and the marks on a page all go through here, so what one of them takes for the same word the
others do too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST_WORD = 40
_INVISIBLE = "\x00\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe"
_WITHOUT_INVISIBLE = dict.fromkeys(map(ord, _INVISIBLE))
_HAS_INVISIBLE = re.compile(f"[{_INVISIBLE}]")
_ORDINAL = re.compile(r"(\d+)(?:o|a|er|ra|ro|do|da|to|ta|vo|va|mo|ma|no|na)s?")
_ARTICLE_WORDS = frozenset({"art", "arts", "articulo", "articulos"})
ARTICLE = "articul"
_MEMO_SIZE = 200_000


def normalise(text: str) -> str:
    """Text in composed Unicode without invisible characters, as engines store it."""
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(_WITHOUT_INVISIBLE) if _HAS_INVISIBLE.search(composed) else composed


def fold(word: str) -> str:
    """The spelling that counts: lower case, no accents, ñ kept, ordinals (5º, 6o, 1er) as their number."""
    plain = word.lower()
    if not plain.isascii():
        plain = "ñ".join(_without_accents(part) for part in normalise(plain).split("ñ")) or plain
    if plain[0].isdigit():
        ordinal = _ORDINAL.fullmatch(plain)
        plain = ordinal[1] if ordinal else plain
    return plain[:LONGEST_WORD]


def _without_accents(text: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return "".join(bare.lower().split())


def light_stem(folded: str) -> str:
    """Savoy's light Spanish stemmer (CLEF 2001), the one Lucene calls `light_spanish`, on a folded word."""
    if len(folded) < 5:
        return folded
    if folded[-1] in "aeo":
        return folded[:-1]
    if folded.endswith("eses"):
        return folded[:-2]
    if folded.endswith("ces"):
        return folded[:-3] + "z"
    if folded[-1] == "s" and folded[-2] in "aeo":
        return folded[:-2]
    return folded


def stem(word: str) -> str:
    """What the index holds for a word in any spelling. "art." is read as "artículo"."""
    folded = fold(word)
    return ARTICLE if folded in _ARTICLE_WORDS else light_stem(folded)


class Memo(dict[str, str]):
    """Remembers a function of a word, because a text repeats few words many times. Starts anew when full."""

    def __init__(self, function: Callable[[str], str]) -> None:
        super().__init__()
        self._function = function

    def __missing__(self, word: str) -> str:
        if len(self) >= _MEMO_SIZE:
            self.clear()
        value = self[word] = self._function(word)
        return value


STEMS = Memo(stem)
FOLDED = Memo(fold)
