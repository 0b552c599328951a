"""Changing an index in Elasticsearch: put, remove, commit; and filling a new one beside the live one.

Readers ask an alias. Each index behind it is a generation with a name of its own; a swap moves the alias at once.
Writes go through an alias too, and must find it: a write to an index that is gone creates nothing.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from search.engines._elasticsearch_client import Server
from search.engines._elasticsearch_mapping import index_body, source, tombstone
from search.engines._promise import pack, unpack
from search.locks import Locks
from search.ports import NotTaken, Record, RecordKey, SearchUnavailable

SWAP_WAIT_SECONDS = 600.0
CHUNK_BYTES = 20 * 1024**2
TRIES = 4
_GENERATION = ".g"
"""Between prefix and date in a generation's name: no prefix holds a point, so none is the start of another."""
_CONFLICT = 409
_ROW_FAULTS = frozenset({400, 413})
"""Answers that mean this record, not this server."""

Action = dict[str, Any]


class ElasticWriter:
    """An IndexWriter on the generation behind an alias."""

    def __init__(self, server: Server, alias: str) -> None:
        self._server = server
        self._alias = alias
        with server.calling() as client:
            self._was_empty = client.count(index=alias)["count"] == 0
        self._versions: dict[int, int | None] = {}
        self._waiting: dict[int, Action] = {}
        self._waiting_characters = 0
        self._refused: dict[RecordKey, str] = {}

    def put(self, record: Record) -> bool:
        """Replace the record at the next commit; False if the index already holds this version or a newer one."""
        number = pack(record.key)
        held = self._held_version(number)
        if held is not None and held >= record.version:
            return False
        self._stage(number, record.version, source(record))
        self._waiting_characters += sum(len(entry.body) for entry in record.entries)
        if self._waiting_characters > CHUNK_BYTES:
            # Nobody sees it before the refresh of a commit, and the memory is not filled with what waits.
            self._send()
        return True

    def remove(self, key: RecordKey, version: int) -> bool:
        """Take the record out at the next commit; False if the index holds a newer version than `version`.

        A tombstone stays, so that an older put that comes late is refused: the server itself forgets what it deleted.
        """
        number = pack(key)
        held = self._held_version(number)
        if held is not None and held > version:
            return False
        self._stage(number, version, tombstone(key, version))
        return True

    def commit(self) -> None:
        """Send what waits, and let readers see it.

        Raises NotTaken with the records that the server refuses, after all others are in; SearchUnavailable where it
        does not answer or takes nothing at all: then what waits still does.
        """
        self._send()
        with self._server.calling() as client:
            client.indices.refresh(index=self._alias)
        refused, self._refused = self._refused, {}
        if refused:
            raise NotTaken(refused)

    def _send(self) -> None:
        with self._server.calling() as client:
            self._refused |= self._sent(client)
        self._waiting.clear()
        self._waiting_characters = 0

    def _stage(self, number: int, version: int, document: Mapping[str, Any]) -> None:
        self._versions[number] = version
        self._waiting[number] = {
            "_index": self._alias,
            "_id": str(number),
            "_op_type": "index",
            "version": version,
            # The newest wins whoever else writes; a tombstone may take the place of the version that it removes.
            "version_type": "external_gte" if document.get("removed") else "external",
            "require_alias": True,
            "_source": document,
        }

    def _sent(self, client: Elasticsearch) -> dict[RecordKey, str]:
        """The records that the server refused, with its reasons."""
        refused: dict[RecordKey, str] = {}
        # A pushed-back item (429) is sent again, after a pause that grows.
        outcomes = streaming_bulk(
            client,
            list(self._waiting.values()),
            max_chunk_bytes=CHUNK_BYTES,
            max_retries=TRIES,
            initial_backoff=0.2,
            max_backoff=2,
            raise_on_error=False,
            raise_on_exception=True,
        )
        for is_done, outcome in outcomes:
            told = outcome["index"]
            if is_done or told["status"] == _CONFLICT:
                continue  # a conflict means that a newer version is there
            # Its kind alone: what the server says besides may quote the record.
            reason = str(told.get("error", {}).get("type", told["status"]))
            if told["status"] not in _ROW_FAULTS:
                raise SearchUnavailable(f"a record was not taken: {told['status']} {reason}")
            number = int(told["_id"])
            refused[unpack(number)] = reason
            self._versions.pop(number, None)
        return refused

    def _held_version(self, number: int) -> int | None:
        if number in self._versions or self._was_empty:
            return self._versions.get(number)
        with self._server.calling() as client:
            try:
                return int(client.get(index=self._alias, id=str(number), source=False)["_version"])
            except NotFoundError as error:
                if error.body.get("found") is False:
                    return None
                raise


class ElasticRebuild:
    """A generation in the making, reached by an alias of its own."""

    def __init__(self, server: Server, locks: Locks, facets: Sequence[str]) -> None:
        self._server = server
        self._locks = locks
        self._generation = f"{server.prefix}{_GENERATION}{datetime.now(UTC):%Y%m%d%H%M%S}-{uuid.uuid4().hex[:8]}"
        self._alias = f"{self._generation}.next"
        self._is_own = True
        with server.calling() as client:
            body = index_body(facets)
            client.indices.create(index=self._generation, aliases={self._alias: {}}, **body)

    @contextmanager
    def writer(self) -> Iterator[ElasticWriter]:
        yield ElasticWriter(self._server, self._alias)

    def swap(self, before_switch: Callable[[], None] = lambda: None) -> None:
        """Make it live. A writer of the live index is awaited, so that what it commits is not half lost."""
        with self._locks.held("writer", wait_seconds=SWAP_WAIT_SECONDS):
            before_switch()
            with self._server.calling() as client:
                old = live_generations(client, self._server.prefix)
                moves: list[dict[str, Any]] = [
                    {"remove": {"index": each, "alias": self._server.prefix}} for each in old
                ]
                moves.append({"add": {"index": self._generation, "alias": self._server.prefix}})
                moves.append({"remove": {"index": self._generation, "alias": self._alias}})
                # From here on the server may have moved the alias, whatever we hear of it.
                self._is_own = False
                client.indices.update_aliases(actions=moves)
                delete_generations(client, old)

    def discard(self) -> None:
        """Delete the generation, unless it is live or may be."""
        if self._is_own:
            with self._server.calling() as client:
                delete_generations(client, [self._generation])


@contextmanager
def rebuilding(server: Server, locks: Locks, facets: Sequence[str]) -> Iterator[ElasticRebuild]:
    """One rebuild at a time; what killed ones left is deleted first, and this one's too if it was not swapped."""
    with locks.held("rebuild"):
        delete_leftovers(server)
        new = ElasticRebuild(server, locks, facets)
        try:
            yield new
        finally:
            new.discard()


def live_generations(client: Elasticsearch, prefix: str) -> list[str]:
    """The index behind the alias; none where there is no alias."""
    found = client.options(ignore_status=404).indices.get_alias(name=prefix)
    return sorted(found.body) if found.meta.status == 200 else []


def delete_leftovers(server: Server, *, keep_live: bool = True) -> None:
    """Delete every generation but the live one. Only the holder of the rebuild lock may."""
    with server.calling() as client:
        live = set(live_generations(client, server.prefix)) if keep_live else set()
        found = client.indices.get(index=f"{server.prefix}{_GENERATION}*", expand_wildcards="all").body
        delete_generations(client, [name for name in found if name not in live])


def delete_generations(client: Elasticsearch, names: Sequence[str]) -> None:
    for name in names:
        client.options(ignore_status=404).indices.delete(index=name)
