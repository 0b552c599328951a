"""A migrated database, made once for each state of the migrations and copied by whoever needs one.

SQLite's is a file in build/, PostgreSQL's a template database in the server of `tests.servers.postgresql`.
`python -m tests.template_database` makes both beforehand, while a machine has nothing better to do: the first test
process of a run would make its own while the others wait.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.places import ROOT
from tests.servers import postgresql

FOLDER = ROOT / "build" / "template-database"
POSTGRESQL = "acervo_template_"


def copy_to(target: Path) -> None:
    """A fresh, migrated SQLite database at `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(_template(), target)


def copy_to_postgresql(name: str) -> None:
    """A fresh, migrated PostgreSQL database of this name."""
    postgresql.create(name, template=_postgresql_template())


def _template() -> Path:
    path = FOLDER / f"{_state_of_migrations()}.sqlite3"
    with _one_at_a_time():
        if not path.exists():
            _make(path)
    return path


def _make(path: Path) -> None:
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    _migrate(f"sqlite:///{partial}?transaction_mode=IMMEDIATE")
    checkpoint = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode=DELETE')"
    subprocess.run([sys.executable, "-c", checkpoint, str(partial)], check=True)
    partial.rename(path)


def _postgresql_template() -> str:
    postgresql.ensure()
    name = f"{POSTGRESQL}{_state_of_migrations()}"
    with _one_at_a_time():
        existing = postgresql.databases(POSTGRESQL)
        if name not in existing:
            for outdated in existing:
                postgresql.drop(outdated)
            _make_postgresql(name)
    return name


def _make_postgresql(name: str) -> None:
    partial = f"{name}_part"
    postgresql.create(partial, template="template0")
    _migrate(postgresql.url(partial))
    postgresql.rename(partial, name)


def _migrate(database_url: str) -> None:
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    with tempfile.TemporaryDirectory() as data_dir:
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "DATA_DIR": data_dir,
            "DATABASE_URL": database_url,
        }
        subprocess.run(command, check=True, env=environment, cwd=ROOT)


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _state_of_migrations() -> str:
    state = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(ROOT.glob("*/**/migrations/*.py")):
        if ".venv" not in path.parts:
            state.update(path.read_bytes())
    return state.hexdigest()[:16]


def main() -> None:
    """Make whatever is not there yet."""
    _template()
    if postgresql.is_there():
        postgresql.hold()
        _postgresql_template()
        postgresql.release()


if __name__ == "__main__":
    main()
