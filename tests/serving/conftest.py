"""The site with its shared cache turned on, as in production."""

from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.test import Client, override_settings


@pytest.fixture
def shared_cache() -> Iterator[None]:
    """Finished pages are kept, and nothing is left of them for the next test."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "tests of serving"}
    with override_settings(CACHES={"default": memory, "public": memory}):
        caches["public"].clear()
        yield
        caches["public"].clear()


@pytest.fixture
def reader() -> Client:
    return Client(headers={"host": "localhost"})
