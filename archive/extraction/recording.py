"""Sound and video: how long they last. What is said in them, people write (`archive.transcription`)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tinytag import TinyTag, TinyTagException

from archive.extraction.contract import ExtractedHead, ExtractedPage, ExtractionError, Limits, Line, Reason, Unit

_AUDIO = ("mpeg", "x-wav", "ogg", "flac", "mp4")
_VIDEO = ("mp4", "quicktime", "webm", "x-matroska", "x-msvideo")


class RecordingExtractor:
    media_types = frozenset({*(f"audio/{each}" for each in _AUDIO), *(f"video/{each}" for each in _VIDEO)})

    def open(self, path: Path, limits: Limits) -> RecordingExtraction:
        """Raises ExtractionError."""
        if not path.stat().st_size:
            raise ExtractionError(Reason.EMPTY, "no bytes")
        return RecordingExtraction(_duration(path))


class RecordingExtraction:
    """A recording has no pages until somebody writes down what is said in it."""

    def __init__(self, duration: float | None) -> None:
        self.head = ExtractedHead(0, unit=Unit.MOMENT, has_images=False, duration=duration)

    def pages(self) -> Iterator[ExtractedPage]:
        return iter(())

    def cover(self, width: int) -> bytes:
        raise ExtractionError(Reason.DAMAGED, "a recording has no pages")

    def draw(self, number: int, width: int) -> bytes:
        raise ExtractionError(Reason.DAMAGED, "a recording has no pages")

    def scan(self, number: int, dots_per_inch: int) -> bytes:
        raise ExtractionError(Reason.DAMAGED, "a recording has no pages")

    def words(self, number: int) -> tuple[Line, ...]:
        return ()

    def close(self) -> None:
        pass


def _duration(path: Path) -> float | None:
    """Seconds; None where the container does not say so in a way that is understood."""
    with path.open("rb") as stream, suppress(TinyTagException, ValueError, OverflowError):
        seconds = TinyTag.get(file_obj=stream, tags=False, image=False).duration
        return round(seconds, 3) if seconds and seconds > 0 else None
    return None
