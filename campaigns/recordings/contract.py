"""What is said of recordings between the site and the child processes that open them. No Django, no FFmpeg here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MEBIBYTE = 1024 * 1024


class Refusal(StrEnum):
    """Why a file is no use as a recording; what people are told is in `campaigns.recordings.refusal`."""

    EMPTY = "empty"
    NOT_A_RECORDING = "not_a_recording"
    DAMAGED = "damaged"
    ENCRYPTED = "encrypted"
    UNKNOWN_CODEC = "unknown_codec"
    NO_SOUND = "no_sound"
    NO_PICTURE = "no_picture"
    TOO_LONG = "too_long"
    PICTURE_TOO_LARGE = "picture_too_large"
    RESULT_TOO_LARGE = "result_too_large"
    TOO_SLOW = "too_slow"
    TOO_MUCH_MEMORY = "too_much_memory"
    CRASHED = "crashed"


class RefusedError(Exception):
    """Said inside the child process; outside it becomes `RecordingRefused`. The message is for the log."""

    def __init__(self, reason: Refusal, detail: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Limits:
    """For one file. A file over a limit is refused, and the next one goes on."""

    cpu_seconds: int = 300
    wall_seconds: int = 600
    memory_bytes: int = 1024 * MEBIBYTE
    result_bytes: int = 2048 * MEBIBYTE
    recorded_seconds: int = 3 * 3600
    """What is longer is no spot, and a small file may claim days of silence."""
    pixels: int = 8192 * 4320
    """Of one picture."""


CONVERTING = Limits(cpu_seconds=3600, wall_seconds=2 * 3600, memory_bytes=2048 * MEBIBYTE)
"""Encoding a quarter of an hour of video takes ten minutes on a small server."""


@dataclass(frozen=True, slots=True)
class Picture:
    """The moving picture of a video, upright as it is shown, in square pixels."""

    codec: str
    width: int
    height: int
    frame_rate: float
    """Pictures a second; 0 where the file does not say."""


@dataclass(frozen=True, slots=True)
class RecordingMeasure:
    """What a recording is. Loudness is that of EBU R 128 and ITU-R BS.1770: a mono file is taken as it will be heard,
    from two loudspeakers."""

    container: str
    """FFmpeg's name of the format: "wav", "mp3", "mov,mp4,m4a,3gp,3g2,mj2"."""
    media_type: str
    duration: float
    """Seconds, of what was decoded."""
    declared_duration: float | None
    """Seconds that the file claims; None where its format counts none or only guesses."""
    codec: str
    """Of the sound; empty where there is none."""
    sample_rate: int
    channels: int
    """0 where there is no sound."""
    loudness: float | None
    """Integrated, LUFS; None for silence and for less than 0.4 s."""
    loudness_range: float | None
    """LU; None for less than 30 s."""
    true_peak: float | None
    """dBTP; None for digital silence."""
    leading_silence: float
    trailing_silence: float
    """Seconds below -60 dBFS."""
    picture: Picture | None = None

    @property
    def has_sound(self) -> bool:
        return self.channels > 0


@dataclass(frozen=True, slots=True)
class PictureEncoding:
    """How a picture is encoded: it is made smaller until it fits, upright or lying, and never larger."""

    codec: str
    long_side: int
    short_side: int
    most_frames: int
    """A second."""
    pixel_format: str
    options: dict[str, str]


@dataclass(frozen=True, slots=True)
class Encoding:
    """What FFmpeg is asked for."""

    container: str
    codec: str
    sample_format: str
    sample_rate: int
    channels: int
    bit_rate: int = 0
    """Bits a second; 0 where the codec decides by itself."""
    headroom: float = 0.0
    """dB that peaks stay below the target's: lossy encoders overshoot."""
    options: dict[str, str] | None = None
    """Of the container."""
    picture: PictureEncoding | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """The loudness to bring a recording to, LUFS, and the peaks to keep below, dBTP."""

    loudness: float
    peak: float


@dataclass(frozen=True, slots=True)
class Labels:
    """What is written into a file so that it says by itself what it is; empty ones are left out."""

    title: str = ""
    credit: str = ""
    licence: str = ""
    language: str = ""
    """BCP 47: "es", "nah", "yua"."""
