"""Changing an embedded index: put, remove, commit; and filling a new one beside the live one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import tantivy

from search.engines._embedded_schema import TOMBSTONE, documents, tombstone
from search.engines._embedded_store import MadeFor, Store, open_index
from search.engines._promise import pack
from search.ports import WHOLE, Record, RecordKey

HEAP_BYTES = 128_000_000
SWAP_WAIT_SECONDS = 60.0


class HalfWritten(RuntimeError):
    """A record's entries were taken out and not all of the new ones put in; nothing of it may be committed."""


class EmbeddedWriter:
    """An IndexWriter on one generation."""

    def __init__(self, index: tantivy.Index, writer: tantivy.IndexWriter) -> None:
        self._index = index
        self._writer = writer
        self._searcher = index.searcher()
        self._was_empty = self._searcher.num_docs == 0
        self._versions: dict[int, int | None] = {}
        self._half_written = False

    def put(self, record: Record) -> bool:
        """Replace all entries of the record; False if the index already holds this version or a newer one.

        If it raises, the record stays as it was, or the writer refuses to commit.
        """
        number = pack(record.key)
        held = self._held_version(number)
        if held is not None and held >= record.version:
            return False
        self._replace(number, held, [self._document(fields) for fields in documents(record)])
        self._versions[number] = record.version
        return True

    def remove(self, key: RecordKey, version: int) -> bool:
        """Take every entry of the record out; False if the index holds a newer version than `version`.

        A tombstone stays, so that an older put that comes late is refused.
        """
        number = pack(key)
        held = self._held_version(number)
        if held is not None and held > version:
            return False
        self._replace(number, held, [self._document(tombstone(key, version))])
        self._versions[number] = version
        return True

    def commit(self) -> None:
        """Raises HalfWritten after a put or a remove that failed between taking out and putting in."""
        if self._half_written:
            raise HalfWritten("a record was left half written; open another writer and apply the changes again")
        self._writer.commit()

    def _document(self, fields: dict[str, object]) -> tantivy.Document:
        return tantivy.Document.from_dict(fields, self._index.schema)

    def _replace(self, number: int, held: int | None, entries: Sequence[tantivy.Document]) -> None:
        before, self._half_written = self._half_written, True
        if held is not None:
            self._writer.delete_documents_by_term("key", number)
        for entry in entries:
            self._writer.add_document(entry)
        self._half_written = before

    def _held_version(self, number: int) -> int | None:
        if number in self._versions or self._was_empty:
            return self._versions.get(number)
        schema = self._index.schema
        marker = tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Must, tantivy.Query.term_query(schema, "key", number)),
                (tantivy.Occur.Must, tantivy.Query.term_set_query(schema, "ordinal", [WHOLE, TOMBSTONE])),
            ]
        )
        hits = self._searcher.search(marker, 1, count=False).hits
        held = self._searcher.fast_field_values("version", [hits[0][1]])[0] if hits else None
        return None if held is None else int(held)


@contextmanager
def writing(generation: Path) -> Iterator[EmbeddedWriter]:
    """The index is opened anew for each writer and its merges are awaited; what was not committed is dropped.

    Not by `rollback`: it waits for nothing. A merge that was about to end would then write its list of segments, and
    delete the files of those that it merged, after the next writer has read the list of before; with its first commit
    that writer would bring back segments whose files are gone.
    """
    index = open_index(generation)
    writer = index.writer(HEAP_BYTES, 1)
    try:
        yield EmbeddedWriter(index, writer)
    finally:
        writer.wait_merging_threads()


class EmbeddedRebuild:
    """A generation in the making."""

    def __init__(self, store: Store, made_for: MadeFor) -> None:
        self._store = store
        self._generation = store.create(made_for)

    @contextmanager
    def writer(self) -> Iterator[EmbeddedWriter]:
        with writing(self._generation) as writer:
            yield writer

    def swap(self, before_switch: Callable[[], None] = lambda: None) -> None:
        """Make it live. A writer of the live index is awaited, so that what it commits is not half lost."""
        with self._store.locked("writer", wait_seconds=SWAP_WAIT_SECONDS):
            before_switch()
            self._store.point_to(self._generation)
        self._store.clean()


@contextmanager
def rebuilding(store: Store, made_for: MadeFor) -> Iterator[EmbeddedRebuild]:
    """One rebuild at a time; what killed ones left is deleted first, and this one's too if it was not swapped."""
    with store.locked("rebuild"):
        store.clean()
        try:
            yield EmbeddedRebuild(store, made_for)
        finally:
            store.clean()
