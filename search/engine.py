"""The engine that SEARCH_URL chooses, one for each process and address."""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from search.database_locks import AdvisoryLocks
from search.engines import engine_from_url
from search.ports import SearchEngine
from search.registry import registry


def engine(url: str = "") -> SearchEngine:
    """The engine at an address; without one, the engine of this instance."""
    return _engine(url or settings.SEARCH_URL, str(settings.SEARCH_INDEX_DIR))


@cache
def _engine(url: str, folder: str) -> SearchEngine:
    # With PostgreSQL the processes of a site may run on several machines, where no file is common to all.
    # The path alone names them: the rest of an address may hold a password, and be spelled otherwise elsewhere.
    locks = AdvisoryLocks(urlsplit(url).path) if connection.vendor == "postgresql" else None
    return engine_from_url(url, index_dir=Path(folder), facets=registry.facets(), locks=locks)
