"""Faults that both engines must bear."""

import uuid

import pytest

from tests import prerequisites
from tests.conftest import need
from tests.servers import elasticsearch


@pytest.fixture(params=elasticsearch.engines())
def search_url(request: pytest.FixtureRequest) -> str:
    """An address for SEARCH_URL at which nothing is yet."""
    if request.param == "embedded":
        return "embedded:"
    need(prerequisites.ELASTICSEARCH)
    elasticsearch.url()
    return elasticsearch.index_url(f"fault-{uuid.uuid4().hex[:12]}")
