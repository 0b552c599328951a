"""Engines for the contract: each test runs on every one of them."""

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import engine_from_url
from search.ports import SearchEngine
from tests import prerequisites
from tests.conftest import need
from tests.contracts.records import FACETS, MakeEngine, fill
from tests.servers import elasticsearch


@pytest.fixture(params=elasticsearch.engines())
def engine_url(request: pytest.FixtureRequest) -> str:
    """An address at which nothing is yet."""
    if request.param == "embedded":
        return "embedded:"
    need(prerequisites.ELASTICSEARCH)
    return f"{elasticsearch.url()}/contract-{uuid.uuid4().hex}".replace("http://", "elasticsearch://")


@pytest.fixture
def make_engine(engine_url: str, tmp_path: Path) -> Iterator[MakeEngine]:
    """Makes engine objects over one and the same, initially absent, index."""

    def make() -> SearchEngine:
        return engine_from_url(engine_url, index_dir=tmp_path / "index", facets=FACETS)

    yield make
    make().destroy()


@pytest.fixture
def engine(make_engine: MakeEngine) -> SearchEngine:
    """An engine with an empty index."""
    made = make_engine()
    fill(made, [])
    return made
