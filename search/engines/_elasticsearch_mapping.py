"""What the index looks like in Elasticsearch, and how a record becomes one document of it.

A record is one document, its pages are nested in it: Lucene keeps every page as an entry of its own, matched, ranked
and highlighted by itself, and the server replaces all of a record's entries at once or not at all. The text of all
pages is copied into `whole`, so that words of different pages match in the same request. A removed record leaves a
document without audience, so that an older version can't come back (docs/adr/0012-records-as-nested-blocks.md).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from elasticsearch.dsl import (
    Boolean,
    Date,
    Document,
    Index,
    InnerDoc,
    Integer,
    Keyword,
    Long,
    MetaField,
    Nested,
    Object,
    Text,
)

from search import language
from search.engines._elasticsearch_analysis import EXACT, STEMS, clean
from search.engines._promise import instant, pack
from search.language import articles_beginning, folded_words
from search.ports import WHOLE, IndexEntry, Record, RecordKey

SCHEMA_VERSION = 1
MOST_PAGES = 100_000
MOST_CHARACTERS = 30_000_000
"""Of one record's text: the server takes no request above 100 MB. Pages behind it are found by title only."""
_TITLE_SORTED = 120
OPENING_LENGTH = 1_000
"""Of page 1, for hits that open it because their title matches."""


class PageEntry(InnerDoc):
    """One page. Its text is stored with it, so that showing it never parses the whole record."""

    ordinal = Integer()
    label = Keyword(index=False)
    title = Text(analyzer=STEMS)
    metadata = Text(analyzer=STEMS)
    body = Text(analyzer=STEMS, store=True, copy_to="whole")
    articles = Keyword()


class RecordEntry(Document):
    """One record. `shown` is what a result shows and no query reads; nothing else of the source is kept."""

    key = Long()
    version = Long(index=False)
    removed = Boolean()
    fingerprint = Keyword(index=False)
    page_count = Integer(index=False)
    public_from = Long()
    tags = Keyword()
    title = Text(analyzer=STEMS, copy_to="whole")
    metadata = Text(analyzer=STEMS, copy_to="whole")
    whole = Text(
        analyzer=STEMS,
        position_increment_gap=0,
        fields={"exact": Text(analyzer=EXACT, index_options="docs", norms=False)},
    )
    rare = Text(analyzer=EXACT, index_options="docs", norms=False)
    sort_date = Date(format="strict_date")
    title_sort = Keyword(index=False)
    shown = Object(enabled=False)
    pages = Nested(PageEntry)

    class Meta:
        dynamic = MetaField("strict")
        source = MetaField({"includes": ["shown"]})


def made_for(facets: Sequence[str]) -> dict[str, Any]:
    """What an index depends on besides its records; another one needs a rebuild."""
    return {"schema": SCHEMA_VERSION, "language": language.VERSION, "facets": sorted(facets)}


def index_body(facets: Sequence[str]) -> dict[str, Any]:
    """Settings and mappings of a new index."""
    index = Index("new")
    index.document(RecordEntry)
    index.settings(
        number_of_shards=1,
        auto_expand_replicas="0-1",
        # What readers see changes when a writer commits, not from second to second.
        refresh_interval="-1",
        **{"mapping.nested_objects.limit": MOST_PAGES},
    )
    body: dict[str, Any] = index.to_dict()
    mappings = body["mappings"]
    mappings["_meta"] = made_for(facets)
    mappings["properties"]["facets"] = {
        "dynamic": "strict",
        "properties": {name: {"type": "keyword"} for name in facets},
    }
    return body


def tombstone(key: RecordKey, version: int) -> Mapping[str, Any]:
    return {"key": pack(key), "version": version, "removed": True}


def source(record: Record) -> Mapping[str, Any]:
    """A record as the server takes it. One without text has an empty first page, which its title can rank."""
    pages = [entry for entry in record.entries if entry.ordinal != WHOLE]
    whole = next((entry for entry in record.entries if entry.ordinal == WHOLE), pages[0] if pages else None)
    if whole is None:
        return tombstone(record.key, record.version)
    names = _names(whole)
    return {
        **names,
        "key": pack(record.key),
        "version": record.version,
        "fingerprint": record.fingerprint,
        "page_count": len(pages),
        "public_from": instant(record.audience.public_from),
        "tags": sorted(record.audience.tags),
        "facets": {name: list(dict.fromkeys(values)) for name, values in record.facets.items()},
        "rare": [clean(token) for token in whole.rare_tokens],
        "sort_date": record.sort_date and record.sort_date.isoformat(),
        "title_sort": " ".join(folded_words(whole.title))[:_TITLE_SORTED],
        "shown": _shown(record, whole, pages),
        "pages": list(_pages(pages)) or [{"ordinal": 1, "label": "", "body": "", **names}],
    }


def _pages(entries: Sequence[IndexEntry]) -> Iterator[dict[str, Any]]:
    room = MOST_CHARACTERS
    for entry in entries:
        room -= len(entry.body)
        yield _page(entry if room >= 0 else replace(entry, body=""))


def _names(entry: IndexEntry) -> dict[str, Any]:
    return {"title": clean(entry.title), "metadata": [clean(text) for text in entry.metadata]}


def _page(entry: IndexEntry) -> dict[str, Any]:
    body = clean(entry.body)
    return {
        **_names(entry),
        "ordinal": entry.ordinal,
        "label": clean(entry.label),
        "body": body,
        "articles": articles_beginning(body),
    }


def _shown(record: Record, entry: IndexEntry, pages: Sequence[IndexEntry]) -> dict[str, Any]:
    first = next((page for page in pages if page.ordinal == 1), None)
    return {
        "title": clean(entry.title),
        "version": record.version,
        "stored": {name: clean(value) for name, value in record.stored.items()},
        "facets": {name: list(values) for name, values in record.facets.items()},
        "label": clean(first.label) if first else "",
        "opening": clean(first.body)[:OPENING_LENGTH] if first else "",
    }
