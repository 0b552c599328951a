"""What every test stands on: a migrated database, a clean index, the services it names."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests import databases, prerequisites
from tests.instances import CorpusInstance, Instance
from tests.servers import elasticsearch, postgresql
from tests.servers import nginx as web_server

# Tests start hundreds of processes: each would compile our code for itself where nobody keeps what came of it.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

SERVERS = (postgresql, elasticsearch)
TOUCHING = frozenset({"db", "django_db_setup", "index", "instance", "demo_site", "formats_site", "corpus_instance"})
"""Fixtures by which a test meets the database or the engine that the run is on."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes and long texts name no test: some hold when they were made, and each process collects for itself."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > 80) else None


def pytest_configure(config: pytest.Config) -> None:
    """The run keeps the servers that its tests start; its workers belong to it."""
    if databases.kind() == "postgresql" and not postgresql.is_there():
        raise pytest.UsageError(f"TEST_DATABASE=postgresql: {prerequisites.POSTGRESQL.how_to_get}")
    if not hasattr(config, "workerinput"):
        for server in SERVERS:
            server.hold()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones come first: one that is begun last keeps the whole run waiting.

    WITHOUT_ONCE leaves out what another run on this machine has tested: what no database or engine changes.
    """
    items.sort(key=_is_short)
    if not os.environ.get("WITHOUT_ONCE"):
        return
    again = [item for item in items if not _is_once(item)]
    config.hook.pytest_deselected(items=[item for item in items if _is_once(item)])
    items[:] = again


def _is_short(item: pytest.Item) -> bool:
    """Whether it neither starts processes, nor stays with others in one, nor reads real documents."""
    return not any(item.get_closest_marker(name) for name in ("processes", "xdist_group", "corpus"))


def _is_once(item: pytest.Item) -> bool:
    if item.get_closest_marker("once"):
        return True
    named = any(item.get_closest_marker(name) for name in ("django_db", "processes"))
    return not named and TOUCHING.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_unconfigure(config: pytest.Config) -> None:
    """Nothing that tests started outlives the run."""
    if not hasattr(config, "workerinput"):
        for server in SERVERS:
            server.release()


def need(service: prerequisites.Service) -> None:
    """Skip by name without the service; fail where services are required."""
    if service.is_there():
        return
    if os.environ.get("REQUIRE_SERVICES"):
        pytest.fail(f"{service.name} is required here. {service.how_to_get}")
    pytest.skip(f"without {service.name}")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    """Start from a copy of a migrated database, each test process from its own."""
    from django.conf import settings
    from django.db import connections

    name = settings.DATABASES["default"]["TEST"]["NAME"]
    # pytest-django would do so only where a collected test has its marker.
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name
    databases.renew({"NAME": name})
    yield
    if databases.kind() == "postgresql":
        connections.close_all()
        postgresql.drop(name)


@pytest.fixture(scope="session")
def shared_dir() -> Path:
    need(prerequisites.CORPUS)
    return prerequisites.shared_dir()


@pytest.fixture(scope="session")
def corpus_dir(shared_dir: Path) -> Path:
    return shared_dir / "corpus"


@pytest.fixture(scope="module")
def chromium() -> Iterator[str]:
    """The browser's program. One that was started from it serves all tests of a module."""
    from tests.journeys.browser import RUNNING

    need(prerequisites.CHROMIUM)
    yield prerequisites.chromium() or ""
    RUNNING.end()


@pytest.fixture(scope="session")
def pdftotext() -> str:
    need(prerequisites.PDFTOTEXT)
    return shutil.which("pdftotext") or ""


@pytest.fixture(scope="session")
def tesseract() -> str:
    need(prerequisites.TESSERACT)
    return shutil.which("tesseract") or ""


@pytest.fixture(scope="session")
def elasticsearch_url() -> str:
    """A running Elasticsearch."""
    need(prerequisites.ELASTICSEARCH)
    return elasticsearch.url() or ""


@pytest.fixture(scope="session")
def nginx() -> str:
    need(prerequisites.NGINX)
    return prerequisites.nginx() or ""


@pytest.fixture
def index() -> Iterator[None]:
    """An empty index, and an empty one again for the next test."""
    from search import indexing
    from search.engine import engine

    engine().destroy()
    indexing.rebuild(engine())
    yield
    engine().destroy()


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without a transaction around the test, for threads and other processes; made anew afterwards."""
    from django.db import connections

    with django_db_blocker.unblock():
        yield
        connections.close_all()
        databases.renew(connections["default"].settings_dict)


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    """An empty site with processes of its own."""
    running = Instance(tmp_path / "data")
    yield running
    running.close()


@pytest.fixture(scope="session")
def corpus_instance(corpus_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CorpusInstance]:
    """A site that holds the whole corpus, imported once by each test process. Tests only read from it."""
    running = CorpusInstance(tmp_path_factory.mktemp("corpus") / "data", corpus_dir)
    yield running
    running.close()


def serve(running: Instance) -> None:
    """Let people in: on PostgreSQL and Elasticsearch through nginx, as on a public server; else without it."""
    if databases.kind() == "postgresql" and elasticsearch.engine() == "elasticsearch":
        need(prerequisites.NGINX)
        running.url = web_server.serve(running).url
    else:
        running.serve()


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """A served site with the demo content, as `make run` shows it. Tests only read from it."""
    running = Instance(tmp_path_factory.mktemp("demo") / "data")
    running.manage("load_demo", "--wait")
    serve(running)
    yield running
    running.close()
