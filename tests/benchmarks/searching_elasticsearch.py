"""Elasticsearch: our search beside its own request sent raw, and beside the bare request of the yardstick."""

import json
import sys
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import urllib3
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk

from search.engines.elasticsearch import ElasticsearchEngine
from search.locks import FileLocks
from tests.benchmarks.results import Result, percentile
from tests.benchmarks.searching import FACETS, as_bare, as_query, passages, records
from tests.prerequisites import ELASTICSEARCH
from tests.servers import elasticsearch

ROUNDS = 3
COMMIT_EVERY = 500
BARE = "bench-bare"
BARE_MAPPING = {
    "properties": {
        "title": {"type": "text", "analyzer": "spanish"},
        "body": {"type": "text", "analyzer": "spanish"},
        "kind": {"type": "keyword"},
        "country": {"type": "keyword"},
        "year": {"type": "integer"},
        "doc": {"type": "integer"},
        "page": {"type": "integer"},
    }
}


def measure(folder: Path) -> list[Result]:
    if not ELASTICSEARCH.is_there():
        print(f"Not measured: {ELASTICSEARCH.name}. {ELASTICSEARCH.how_to_get}", file=sys.stderr)  # noqa: T201
        return []
    import bare

    address = elasticsearch.url() or ""
    engine = ElasticsearchEngine(f"elasticsearch://{urlsplit(address).netloc}/bench", FACETS, FileLocks(folder))
    client = Elasticsearch(address, request_timeout=120)
    rows = list(passages())
    try:
        bare_build = _built_bare(client, rows)
        build = _built(engine, rows)
        detail = f"{len(rows)} passages: {build:.1f} s against {bare_build:.1f} s bare"
        built = Result("Elasticsearch index build ÷ bare", build / bare_build, None, detail)
        return [built, *_latencies(engine, address, bare.queries(), bare.bare_body)]
    finally:
        engine.destroy()
        client.options(ignore_status=404).indices.delete(index=BARE)


def _built_bare(client: Elasticsearch, rows: Iterable[Mapping[str, Any]]) -> float:
    client.options(ignore_status=404).indices.delete(index=BARE)
    started = time.perf_counter()
    client.indices.create(index=BARE, mappings=BARE_MAPPING, settings={"number_of_replicas": 0})
    bulk(client, ({"_index": BARE, "_source": as_bare(dict(row))} for row in rows))
    client.indices.refresh(index=BARE)
    return time.perf_counter() - started


def _built(engine: ElasticsearchEngine, rows: list[dict[str, Any]]) -> float:
    started = time.perf_counter()
    with engine.rebuild() as new:
        with new.writer() as writer:
            for number, record in enumerate(records(rows), 1):
                writer.put(record)
                if number % COMMIT_EVERY == 0:
                    writer.commit()
            writer.commit()
        new.swap()
    return time.perf_counter() - started


class Recording:
    """Keeps the bodies of an engine's searches."""

    def __init__(self, engine: ElasticsearchEngine) -> None:
        self.bodies: list[bytes] = []
        self._server = engine._server
        self._search = self._server.search

    def __enter__(self) -> "Recording":
        def search(body: Mapping[str, Any], *, until: float) -> Mapping[str, Any]:
            self.bodies.append(json.dumps(body).encode())
            return self._search(body, until=until)

        self._server.search = search  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        self._server.search = self._search  # type: ignore[method-assign]


def _latencies(
    engine: ElasticsearchEngine, address: str, queries: list[dict[str, Any]], bare_body: Any
) -> Iterator[Result]:
    pool = urllib3.connection_from_url(address)
    asked = [as_query(query) for query in queries]
    own: list[list[bytes]] = []
    for query in asked:
        with Recording(engine) as recording:
            engine.search(query)
        own.append(recording.bodies)
    bare = [[json.dumps(bare_body(query)).encode()] for query in queries]
    sides: dict[str, list[list[float]]] = {name: [[] for _query in queries] for name in ("ours", "raw", "bare")}
    for _round in range(ROUNDS + 2):
        for place, query in enumerate(asked):
            sides["raw"][place].append(_seconds(lambda place=place: _sent(pool, "bench", own[place])))
            sides["ours"][place].append(_seconds(lambda query=query: engine.search(query)))
            sides["bare"][place].append(_seconds(lambda place=place: _sent(pool, BARE, bare[place])))
    # The first rounds warm caches and the server's compiler.
    times = {name: [median(each[2:]) * 1000 for each in side] for name, side in sides.items()}
    requests = sum(map(len, own)) / len(own)
    for share in (0.5, 0.95):
        ours, raw, bare_side = (percentile(times[name], share) for name in ("ours", "raw", "bare"))
        at = f"p{int(share * 100)}"
        detail = f"{ours:.1f} ms against {raw:.1f} ms, {requests:.2f} requests a query"
        yield Result(f"Elasticsearch service ÷ own body at {at}", ours / raw, 1.5 if share > 0.9 else None, detail)
        yield Result(f"Elasticsearch service ÷ bare at {at}", ours / bare_side, None, f"{bare_side:.1f} ms bare")


def _sent(pool: urllib3.HTTPConnectionPool, index: str, bodies: Iterable[bytes]) -> None:
    for body in bodies:
        answer = pool.request("POST", f"/{index}/_search", body=body, headers={"Content-Type": "application/json"})
        if answer.status != 200:
            raise RuntimeError(answer.data[:500])


def _seconds(call: Any) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started
