"""What stations send back is told before it is sent; what they take is not."""

from dataclasses import replace

import pytest

from campaigns.recordings.checks import Gravity, checks
from campaigns.recordings.contract import Picture, RecordingMeasure
from campaigns.recordings.levels import Medium

RADIO = RecordingMeasure(
    container="wav",
    media_type="audio/x-wav",
    duration=30.0,
    declared_duration=None,
    codec="pcm_s16le",
    sample_rate=48_000,
    channels=2,
    loudness=-23.0,
    loudness_range=3.0,
    true_peak=-3.0,
    leading_silence=0.1,
    trailing_silence=0.2,
)
TELEVISION = replace(RADIO, media_type="video/mp4", loudness=-24.0, picture=Picture("h264", 1920, 1080, 29.97))


def codes(measure: RecordingMeasure, medium: Medium = Medium.RADIO) -> list[str]:
    return [each.code for each in checks(measure, medium)]


def test_what_a_station_takes_has_nothing_amiss() -> None:
    assert checks(RADIO, Medium.RADIO) == []
    assert checks(TELEVISION, Medium.TELEVISION) == []


@pytest.mark.parametrize("slot", [10, 15, 20, 30, 40, 60])
def test_the_usual_lengths_fit_with_half_a_second(slot: int) -> None:
    for seconds in (slot - 0.5, slot, slot + 0.5):
        assert codes(replace(RADIO, duration=seconds)) == []
    for seconds in (slot - 0.6, slot + 0.6):
        assert codes(replace(RADIO, duration=seconds)) == ["odd_length"]


def test_an_odd_length_names_the_nearest_slot() -> None:
    (found,) = checks(replace(RADIO, duration=33.4), Medium.RADIO)
    assert found.level == Gravity.WARNING
    assert found.message.startswith("Dura 33.4 s y no cabe en un espacio usual (10, 15, 20, 30, 40, 60 s).")
    assert "para que dure 30 s" in found.message


@pytest.mark.parametrize(
    ("medium", "loudness", "expected"),
    [
        (Medium.RADIO, -24.0, []),
        (Medium.RADIO, -22.0, []),
        (Medium.RADIO, -24.1, ["too_quiet"]),
        (Medium.RADIO, -21.9, ["too_loud"]),
        (Medium.TELEVISION, -26.0, []),
        (Medium.TELEVISION, -22.0, []),
        (Medium.TELEVISION, -26.1, ["too_quiet"]),
        (Medium.TELEVISION, -21.9, ["too_loud"]),
    ],
)
def test_each_medium_has_its_loudness(medium: Medium, loudness: float, expected: list[str]) -> None:
    assert codes(replace(TELEVISION, loudness=loudness), medium) == expected


def test_loudness_is_told_with_its_standard() -> None:
    (found,) = checks(replace(RADIO, loudness=-9.04), Medium.RADIO)
    assert found.level == Gravity.WARNING
    assert found.message.startswith("Suena demasiado fuerte: −9 LUFS, y EBU R 128 pide −23 ± 1.")


@pytest.mark.parametrize(
    ("medium", "peak", "expected"),
    [
        (Medium.RADIO, -1.0, []),
        (Medium.RADIO, -0.9, ["peaks"]),
        (Medium.TELEVISION, -2.0, []),
        (Medium.TELEVISION, -1.9, ["peaks"]),
    ],
)
def test_peaks_have_a_ceiling(medium: Medium, peak: float, expected: list[str]) -> None:
    assert codes(replace(TELEVISION, loudness=-23.5, true_peak=peak), medium) == expected


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channels": 1}, "mono"),
        ({"channels": 6}, "channels"),
        ({"sample_rate": 22_050}, "sample_rate"),
        ({"leading_silence": 0.6}, "leading_silence"),
        ({"trailing_silence": 0.6}, "trailing_silence"),
    ],
)
def test_what_would_sound_wrong_is_a_warning(changes: dict[str, float], code: str) -> None:
    (found,) = checks(replace(RADIO, **changes), Medium.RADIO)  # type: ignore[arg-type]
    assert (found.code, found.level) == (code, Gravity.WARNING)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"duration": 900.1}, "too_long"),
        ({"channels": 0, "loudness": None, "true_peak": None}, "no_sound"),
        ({"loudness": None, "true_peak": None, "leading_silence": 30.0, "trailing_silence": 30.0}, "silent"),
        ({"loudness": None, "true_peak": -75.0, "leading_silence": 30.0, "trailing_silence": 30.0}, "silent"),
        ({"declared_duration": 60.0}, "cut_short"),
    ],
)
def test_what_nobody_can_broadcast_is_an_error(changes: dict[str, float | None], code: str) -> None:
    (found,) = checks(replace(RADIO, **changes), Medium.RADIO)  # type: ignore[arg-type]
    assert (found.code, found.level) == (code, Gravity.ERROR)


def test_a_quarter_of_an_hour_is_not_too_long() -> None:
    assert codes(replace(RADIO, duration=900.0)) == ["odd_length"]


@pytest.mark.parametrize("size", [(640, 480), (1920, 719), (720, 1280)])
def test_television_wants_high_definition(size: tuple[int, int]) -> None:
    measure = replace(TELEVISION, picture=Picture("h264", *size, 25))
    assert codes(measure, Medium.TELEVISION) == ["small_picture"]
    assert codes(measure, Medium.RADIO) == []


def test_television_wants_a_picture() -> None:
    (found,) = checks(replace(TELEVISION, picture=None), Medium.TELEVISION)
    assert (found.code, found.level) == ("no_picture", Gravity.ERROR)


def test_errors_come_first_and_every_message_is_a_sentence() -> None:
    found = checks(replace(RADIO, channels=1, duration=1000.0, loudness=-9.0, true_peak=0.0), Medium.TELEVISION)
    assert [each.level for each in found] == [Gravity.ERROR] * 2 + [Gravity.WARNING] * 3
    assert all(each.message.endswith(".") for each in found)
