"""All formats of a recording, beside other things made from the same bytes; a job calls it, as often as it must.

The name of a file tells what went into it, so that one that is there is right, and work that broke off goes on where
it stopped. A job's handler lets OSError and RecordingInterrupted pass, to be tried again, and makes a
PermanentFailure of RecordingRefused, whose text is for people.
"""

import hashlib
import json
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from campaigns.recordings.contract import CONVERTING, Labels, Level, Limits, RecordingMeasure
from campaigns.recordings.formats import FORMATS, Format
from campaigns.recordings.levels import TARGETS, Medium
from campaigns.recordings.reading import PARTIAL, convert, measure

Progress = Callable[[int, int], None]
"""Told how many files are made and of how many; what it raises ends the work, and what is made stays."""
PREFIX = "recording-"


@dataclass(frozen=True, slots=True)
class Made:
    """A file in one of FORMATS, with its size in bytes."""

    format: str
    path: Path
    size: int
    sha256: str


def folder_of(root: Path, digest: str) -> Path:
    """Where the formats of a recording with this SHA-256 are; with the root of derivatives, beside its others."""
    return root / digest[:2] / digest


def make_formats(
    original: Path,
    root: Path,
    *,
    labels: Labels | None = None,
    medium: Medium | None = None,
    digest: str = "",
    measured: RecordingMeasure | None = None,
    progress: Progress | None = None,
    limits: Limits = CONVERTING,
) -> list[Made]:
    """Every one of FORMATS that the recording can have, made where it isn't there yet.

    With a `medium` their loudness is brought to its target. `digest` and `measured` spare reading the file once more
    where they are known. Raises the same as `convert`, and what `progress` raises.
    """
    if not digest:
        digest = _sha256(original)
    found = measured or measure(original)
    wanted = [each for each in FORMATS.values() if each.applies_to(found)]
    folder = folder_of(root, digest)
    folder.mkdir(parents=True, exist_ok=True)
    _sweep(folder, limits)
    level = TARGETS[medium].level if medium else None
    made = []
    for number, each in enumerate(wanted):
        if progress:
            progress(number, len(wanted))
        target = folder / _name(each, labels or Labels(), level)
        if not target.exists():
            convert(original, target, each, labels=labels, level=level, limits=limits)
        made.append(Made(each.code, target, target.stat().st_size, _sha256(target)))
    if progress:
        progress(len(wanted), len(wanted))
    return made


def _name(format: Format, labels: Labels, level: Level | None) -> str:  # noqa: A002 - that is what it is
    """Other labels, another level or another encoding make another file."""
    made_with = {"encoding": asdict(format.encoding), "labels": asdict(labels), "level": level and asdict(level)}
    mark = hashlib.sha256(json.dumps(made_with, sort_keys=True).encode()).hexdigest()[:12]
    return f"{PREFIX}{format.code}-{mark}{format.suffix}"


def _sweep(folder: Path, limits: Limits) -> None:
    """Removes what a process that was killed had begun to write; nobody writes for so long."""
    for path in folder.glob(f"{PREFIX}*{PARTIAL}"):
        if time.time() - path.stat().st_mtime > 2 * limits.wall_seconds:
            path.unlink(missing_ok=True)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
