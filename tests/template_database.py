"""A migrated SQLite database, made once for each state of the migrations and copied by whoever needs one."""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.prerequisites import ROOT

FOLDER = ROOT / "build" / "template-database"


def copy_to(target: Path) -> None:
    """A fresh, migrated database at `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", "-wal", "-shm"):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    shutil.copyfile(_template(), target)


def _template() -> Path:
    FOLDER.mkdir(parents=True, exist_ok=True)
    path = FOLDER / f"{_state_of_migrations()}.sqlite3"
    with (FOLDER / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            _migrate(path)
    return path


def _migrate(path: Path) -> None:
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "DATABASE_URL": f"sqlite:///{partial}?transaction_mode=IMMEDIATE",
    }
    command = [sys.executable, str(ROOT / "manage.py"), "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, env=environment, cwd=ROOT)
    checkpoint = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA journal_mode=DELETE')"
    subprocess.run([sys.executable, "-c", checkpoint, str(partial)], check=True)
    partial.rename(path)


def _state_of_migrations() -> str:
    state = hashlib.sha256((ROOT / "requirements" / "base.txt").read_bytes())
    for path in sorted(ROOT.glob("*/**/migrations/*.py")):
        if ".venv" not in path.parts:
            state.update(path.read_bytes())
    return state.hexdigest()[:16]
