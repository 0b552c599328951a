"""Locks in PostgreSQL, for sites whose processes run on several machines."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from search.locks import POLL_SECONDS
from search.ports import IndexBusy


class AdvisoryLocks:
    """Session-level advisory locks. The server frees them when the holder's connection ends, however it ends.

    Each lock has a connection of its own: that of the thread may be closed and opened anew while the lock is held.
    """

    def __init__(self, scope: str) -> None:
        self._scope = scope

    @contextmanager
    def held(self, name: str, *, wait_seconds: float = 0) -> Iterator[None]:
        number = _number(f"{self._scope} {name}")
        own = connection.copy()
        try:
            deadline = time.monotonic() + wait_seconds
            while not _try_lock(own, number):
                if time.monotonic() >= deadline:
                    raise IndexBusy(f"another process holds {name} of {self._scope}")
                time.sleep(POLL_SECONDS)
            yield
        finally:
            own.close()


def _try_lock(own: BaseDatabaseWrapper, number: int) -> bool:
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _number(name: str) -> int:
    """The lock's number in the server: 64 bits, signed."""
    return int.from_bytes(sha256(f"acervo {name}".encode()).digest()[:8], "big", signed=True)
