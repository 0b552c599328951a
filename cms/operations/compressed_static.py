"""Compressed copies of our own style sheets and scripts, for servers that send static files from their sources.

A public server has them from `collectstatic`, which takes long for all of Wagtail's files.
"""

import gzip
import os
from pathlib import Path

ENDINGS = frozenset({".css", ".js", ".svg"})


def compress(source: Path, target: Path) -> None:
    """Put each text below `source` into `target`, with its compressed form beside it, unless it is there already."""
    for path in sorted(source.rglob("*")):
        copy = target / path.relative_to(source)
        if path.suffix in ENDINGS and not _is_there(path, copy):
            copy.parent.mkdir(parents=True, exist_ok=True)
            content = path.read_bytes()
            _write(copy.with_name(f"{copy.name}.gz"), gzip.compress(content, mtime=0))
            _write(copy, content)


def _is_there(path: Path, copy: Path) -> bool:
    compressed = copy.with_name(f"{copy.name}.gz")
    return copy.exists() and compressed.exists() and copy.read_bytes() == path.read_bytes()


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: several processes may start at once."""
    part = path.with_name(f"{path.name}.{os.getpid()}")
    part.write_bytes(content)
    part.replace(path)
