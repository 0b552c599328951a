"""The engine that SEARCH_URL chooses, one for each process and address."""

from functools import cache
from pathlib import Path

from django.conf import settings

from search.engines import engine_from_url
from search.ports import SearchEngine
from search.registry import registry


def engine(url: str = "") -> SearchEngine:
    """The engine at an address; without one, the engine of this instance."""
    return _engine(url or settings.SEARCH_URL, str(settings.SEARCH_INDEX_DIR))


@cache
def _engine(url: str, folder: str) -> SearchEngine:
    return engine_from_url(url, index_dir=Path(folder), facets=registry.facets())
