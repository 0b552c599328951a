"""What the embedded engine's index looks like, and how a record becomes its entries.

One index holds two kinds of entries. Pages carry the text by which results are ranked and shown. One entry for the
whole record carries the words of all its pages, its facets and its sort keys: it is what totals and counts are
taken from. A removed record leaves a tombstone, so that an older version can't come back.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

import tantivy

from search.engines._promise import instant, pack
from search.language import FOLDED, STEMS, articles_beginning, folded_words, normalise, stems, words
from search.ports import WHOLE, IndexEntry, Record, RecordKey

SCHEMA_VERSION = 1
TOMBSTONE = -1
ANALYSED = "analysed"
FACET_PREFIX = "facet_"
_DAY_SHIFT = 40
_UNDATED_LAST = date.max.toordinal() + 1
_TITLE_SORTED = 120

Fields = dict[str, Any]


def build_schema(facets: Sequence[str]) -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in ("key", "ordinal"):
        builder.add_integer_field(name, stored=True, indexed=True, fast=True)
    builder.add_integer_field("version", fast=True, stored=True)
    builder.add_integer_field("public_from", indexed=True)
    for name in ("newest", "oldest"):
        builder.add_integer_field(name, fast=True)
    for name in ("title", "metadata", "body", "whole"):
        builder.add_text_field(name, tokenizer_name=ANALYSED)
    for name in ("words", "rare", "articles"):
        builder.add_text_field(name, tokenizer_name=ANALYSED, index_option="basic")
    builder.add_text_field("tags", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("title_sort", tokenizer_name="raw", index_option="basic", fast=True)
    for name in facets:
        builder.add_text_field(FACET_PREFIX + name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("text", "label", "shown"):
        builder.add_bytes_field(name, stored=True)
    return builder.build()


def register_analysis(index: tantivy.Index) -> None:
    """tantivy stores no analysers: ours only cuts at spaces, since the text is analysed before it gets there."""
    index.register_tokenizer(ANALYSED, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def tombstone(key: RecordKey, version: int) -> Fields:
    return {"key": pack(key), "ordinal": TOMBSTONE, "version": version}


def documents(record: Record) -> Iterator[Fields]:
    """The entries of a record as tantivy takes them, the whole-record entry first."""
    pages = [entry for entry in record.entries if entry.ordinal != WHOLE]
    shared = _shared(record)
    page_stems = []
    spellings: set[str] = set()
    texts = [normalise(entry.body) for entry in pages]
    for text in texts:
        found = words(text)
        page_stems.append(" ".join(map(STEMS.__getitem__, found)))
        spellings.update(found)
    whole = next((entry for entry in record.entries if entry.ordinal == WHOLE), pages[0] if pages else None)
    if whole is None:
        return
    yield shared | _titled(whole) | _whole(record, whole, page_stems, spellings, pages=len(pages))
    for entry, text, line in zip(pages, texts, page_stems, strict=True):
        yield shared | _titled(entry) | _page(entry, text, line)


def _shared(record: Record) -> Fields:
    audience = record.audience
    return {
        "key": pack(record.key),
        "public_from": instant(audience.public_from),
        "tags": sorted(audience.tags),
        **{FACET_PREFIX + name: list(dict.fromkeys(values)) for name, values in record.facets.items()},
    }


def _titled(entry: IndexEntry) -> Fields:
    return {
        "title": " ".join(stems(entry.title)),
        "metadata": [" ".join(stems(text)) for text in entry.metadata],
    }


def _whole(
    record: Record, entry: IndexEntry, page_stems: Sequence[str], spellings: set[str], *, pages: int
) -> Fields:
    named = [entry.title, *entry.metadata]
    for text in named:
        spellings.update(words(text))
    key = pack(record.key) & (1 << _DAY_SHIFT) - 1
    day = record.sort_date.toordinal() if record.sort_date else 0
    return {
        "ordinal": WHOLE,
        "version": record.version,
        "whole": [*(" ".join(stems(text)) for text in named), " ".join(page_stems)],
        "rare": " ".join(word for token in entry.rare_tokens for word in folded_words(token)),
        "words": " ".join({FOLDED[word] for word in spellings}),
        "newest": day << _DAY_SHIFT | key,
        "oldest": (day or _UNDATED_LAST) << _DAY_SHIFT | key,
        "title_sort": f"{_sortable(entry.title)} {key:013d}",
        "shown": _shown(record, entry, pages),
    }


def _sortable(title: str) -> str:
    return " ".join(folded_words(title))[:_TITLE_SORTED]


def _shown(record: Record, entry: IndexEntry, pages: int) -> bytes:
    return json.dumps(
        {
            "title": normalise(entry.title),
            "version": record.version,
            "stored": dict(record.stored),
            "facets": {name: list(values) for name, values in record.facets.items()},
            "pages": pages,
            "fingerprint": record.fingerprint,
        },
        ensure_ascii=False,
    ).encode("utf-8", "replace")


def _page(entry: IndexEntry, text: str, line: str) -> Fields:
    return {
        "ordinal": entry.ordinal,
        "body": line,
        "articles": " ".join(articles_beginning(text)),
        "text": text.encode("utf-8", "replace"),
        "label": entry.label.encode("utf-8", "replace"),
    }


def shown(document: tantivy.Document) -> Mapping[str, Any]:
    """What `_shown` kept, read back."""
    loaded: Mapping[str, Any] = json.loads(document.get_first("shown") or b"{}")
    return loaded
