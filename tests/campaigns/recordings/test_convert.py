"""What comes out has the length and the content of what went in, the format's own make and the medium's loudness."""

from __future__ import annotations

import random
from array import array
from pathlib import Path

import av
import pytest

from campaigns.recordings.contract import Labels, Limits, Refusal
from campaigns.recordings.formats import FORMATS
from campaigns.recordings.levels import TARGETS, Medium
from campaigns.recordings.reading import convert, measure
from campaigns.recordings.refusal import RecordingRefused
from tests.campaigns.recordings import signals
from tests.campaigns.recordings.signals import heard

pytestmark = pytest.mark.once

LABELS = Labels("Tu derecho a saber", "Unidad de comunicación", "CC BY-SA 4.0", "es-MX")
SOUND = [code for code, each in FORMATS.items() if not each.encoding.picture]


def tags(path: Path) -> dict[str, str]:
    with av.open(str(path)) as container:
        found: dict[str, str] = dict(container.metadata)
        for stream in container.streams:
            found |= stream.metadata
        return {name.lower(): value for name, value in found.items()}


@pytest.mark.parametrize("code", SOUND)
def test_sound_keeps_its_length_and_is_what_the_table_says(tmp_path: Path, code: str) -> None:
    made, format_ = tmp_path / "made", FORMATS[code]
    convert(signals.wav(tmp_path / "a.wav", (2.37, -20.0), rate=32_000), made, format_, labels=LABELS)
    found = measure(made)
    assert found.duration == pytest.approx(2.37, abs=0.05)
    assert (found.channels, found.sample_rate) == (format_.encoding.channels, format_.encoding.sample_rate)
    assert found.media_type == format_.media_type
    assert found.loudness == pytest.approx(-20.0, abs=0.6)
    written = tags(made)
    assert (written["title"], written["artist"], written["copyright"], written["language"]) == (
        "Tu derecho a saber",
        "Unidad de comunicación",
        "CC BY-SA 4.0",
        "spa",
    )


def test_mono_is_as_loud_in_two_channels(tmp_path: Path) -> None:
    convert(signals.wav(tmp_path / "a.wav", (2, -23.0), channels=1), tmp_path / "b.wav", FORMATS["wav"])
    found = heard(tmp_path / "b.wav")
    assert found.channels == 2
    assert found.loudness == pytest.approx(-23.0, abs=0.1)


@pytest.mark.parametrize("medium", Medium)
@pytest.mark.parametrize("level", [-40.0, -6.0])
def test_loudness_is_brought_to_the_medium(tmp_path: Path, medium: Medium, level: float) -> None:
    target = TARGETS[medium].level
    convert(signals.wav(tmp_path / "a.wav", (3, level)), tmp_path / "b.wav", FORMATS["wav"], level=target)
    assert heard(tmp_path / "b.wav").loudness == pytest.approx(target.loudness, abs=0.2)


def test_peaks_stay_below_the_target_and_the_mean_is_still_met(tmp_path: Path) -> None:
    """A murmur with a knock in every second: as loud as it should be, its knocks would be far over full scale."""
    chance = random.Random(1)
    content = array("h")
    for number in range(signals.RATE * 4):
        is_knock = number % signals.RATE < 480
        content.extend([chance.randint(-25_000, 25_000) if is_knock else chance.randint(-250, 250)] * 2)
    target = TARGETS[Medium.RADIO].level
    for code in ("wav", "mp3"):
        made = tmp_path / code
        convert(signals.wav_of(tmp_path / "a.wav", content), made, FORMATS[code], level=target)
        found = heard(made)
        assert found.true_peak is not None
        assert found.true_peak <= target.peak
        assert found.loudness == pytest.approx(target.loudness, abs=1)


def test_silence_is_left_as_it_is(tmp_path: Path) -> None:
    level = TARGETS[Medium.RADIO].level
    convert(signals.wav(tmp_path / "a.wav", (1, None)), tmp_path / "b.wav", FORMATS["wav"], level=level)
    assert heard(tmp_path / "b.wav").true_peak is None


def test_the_same_sound_gives_the_same_bytes_and_nothing_of_where_it_came_from(tmp_path: Path) -> None:
    path = signals.wav(tmp_path / "a.wav", (1, -20.0))
    with av.open(str(tmp_path / "told.mp3"), "w") as output:
        output.metadata.update({"title": "secreto", "comment": "grabado en casa"})
        signals.write_sound(output, output.add_stream("libmp3lame", rate=signals.RATE), (1, -20.0))
    for code in ("mp3", "opus"):
        first, second, third = (tmp_path / f"{number}" for number in (1, 2, 3))
        convert(path, first, FORMATS[code])
        convert(path, second, FORMATS[code])
        assert first.read_bytes() == second.read_bytes()
        convert(tmp_path / "told.mp3", third, FORMATS[code])
        assert not {"title", "comment"} & set(tags(third))
        assert b"casa" not in third.read_bytes()


@pytest.mark.parametrize(("rotation", "white"), [(0, 0), (90, 3), (180, 2), (270, 1)])
def test_pictures_are_turned_upright(tmp_path: Path, rotation: int, white: int) -> None:
    """What is above goes to the left where the picture is turned by a quarter against the clock."""
    made = tmp_path / "made.mp4"
    convert(signals.video(tmp_path / "a.mp4", rotation=rotation, seconds=0.4), made, FORMATS["mp4"], labels=LABELS)
    edges = signals.brightness(made)
    assert edges[white] > 200
    assert edges[(white + 2) % 4] < 50
    found = heard(made)
    assert found.picture is not None
    assert (found.picture.width, found.picture.height) == ((320, 180), (180, 320))[rotation % 180 == 90]


def test_a_large_video_is_made_smaller_and_keeps_sound_and_length(tmp_path: Path) -> None:
    made, level = tmp_path / "made.mp4", TARGETS[Medium.TELEVISION].level
    convert(signals.video(tmp_path / "a.mp4", (1920, 1080), seconds=1.2), made, FORMATS["mp4"], level=level)
    found = heard(made)
    assert found.picture is not None
    assert (found.picture.width, found.picture.height, found.picture.codec) == (1280, 720, "h264")
    assert found.duration == pytest.approx(1.2, abs=0.05)
    assert found.loudness == pytest.approx(-24.0, abs=0.5)
    assert made.read_bytes().find(b"moov") < made.read_bytes().find(b"mdat")


def test_a_video_without_sound_stays_one(tmp_path: Path) -> None:
    made = tmp_path / "made.mp4"
    convert(signals.video(tmp_path / "a.mp4", has_sound=False), made, FORMATS["mp4"])
    assert not heard(made).has_sound


def test_sound_stays_with_its_pictures(tmp_path: Path) -> None:
    made = tmp_path / "made.mp4"
    convert(signals.video(tmp_path / "a.mkv", seconds=1.5, sound_from=0.6), made, FORMATS["mp4"])
    found = heard(made)
    assert found.duration == pytest.approx(1.5, abs=0.05)
    assert found.leading_silence == pytest.approx(0.6, abs=0.05)


@pytest.mark.parametrize(
    ("code", "reason"), [("wav", Refusal.NO_SOUND), ("mp4", Refusal.NO_PICTURE)], ids=["sound", "picture"]
)
def test_what_the_format_holds_must_be_there(tmp_path: Path, code: str, reason: Refusal) -> None:
    is_mute = reason == Refusal.NO_SOUND
    path = tmp_path / ("a.mp4" if is_mute else "a.wav")
    signals.video(path, has_sound=False) if is_mute else signals.wav(path, (1, -20.0))
    with pytest.raises(RecordingRefused) as caught:
        convert(path, tmp_path / "made", FORMATS[code])
    assert caught.value.reason == reason
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_nothing(tmp_path: Path) -> None:
    path = signals.wav(tmp_path / "a.wav", (2, -20.0))
    with pytest.raises(RecordingRefused) as caught:
        convert(path, tmp_path / "b.wav", FORMATS["wav"], limits=Limits(result_bytes=100_000))
    assert caught.value.reason == Refusal.RESULT_TOO_LARGE
    with pytest.raises(FileNotFoundError):
        convert(path, tmp_path / "nowhere" / "b.wav", FORMATS["wav"])
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_was_there_stays_where_its_successor_fails(tmp_path: Path) -> None:
    kept = tmp_path / "b.wav"
    kept.write_bytes(b"kept")
    (tmp_path / "a.mp3").write_bytes(b"ID3\x03" + bytes(4000))
    with pytest.raises(RecordingRefused):
        convert(tmp_path / "a.mp3", kept, FORMATS["wav"])
    assert kept.read_bytes() == b"kept"
