"""Recordings made of known signals, so that what is measured of them is known too."""

from __future__ import annotations

import array
import math
import wave
from fractions import Fraction
from functools import cache
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from campaigns.recordings.contract import Limits, RecordingMeasure
from campaigns.recordings.measuring import measured

RATE = 48_000
TONE = 997
"""Hz: the tone of the standards' test signals, a whole number of times in a second."""


def samples(*parts: tuple[float, float | None], channels: int = 2, rate: int = RATE) -> array.array[int]:
    """A tone for so many seconds at so many dBFS of peak, one part after the other; None is silence."""
    found = array.array("h")
    for seconds, level in parts:
        second = _second(level, channels, rate)
        whole, rest = divmod(round(seconds * rate), rate)
        found.extend(second * whole)
        found.extend(second[: rest * channels])
    return found


@cache
def _second(level: float | None, channels: int, rate: int) -> array.array[int]:
    peak = 0.0 if level is None else 10 ** (level / 20) * 32767
    turn = 2 * math.pi * TONE / rate
    return array.array("h", (round(peak * math.sin(turn * (n // channels))) for n in range(rate * channels)))


def wav(path: Path, *parts: tuple[float, float | None], channels: int = 2, rate: int = RATE) -> Path:
    return wav_of(path, samples(*parts, channels=channels, rate=rate), channels=channels, rate=rate)


def wav_of(path: Path, content: array.array[int], *, channels: int = 2, rate: int = RATE) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(content.tobytes())
    return path


def encoded(path: Path, codec: str, *parts: tuple[float, float | None]) -> Path:
    """Sound alone, in the format of the path's suffix."""
    with av.open(str(path), "w") as output:
        write_sound(output, output.add_stream(codec, rate=RATE), *parts)
    return path


def video(
    path: Path,
    size: tuple[int, int] = (320, 180),
    *,
    seconds: float = 1.0,
    rotation: int = 0,
    sound: float | None = -23.0,
    has_sound: bool = True,
    sound_from: float = 0.0,
) -> Path:
    """H.264 with its upper half white and its lower half black, and a tone from a second of its clock on."""
    with av.open(str(path), "w") as output:
        picture = output.add_stream("libx264", rate=25, options={"preset": "ultrafast", "crf": "30"})
        assert isinstance(picture, VideoStream)
        picture.width, picture.height, picture.pix_fmt = *size, "yuv420p"
        if rotation:
            picture.set_display_rotation(rotation)
        stream = output.add_stream("aac", rate=RATE) if has_sound else None
        for number in range(round(seconds * 25)):
            frame = half_white(size)
            frame.pts, frame.time_base = number, Fraction(1, 25)
            output.mux(picture.encode(frame))
        output.mux(picture.encode(None))
        if stream is not None:
            write_sound(output, stream, (seconds - sound_from, sound), start=sound_from)
    return path


def motion_jpeg(path: Path, *sides: int, seconds_between: float = 1 / 25) -> Path:
    """A picture of each size after the other, without sound; no honest camera changes its size."""
    with av.open(str(path), "w") as output:
        stream = output.add_stream("mjpeg", rate=25)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = sides[0], sides[0], "yuvj420p"
        output.start_encoding()
        for number, side in enumerate(sides):
            encoder = av.CodecContext.create("mjpeg", "w")
            assert isinstance(encoder, VideoCodecContext)
            encoder.width, encoder.height, encoder.pix_fmt = side, side, "yuvj420p"
            encoder.time_base = Fraction(1, 25)
            frame = half_white((side, side)).reformat(format="yuvj420p")
            frame.pts, frame.time_base = round(number * seconds_between * 25), Fraction(1, 25)
            for packet in (*encoder.encode(frame), *encoder.encode(None)):
                packet.stream = stream
                output.mux(packet)
    return path


def half_white(size: tuple[int, int]) -> VideoFrame:
    frame = VideoFrame(*size, "yuv420p")
    for number, plane in enumerate(frame.planes):
        half = plane.buffer_size // 2
        upper, lower = (b"\xeb", b"\x10") if number == 0 else (b"\x80", b"\x80")
        plane.update(upper * half + lower * (plane.buffer_size - half))
    return frame


def write_sound(
    output: av.container.OutputContainer, stream: object, *parts: tuple[float, float | None], start: float = 0.0
) -> None:
    assert isinstance(stream, AudioStream)
    content = samples(*parts)
    resampler = av.AudioResampler(stream.codec_context.format, "stereo", RATE)
    size = 1024
    for at in range(0, len(content), size * 2):
        chunk = content[at : at + size * 2]
        frame = AudioFrame("s16", "stereo", len(chunk) // 2)
        frame.planes[0].update(chunk.tobytes().ljust(frame.planes[0].buffer_size, b"\0"))
        frame.sample_rate, frame.pts = RATE, at // 2 + round(start * RATE)
        frame.time_base = Fraction(1, RATE)
        for each in resampler.resample(frame):
            output.mux(stream.encode(each))
    output.mux(stream.encode(None))


def heard(path: Path) -> RecordingMeasure:
    """What it is, without the process that hostile files are opened in: these are our own."""
    return measured(path, "", Limits())


def brightness(path: Path) -> tuple[float, float, float, float]:
    """Of the middle of the upper, right, lower and left edge of the first picture, 0 to 255."""
    with av.open(str(path)) as container:
        frame = next(container.decode(video=0)).reformat(format="gray")
    assert isinstance(frame, VideoFrame)
    plane = frame.planes[0]
    content, line = bytes(plane), plane.line_size
    width, height = frame.width, frame.height

    def at(column: int, row: int) -> float:
        return content[row * line + column]

    edge = 4
    return at(width // 2, edge), at(width - edge, height // 2), at(width // 2, height - edge), at(edge, height // 2)
