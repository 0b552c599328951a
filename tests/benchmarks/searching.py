"""The search service with grouping, facets, snippets and visibility, against a bare index of the same passages."""

import io
import json
import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from statistics import median
from typing import Any

import zstandard

from search.engines import EmbeddedEngine
from search.ports import WHOLE, Audience, FacetSpec, IndexEntry, Record, RecordKey, SearchQuery, Viewer
from tests.benchmarks.results import Result, percentile
from tests.prerequisites import shared_dir

PASSAGES = 100_000
ROUNDS = 3
FACETS = (FacetSpec("kind", "tipo"), FacetSpec("country", "país"), FacetSpec("year", "año"))
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def measure(folder: Path) -> list[Result]:
    import bare

    rows = list(passages())
    started = time.perf_counter()
    bare.BareIndex.build((as_bare(row) for row in rows), folder / "bare-volume")
    bare_build = time.perf_counter() - started
    engine = EmbeddedEngine(folder / "volume", FACETS)
    started = time.perf_counter()
    with engine.rebuild() as new:
        with new.writer() as writer:
            for record in records(rows):
                writer.put(record)
            writer.commit()
        new.swap()
    build = time.perf_counter() - started
    detail = f"{len(rows)} passages: {build:.1f} s against {bare_build:.1f} s bare"
    results = [Result("index build ÷ bare", build / bare_build, 2.5, detail)]
    return [*results, *_latencies(engine, bare.BareIndex(folder / "bare-volume"), bare.queries())]


def _latencies(engine: EmbeddedEngine, bare_index: Any, queries: list[dict[str, Any]]) -> list[Result]:
    ours: list[list[float]] = [[] for _query in queries]
    theirs: list[list[float]] = [[] for _query in queries]
    for _round in range(ROUNDS + 1):
        for place, query in enumerate(queries):
            theirs[place].append(_seconds(lambda query=query: bare_index.search(query)))
            ours[place].append(_seconds(lambda query=query: engine.search(as_query(query))))
    # The first round warms caches on both sides.
    mine, bare_side = ([median(each[1:]) * 1000 for each in side] for side in (ours, theirs))
    return [
        Result(
            f"search service ÷ bare at p{int(share * 100)}",
            percentile(mine, share) / percentile(bare_side, share),
            goal,
            f"{percentile(mine, share):.1f} ms against {percentile(bare_side, share):.1f} ms, {len(queries)} queries",
        )
        for share, goal in ((0.5, None), (0.95, 2.5))
    ]


def _seconds(call: Any) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def as_query(query: dict[str, Any]) -> SearchQuery:
    text = " ".join(query["words"])
    years = query.get("year")
    return SearchQuery(
        text=f'"{text}"' if query.get("phrase") else text,
        viewer=Viewer(NOW),
        filters={"year": tuple(str(year) for year in range(years[0], years[1] + 1))} if years else {},
        facets=tuple(facet.name for facet in FACETS),
    )


def passages() -> Iterator[dict[str, Any]]:
    """The first 100,000 passages of the volume, each with the number of the law that it belongs to."""
    numbers: dict[str, int] = {}
    for row in islice(_lines(), PASSAGES):
        law, _mark, passage = row["id"].rpartition("#")
        row["doc"] = numbers.setdefault(law or row["id"], len(numbers) + 1)
        row["page"] = int(passage) if passage.isdecimal() else 1
        yield row


def _lines() -> Iterator[dict[str, Any]]:
    for name in ("pe", "mx"):
        path = shared_dir() / "corpus" / "volume" / f"{name}.jsonl.zst"
        with path.open("rb") as file:
            reader = zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(file)
            for line in io.TextIOWrapper(reader, encoding="utf-8"):
                yield json.loads(line)


def as_bare(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "doc": row["doc"],
        "page": row["page"],
        "title": row["title"],
        "body": row["body"],
        "kind": row["type"] or "",
        "country": row["country"] or "",
        "year": _year(row),
    }


def _year(row: dict[str, Any]) -> int:
    year = (row["date"] or "")[:4]
    return int(year) if year.isdecimal() else 0


def records(rows: list[dict[str, Any]]) -> Iterator[Record]:
    laws: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        laws.setdefault(row["doc"], []).append(row)
    audience = Audience(public_from=NOW - timedelta(days=1), tags=frozenset({"all", "institution:1"}))
    for number, pages in laws.items():
        first = pages[0]
        year = _year(first)
        yield Record(
            key=RecordKey(1, number),
            version=1,
            entries=(
                IndexEntry(WHOLE, first["title"], metadata=(first["type"] or "",)),
                *(
                    IndexEntry(place, first["title"], body=page["body"], metadata=(first["type"] or "",))
                    for place, page in enumerate(pages, 1)
                ),
            ),
            audience=audience,
            facets={
                "kind": (first["type"] or "",),
                "country": (first["country"] or "",),
                "year": (str(year),) if year else (),
            },
            sort_date=date(year, 1, 1) if year else None,
            stored={"id": str(number)},
        )
