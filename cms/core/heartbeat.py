"""Signs of life of the processes that answer no requests: worker and relay.

A loop beats once in every turn. Others read the age of the last beat from a file; a loop that hangs for longer than
HEARTBEAT_SECONDS ends its own process, with the stack of every thread on standard error, so that whoever started it
(container engine, systemd) starts it anew.

`python -m cms.core.heartbeat worker` is the health check of a container. It is no management command, because those
load the whole site: seconds of processor time for every probe.
"""

import faulthandler
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings

BETWEEN_BEATS = 1.0
"""Seconds: a loop that turns faster beats no faster."""


class Heartbeat:
    """The beat of one process, while it is entered."""

    def __init__(self, name: str) -> None:
        self._file = _file(name)
        self._last = 0.0

    def beat(self) -> None:
        """Say that the loop goes on. A folder that can't be written is no reason to stop it."""
        now = time.monotonic()
        if now - self._last < BETWEEN_BEATS:
            return
        self._last = now
        # In C, beside the interpreter: it also sees a thread that never gives the interpreter back.
        faulthandler.dump_traceback_later(settings.HEARTBEAT_SECONDS, exit=True)
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.touch()
        except OSError:
            return

    def rest(self) -> None:
        """From now on silence is no sign of trouble: the process finishes what is under way."""
        faulthandler.cancel_dump_traceback_later()

    def __enter__(self) -> Self:
        self.beat()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.rest()
        self._file.unlink(missing_ok=True)


def silence(name: str) -> float | None:
    """Seconds since the last beat, or None where the process ended or never ran."""
    try:
        return max(time.time() - _file(name).stat().st_mtime, 0.0)
    except FileNotFoundError:
        return None


def is_alive(name: str) -> bool:
    """Whether the process beat within HEARTBEAT_SECONDS."""
    age = silence(name)
    return age is not None and age <= settings.HEARTBEAT_SECONDS


def _file(name: str) -> Path:
    return Path(settings.RUN_DIR) / f"{name}.heartbeat"


def main(arguments: list[str]) -> int:
    (name,) = arguments
    age = silence(name)
    alive = is_alive(name)
    said = "no beat" if age is None else f"last beat {age:.0f} s ago"
    sys.stdout.write(f"{name}: {'alive' if alive else 'not alive'}, {said}\n")
    return 0 if alive else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
