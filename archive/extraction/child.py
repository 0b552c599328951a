"""The process that opens hostile files: requests come on standard input, answers go to a descriptor of its own.

Started by `archive.extraction.process` as `python -m archive.extraction.child ANSWERS LIFE`, two descriptors.
Whatever a library prints goes to standard output and error, which the parent keeps for the log.
"""

from __future__ import annotations

import base64
import fcntl
import os
import resource
import select
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive.extraction import wire
from archive.extraction.contract import AbstractExtraction, ExtractionError, Limits, Reason, UnsupportedMediaTypeError
from archive.extraction.registry import extractor_for

_PAGES_PER_FRAME = 8
_CHARACTERS_PER_FRAME = 128 * 1024


def main(answers: int, life: int) -> None:
    """Answers one request after the other until standard input ends."""
    _end_with_parent(life)
    for kind in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        resource.setrlimit(kind, (0, 0))
    _send(answers, {"ready": True})
    while head := sys.stdin.buffer.read(wire.LENGTH.size):
        request = wire.message(sys.stdin.buffer.read(*wire.LENGTH.unpack(head)))
        limits = wire.limits_from(request["limits"])
        _send(answers, {"started": True})
        _limit(limits)
        for answer in _answers(request, limits):
            _send(answers, answer)


def _end_with_parent(life: int) -> None:
    """The kernel ends this process as soon as nobody holds the other end of `life`, whatever runs here then.

    PR_SET_PDEATHSIG would act when the thread that started the child ends, and the pool is used from many threads.
    """
    fcntl.fcntl(life, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(life, fcntl.F_SETFL, fcntl.fcntl(life, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([life], [], [], 0)[0]:
        sys.exit("the parent is gone")


def _limit(limits: Limits) -> None:
    """The limits of the next file, over what this process has used so far."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    _soft_limit(resource.RLIMIT_CPU, int(usage.ru_utime + usage.ru_stime) + 1 + limits.cpu_seconds)
    _soft_limit(resource.RLIMIT_AS, pages * resource.getpagesize() + limits.memory_bytes)


def _soft_limit(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    resource.setrlimit(kind, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))


def _answers(request: dict[str, Any], limits: Limits) -> Iterator[dict[str, Any]]:
    """What there is to say about one file; the last has `done`, `image`, `words`, `error` or `unsupported`."""
    try:
        extractor = extractor_for(request["media_type"])
        extraction = extractor.open(Path(request["path"]), limits)
        try:
            yield from _ASKED[request["asked"]](extraction, *request["with"])
        finally:
            extraction.close()
    except UnsupportedMediaTypeError as error:
        yield {"unsupported": str(error)}
    except ExtractionError as error:
        yield {"error": error.reason, "detail": error.detail}
    except MemoryError:
        yield {"error": Reason.TOO_MUCH_MEMORY, "detail": ""}
    except Exception as error:  # noqa: BLE001 - a file may break its library in any way, and the next one goes on
        yield {"error": Reason.CRASHED, "detail": repr(error)}


def _whole(extraction: AbstractExtraction) -> Iterator[dict[str, Any]]:
    yield {"head": wire.pack_head(extraction.head)}
    batch: list[list[Any]] = []
    size = 0
    for page in extraction.pages():
        batch.append(wire.pack_page(page))
        size += len(page.text)
        if len(batch) == _PAGES_PER_FRAME or size > _CHARACTERS_PER_FRAME:
            yield {"pages": batch}
            batch, size = [], 0
    yield {"pages": batch, "done": True}


def _image(image: bytes) -> Iterator[dict[str, Any]]:
    yield {"image": base64.b64encode(image).decode("ascii")}


_ASKED: dict[str, Callable[..., Iterator[dict[str, Any]]]] = {
    "whole": _whole,
    "cover": lambda extraction, width: _image(extraction.cover(width)),
    "draw": lambda extraction, number, width: _image(extraction.draw(number, width)),
    "scan": lambda extraction, number, dots_per_inch: _image(extraction.scan(number, dots_per_inch)),
    "words": lambda extraction, number: iter([{"words": wire.pack_lines(extraction.words(number))}]),
}


def _send(answers: int, answer: dict[str, Any]) -> None:
    try:
        data = wire.frame(answer)
    except wire.FrameTooLargeError as error:
        data = wire.frame({"error": Reason.TOO_MUCH_TEXT, "detail": str(error)})
    view = memoryview(data)
    while view:
        view = view[os.write(answers, view) :]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
