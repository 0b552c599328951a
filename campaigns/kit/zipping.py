"""Write the ZIP of a kit: the same parts give the same bytes, whenever and wherever. Pure.

Nothing is compressed: media are already, and what a compressor makes differs from one release of it to the next.
Files beyond 4 GB, and more than 65,535 of them, are written as ZIP64.
"""

import hashlib
import io
import os
import uuid
import zipfile
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

BLOCK = 1024 * 1024
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The oldest instant that a ZIP can tell."""
READABLE = 0o100644 << 16
UNIX = 3
PARTIAL = ".part"


@dataclass(frozen=True, slots=True)
class Member:
    """A file for the ZIP: where it goes, its bytes or where they are, and what they must be."""

    path: str
    content: bytes | Path
    size: int
    sha256: str

    @classmethod
    def of_bytes(cls, path: str, content: bytes) -> "Member":
        return cls(path, content, len(content), hashlib.sha256(content).hexdigest())


class FileMissing(Exception):
    """The bytes of a part are not in storage. The text is its path in the kit."""


class OtherBytes(Exception):
    """What lies in storage is not what was put there. The text is its path in the kit."""


@dataclass(frozen=True, slots=True)
class Zipped:
    """A finished ZIP, still under the name of something unfinished."""

    path: Path
    size: int
    sha256: str


def write_zip(incoming: Path, folder: str, members: Iterable[Member]) -> Zipped:
    """The ZIP of these files below `folder`, whole and on the disk; nothing stays of one that failed.

    Raises FileMissing, OtherBytes, OSError (a full disk).
    """
    incoming.mkdir(parents=True, exist_ok=True)
    path = incoming / f"{uuid.uuid4().hex}{PARTIAL}"
    try:
        with path.open("xb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for member in members:
                    _add(archive, folder, member)
            file.flush()
            os.fsync(file.fileno())
        return Zipped(path, path.stat().st_size, _digest_of(path))
    except BaseException:
        with suppress(OSError):
            path.unlink(missing_ok=True)
        raise


def _add(archive: zipfile.ZipFile, folder: str, member: Member) -> None:
    info = zipfile.ZipInfo(f"{folder}/{member.path}", EPOCH)
    info.create_system, info.external_attr, info.file_size = UNIX, READABLE, member.size
    digest = hashlib.sha256()
    with _opened(member) as source, archive.open(info, "w") as target:
        while block := source.read(BLOCK):
            digest.update(block)
            target.write(block)
    if digest.hexdigest() != member.sha256:
        raise OtherBytes(member.path)


def _opened(member: Member) -> IO[bytes]:
    if isinstance(member.content, bytes):
        return io.BytesIO(member.content)
    try:
        return member.content.open("rb")
    except FileNotFoundError as error:
        raise FileMissing(member.path) from error


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
