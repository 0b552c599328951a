"""Eight processes that read, change and write the same row: none fails for a lock, and no write is lost.

SQLite stands by WAL, IMMEDIATE transactions and its busy timeout, PostgreSQL by the lock on the row.
"""

import json
import subprocess
import sys
from typing import Any

import pytest
from django.db import connection

from tests import databases
from tests.faults import note
from tests.instances import Instance
from tests.places import ROOT

pytestmark = pytest.mark.processes
PROCESSES, WRITES = 8, 100
LONGEST_WAIT = 20.0
"""Seconds that either database waits for a lock before it gives up."""
ASK_FOR_WAIT = {
    "sqlite": "PRAGMA busy_timeout",
    "postgresql": "SELECT setting::int FROM pg_settings WHERE name = 'lock_timeout'",
}


def count(instance: Instance, *options: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-m", "tests.faults.counting", str(PROCESSES), str(WRITES), *options],
        env=instance.environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert not done.returncode, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_no_write_fails_and_none_is_lost(instance: Instance) -> None:
    result = count(instance)
    assert (result["locked"], result["lost"], result["lost_rows"]) == (0, 0, 0)
    assert result["made"] == PROCESSES * WRITES
    assert result["slowest"] < LONGEST_WAIT
    note(
        f"Concurrent writes ({databases.kind()}): {PROCESSES} processes × {WRITES}, 0 locked, 0 lost, slowest "
        f"{result['slowest']:.1f} s"
    )


def test_without_the_protection_writes_fail_or_are_lost(instance: Instance) -> None:
    """The control: the same work in SQLite's deferred transactions, or on PostgreSQL without the lock on the row."""
    if databases.kind() == "sqlite":
        instance.environment["DATABASE_URL"] = (
            f"sqlite:///{instance.data_dir / 'db.sqlite3'}?timeout=20&init_command=PRAGMA%20journal_mode%3DWAL%3B"
        )
    result = count(instance, "unlocked")
    assert result["locked"] + result["lost"] > 0


@pytest.mark.django_db
def test_a_lock_that_nobody_lets_go_of_hangs_no_request_for_ever() -> None:
    with connection.cursor() as cursor:
        cursor.execute(ASK_FOR_WAIT[databases.kind()])
        assert cursor.fetchone() == (LONGEST_WAIT * 1000,)


@pytest.mark.skipif(databases.kind() != "postgresql", reason="only PostgreSQL compiles queries")
@pytest.mark.django_db
def test_no_query_is_compiled() -> None:
    """Compiling the search for pages took two seconds, running it a fifteenth of one."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW jit")
        assert cursor.fetchone() == ("off",)
