"""A server that test runs share: whoever needs it first starts it, and the run that ends last stops it.

A run is the process that `make test` or `pytest` is; the workers of pytest-xdist belong to it. Locks on files
are let go with their process, so a killed run holds nothing up.
"""

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO


@dataclass(slots=True)
class Lease:
    """`folder` holds the locks and a mark that says: a test run started the server, so a test run stops it."""

    folder: Path
    is_running: Callable[[], bool]
    start: Callable[[], None]
    stop: Callable[[], None]
    _held: IO[bytes] | None = field(default=None, init=False)

    def hold(self) -> None:
        """Keep the server, if anybody starts it, until `release`."""
        with self._alone():
            self._held = (self.folder / "runs.lock").open("ab")
            fcntl.flock(self._held, fcntl.LOCK_SH)

    def ensure(self) -> None:
        """The server runs."""
        with self._alone():
            if not self.is_running():
                self._mark.touch()
                self.start()

    def release(self) -> None:
        """Stop the server where tests started it, unless another run is at work."""
        if self._held is None:
            return
        with self._alone(), self._held as held:
            self._held = None
            if self._mark.exists() and _is_the_last(held):
                self.stop()
                self._mark.unlink()

    @property
    def _mark(self) -> Path:
        return self.folder / "started-by-tests"

    @contextmanager
    def _alone(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.folder.stat().st_uid != os.getuid():
            raise PermissionError(f"{self.folder} belongs to somebody else. Remove it, or set TMPDIR.")
        with (self.folder / "change.lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _is_the_last(held: IO[bytes]) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
