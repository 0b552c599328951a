"""Recordings made for tests: silence of a known length."""

import io
import wave

RATE = 8_000


def silence(seconds: int) -> bytes:
    """A WAV file that lasts so long."""
    stream = io.BytesIO()
    with wave.open(stream, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(RATE)
        sound.writeframes(b"\x80" * RATE * seconds)
    return stream.getvalue()


def said(*phrases: str, every: int = 10) -> str:
    """The phrases as WebVTT, one every so many seconds."""
    cues = [
        f"{_stamp(start)} --> {_stamp(start + every // 2)}\n{phrase}"
        for start, phrase in zip(range(0, every * len(phrases), every), phrases, strict=True)
    ]
    return "\n\n".join(["WEBVTT", *cues])


def _stamp(second: int) -> str:
    return f"00:{second // 60:02d}:{second % 60:02d}.000"
