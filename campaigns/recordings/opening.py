"""Opening a hostile recording with FFmpeg's libraries; runs in the child process.

Only formats and codecs that cameras, recorders and studios write are let in: FFmpeg reads hundreds more, among them
playlists that name other files.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from campaigns.recordings.contract import Limits, Refusal, RefusedError

_CONTAINERS = (
    "wav", "w64", "mp3", "ogg", "flac", "aac", "aiff", "caf", "amr", "asf", "avi", "mxf",
    "mov", "mp4", "m4a", "3gp", "3g2", "mj2", "matroska", "webm", "mpeg", "mpegts",
)  # fmt: skip
_SOUND = frozenset({
    "aac", "aac_latm", "ac3", "adpcm_ima_qt", "adpcm_ima_wav", "adpcm_ms", "alac", "amr_nb", "amr_wb", "eac3", "flac",
    "mp2", "mp3", "opus", "vorbis", "wmapro", "wmav1", "wmav2",
    *(name for name in av.codec.codecs_available if name.startswith("pcm_")),
})  # fmt: skip
_PICTURES = frozenset({
    "av1", "dnxhd", "dvvideo", "h263", "h264", "hevc", "mjpeg", "mpeg1video", "mpeg2video", "mpeg4", "msmpeg4v3",
    "prores", "theora", "vp8", "vp9", "wmv1", "wmv2", "wmv3",
})  # fmt: skip
_DECODERS = ("mp3float", "mp2float", "libopus", "libdav1d", "amrnb", "amrwb", "msmpeg4")
"""Some go by another name than their codec."""
_LOCKED = frozenset({"enca", "encv", "drms", "drmi"})
"""What MP4 calls a track that only its seller's player opens (ISO/IEC 23001-7 and its forerunners)."""
_THREADS = 2
_MOST_CHANNELS = 16
_DAMAGE_LET_PASS = 50
"""Packets; more than there are good ones by then, and it is no sound or picture at all."""


class Opened:
    """An open file: its first sound and its moving picture. The cover of an album is no moving picture."""

    def __init__(self, container: InputContainer, limits: Limits) -> None:
        """Raises RefusedError."""
        self.container = container
        self.limits = limits
        self.sound: AudioStream | None = next(iter(container.streams.audio), None)
        self.picture: VideoStream | None = next(filter(_moves, container.streams.video), None)
        self._good = self._damaged = 0
        if self.sound is None and self.picture is None:
            raise RefusedError(Refusal.NO_SOUND, container.format.name)
        for stream, known in ((self.sound, _SOUND), (self.picture, _PICTURES)):
            if stream is not None:
                _check(stream, known)
        if self.sound is not None and not 0 < self.sound.codec_context.channels <= _MOST_CHANNELS:
            raise RefusedError(Refusal.NOT_A_RECORDING, f"{self.sound.codec_context.channels} channels")
        if self.picture is not None:
            self._prepare(self.picture)

    def _prepare(self, picture: VideoStream) -> None:
        context = picture.codec_context
        if context.width * context.height > self.limits.pixels:
            raise RefusedError(Refusal.PICTURE_TOO_LARGE, f"{context.width}x{context.height}")
        # A stream may announce one size and then send another.
        context.options = {"max_pixels": str(self.limits.pixels)}
        context.thread_count = _THREADS
        context.thread_type = "AUTO"

    @property
    def start(self) -> Fraction:
        """Seconds at which the file's own clock begins."""
        return Fraction(self.container.start_time or 0, av.time_base)

    def packets(self, *streams: AudioStream | VideoStream | None) -> Iterator[Packet[Any]]:
        """What is in the file for these streams; the last ones are empty, for what decoders hold back."""
        return self.container.demux(*(each for each in streams if each is not None))

    def decode(self, packet: Packet[Any]) -> Sequence[AudioFrame | VideoFrame]:
        """What the packet gives; nothing where it is damaged, as in every player. Raises RefusedError."""
        try:
            frames = packet.decode()
        except (av.InvalidDataError, av.ArgumentError) as error:
            self._damaged += 1
            if self._damaged > _DAMAGE_LET_PASS + self._good:
                raise RefusedError(Refusal.DAMAGED, str(error)) from error
            return ()
        self._good += len(frames)
        found = [each for each in frames if isinstance(each, (AudioFrame, VideoFrame))]
        for each in found:
            self._check_clock(each)
        return found

    def _check_clock(self, frame: AudioFrame | VideoFrame) -> None:
        """What fills the gaps of a clock would fill one of years."""
        if frame.pts is not None and frame.time_base is not None:
            seconds = frame.pts * frame.time_base - self.start
            if seconds > self.limits.recorded_seconds:
                raise RefusedError(Refusal.TOO_LONG, f"its clock says {float(seconds)} s")

    def finish(self) -> None:
        """Call it after the last packet. Raises RefusedError where little or nothing could be decoded."""
        if self._damaged >= self._good:
            raise RefusedError(Refusal.DAMAGED, f"{self._damaged} packets damaged, {self._good} good")


@contextmanager
def opened(path: Path, limits: Limits) -> Iterator[Opened]:
    """Raises RefusedError and what FFmpeg raises."""
    options = {
        "protocol_whitelist": "file",
        "format_whitelist": ",".join(_CONTAINERS),
        "codec_whitelist": ",".join(sorted({*_SOUND, *_PICTURES, *_DECODERS})),
    }
    try:
        container = av.open(f"file:{path}", mode="r", options=options, metadata_errors="replace")
    except (av.InvalidDataError, av.ArgumentError) as error:
        # FFmpeg calls a format outside the list an invalid argument.
        raise RefusedError(Refusal.NOT_A_RECORDING, str(error)) from error
    with container:
        yield Opened(container, limits)


def _moves(stream: VideoStream) -> bool:
    return not stream.disposition & (Disposition.attached_pic | Disposition.still_image)


def _check(stream: AudioStream | VideoStream, known: frozenset[str]) -> None:
    if stream.codec_tag in _LOCKED:
        raise RefusedError(Refusal.ENCRYPTED, stream.codec_tag)
    name = stream.codec.canonical_name
    if name not in known:
        raise RefusedError(Refusal.UNKNOWN_CODEC, name)
