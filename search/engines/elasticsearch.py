"""The Elasticsearch engine: an index on a server of its own, for archives that outgrow one machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from elasticsearch import NotFoundError

from search.engines._elasticsearch_client import Server
from search.engines._elasticsearch_mapping import made_for
from search.engines._elasticsearch_search import Request
from search.engines._elasticsearch_writer import (
    ElasticRebuild,
    ElasticWriter,
    delete_leftovers,
    live_generations,
    rebuilding,
)
from search.engines._promise import checked_facets, refuse_unfit, unpack
from search.locks import Locks
from search.ports import FacetSpec, Held, Results, SearchQuery, SearchUnavailable

_HELD_AT_ONCE = 1_000
_NO_COPY = "no_valid_shard_copy"
_HELD_FIELDS = ["key", "version", "page_count", "fingerprint"]


class ElasticsearchEngine:
    """A SearchEngine on a server. Safe to share between threads and to carry over a fork."""

    def __init__(self, url: str, facets: Sequence[FacetSpec], locks: Locks) -> None:
        self._server = Server(url)
        self._facets = {facet.name: facet for facet in checked_facets(facets)}
        self._locks = locks

    def search(self, query: SearchQuery) -> Results:
        """Raises SearchUnavailable where the server does not answer in time, UnknownFacet, TooDeep."""
        refuse_unfit(query, self._facets)
        return Request(self._server, query, self._facets).answer()

    @contextmanager
    def writer(self) -> Iterator[ElasticWriter]:
        """The writer of the live index. Raises IndexBusy if another one is open anywhere."""
        with self._locks.held("writer"):
            if self.needs_rebuild():
                raise SearchUnavailable("there is no index for this version and these facets; run rebuild_search")
            yield ElasticWriter(self._server, self._server.prefix)

    @contextmanager
    def rebuild(self) -> Iterator[ElasticRebuild]:
        """A new index beside the live one. Raises IndexBusy if another process rebuilds."""
        with rebuilding(self._server, self._locks, tuple(self._facets)) as new:
            yield new

    def held(self) -> Iterator[Held]:
        """Every record of the live index as of its last commit, by key."""
        last: list[int] = []
        while True:
            with self._server.calling() as client:
                found = client.search(
                    index=self._server.prefix,
                    query={"bool": {"must_not": [{"term": {"removed": True}}]}},
                    sort=[{"key": "asc"}],
                    size=_HELD_AT_ONCE,
                    source=False,
                    docvalue_fields=[{"field": name} for name in _HELD_FIELDS],
                    search_after=last or None,
                    allow_partial_search_results=False,
                )
            hits = found["hits"]["hits"]
            for hit in hits:
                key, version, pages, fingerprint = (hit["fields"][name][0] for name in _HELD_FIELDS)
                yield Held(unpack(key), version, pages, fingerprint)
            if len(hits) < _HELD_AT_ONCE:
                return
            last = hits[-1]["sort"]

    def newest_version(self) -> int:
        """The greatest version that the live index holds; 0 where it is empty."""
        newest = {"newest": {"max": {"field": "version"}}}
        with self._server.calling() as client:
            found = client.search(index=self._server.prefix, size=0, aggs=newest, allow_partial_search_results=False)
        return int(found["aggregations"]["newest"]["value"] or 0)

    def needs_rebuild(self) -> bool:
        """True where there is no index, or where its schema, language or facets are not this code's."""
        with self._server.calling() as client:
            live = live_generations(client, self._server.prefix)
            if len(live) != 1:
                return True
            try:
                mapping = client.indices.get_mapping(index=live[0])[live[0]]["mappings"]
            except NotFoundError:
                return True
        return bool(mapping.get("_meta") != made_for(tuple(self._facets)))

    def is_lost(self) -> bool:
        """True where there is no index, or where the server holds no copy of its data any more."""
        with self._server.calling() as client:
            live = live_generations(client, self._server.prefix)
            if not live:
                return True
            health = client.cluster.health(index=live)
            # Where there are several nodes, one that is away for a while looks the same.
            if health["status"] != "red" or health["number_of_data_nodes"] > 1:
                return False
            told = client.cluster.allocation_explain(index=live[0], shard=0, primary=True)
        return bool(told.get("can_allocate") == _NO_COPY)

    def destroy(self) -> None:
        """Delete all that the engine holds. Raises IndexBusy while it is written to."""
        with self._locks.held("rebuild"), self._locks.held("writer"):
            delete_leftovers(self._server, keep_live=False)
