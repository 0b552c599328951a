"""How long a WAV file says that it is: FFmpeg believes the size of the file, by which a cut copy looks whole."""

from __future__ import annotations

import struct
from pathlib import Path

_HEADER = struct.Struct("<4sI4s")
_CHUNK = struct.Struct("<4sI")
_FORMAT = struct.Struct("<HHIIHH")
_MOST_CHUNKS = 64
_UNFINISHED = frozenset({0, 0xFFFFFFFF})
"""Sizes that a recorder writes which can't come back to tell."""


def wav_seconds(path: Path) -> float | None:
    """By the header's own sizes; None where it does not say, or the file is no RIFF."""
    rate = 0
    with path.open("rb") as file:
        try:
            if _HEADER.unpack(file.read(_HEADER.size))[::2] != (b"RIFF", b"WAVE"):
                return None
            for _ in range(_MOST_CHUNKS):
                name, size = _CHUNK.unpack(file.read(_CHUNK.size))
                if name == b"data":
                    return round(size / rate, 3) if rate and size not in _UNFINISHED else None
                start = file.tell()
                if name == b"fmt ":
                    rate = _FORMAT.unpack(file.read(_FORMAT.size))[3]
                # A chunk of an odd size has a byte more.
                file.seek(start + size + size % 2)
        except struct.error:
            return None
    return None
