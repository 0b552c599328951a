"""Optional: clamd looks through each received file before anything of the site opens it (`CLAMD_URL`; empty: off).

The reading of a file begins with it. Until a file has passed, nobody gets it (`Reading.may_be_handed_out`): its
document is there by its description, and a scanner that is away holds the file back and loses nothing. What was read
before the scanner was set up is not looked through again.
"""

import socket
import struct
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from select import select
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

CHUNK_BYTES = 256 * 1024
CONNECT_SECONDS = 5.0
PORT = 3310
LONGEST_ANSWER = 4096
LONGEST_SIGNATURE = 100
_LENGTH = struct.Struct("!I")


class Infected(Exception):
    """The scanner knows what is in the file: `signature`."""

    def __init__(self, signature: str) -> None:
        super().__init__(signature)
        self.signature = signature


class TooLargeToScan(Exception):
    """The file is larger than the scanner takes (StreamMaxLength of clamd)."""


class ScannerUnavailable(Exception):
    """The scanner can't be asked now; the file is not at fault."""


class ScanInterrupted(ScannerUnavailable):
    """The scanner took the file and gave no verdict: it died, was too slow, or said something else. The file may be
    at fault."""


def is_on() -> bool:
    return bool(settings.CLAMD_URL)


def check(path: Path) -> None:
    """Have the scanner look through the file at `path`, for no longer than a file may be read.

    Raises Infected, TooLargeToScan, ScannerUnavailable, ScanInterrupted; OSError where the file can't be read.
    """
    with path.open("rb") as file, _line(settings.EXTRACTION_WALL_SECONDS) as line:
        _judge(line.answer_to(file))


def ping(seconds: float) -> None:
    """Whether the scanner answers. Raises ScannerUnavailable."""
    with _line(seconds) as line:
        line.send(b"zPING\0")
        if (answer := line.answer()) != "PONG":
            raise ScannerUnavailable(answer or "it hung up")


def _judge(answer: str) -> None:
    if answer == "stream: OK":
        return
    if answer.endswith(" FOUND"):
        signature = answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise Infected("".join(each for each in signature if each.isprintable())[:LONGEST_SIGNATURE])
    if "size limit exceeded" in answer:
        raise TooLargeToScan(answer)
    raise ScanInterrupted(answer or "it hung up")


@contextmanager
def _line(seconds: float) -> Iterator["_Line"]:
    deadline = time.monotonic() + seconds
    try:
        opened = _connected(settings.CLAMD_URL, min(seconds, CONNECT_SECONDS))
    except (OSError, ValueError) as error:
        raise ScannerUnavailable(str(error)) from error
    with opened:
        yield _Line(opened, deadline)


def _connected(url: str, seconds: float) -> socket.socket:
    """A connection to `tcp://host:port` or `unix:///path`. Raises OSError, ValueError."""
    parts = urlsplit(url)
    if parts.scheme == "tcp" and parts.hostname:
        return socket.create_connection((parts.hostname, parts.port or PORT), timeout=seconds)
    if parts.scheme != "unix" or parts.netloc or not parts.path:
        raise ValueError(f"no address of a scanner: {url}")
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(seconds)
    try:
        line.connect(parts.path)
    except BaseException:
        line.close()
        raise
    return line


class _Line:
    """A connection on which everything together takes no longer than its deadline."""

    def __init__(self, opened: socket.socket, deadline: float) -> None:
        self._socket = opened
        self._deadline = deadline

    def answer_to(self, file: IO[bytes]) -> str:
        """What the scanner says of the file; it may say so, and hang up, before it has the whole of it."""
        wanted = self.send(b"zINSTREAM\0")
        while wanted and (chunk := file.read(CHUNK_BYTES)):
            wanted = not self._has_answered() and self.send(_LENGTH.pack(len(chunk)) + chunk)
        if wanted:
            self.send(_LENGTH.pack(0))
        return self.answer()

    def send(self, data: bytes) -> bool:
        """Whether the scanner is still there to take more. Raises ScanInterrupted."""
        try:
            self._socket.settimeout(self._left())
            self._socket.sendall(data)
        except ConnectionError:
            return False
        except OSError as error:
            raise ScanInterrupted(str(error)) from error
        return True

    def answer(self) -> str:
        """One line, or what came of it before the scanner hung up. Raises ScanInterrupted."""
        said = b""
        try:
            while b"\0" not in said and len(said) < LONGEST_ANSWER:
                self._socket.settimeout(self._left())
                if not (more := self._socket.recv(LONGEST_ANSWER)):
                    break
                said += more
        except OSError as error:
            raise ScanInterrupted(str(error)) from error
        return said.partition(b"\0")[0].decode("utf-8", "replace").strip()

    def _has_answered(self) -> bool:
        return bool(select([self._socket], [], [], 0)[0])

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError("no verdict in time")
        return left


@register()
def address_is_known(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    """Where the scanner is misspelt, every file would wait for ever."""
    try:
        parts = urlsplit(settings.CLAMD_URL)
        is_tcp = parts.scheme == "tcp" and bool(parts.hostname) and parts.port != 0
        is_unix = parts.scheme == "unix" and not parts.netloc and len(parts.path) > 1
    except ValueError:
        is_tcp = is_unix = False
    if is_tcp or is_unix or not is_on():
        return []
    hint = "Set CLAMD_URL=tcp://host:3310 or unix:///run/clamav/clamd.ctl, or leave it out: nothing is scanned then."
    return [Error(f"CLAMD_URL {settings.CLAMD_URL!r} is no address of a scanner.", hint=hint, id="acervo.E011")]
