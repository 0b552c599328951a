"""Where the embedded index lives on disk: generations side by side, and a pointer to the live one.

    folder/current        name of the live generation; replaced in one step
    folder/<generation>/  a tantivy index and `made_for.json`, what it was made for
    folder/*.lock         held by the writer and by the rebuild, across processes

A generation that nobody points to is a rebuild in the making, or what a killed one left.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from pathlib import Path

import tantivy

from search import language
from search.engines._embedded_schema import SCHEMA_VERSION, build_schema, register_analysis
from search.locks import FileLocks
from search.ports import SearchUnavailable

_POINTER = "current"
_MADE_FOR = "made_for.json"


@dataclass(frozen=True, slots=True)
class MadeFor:
    """What an index depends on besides its records; another one needs a rebuild."""

    schema: int
    language: int
    facets: tuple[str, ...]

    @classmethod
    def now(cls, facets: Sequence[str]) -> MadeFor:
        return cls(SCHEMA_VERSION, language.VERSION, tuple(sorted(facets)))


@dataclass(frozen=True, slots=True)
class Stamp:
    """Changes when another generation becomes the live one, or when something was committed to it."""

    pointer: tuple[int, int]
    commit: tuple[int, int]


class Store:
    """The folder of one embedded index."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._pointer = folder / _POINTER
        self._locks = FileLocks(folder)

    def live(self) -> Path:
        """The folder of the live generation. Raises SearchUnavailable where there is none."""
        try:
            return self.folder / self._pointer.read_text()
        except FileNotFoundError:
            raise SearchUnavailable(f"there is no index in {self.folder}; run rebuild_search") from None

    def stamp(self, generation: Path) -> Stamp:
        return Stamp(_identity(self._pointer), _identity(generation / "meta.json"))

    def made_for(self, generation: Path) -> MadeFor | None:
        """What a generation was made for, or None where that can't be read."""
        try:
            found = json.loads((generation / _MADE_FOR).read_text())
            return MadeFor(found["schema"], found["language"], tuple(found["facets"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def create(self, made_for: MadeFor) -> Path:
        """An empty generation that is not live."""
        generation = self.folder / f"generation-{uuid.uuid4().hex}"
        generation.mkdir(parents=True)
        register_analysis(tantivy.Index(build_schema(made_for.facets), path=str(generation)))
        (generation / _MADE_FOR).write_text(json.dumps(asdict(made_for)))
        return generation

    def point_to(self, generation: Path) -> None:
        """Make a generation the live one, in one step that survives a power cut."""
        aside = self.folder / f"{_POINTER}.new"
        with aside.open("w") as file:
            file.write(generation.name)
            file.flush()
            os.fsync(file.fileno())
        aside.replace(self._pointer)
        directory = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(directory)
        finally:
            os.close(directory)

    def clean(self, keep: Path | None = None) -> None:
        """Delete every generation but the live one and `keep`. Only the holder of the rebuild lock may."""
        kept = {self._pointer.read_text()} if self._pointer.exists() else set()
        kept |= {keep.name} if keep else set()
        for generation in self.folder.glob("generation-*"):
            if generation.name not in kept:
                shutil.rmtree(generation, ignore_errors=True)

    def locked(self, name: str, *, wait_seconds: float = 0) -> AbstractContextManager[None]:
        """Hold a lock that all processes respect; the system frees it when a process dies. Raises IndexBusy."""
        return self._locks.held(name, wait_seconds=wait_seconds)

    def destroy(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


def open_index(generation: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(generation))
    register_analysis(index)
    return index


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0)
    return (found.st_ino, found.st_mtime_ns)
