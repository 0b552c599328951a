"""What is measured is what the standards say of the same signals."""

from __future__ import annotations

import array
import math
import struct
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from campaigns.recordings.reading import measure
from tests.campaigns.recordings import signals
from tests.campaigns.recordings.signals import heard

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(20, -33.0)], -33.0),
        ([(10, -36.0), (60, -23.0), (10, -36.0)], -23.0),
        ([(10, -72.0), (10, -36.0), (60, -23.0), (10, -36.0), (10, -72.0)], -23.0),
        ([(20, -26.0), (20.1, -20.0), (20, -26.0)], -23.0),
    ],
)
def test_loudness_is_that_of_the_test_signals_of_ebu_tech_3341(
    tmp_path: Path, parts: list[tuple[float, float]], expected: float
) -> None:
    assert heard(signals.wav(tmp_path / "a.wav", *parts, channels=1)).loudness == pytest.approx(expected, abs=0.1)


def test_a_tone_in_two_channels_is_as_loud_as_its_peak(tmp_path: Path) -> None:
    """ITU-R BS.1770: 997 Hz at full scale in both is 0 LKFS."""
    found = heard(signals.wav(tmp_path / "a.wav", (5, -23.0)))
    assert found.loudness == pytest.approx(-23.0, abs=0.1)
    assert found.loudness_range is None


def test_loudness_range_is_that_of_a_test_signal_of_ebu_tech_3342(tmp_path: Path) -> None:
    found = heard(signals.wav(tmp_path / "a.wav", (20, -20.0), (20, -30.0)))
    assert found.loudness_range == pytest.approx(10, abs=1)


def test_true_peak_lies_between_samples(tmp_path: Path) -> None:
    """A quarter of the rate, shifted by an eighth of a turn: all samples are 3 dB below the peak."""
    count = signals.RATE
    content = array.array("h")
    for n in range(count):
        fade = min(1.0, 8 * n / count, 8 * (count - n) / count)
        content.extend([round(0.5 * fade * 32767 * math.sin(math.pi / 2 * n + math.pi / 4))] * 2)
    assert max(content) < 0.36 * 32767
    assert heard(signals.wav_of(tmp_path / "a.wav", content)).true_peak == pytest.approx(-6.0, abs=0.2)


def test_mono_is_as_loud_as_it_is_heard(tmp_path: Path) -> None:
    found = heard(signals.wav(tmp_path / "a.wav", (3, -23.0), channels=1))
    assert found.channels == 1
    assert found.loudness == pytest.approx(-23.0, abs=0.2)


def test_silence_has_no_loudness_and_no_peak(tmp_path: Path) -> None:
    found = heard(signals.wav(tmp_path / "a.wav", (2, None)))
    assert (found.loudness, found.loudness_range, found.true_peak) == (None, None, None)
    assert (found.leading_silence, found.trailing_silence) == (2.0, 2.0)


def test_less_than_a_block_has_a_peak_and_no_loudness(tmp_path: Path) -> None:
    found = heard(signals.wav(tmp_path / "a.wav", (0.3, -23.0)))
    assert found.loudness is None
    assert found.true_peak == pytest.approx(-23.0, abs=0.1)


def test_silence_before_and_after_and_none_within(tmp_path: Path) -> None:
    parts = [(0.7, None), (1, -20.0), (1.5, None), (1, -20.0), (0.9, None)]
    found = heard(signals.wav(tmp_path / "a.wav", *parts))
    assert found.leading_silence == pytest.approx(0.7, abs=0.01)
    assert found.trailing_silence == pytest.approx(0.9, abs=0.01)
    assert found.duration == pytest.approx(5.1, abs=0.001)


def test_nothing_is_silent_where_sound_begins_and_ends_at_once(tmp_path: Path) -> None:
    found = heard(signals.wav(tmp_path / "a.wav", (1, -20.0), (1, None), (1, -20.0)))
    assert (found.leading_silence, found.trailing_silence) == (0.0, 0.0)


@pytest.mark.parametrize("rate", [8_000, 22_050, 44_100])
def test_other_rates_are_measured_alike(tmp_path: Path, rate: int) -> None:
    found = heard(signals.wav(tmp_path / "a.wav", (3, -23.0), rate=rate))
    assert found.sample_rate == rate
    assert found.duration == pytest.approx(3, abs=0.001)
    assert found.loudness == pytest.approx(-23.0, abs=0.2)


@pytest.mark.parametrize(
    ("name", "codec", "media_type", "kept"),
    [
        ("a.mp3", "libmp3lame", "audio/mpeg", "mp3"),
        ("a.m4a", "aac", "audio/mp4", "aac"),
        ("a.flac", "flac", "audio/flac", "flac"),
        ("a.ogg", "libopus", "audio/ogg", "opus"),
        ("a.aac", "aac", "audio/aac", "aac"),
        ("a.mp4", "aac", "audio/mp4", "aac"),
        ("a.webm", "libopus", "audio/webm", "opus"),
        ("a.mka", "libopus", "audio/x-matroska", "opus"),
    ],
)
def test_formats_are_known_by_content(tmp_path: Path, name: str, codec: str, media_type: str, kept: str) -> None:
    path = signals.encoded(tmp_path / name, codec, (2, -23.0))
    found = measure(path.rename(tmp_path / "whatever"))
    assert (found.media_type, found.codec) == (media_type, kept)
    assert found.duration == pytest.approx(2, abs=0.05)
    assert found.loudness == pytest.approx(-23.0, abs=0.6)
    assert found.picture is None


def test_a_video_has_a_picture_as_it_is_shown(tmp_path: Path) -> None:
    found = measure(signals.video(tmp_path / "a.mp4", (320, 180), rotation=90))
    assert found.media_type == "video/mp4"
    assert found.picture is not None
    assert (found.picture.codec, found.picture.width, found.picture.height) == ("h264", 180, 320)
    assert found.picture.frame_rate == 25
    assert found.loudness == pytest.approx(-23.0, abs=0.2)
    assert found.duration == pytest.approx(1, abs=0.05)


def test_the_cover_of_an_album_is_no_video(tmp_path: Path) -> None:
    cover = BytesIO()
    Image.new("RGB", (64, 64)).save(cover, "JPEG")
    body = b"\x00image/jpeg\x00\x03\x00" + cover.getvalue()
    frame = b"APIC" + struct.pack(">IH", len(body), 0) + body
    size = bytes(len(frame) >> shift & 0x7F for shift in (21, 14, 7, 0))
    sound = signals.encoded(tmp_path / "a.mp3", "libmp3lame", (1, -23.0)).read_bytes()
    (tmp_path / "a.mp3").write_bytes(b"ID3\x03\x00\x00" + size + frame + sound[sound.find(b"\xff\xfb") :])
    found = measure(tmp_path / "a.mp3")
    assert (found.media_type, found.picture) == ("audio/mpeg", None)


def test_a_video_may_have_no_sound(tmp_path: Path) -> None:
    found = measure(signals.video(tmp_path / "a.mp4", has_sound=False))
    assert not found.has_sound
    assert (found.loudness, found.true_peak, found.codec, found.sample_rate) == (None, None, "", 0)
    assert found.duration == pytest.approx(1, abs=0.05)
