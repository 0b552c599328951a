"""Writes a recording in another format; runs in the child process.

Loudness is brought to its target by one gain for the whole recording, as EBU R 128 has it, and a limiter for the
peaks that this lifts too high. FFmpeg's `loudnorm` is left aside: where a plain gain does not reach, it changes the
gain from moment to moment, which takes the music and the pauses of a spot out of balance.
"""

from __future__ import annotations

from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.codec.context import Flags as CodecFlags
from av.container import OutputContainer
from av.video.frame import PictureType, VideoFrame
from av.video.stream import VideoStream

from campaigns.recordings.contract import Encoding, Labels, Level, Limits, PictureEncoding, Refusal, RefusedError
from campaigns.recordings.filters import PictureChain, SoundChain, upright
from campaigns.recordings.measuring import Meter
from campaigns.recordings.opening import Opened, opened

_ROUNDS = 3
"""Each corrects what the limiter took from the one before."""
_NEAR_ENOUGH = 0.2
"""LU: what two meters may differ by (EBU R 128)."""
_MOST_GAIN = 30.0
"""dB. What needs more is noise."""
_THREADS = 2
_LANGUAGES = {"es": "spa", "en": "eng", "fr": "fra", "pt": "por"}
"""ISO 639-2 for two-letter codes; those of three letters are the same in both."""


def converted(
    path: Path, target: Path, encoding: Encoding, labels: Labels, level: Level | None, limits: Limits
) -> None:
    """Writes `target`. Raises RefusedError and what FFmpeg raises."""
    first = _first_picture(path, limits) if encoding.picture else None
    gain = _gain(path, encoding, level, limits) if level else None
    with opened(path, limits) as recording:
        if gain is None:
            level = None
        if recording.sound is None and not encoding.picture:
            raise RefusedError(Refusal.NO_SOUND)
        # No name of the program, no date.
        options = {"fflags": "+bitexact", **(encoding.options or {})}
        with av.open(str(target), mode="w", format=encoding.container, options=options) as output:
            output.metadata.update(_tags(labels))
            picture = (
                _PictureWriter(output, encoding.picture, first, recording) if encoding.picture and first else None
            )
            chain = SoundChain(
                encoding, level, gain or 0.0, start=recording.start, follows_clock=encoding.picture is not None
            )
            sound = _SoundWriter(output, encoding, labels, chain) if recording.sound else None
            output.start_encoding()
            _run(recording, sound, picture)
        recording.finish()


def _first_picture(path: Path, limits: Limits) -> VideoFrame:
    """Its size and turn are those of all. Raises RefusedError."""
    with opened(path, limits) as recording:
        if recording.picture is not None:
            for packet in recording.packets(recording.picture):
                for frame in recording.decode(packet):
                    if isinstance(frame, VideoFrame):
                        return frame
            raise RefusedError(Refusal.DAMAGED, "no picture can be decoded")
    raise RefusedError(Refusal.NO_PICTURE)


def _gain(path: Path, encoding: Encoding, level: Level, limits: Limits) -> float | None:
    """dB that bring the sound to its level, as it will be encoded; None for silence."""
    gain = 0.0
    for number in range(_ROUNDS):
        # Peaks are no matter while nothing is known yet.
        heard = _loudness(path, SoundChain(encoding, level if number else None, gain, follows_clock=False), limits)
        if heard is None:
            return None
        if number and abs(level.loudness - heard) < _NEAR_ENOUGH:
            break
        gain = min(_MOST_GAIN, gain + level.loudness - heard)
    return gain


def _loudness(path: Path, chain: SoundChain, limits: Limits) -> float | None:
    meter = Meter()
    with opened(path, limits) as recording:
        for packet in recording.packets(recording.sound) if recording.sound else ():
            for frame in recording.decode(packet):
                if isinstance(frame, AudioFrame):
                    for each in chain.through(frame):
                        meter.add(each)
    for each in chain.rest():
        meter.add(each)
    meter.end()
    return meter.loudness


def _run(recording: Opened, sound: _SoundWriter | None, picture: _PictureWriter | None) -> None:
    for packet in recording.packets(recording.sound, recording.picture if picture else None):
        for frame in recording.decode(packet):
            if isinstance(frame, AudioFrame):
                if sound:
                    sound.add(frame)
            elif picture:
                picture.add(frame)
    if sound:
        sound.end()
    if picture:
        picture.end()


class _SoundWriter:
    def __init__(self, output: OutputContainer, encoding: Encoding, labels: Labels, chain: SoundChain) -> None:
        stream = output.add_stream(encoding.codec, rate=encoding.sample_rate)
        if not isinstance(stream, AudioStream):
            raise TypeError(encoding.codec)
        context = stream.codec_context
        context.format = encoding.sample_format
        context.layout = "mono" if encoding.channels == 1 else "stereo"
        if encoding.bit_rate:
            context.bit_rate = encoding.bit_rate
        context.flags |= CodecFlags.bitexact
        if language := _language(labels.language):
            stream.metadata["language"] = language
        self._output, self._stream, self._chain = output, stream, chain

    def add(self, frame: AudioFrame) -> None:
        self._chain.frame_size = self._stream.codec_context.frame_size
        for each in self._chain.through(frame):
            self._output.mux(self._stream.encode(each))

    def end(self) -> None:
        for each in self._chain.rest():
            self._output.mux(self._stream.encode(each))
        self._output.mux(self._stream.encode(None))


class _PictureWriter:
    def __init__(
        self, output: OutputContainer, encoding: PictureEncoding, first: VideoFrame, recording: Opened
    ) -> None:
        source = recording.picture
        if source is None:
            raise RefusedError(Refusal.NO_PICTURE)
        shown = upright(first, source.sample_aspect_ratio)
        self._chain = PictureChain(encoding, first, shown, source.average_rate or source.guessed_rate)
        stream = output.add_stream(encoding.codec, rate=self._chain.rate, options=dict(encoding.options))
        if not isinstance(stream, VideoStream):
            raise TypeError(encoding.codec)
        stream.width, stream.height = self._chain.width, self._chain.height
        stream.pix_fmt = encoding.pixel_format
        stream.codec_context.thread_count = _THREADS
        stream.codec_context.flags |= CodecFlags.bitexact
        self._output, self._stream, self._start = output, stream, recording.start

    def add(self, frame: VideoFrame) -> None:
        for each in self._chain.through(frame, self._start):
            self._encode(each)

    def end(self) -> None:
        for each in self._chain.rest():
            self._encode(each)
        self._output.mux(self._stream.encode(None))

    def _encode(self, frame: VideoFrame) -> None:
        # The encoder chooses its own key frames.
        frame.pict_type = PictureType.NONE
        self._output.mux(self._stream.encode(frame))


def _tags(labels: Labels) -> dict[str, str]:
    """FFmpeg's names, which each format spells in its own way; a format without a place for one drops it."""
    tags = {
        "title": labels.title,
        "artist": labels.credit,
        "copyright": labels.licence,
        "language": _language(labels.language),
    }
    return {name: value for name, value in tags.items() if value}


def _language(code: str) -> str:
    primary = code.partition("-")[0].lower()
    return _LANGUAGES.get(primary, primary if len(primary) == 3 else "")
