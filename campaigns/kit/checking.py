"""Whether a ZIP is a whole kit: every file as its manifest and its SHA256SUMS say. Pure; nothing is unpacked.

The ZIP may come from anywhere: what it claims of sizes is held against what is read, and no more is read than that.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SCHEMA = "acervo-kit/1"
MANIFEST, SUMS, README = "manifest.json", "SHA256SUMS", "LEAME.html"
LARGEST_TEXT = 16 * 1024 * 1024
"""Bytes of what a kit says of itself."""
BLOCK = 1024 * 1024
NEEDED = frozenset({"path", "bytes", "sha256", "title", "credit", "licence"})


class NoKit(Exception):
    """The file is no kit, or cannot be read at all. The message is for people."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found. `damaged`, `missing` and `unlisted` are paths in the kit."""

    manifest: Mapping[str, Any]
    damaged: Sequence[str]
    missing: Sequence[str]
    unlisted: Sequence[str]

    @property
    def is_intact(self) -> bool:
        return not (self.damaged or self.missing or self.unlisted)


def check_zip(path: Path) -> Checked:
    """Reads the whole file. Raises NoKit, OSError."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _Reader(archive).checked()
    except (zipfile.BadZipFile, RuntimeError, zlib.error, EOFError) as error:
        raise NoKit("no es un ZIP, o está incompleto: descárguelo de nuevo") from error


def _is_entry(entry: Any) -> bool:
    is_whole = isinstance(entry, dict) and entry.keys() >= NEEDED
    return is_whole and isinstance(entry["path"], str) and isinstance(entry["sha256"], str)


class _Reader:
    """One ZIP, whose files all lie below one folder."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        files = [info for info in archive.infolist() if not info.is_dir()]
        manifests = [info for info in files if info.filename.split("/")[1:] == [MANIFEST]]
        if len(manifests) != 1:
            raise NoKit("no trae el manifest.json de un kit")
        self._folder = manifests[0].filename.removesuffix(MANIFEST)
        self._files = {info.filename.removeprefix(self._folder): info for info in files}
        if len(self._files) != len(files):
            raise NoKit("trae dos archivos con el mismo nombre")

    def checked(self) -> Checked:
        manifest = self._manifest()
        wanted = {each["path"]: (each["bytes"], each["sha256"]) for each in manifest["files"]}
        about = {MANIFEST, SUMS, README}
        summed = self._summed()
        damaged = [name for name, (size, sha256) in wanted.items() if self._is_damaged(name, size, sha256)]
        damaged += [name for name in sorted(about - {SUMS}) if self._is_damaged(name, None, summed.get(name, ""))]
        damaged += [name for name, (_size, sha256) in wanted.items() if summed.get(name) != sha256]
        return Checked(
            manifest=manifest,
            damaged=sorted(set(damaged)),
            missing=sorted((wanted.keys() | about) - self._files.keys()),
            unlisted=sorted(self._files.keys() - wanted.keys() - about),
        )

    def _manifest(self) -> Mapping[str, Any]:
        try:
            read = json.loads(self._text(MANIFEST))
            files = read["files"]
            is_kit = read["schema"] == SCHEMA and isinstance(read["campaign"]["id"], int)
            is_kit = is_kit and isinstance(read["version"], int) and all(map(_is_entry, files))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise NoKit("su manifest.json no es el de un kit") from error
        if not is_kit:
            raise NoKit("su manifest.json no es el de un kit que este sitio entienda")
        return dict(read)

    def _summed(self) -> dict[str, str]:
        if SUMS not in self._files:
            return {}
        lines = (line.split("  ", 1) for line in self._text(SUMS).splitlines())
        return {line[1]: line[0] for line in lines if len(line) == 2}

    def _text(self, name: str) -> str:
        info = self._files[name]
        if info.file_size > LARGEST_TEXT:
            raise NoKit(f"su {name} es demasiado grande")
        with self._archive.open(info) as file:
            content = file.read(LARGEST_TEXT + 1)
        return content.decode("utf-8", "replace")

    def _is_damaged(self, name: str, size: int | None, sha256: str) -> bool:
        """Of a file that is there; one that isn't is missing."""
        info = self._files.get(name)
        if info is None:
            return False
        if size is not None and info.file_size != size:
            return True
        try:
            return self._digest(info) != sha256
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError):
            # A RuntimeError is what an encrypted file gives: kits have none.
            return True

    def _digest(self, info: zipfile.ZipInfo) -> str:
        digest, left = hashlib.sha256(), info.file_size
        with self._archive.open(info) as file:
            while block := file.read(min(BLOCK, left + 1)):
                left -= len(block)
                if left < 0:
                    return ""
                digest.update(block)
        return digest.hexdigest()
