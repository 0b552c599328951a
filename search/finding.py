"""One search: the engine finds, the database has the last word on who may see it."""

from collections.abc import Iterable
from dataclasses import replace

from cms.core.audience import Viewer
from search.engine import engine
from search.ports import Hit, RecordKey, Results, SearchEngine, SearchQuery
from search.registry import registry


def find(query: SearchQuery, asked: SearchEngine | None = None) -> Results:
    """What the site's engine (or the one that is `asked`) finds, without what the viewer may not see any more.

    The index follows the database after a moment, and after hours where the relay or the server is away. A document
    that was reserved or withdrawn meanwhile is shown to nobody. Raises what `SearchEngine.search` raises.
    """
    found = (asked or engine()).search(query)
    hits = tuple(still_seen(found.hits, query.viewer))
    return replace(found, hits=hits, total=found.total - (len(found.hits) - len(hits)))


def still_seen(hits: Iterable[Hit], viewer: Viewer) -> Iterable[Hit]:
    """The hits that the viewer may see as the database says now: one query for each source."""
    hits = list(hits)
    seen: set[RecordKey] = set()
    for source in registry.sources():
        pks = [hit.key.pk for hit in hits if hit.key.source == source.number]
        seen |= {RecordKey(source.number, pk) for pk in (source.seen_by(viewer, pks) if pks else ())}
    return (hit for hit in hits if hit.key in seen)
