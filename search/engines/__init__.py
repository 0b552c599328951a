"""The engines, and the one setting that chooses between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from search.engines.embedded import EmbeddedEngine
from search.locks import FileLocks, Locks
from search.ports import FacetSpec, SearchEngine

__all__ = ["EmbeddedEngine", "UnknownEngine", "engine_from_url"]


class UnknownEngine(ValueError):
    """No engine answers to the address's scheme."""


def engine_from_url(
    url: str, *, index_dir: Path, facets: Sequence[FacetSpec], locks: Locks | None = None
) -> SearchEngine:
    """The engine at an address.

    `embedded:` in `index_dir`, or `embedded:/a/path` in that folder; `elasticsearch://host:9200/prefix`. Processes
    that write to one server exclude each other by `locks`; without any, by files in `index_dir`.
    """
    parts = urlsplit(url)
    if parts.scheme == "embedded":
        return EmbeddedEngine(Path(parts.path) if parts.path else index_dir, facets)
    if parts.scheme.startswith("elasticsearch"):
        # Its client takes a while to import, and most sites do without.
        from search.engines.elasticsearch import ElasticsearchEngine  # noqa: PLC0415

        return ElasticsearchEngine(url, facets, locks or FileLocks(index_dir))
    known = "embedded: or elasticsearch://host:9200/prefix"
    raise UnknownEngine(f"no search engine is called {parts.scheme or url!r}; use {known}")
