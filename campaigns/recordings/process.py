"""The parent's side of the process that opens a hostile recording: one process for one file, and why it ended."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from campaigns.recordings.contract import Limits, Refusal
from campaigns.recordings.refusal import RecordingRefused

_ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = {
    "LANG": "C.UTF-8",
    "PATH": os.defpath,
    # Each arena reserves addresses, which the limit of memory counts.
    "MALLOC_ARENA_MAX": "2",
}
_KEPT = 16 * 1024
_FAULTS_OF_FILES = frozenset({signal.SIGSEGV, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGABRT})


class RecordingInterrupted(Exception):
    """The process was ended from outside, or can't run here: no file is to blame, and it may be tried again."""


def ask(asked: str, path: Path, limits: Limits, **details: Any) -> dict[str, Any]:
    """What the process answers. Raises RecordingRefused and, where no file is to blame, OSError and
    RecordingInterrupted."""
    with path.open("rb"):
        pass  # one that isn't there or may not be read is not at fault: the caller gets the OSError
    request = {"asked": asked, "path": str(path.absolute()), "limits": asdict(limits), **details}
    # Files, whose size the limits of the process bound; a pipe would have to be emptied with care.
    with tempfile.TemporaryFile() as answer, tempfile.TemporaryFile() as output:
        code = _run(json.dumps(request), limits, answer, output)
        if code:
            _raise(code, _start(output).decode(errors="replace"))
        return _result(_start(answer))


def _run(request: str, limits: Limits, answer: IO[bytes], output: IO[bytes]) -> int:
    process = subprocess.Popen(
        [sys.executable, "-s", "-B", "-m", "campaigns.recordings.child", request],
        stdin=subprocess.PIPE,
        stdout=answer,
        stderr=output,
        env=_ENVIRONMENT,
        cwd=_ROOT,
        start_new_session=True,
    )
    try:
        return process.wait(limits.wall_seconds)
    except subprocess.TimeoutExpired as error:
        raise RecordingRefused(Refusal.TOO_SLOW, "wall time") from error
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdin:
            process.stdin.close()


def _start(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read(_KEPT)


def _raise(code: int, said: str) -> None:
    detail = f"exit {code}: {said}"
    if code == -signal.SIGXCPU:
        raise RecordingRefused(Refusal.TOO_SLOW, "processor time")
    if -code in _FAULTS_OF_FILES:
        raise RecordingRefused(Refusal.CRASHED, detail)
    raise RecordingInterrupted(detail)


def _result(answer: bytes) -> dict[str, Any]:
    """The child may belong to a hostile file by the time it answers: anything but a known shape is its fault."""
    try:
        match json.loads(answer):
            case {"result": dict(result)}:
                return result
            case {"system": int(number)} if number in errno.errorcode:
                raise OSError(number, os.strerror(number))
            case {"refused": str(reason), "detail": str(detail)}:
                raise RecordingRefused(Refusal(reason), detail)
    except (ValueError, RecursionError) as error:
        raise RecordingRefused(Refusal.CRASHED, f"unsound answer: {error}") from error
    raise RecordingRefused(Refusal.CRASHED, "unsound answer")
