"""The parent's side of one child process: start, ask, end, and why it ended."""

from __future__ import annotations

import os
import re
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from archive.extraction import wire
from archive.extraction.contract import ExtractionError, Limits, Reason, UnsupportedMediaTypeError

_ROOT = Path(__file__).resolve().parents[2]
_ENVIRONMENT = {"LANG": "C.UTF-8", "PATH": os.defpath}
_SECONDS_TO_START = 60
_CHUNK = 1024 * 1024
_KEPT_OUTPUT = 2_000
_LAST = frozenset({"done", "image", "words"})
_LEAVE_THE_CHILD_IN_DOUBT = frozenset({Reason.CRASHED, Reason.TOO_MUCH_MEMORY})
_EXPLAINED_ABORT = re.compile(rb"malloc|free\(|corrupt|smashing|ssertion|Fatal Python|terminate called")
"""What the C library and Python print before they abort. pdfium aborts without a word where memory runs out."""


class ChildStartError(Exception):
    """The child process can't run here at all: the installation is at fault, no file is."""


class ChildGoneError(Exception):
    """The child ended while it had nothing to do: no file is to blame, a fresh child may be asked."""


class ChildProcess:
    """One child, for one thread at a time."""

    def __init__(self) -> None:
        """Raises ChildStartError."""
        self._answers, child_answers = os.pipe()
        child_life, self._life = os.pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-s", "-B", "-m", "archive.extraction.child", str(child_answers), str(child_life)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            pass_fds=(child_answers, child_life),
            env=_ENVIRONMENT,
            cwd=_ROOT,
            start_new_session=True,
        )
        os.close(child_answers)
        os.close(child_life)
        self.files = 0
        """How many it was asked for."""
        self.is_sound = False
        """Whether it may be asked: not in the midst of an answer, nor after a failure that may have damaged it."""
        self._buffer = bytearray()
        self._output = b""
        self._sources = selectors.DefaultSelector()
        self._stdin, self._stdout = self._pipes()
        self._await_start()

    def _pipes(self) -> tuple[int, int]:
        stdin, stdout = self._process.stdin, self._process.stdout
        if stdin is None or stdout is None:
            raise ChildStartError("no pipes")
        for source in (self._answers, stdout.fileno()):
            os.set_blocking(source, False)
            self._sources.register(source, selectors.EVENT_READ)
        return stdin.fileno(), stdout.fileno()

    def _await_start(self) -> None:
        try:
            self._next_message(time.monotonic() + _SECONDS_TO_START)
        except (ExtractionError, wire.ProtocolError) as error:
            self.end()
            raise ChildStartError(str(error)) from error
        self.is_sound = True

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], limits: Limits) -> Iterator[dict[str, Any]]:
        """The answers, until the last.

        Raises ExtractionError, UnsupportedMediaTypeError, ProtocolError and ChildGoneError.
        """
        self.files += 1
        self.is_sound = False
        self._output = b""
        deadline = time.monotonic() + limits.wall_seconds
        self._send(wire.frame(request), deadline)
        received, most = 0, 2 * limits.text_bytes + wire.LARGEST_FRAME
        while True:
            message, size = self._next_message(deadline)
            received += size
            if received > most:
                raise ExtractionError(Reason.TOO_MUCH_TEXT, f"over {most} bytes of answers")
            self._raise_reported(message)
            yield message
            if not _LAST.isdisjoint(message):
                self.is_sound = True
                return

    def _raise_reported(self, message: dict[str, Any]) -> None:
        if "unsupported" in message:
            self.is_sound = True
            raise UnsupportedMediaTypeError(str(message["unsupported"])[:_KEPT_OUTPUT])
        if "error" not in message:
            return
        try:
            reason = Reason(message["error"])
        except ValueError as error:
            raise wire.ProtocolError("reason") from error
        self.is_sound = reason not in _LEAVE_THE_CHILD_IN_DOUBT
        raise ExtractionError(reason, str(message.get("detail", ""))[:_KEPT_OUTPUT])

    def _send(self, request: bytes, deadline: float) -> None:
        """Until the child says that it starts on the file, the file can't be to blame."""
        try:
            os.write(self._stdin, request)
            self._next_message(deadline)
        except (BrokenPipeError, ExtractionError) as error:
            raise ChildGoneError(str(error)) from error

    def _next_message(self, deadline: float) -> tuple[dict[str, Any], int]:
        """The next message and how long it was."""
        prefix = wire.LENGTH.size
        self._fill(prefix, deadline)
        (length,) = wire.LENGTH.unpack_from(self._buffer)
        if length > wire.LARGEST_FRAME:
            raise wire.ProtocolError(f"a frame of {length} bytes")
        self._fill(prefix + length, deadline)
        body = bytes(self._buffer[prefix : prefix + length])
        del self._buffer[: prefix + length]
        return wire.message(body), length

    def _fill(self, size: int, deadline: float) -> None:
        """Reads answers until `size` bytes are there."""
        while len(self._buffer) < size:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise ExtractionError(Reason.TOO_SLOW, "wall time")
            for key, _ in self._sources.select(remaining):
                chunk = os.read(key.fd, _CHUNK)
                if key.fd == self._stdout:
                    self._keep_output(chunk)
                elif chunk:
                    self._buffer += chunk
                else:
                    raise self._failure()

    def _keep_output(self, chunk: bytes) -> None:
        if not chunk:
            self._sources.unregister(self._stdout)
        self._output = (self._output + chunk)[-_KEPT_OUTPUT:]

    def _failure(self) -> ExtractionError:
        """Why the child ended by itself."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout=2)
        with suppress(BlockingIOError):
            while chunk := os.read(self._stdout, _CHUNK):
                self._output = (self._output + chunk)[-_KEPT_OUTPUT:]
        code = self._process.poll()
        detail = f"exit {code}: {self._output.decode(errors='replace')}"
        if code == -signal.SIGXCPU:
            return ExtractionError(Reason.TOO_SLOW, "processor time")
        if code == -signal.SIGABRT and not _EXPLAINED_ABORT.search(self._output):
            return ExtractionError(Reason.TOO_MUCH_MEMORY, detail)
        return ExtractionError(Reason.CRASHED, detail)

    def end(self) -> None:
        """Ends it at once, with whatever it may have started."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._sources.close()
        for descriptor in (self._answers, self._life):
            os.close(descriptor)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
