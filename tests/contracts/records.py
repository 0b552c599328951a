"""Records for the contract, and the ways a test puts them in and asks for them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cms.core.audience import Audience, Viewer
from search.ports import (
    FacetSpec,
    IndexEntry,
    Record,
    RecordKey,
    Results,
    SearchEngine,
    SearchQuery,
)

FACETS = (FacetSpec("kind", "Tipo"), FacetSpec("state", "Estado"), FacetSpec("year", "Año", order_by_value=True))
OPEN = datetime(2024, 5, 1, 12, tzinfo=UTC)
NOW = OPEN + timedelta(days=30)
PUBLIC = Viewer(NOW)

MakeEngine = Callable[[], SearchEngine]


def record(
    pk: int,
    title: str,
    *pages: str,
    version: int = 1,
    source: int = 1,
    metadata: tuple[str, ...] = (),
    rare: tuple[str, ...] = (),
    **changes: Any,
) -> Record:
    whole = IndexEntry(0, title, metadata=metadata, rare_tokens=rare)
    entries = (whole, *(replace(whole, ordinal=number, body=text) for number, text in enumerate(pages, 1)))
    made = Record(RecordKey(source, pk), version, entries, Audience(OPEN), stored={"code": f"c{pk}"})
    return replace(made, **changes)


def fill(engine: SearchEngine, records: Sequence[Record]) -> None:
    with engine.rebuild() as new:
        with new.writer() as writer:
            for each in records:
                writer.put(each)
            writer.commit()
        new.swap()


def put(engine: SearchEngine, *records: Record) -> list[bool]:
    with engine.writer() as writer:
        done = [writer.put(each) for each in records]
        writer.commit()
    return done


def remove(engine: SearchEngine, pk: int, version: int) -> bool:
    with engine.writer() as writer:
        done = writer.remove(RecordKey(1, pk), version)
        writer.commit()
    return done


def ask(engine: SearchEngine, text: str, viewer: Viewer = PUBLIC, **more: Any) -> Results:
    return engine.search(SearchQuery(text, viewer, **more))


def found(engine: SearchEngine, text: str, viewer: Viewer = PUBLIC, **more: Any) -> list[int]:
    return [hit.key.pk for hit in ask(engine, text, viewer, **more).hits]
