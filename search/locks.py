"""One writer, one rebuild at a time, whichever process asks: a lock that its holder's death sets free."""

from __future__ import annotations

import fcntl
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

from search.ports import IndexBusy

POLL_SECONDS = 0.05


class Locks(Protocol):
    """Where locks are held. Two objects that are made for the same place exclude each other."""

    def held(self, name: str, *, wait_seconds: float = 0) -> AbstractContextManager[None]:
        """Hold the lock of that name; raises IndexBusy if another process has it for longer than `wait_seconds`."""


class FileLocks:
    """Locks of all processes that see one folder, on one machine."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextmanager
    def held(self, name: str, *, wait_seconds: float = 0) -> Iterator[None]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with (self._folder / f"{name}.lock").open("w") as file:
            deadline = time.monotonic() + wait_seconds
            while not _try_lock(file.fileno()):
                if time.monotonic() >= deadline:
                    raise IndexBusy(f"another process holds {name} of {self._folder}")
                time.sleep(POLL_SECONDS)
            yield


def _try_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
