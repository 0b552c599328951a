"""What a recording is, by decoding all of its sound; runs in the child process.

Loudness is measured by FFmpeg's `ebur128`, which follows EBU R 128, ITU-R BS.1770 and EBU Tech 3341/3342.
"""

from __future__ import annotations

import math
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.filter import Graph
from av.packet import Packet
from av.video.frame import VideoFrame

from campaigns.recordings.contract import Limits, Picture, RecordingMeasure, Refusal, RefusedError
from campaigns.recordings.filters import linked, pulled, upright
from campaigns.recordings.opening import Opened, opened
from campaigns.recordings.riff import wav_seconds

SILENCE = -60
"""dBFS below which a listener hears nothing."""
_SHORTEST_SILENCE = 0.1
_SHORTEST_RANGE = 30.0
"""Seconds: of less there are too few values of 3 s each for a statistic (EBU R 128 s1 leaves it out)."""
_ABSOLUTE_GATE = -70.0
"""LUFS: what `ebur128` says where nothing passed the gate of BS.1770."""
_COUNTED_BY_THE_FILE = frozenset({"w64", "flac", "aiff", "mov,mp4,m4a,3gp,3g2,mj2"})
"""Formats that know their length. Others are estimated from the first bytes, or were never finished by a recorder."""


class Meter:
    """Loudness, peaks and silences of sound that comes frame by frame, all of one kind."""

    def __init__(self) -> None:
        self.samples = 0
        self._rate = 0
        self._kind: tuple[str, str, int] | None = None
        self._graph = Graph()
        self._said: dict[str, str] = {}
        self._silences: list[list[float]] = []

    def add(self, frame: AudioFrame) -> None:
        """Raises RefusedError."""
        kind = (frame.format.name, frame.layout.name, frame.sample_rate)
        if self._kind is None:
            self._kind, self._rate = kind, frame.sample_rate
            self._build(frame)
        elif kind != self._kind:
            raise RefusedError(Refusal.DAMAGED, f"{self._kind} becomes {kind}")
        frame.pts, frame.time_base = self.samples, Fraction(1, self._rate)
        self.samples += frame.samples
        self._graph.push(frame)
        self._hear()

    def _build(self, frame: AudioFrame) -> None:
        source = self._graph.add_abuffer(sample_rate=frame.sample_rate, format=frame.format, layout=frame.layout)
        filters = [
            ("asetnsamples", "nb_out_samples=1024:pad=0"),
            ("silencedetect", f"noise={SILENCE}dB:duration={_SHORTEST_SILENCE}"),
            ("ebur128", "metadata=1:peak=true:dualmono=true"),
        ]
        linked(self._graph, source, filters, "abuffersink")

    def end(self) -> None:
        """Call it after the last frame."""
        if self._kind is not None:
            self._graph.push(None)
            self._hear()

    def _hear(self) -> None:
        for frame in pulled(self._graph):
            said = frame.metadata
            self._said |= said
            if "lavfi.silence_start" in said:
                self._silences.append([float(said["lavfi.silence_start"]), math.inf])
            if "lavfi.silence_end" in said and self._silences:
                self._silences[-1][1] = float(said["lavfi.silence_end"])

    @property
    def duration(self) -> float:
        """Seconds heard so far."""
        return self.samples / self._rate if self._rate else 0.0

    @property
    def loudness(self) -> float | None:
        said = self._number("I")
        return None if said is None or said <= _ABSOLUTE_GATE else round(said, 2)

    @property
    def loudness_range(self) -> float | None:
        said = self._number("LRA")
        if said is None or self.loudness is None or self.duration < _SHORTEST_RANGE:
            return None
        return round(said, 2)

    @property
    def true_peak(self) -> float | None:
        said = self._number("true_peak")
        return round(20 * math.log10(said), 2) if said else None

    @property
    def leading_silence(self) -> float:
        if not self._silences or self._silences[0][0] > 0:
            return 0.0
        return round(min(self._silences[0][1], self.duration), 3)

    @property
    def trailing_silence(self) -> float:
        if not self._silences or self._silences[-1][1] < math.inf:
            return 0.0
        return round(max(0.0, self.duration - self._silences[-1][0]), 3)

    def _number(self, name: str) -> float | None:
        said = float(self._said.get(f"lavfi.r128.{name}", "nan"))
        return said if math.isfinite(said) else None


def measured(path: Path, media_type: str, limits: Limits) -> RecordingMeasure:
    """The whole file. `media_type` is what its first bytes say. Raises RefusedError and what FFmpeg raises."""
    with opened(path, limits) as recording:
        meter = Meter()
        picture, picture_end = _heard(recording, meter)
        recording.finish()
        sound = recording.sound if meter.samples else None
        name = recording.container.format.name
        return RecordingMeasure(
            container=name,
            media_type=_media_type(media_type, name, is_video=picture is not None),
            duration=round(max(meter.duration, picture_end), 3),
            declared_duration=_declared(recording, path),
            codec=sound.codec.canonical_name if sound else "",
            sample_rate=sound.codec_context.sample_rate if sound else 0,
            channels=sound.codec_context.channels if sound else 0,
            loudness=meter.loudness,
            loudness_range=meter.loudness_range,
            true_peak=meter.true_peak,
            leading_silence=meter.leading_silence,
            trailing_silence=meter.trailing_silence,
            picture=picture,
        )


def _heard(recording: Opened, meter: Meter) -> tuple[Picture | None, float]:
    """Decodes the sound into the meter, and one picture; what that is, and the second at which the last one ends."""
    picture: Picture | None = None
    end = 0.0
    for packet in recording.packets(recording.sound, recording.picture):
        if packet.stream is recording.picture:
            end = max(end, _end(packet, recording.start))
            if picture is not None:
                continue
        for frame in recording.decode(packet):
            if isinstance(frame, AudioFrame):
                meter.add(frame)
            elif picture is None:
                picture = _picture(recording, frame)
        if max(end, meter.duration) > recording.limits.recorded_seconds:
            raise RefusedError(Refusal.TOO_LONG, f"over {recording.limits.recorded_seconds} s")
    meter.end()
    return picture, end


def _end(packet: Packet[Any], start: Fraction) -> float:
    if packet.pts is None or packet.time_base is None:
        return 0.0
    return float((packet.pts + (packet.duration or 0)) * packet.time_base - start)


def _picture(recording: Opened, frame: VideoFrame) -> Picture:
    stream = recording.picture
    if stream is None:
        raise RefusedError(Refusal.NO_PICTURE)
    width, height = upright(frame, stream.sample_aspect_ratio)
    rate = stream.average_rate or stream.guessed_rate
    return Picture(stream.codec.canonical_name, width, height, round(float(rate), 3) if rate else 0.0)


def _declared(recording: Opened, path: Path) -> float | None:
    container = recording.container
    if container.format.name == "wav":
        return wav_seconds(path)
    if container.format.name not in _COUNTED_BY_THE_FILE or not container.duration:
        return None
    return round(container.duration / av.time_base, 3)


def _media_type(sniffed: str, container: str, *, is_video: bool) -> str:
    """The container may hold sound alone or pictures too: only its content tells."""
    subtype = sniffed.partition("/")[2] if sniffed.startswith(("audio/", "video/")) else container.partition(",")[0]
    return f"{'video' if is_video else 'audio'}/{subtype}"
