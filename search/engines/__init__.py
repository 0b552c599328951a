"""The engines, and the one setting that chooses between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

from search.engines.embedded import EmbeddedEngine
from search.ports import FacetSpec, SearchEngine

__all__ = ["EmbeddedEngine", "EngineNotSupported", "UnknownEngine", "engine_from_url"]


class UnknownEngine(ValueError):
    """No engine answers to the address's scheme."""


class EngineNotSupported(UnknownEngine):
    """The engine is known, but this version can't use it."""


def engine_from_url(url: str, *, index_dir: Path, facets: Sequence[FacetSpec]) -> SearchEngine:
    """The engine at an address: `embedded:` in `index_dir`, or `embedded:/a/path` in that folder."""
    parts = urlsplit(url)
    if parts.scheme == "embedded":
        return EmbeddedEngine(Path(parts.path) if parts.path else index_dir, facets)
    if parts.scheme == "elasticsearch":
        raise EngineNotSupported("elasticsearch:// is not supported by this version; use embedded:")
    raise UnknownEngine(f"no search engine is called {parts.scheme or url!r}; use embedded:")
