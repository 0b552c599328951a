"""Hostile files are opened in child processes with limits for each; a poison file costs its child, nothing else."""

from __future__ import annotations

import base64
import binascii
import queue
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from archive.extraction import wire
from archive.extraction.contract import (
    ExtractedHead,
    ExtractedPage,
    Extraction,
    ExtractionError,
    Limits,
    Line,
    Reason,
)
from archive.extraction.process import ChildGoneError, ChildProcess
from archive.extraction.quality import settled

_FILES_PER_CHILD = 64

Messages = Iterator[dict[str, Any]]
T = TypeVar("T")


class PoolBusyError(Exception):
    """All children are at work, and none became free in the time that the caller may wait."""


class ExtractionPool:
    """Up to `size` files at a time, from any thread; more wait. Children start when first needed.

    A child is replaced after `files_per_child` files, and at once after a file that broke a limit or the child.
    """

    def __init__(
        self,
        size: int,
        limits: Limits | None = None,
        *,
        files_per_child: int = _FILES_PER_CHILD,
        longest_wait: float | None = None,
    ) -> None:
        """`longest_wait`: seconds that a caller waits for a child before PoolBusyError; None: as long as it takes."""
        self._size = size
        self._limits = limits or Limits()
        self._files_per_child = files_per_child
        self._longest_wait = longest_wait
        self._is_closed = False
        self._places: queue.LifoQueue[ChildProcess | None] = queue.LifoQueue()
        for _ in range(size):
            self._places.put(None)

    def extract(self, path: Path, media_type: str) -> Extraction:
        """The whole file.

        Raises ExtractionError, UnsupportedMediaTypeError and, where no file is to blame, OSError, ChildStartError and
        ChildGoneError.
        """
        return self._ask(path, media_type, "whole", (), lambda messages: _extraction(messages, self._limits))

    def cover(self, path: Path, media_type: str, width: int) -> bytes:
        """The first page as a WebP image. Raises the same as `extract`."""
        return self._ask(path, media_type, "cover", (width,), _webp)

    def draw(self, path: Path, media_type: str, number: int, width: int) -> bytes:
        """A page as a WebP image. Raises the same as `extract`."""
        return self._ask(path, media_type, "draw", (number, width), _webp)

    def scan(self, path: Path, media_type: str, number: int, dots_per_inch: int) -> bytes:
        """A page as a grey PNG image. Raises the same as `extract`."""
        return self._ask(path, media_type, "scan", (number, dots_per_inch), _png)

    def words(self, path: Path, media_type: str, number: int, length: int) -> tuple[Line, ...]:
        """Where the words of a page stand, whose text has that length. Raises the same as `extract`."""
        return self._ask(path, media_type, "words", (number,), lambda messages: _words(messages, length))

    def close(self) -> None:
        """Ends the children; files being read are finished first, those that wait are refused."""
        self._is_closed = True
        for _ in range(self._size):
            child = self._places.get()
            if child is not None:
                child.end()
        for _ in range(self._size):
            self._places.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask(
        self, path: Path, media_type: str, asked: str, details: tuple[int, ...], receive: Callable[[Messages], T]
    ) -> T:
        with path.open("rb"):
            pass  # one that isn't there or may not be read is no poison: the caller gets the OSError
        request = {
            "path": str(path.absolute()),
            "media_type": media_type,
            "asked": asked,
            "with": details,
            "limits": asdict(self._limits),
        }
        try:
            return self._ask_child(request, receive)
        except ChildGoneError:
            return self._ask_child(request, receive)

    def _ask_child(self, request: dict[str, Any], receive: Callable[[Messages], T]) -> T:
        try:
            child = self._places.get(timeout=self._longest_wait)
        except queue.Empty:
            raise PoolBusyError(f"{self._size} children are busy") from None
        try:
            if self._is_closed:
                raise RuntimeError("the pool is closed")
            child = self._usable(child)
            return receive(child.ask(request, self._limits))
        except wire.ProtocolError as error:
            raise ExtractionError(Reason.CRASHED, f"unsound answer: {error}") from error
        finally:
            if child is not None and not child.is_sound:
                child.end()
                child = None
            self._places.put(child)

    def _usable(self, child: ChildProcess | None) -> ChildProcess:
        if child is not None:
            if child.is_alive and child.files < self._files_per_child:
                return child
            child.end()
        return ChildProcess()


def _extraction(messages: Messages, limits: Limits) -> Extraction:
    head: ExtractedHead | None = None
    pages: list[ExtractedPage] = []
    for message in messages:
        if "head" in message:
            head = wire.unpack_head(message["head"])
        for values in wire.pages_of(message):
            pages.append(wire.unpack_page(values, len(pages) + 1))
        if len(pages) > limits.pages:
            raise ExtractionError(Reason.TOO_MANY_PAGES, f"over {limits.pages}")
    if head is None or head.page_count != len(pages):
        raise wire.ProtocolError(f"{len(pages)} pages")
    return Extraction(head, settled(pages))


def _image(messages: Messages) -> bytes:
    (message,) = messages
    try:
        return base64.b64decode(message["image"], validate=True)
    except (KeyError, TypeError, ValueError, binascii.Error) as error:
        raise wire.ProtocolError("image") from error


def _webp(messages: Messages) -> bytes:
    image = _image(messages)
    if image[:4] != b"RIFF" or image[8:12] != b"WEBP":
        raise wire.ProtocolError("image is no WebP")
    return image


def _png(messages: Messages) -> bytes:
    image = _image(messages)
    if not image.startswith(b"\x89PNG\r\n\x1a\n"):
        raise wire.ProtocolError("image is no PNG")
    return image


def _words(messages: Messages, length: int) -> tuple[Line, ...]:
    (message,) = messages
    numbers = message.get("words")
    if not isinstance(numbers, list):
        raise wire.ProtocolError("words")
    return wire.unpack_lines(numbers, length)
