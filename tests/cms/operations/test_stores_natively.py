"""The stores of docker-compose.yml on real servers without a container engine: command, form and health checks."""

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from elasticsearch import Elasticsearch

from tests import prerequisites
from tests.cms.operations import compose
from tests.conftest import need
from tests.instances import until
from tests.servers import postgresql
from tests.servers.proxy import Mood, Proxy

pytestmark = pytest.mark.processes

TYPED = "palabracanaria"


class Database:
    """PostgreSQL as the file makes and starts it, in a folder of its own."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._service = compose.service("database")
        self._user, self._group = postgresql.server_user()
        shutil.chown(folder, self._user, self._group)
        environment = self._service["environment"]
        self._database, self._owner = environment["POSTGRES_DB"], environment["POSTGRES_USER"]
        form = shlex.split(environment["POSTGRES_INITDB_ARGS"])
        self._run("initdb", "--pgdata", str(folder / "data"), "--username", self._owner, "--no-sync", *form)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        program, *arguments = self._service["command"]
        here = ["-D", str(self.folder / "data"), "-k", str(self.folder), "-c", "listen_addresses="]
        with (self.folder / "log").open("ab") as output:
            self._process = subprocess.Popen(
                [self._program(program), *arguments, *here], stdout=output, stderr=output, **self._as_user()
            )

    def is_healthy(self) -> bool:
        kind, program, *arguments = self._service["healthcheck"]["test"]
        assert kind == "CMD"
        return self._run(program, *arguments, check=False) == 0

    def log(self) -> str:
        return (self.folder / "log").read_text(encoding="utf-8")

    def connect(self) -> psycopg.Connection[Any]:
        return psycopg.connect(host=str(self.folder), user=self._owner, dbname="postgres", autocommit=True)

    def close(self) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait()

    def _program(self, name: str) -> str:
        found = shutil.which(name, path=f"{self._programs}:{os.environ['PATH']}")
        assert found, name
        return found

    def _as_user(self) -> dict[str, Any]:
        environment = {"PATH": os.environ["PATH"], "PGHOST": str(self.folder)}
        who: dict[str, Any] = (
            {"user": self._user, "group": self._group, "extra_groups": []} if os.getuid() == 0 else {}
        )
        return {"cwd": "/", "env": environment, **who}

    def _run(self, program: str, *arguments: str, check: bool = True) -> int:
        command = [self._program(program), *arguments]
        return subprocess.run(command, capture_output=True, check=check, **self._as_user()).returncode


@pytest.fixture
def database() -> Iterator[Database]:
    need(prerequisites.POSTGRESQL_PROGRAMS)
    programs = postgresql.binaries()
    assert programs
    # Outside the folders of pytest, which only their owner may enter.
    with tempfile.TemporaryDirectory(prefix="acervo-store-") as folder:
        made = Database(programs, Path(folder))
        yield made
        made.close()


def test_postgresql_starts_in_its_form_is_watched_and_quotes_nobody(database: Database) -> None:
    assert not database.is_healthy()
    database.start()
    until(database.is_healthy, what="PostgreSQL is ready")
    with database.connect() as connection:
        form = "SELECT pg_encoding_to_char(encoding), daticulocale FROM pg_database WHERE datname = 'template1'"
        assert connection.execute(form).fetchone() == ("UTF8", "es-MX")
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)
        _fail(connection)
        assert "no_such_table" in database.log()
        assert TYPED not in database.log()
        # The control: without what the command says, the statement would stand there.
        connection.execute("SET log_min_error_statement = error")
        _fail(connection)
        assert TYPED in database.log()


def _fail(connection: psycopg.Connection[Any]) -> None:
    with pytest.raises(psycopg.errors.UndefinedTable):
        connection.execute("SELECT %s FROM no_such_table".replace("%s", f"'{TYPED}'"))


def test_elasticsearch_is_watched(elasticsearch_url: str) -> None:
    need(prerequisites.CURL)
    proxy = Proxy(elasticsearch_url)
    try:
        # Another test may have made the cluster red for a moment.
        until(lambda: _says_healthy(proxy.address), what="the health check succeeds")
        with proxy.being(Mood.UNAVAILABLE):
            assert not _says_healthy(proxy.address)
    finally:
        proxy.close()
    assert not _says_healthy(proxy.address)


def _says_healthy(address: str) -> bool:
    kind, probe = compose.service("elasticsearch")["healthcheck"]["test"]
    assert kind == "CMD-SHELL"
    assert "127.0.0.1:9200" in probe
    environment = {"PATH": os.environ["PATH"], "ELASTIC_PASSWORD": compose.GIVEN["ELASTIC_PASSWORD"]}
    command = ["sh", "-c", probe.replace("127.0.0.1:9200", address)]
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def test_the_images_are_of_the_versions_that_the_tests_run_on(elasticsearch_url: str) -> None:
    need(prerequisites.POSTGRESQL_PROGRAMS)
    answering = Elasticsearch(elasticsearch_url).info()["version"]["number"]
    assert _version("elasticsearch", 2) == ".".join(answering.split(".")[:2])
    command = [str((postgresql.binaries() or Path()) / "postgres"), "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert _version("database", 1) == said.split()[2].partition(".")[0]


def _version(service: str, places: int) -> str:
    found = re.search(r":(\d+(?:\.\d+)*)", compose.service(service)["image"])
    assert found
    return ".".join(found[1].split(".")[:places])
