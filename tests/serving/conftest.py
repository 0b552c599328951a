"""The site with its shared cache turned on, as in production."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client, override_settings

NAMES = ("default", "public", "kept", "limits")
MEMORY = "django.core.cache.backends.locmem.LocMemCache"


@pytest.fixture
def shared_cache() -> Iterator[None]:
    """Finished pages are kept, and nothing is left of them for the next test."""
    with override_settings(CACHES={name: {"BACKEND": MEMORY, "LOCATION": f"serving {name}"} for name in NAMES}):
        for name in NAMES:
            caches[name].clear()
        yield
        for name in NAMES:
            caches[name].clear()


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "localhost"})
