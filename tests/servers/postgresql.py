"""PostgreSQL for the tests: the server that POSTGRES_URL names, or else a private cluster.

The private cluster answers on a socket in a folder of its own and gives durability away for speed. It lies in the
folder for temporary files: PostgreSQL refuses to run as root, and the user that it runs as instead may have no way
into a checkout.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from tests.places import ROOT
from tests.servers.lease import Lease

MADE = "acervo_test_"
"""How the name of every database begins that a test may make and drop."""
OPTIONS = {
    "listen_addresses": "",
    "max_connections": "400",
    "shared_buffers": "64MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    # Databases live for seconds here; the template must never be in use while it is copied.
    "autovacuum": "off",
}
_CHECKOUT = hashlib.sha256(str(ROOT).encode()).hexdigest()[:8]
FOLDER = Path(tempfile.gettempdir()) / f"acervo-postgresql-{os.getuid()}-{_CHECKOUT}"
SOCKETS = FOLDER / "sockets"


def is_there() -> bool:
    """Whether tests can have a server."""
    return bool(os.environ.get("POSTGRES_URL")) or binaries() is not None


def binaries() -> Path | None:
    """The folder with the server's programs; Debian keeps them out of the PATH."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def url(database: str) -> str:
    """The address of a database, as DATABASE_URL takes it."""
    given = os.environ.get("POSTGRES_URL")
    if given:
        return f"{given.rstrip('/')}/{database}"
    return f"postgres://postgres@/{SOCKETS}/{database}"


def query(database: str, statement: str | sql.Composable) -> list[tuple[Any, ...]]:
    """Run one statement by itself."""
    with psycopg.connect(**_parameters(database), autocommit=True) as connection:
        cursor = connection.execute(statement)  # type: ignore[arg-type]
        return cursor.fetchall() if cursor.description else []


def create(database: str, *, template: str) -> None:
    """A copy of the template under this name, instead of what had it."""
    drop(database)
    names = sql.Identifier(database), sql.Identifier(template)
    query("postgres", sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))


def drop(database: str) -> None:
    """Away with the database, whoever is still connected to it."""
    query("postgres", sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(database)))


def rename(database: str, name: str) -> None:
    """Give a database that nobody uses another name."""
    names = sql.Identifier(database), sql.Identifier(name)
    query("postgres", sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))


def databases(beginning: str = MADE) -> list[str]:
    """The databases that tests made."""
    statement = sql.SQL("SELECT datname FROM pg_database WHERE starts_with(datname, {})").format(beginning)
    return [name for (name,) in query("postgres", statement)]


def hold() -> None:
    """See Lease."""
    if not os.environ.get("POSTGRES_URL"):
        _lease().hold()


def ensure() -> None:
    """A server answers."""
    if not os.environ.get("POSTGRES_URL"):
        _lease().ensure()


def release() -> None:
    """See Lease."""
    if not os.environ.get("POSTGRES_URL"):
        _lease().release()


@cache
def _lease() -> Lease:
    return Lease(FOLDER, _is_running, _start, _stop)


def _is_running() -> bool:
    return _data().exists() and _control("status", check=False) == 0


def _start() -> None:
    for folder in (_data(), SOCKETS):
        if not folder.exists():
            folder.mkdir(mode=0o700)
            shutil.chown(folder, *server_user())
    if not (_data() / "PG_VERSION").exists():
        # Spanish order of words, on machines without any Spanish locale too.
        locale = ["--encoding=UTF8", "--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=es-MX"]
        _run("initdb", "-D", str(_data()), "-U", "postgres", "--auth=trust", "--no-sync", *locale)
    options = " ".join(f"-c {name}={value!r}" for name, value in OPTIONS.items())
    _control("start", "-l", str(_data() / "server.log"), "-o", f"-k {SOCKETS} {options}")
    for left_by_killed_run in databases():
        drop(left_by_killed_run)


def _stop() -> None:
    _control("stop", "-m", "fast")


def _control(action: str, *arguments: str, check: bool = True) -> int:
    return _run("pg_ctl", action, "-w", "-D", str(_data()), *arguments, check=check)


def _run(program: str, *arguments: str, check: bool = True) -> int:
    folder = binaries()
    if folder is None:
        raise FileNotFoundError("PostgreSQL's server programs: install the package postgresql, or set POSTGRES_URL")
    user, group = server_user()
    as_user: dict[str, Any] = {"user": user, "group": group, "extra_groups": []} if os.getuid() == 0 else {}
    # Into a file: a pipe would be held open by the server, which outlives pg_ctl.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(folder / program), *arguments],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            env=_environment(),
            **as_user,
        )
        output.seek(0)
        if check and done.returncode:
            raise RuntimeError(f"{program} {' '.join(arguments)}: {output.read().decode(errors='replace')[-2000:]}")
    return done.returncode


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}


def server_user() -> Sequence[str | int]:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return os.getuid(), os.getgid()
    known = [line.split(":")[0] for line in Path("/etc/passwd").read_text().splitlines()]
    user = "postgres" if "postgres" in known else "nobody"
    group = "postgres" if user == "postgres" else "nogroup"
    return user, group


@cache
def _data() -> Path:
    """The cluster's files, which only one major version understands."""
    folder = binaries()
    if folder is None:
        return FOLDER / "data"
    said = subprocess.run([str(folder / "initdb"), "--version"], capture_output=True, text=True, check=True).stdout
    return FOLDER / f"data-{said.split()[2].partition('.')[0]}"


def _parameters(database: str) -> dict[str, Any]:
    given = os.environ.get("POSTGRES_URL")
    if given:
        return {"conninfo": f"{given.rstrip('/')}/{database}"}
    return {"host": str(SOCKETS), "user": "postgres", "dbname": database}
