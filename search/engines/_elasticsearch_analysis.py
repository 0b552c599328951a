"""How Elasticsearch cuts and folds Spanish, declared in the index; the same words as `search.language`, word by word.

Everything here is in the official server: a mapping character filter, the standard tokenizer, `pattern_replace`,
`truncate`, `stemmer_override` and the light Spanish stemmer. Question and stop words stay in the index and are left
out of queries instead (`search.language.parse`): a quoted "ley de archivos" means all three, and "ser o no ser" is a
query too.
"""

from __future__ import annotations

from collections.abc import Iterator

from elasticsearch.dsl import analyzer, char_filter, token_filter

from search.language import fold, normalise, words

_LATIN = (range(0xA0, 0x250), range(0x1E00, 0x1F00), range(0xFB00, 0xFB07), range(0xFF10, 0xFF5B))
_MATHEMATICAL = range(0x1D400, 0x1D800)
_COMBINING = range(0x300, 0x370)
_JOINING = "._,;:'‘’·‿․＇"
"""Inside a word the standard tokenizer does not cut at these; we do."""
_SYMBOLS = "©®™"
"""The standard tokenizer takes these for words."""
_CUT = "-"


def _mappings() -> Iterator[str]:
    """Each character that stands for others: á is a, º is o, ﬁ is fi; ñ stays what it is."""
    for block in (*_LATIN, _MATHEMATICAL):
        for character in map(chr, block):
            if words(character) and (folded := fold(character)) != character.lower():
                yield f"{character} => {folded}"
    for character in map(chr, _COMBINING):
        yield f"{character} => "
    for character in (*_JOINING, *_SYMBOLS):
        yield f"{character} => {_CUT}"


_letters = char_filter("letters", type="mapping", mappings=list(dict.fromkeys(_mappings())))
_ordinals = token_filter(
    "ordinals",
    type="pattern_replace",
    pattern=r"^(\d+)(o|a|er|ra|ro|do|da|to|ta|vo|va|mo|ma|no|na)s?$",
    replacement="$1",
)
_longest = token_filter("longest", type="truncate", length=40)
_articles = token_filter("articles", type="stemmer_override", rules=["art, arts, articulo, articulos => articul"])
_light = token_filter("light", type="stemmer", language="light_spanish")

EXACT = analyzer(
    "exact", type="custom", char_filter=[_letters], tokenizer="standard", filter=["lowercase", _ordinals, _longest]
)
"""Words as they are spelled, folded (`search.language.folded_words`)."""
STEMS = analyzer(
    "stems",
    type="custom",
    char_filter=[_letters],
    tokenizer="standard",
    filter=["lowercase", _ordinals, _longest, _articles, _light],
)
"""Words as `search.language.stems` has them."""
AS_GIVEN = "whitespace"
"""For stems that a query brings along: they were analysed here and are not to be analysed again."""


def clean(text: str) -> str:
    """Text that any JSON parser takes: composed, without invisible characters and halves of surrogate pairs."""
    return normalise(text).encode("utf-8", "replace").decode()
