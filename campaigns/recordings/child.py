"""The process that opens one hostile recording: its request is its argument, its answer goes to standard output.

Started by `campaigns.recordings.process` as `python -m campaigns.recordings.child REQUEST`. Standard input says
nothing: the parent holds its other end as long as it lives. Whatever a library prints goes to standard error.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import resource
import select
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from av.error import FFmpegError

from campaigns.recordings.contract import Encoding, Labels, Level, Limits, PictureEncoding, Refusal, RefusedError
from campaigns.recordings.encoding import converted
from campaigns.recordings.measuring import measured

_OF_THE_SYSTEM = frozenset(
    {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EACCES, errno.EPERM, errno.ENOENT, errno.EAGAIN}
)
"""What FFmpeg says that no file is to blame for: no room, no rights, no thread. It says EIO of damaged files too."""


def main(request: dict[str, Any]) -> dict[str, Any]:
    """What there is to say: `result`, `refused` or `system`."""
    limits = Limits(**request["limits"])
    _limit(limits)
    try:
        return {"result": _ASKED[request["asked"]](request, limits)}
    except RefusedError as error:
        return {"refused": error.reason, "detail": error.detail}
    except MemoryError:
        return {"refused": Refusal.TOO_MUCH_MEMORY, "detail": ""}
    except (FFmpegError, OSError) as error:
        return _said(error)


def _said(error: FFmpegError | OSError) -> dict[str, Any]:
    if error.errno in _OF_THE_SYSTEM:
        return {"system": error.errno}
    if error.errno == errno.ENOMEM:
        return {"refused": Refusal.TOO_MUCH_MEMORY, "detail": ""}
    reason = Refusal.RESULT_TOO_LARGE if error.errno == errno.EFBIG else Refusal.DAMAGED
    return {"refused": reason, "detail": repr(error)}


def _measure(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    return asdict(measured(Path(request["path"]), request["media_type"], limits))


def _convert(request: dict[str, Any], limits: Limits) -> dict[str, Any]:
    encoding = dict(request["encoding"])
    if encoding["picture"]:
        encoding["picture"] = PictureEncoding(**encoding["picture"])
    level = Level(**request["level"]) if request["level"] else None
    labels = Labels(**request["labels"])
    converted(Path(request["path"]), Path(request["target"]), Encoding(**encoding), labels, level, limits)
    return {}


_ASKED: dict[str, Callable[[dict[str, Any], Limits], dict[str, Any]]] = {"measure": _measure, "convert": _convert}


def _end_with_parent() -> None:
    """The kernel ends this process, whatever runs here, as soon as nobody holds the other end of standard input."""
    fcntl.fcntl(0, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(0, fcntl.F_SETFL, fcntl.fcntl(0, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([0], [], [], 0)[0]:
        sys.exit("the parent is gone")


def _limit(limits: Limits) -> None:
    # What the libraries take by themselves is no fault of the file.
    used = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    for kind, value in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, limits.result_bytes),
        (resource.RLIMIT_AS, used + limits.memory_bytes),
    ):
        resource.setrlimit(kind, (value, value))
    # At the lower one the kernel says why it ends the process, at the upper one it does not.
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 5))


if __name__ == "__main__":
    _end_with_parent()
    answer = os.dup(1)
    os.dup2(2, 1)
    os.write(answer, json.dumps(main(json.loads(sys.argv[1]))).encode("ascii"))
