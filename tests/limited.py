"""The limits of `cms.core.limits`, turned on for a test: elsewhere tests send more than anybody by hand."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.cache import caches


@pytest.fixture
def counting(settings: Any) -> Iterator[None]:
    """What is sent is counted, from nothing."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits-of-tests"}
    settings.CACHES = {**settings.CACHES, "limits": memory}
    caches["limits"].clear()
    yield
    caches["limits"].clear()
