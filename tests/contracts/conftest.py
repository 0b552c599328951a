"""Engines for the contract: each test runs on every one of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.engines import engine_from_url
from search.ports import SearchEngine
from tests.contracts.records import FACETS, MakeEngine, fill


@pytest.fixture(params=["embedded:"])
def make_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeEngine]:
    """Makes engine objects over one and the same, initially absent, index."""

    def make() -> SearchEngine:
        return engine_from_url(request.param, index_dir=tmp_path / "index", facets=FACETS)

    yield make
    make().destroy()


@pytest.fixture
def engine(make_engine: MakeEngine) -> SearchEngine:
    """An engine with an empty index."""
    made = make_engine()
    fill(made, [])
    return made
