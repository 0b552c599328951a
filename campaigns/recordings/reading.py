"""Measure a recording and convert it, both in a child process: what a file says of itself is believed by nobody."""

import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive.formats import UNKNOWN_TYPE, NotADocument, sniff
from campaigns.recordings.contract import (
    CONVERTING,
    Labels,
    Level,
    Limits,
    Picture,
    RecordingMeasure,
    Refusal,
)
from campaigns.recordings.formats import Format
from campaigns.recordings.process import ask
from campaigns.recordings.refusal import RecordingRefused

PARTIAL = ".part"
"""How a file ends that is being written."""


def measure(path: Path, *, limits: Limits | None = None) -> RecordingMeasure:
    """What the recording is.

    Raises RecordingRefused and, where no file is to blame, OSError and RecordingInterrupted.
    """
    result = _ask("measure", path, limits or Limits())
    try:
        return _unpacked(result)
    except (KeyError, TypeError, ValueError) as error:
        raise RecordingRefused(Refusal.CRASHED, f"unsound answer: {error}") from error


def convert(
    path: Path,
    target: Path,
    format: Format,  # noqa: A002 - that is what it is
    *,
    labels: Labels | None = None,
    level: Level | None = None,
    limits: Limits | None = None,
) -> None:
    """Write the recording to `target` in one of FORMATS, whole or not at all; `level` brings its loudness there.

    What the file told of itself is left out but `labels`. Raises the same as `measure`.
    """
    partial = target.with_name(f"{target.name}.{os.getpid()}-{threading.get_ident()}{PARTIAL}")
    try:
        _ask(
            "convert",
            path,
            limits or CONVERTING,
            target=str(partial.absolute()),
            encoding=asdict(format.encoding),
            labels=asdict(labels or Labels()),
            level=asdict(level) if level else None,
        )
        with partial.open("rb") as written:
            os.fsync(written.fileno())
        partial.replace(target)
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def _ask(asked: str, path: Path, limits: Limits, **details: Any) -> dict[str, Any]:
    media_type = _media_type(path)
    try:
        return ask(asked, path, limits, media_type=media_type, **details)
    except RecordingRefused as refused:
        if refused.reason == Refusal.NOT_A_RECORDING and media_type != UNKNOWN_TYPE:
            # It begins as one.
            raise RecordingRefused(Refusal.DAMAGED, refused.detail) from refused
        raise


def _media_type(path: Path) -> str:
    """What the first bytes say; no name is asked. Raises RecordingRefused where that is no recording."""
    if not path.stat().st_size:
        raise RecordingRefused(Refusal.EMPTY)
    try:
        media_type = sniff(path, "").media_type
    except NotADocument as error:
        raise RecordingRefused(Refusal.NOT_A_RECORDING, str(error)) from error
    if media_type != UNKNOWN_TYPE and not media_type.startswith(("audio/", "video/")):
        raise RecordingRefused(Refusal.NOT_A_RECORDING, media_type)
    return media_type


def _unpacked(values: Mapping[str, Any]) -> RecordingMeasure:
    """Raises KeyError, TypeError and ValueError for what is no measure."""
    picture = values["picture"]
    return RecordingMeasure(
        container=str(values["container"]),
        media_type=str(values["media_type"]),
        duration=float(values["duration"]),
        declared_duration=_number(values["declared_duration"]),
        codec=str(values["codec"]),
        sample_rate=int(values["sample_rate"]),
        channels=int(values["channels"]),
        loudness=_number(values["loudness"]),
        loudness_range=_number(values["loudness_range"]),
        true_peak=_number(values["true_peak"]),
        leading_silence=float(values["leading_silence"]),
        trailing_silence=float(values["trailing_silence"]),
        picture=picture
        and Picture(
            codec=str(picture["codec"]),
            width=int(picture["width"]),
            height=int(picture["height"]),
            frame_rate=float(picture["frame_rate"]),
        ),
    )


def _number(value: object) -> float | None:
    if value is not None and not isinstance(value, (int, float)):
        raise TypeError(repr(value))
    return None if value is None else float(value)
