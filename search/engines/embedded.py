"""The embedded engine: a tantivy index in a folder, read by any number of processes and written by one at a time."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tantivy

from search.engines._embedded_query import every_record
from search.engines._embedded_schema import shown
from search.engines._embedded_search import Opened, Request
from search.engines._embedded_store import MadeFor, Stamp, Store, open_index
from search.engines._embedded_vocabulary import Vocabulary
from search.engines._embedded_writer import EmbeddedRebuild, EmbeddedWriter, rebuilding, writing
from search.engines._promise import checked_facets, refuse_unfit, unpack
from search.ports import FacetSpec, Held, Results, SearchQuery, SearchUnavailable

_HELD_AT_ONCE = 1_000
ATTEMPTS = 5
BETWEEN_ATTEMPTS = 0.05
"""Seconds."""


class EmbeddedEngine:
    """A SearchEngine without a server. Safe to share between threads."""

    def __init__(self, folder: Path, facets: Sequence[FacetSpec]) -> None:
        self._store = Store(folder)
        self._facets = {facet.name: facet for facet in checked_facets(facets)}
        self._made_for = MadeFor.now(tuple(self._facets))
        self._lock = threading.Lock()
        self._index: tuple[Path, tantivy.Index] | None = None
        self._opened: tuple[Stamp, Opened] | None = None

    def search(self, query: SearchQuery) -> Results:
        """Raises SearchUnavailable without a fitting index, UnknownFacet on an undeclared facet, TooDeep."""
        refuse_unfit(query, self._facets)
        return Request(self._current(), query, self._facets).answer()

    @contextmanager
    def writer(self) -> Iterator[EmbeddedWriter]:
        """The writer of the live index. Raises IndexBusy if another one is open anywhere."""
        with self._store.locked("writer"):
            generation = self._store.live()
            self._refuse_unfit(generation)
            with writing(generation) as writer:
                yield writer

    @contextmanager
    def rebuild(self) -> Iterator[EmbeddedRebuild]:
        """A new index beside the live one. Raises IndexBusy if another process rebuilds."""
        with rebuilding(self._store, self._made_for) as new:
            yield new

    def held(self) -> Iterator[Held]:
        """Every record of the live index as of its last commit, by key."""
        opened = self._current()
        last = 0
        while True:
            beyond = tantivy.Query.range_query(
                opened.schema, "key", tantivy.FieldType.Integer, last, None, include_lower=False
            )
            wanted = tantivy.Query.boolean_query(
                [(tantivy.Occur.Must, every_record(opened.schema)), (tantivy.Occur.Must, beyond)]
            )
            found = opened.searcher.search(
                wanted, _HELD_AT_ONCE, count=False, order_by_field="key", order=tantivy.Order.Asc
            )
            for last, address in found.hits:
                kept = shown(opened.searcher.doc(address))
                yield Held(unpack(last), kept["version"], kept["pages"], kept["fingerprint"])
            if len(found.hits) < _HELD_AT_ONCE:
                return

    def newest_version(self) -> int:
        """The greatest version that the live index holds; 0 where it is empty."""
        opened = self._current()
        newest = {"newest": {"max": {"field": "version"}}}
        found: dict[str, Any] = opened.searcher.aggregate(tantivy.Query.all_query(), newest)
        return int(found["newest"]["value"] or 0)

    def needs_rebuild(self) -> bool:
        """True where there is no index, or where its schema, language or facets are not this code's."""
        try:
            return self._store.made_for(self._store.live()) != self._made_for
        except SearchUnavailable:
            return True

    def is_lost(self) -> bool:
        """True where there is no index in the folder."""
        try:
            return not self._store.live().exists()
        except SearchUnavailable:
            return True

    def destroy(self) -> None:
        """Delete all that the engine holds. Raises IndexBusy while it is written to."""
        with self._store.locked("rebuild"), self._store.locked("writer"):
            self._store.destroy()
        with self._lock:
            self._index = self._opened = None

    def _current(self) -> Opened:
        """The live index at its last commit; opened anew only after a swap, reloaded only after a commit."""
        for left in reversed(range(ATTEMPTS)):
            try:
                return self._refreshed()
            except (OSError, ValueError) as error:
                # The generation was swapped away and deleted between reading the pointer and opening it; where the
                # machine is busy, that may happen to the next one too.
                failure = error
                time.sleep(BETWEEN_ATTEMPTS if left else 0)
        raise SearchUnavailable(f"the index can't be opened: {failure}") from failure

    def _refreshed(self) -> Opened:
        with self._lock:
            generation = self._store.live()
            stamp = self._store.stamp(generation)
            if self._opened is not None and self._opened[0] == stamp:
                return self._opened[1]
            if self._index is None or self._index[0] != generation:
                self._refuse_unfit(generation)
                self._index = (generation, open_index(generation))
            index = self._index[1]
            index.reload()
            searcher = index.searcher()
            opened = Opened(index.schema, searcher, Vocabulary(searcher))
            self._opened = (stamp, opened)
            return opened

    def _refuse_unfit(self, generation: Path) -> None:
        made_for = self._store.made_for(generation)
        if made_for is None and self._store.live() != generation:
            # Swapped away, and its files are being deleted.
            raise FileNotFoundError(generation)
        if made_for != self._made_for:
            raise SearchUnavailable("the index was made for another version or other facets; run rebuild_search")
