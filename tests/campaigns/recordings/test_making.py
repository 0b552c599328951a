"""All formats of a recording are made once, and work that broke off goes on."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from campaigns.recordings import making
from campaigns.recordings.contract import CONVERTING, Labels, Refusal
from campaigns.recordings.formats import FORMATS
from campaigns.recordings.levels import Medium
from campaigns.recordings.making import folder_of, make_formats
from campaigns.recordings.reading import convert
from campaigns.recordings.refusal import RecordingRefused
from tests.campaigns.recordings import signals
from tests.campaigns.recordings.signals import heard

pytestmark = pytest.mark.once


@pytest.fixture
def spot(tmp_path: Path) -> Path:
    return signals.wav(tmp_path / "spot.wav", (0.5, -20.0))


@pytest.fixture
def only_wav(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(making, "FORMATS", {"wav": FORMATS["wav"]})


def test_sound_has_every_format_of_sound_and_a_second_run_makes_none(spot: Path, tmp_path: Path) -> None:
    root, told = tmp_path / "derivatives", list[tuple[int, int]]()
    made = make_formats(spot, root, labels=Labels("Spot"), progress=lambda *each: told.append(each))
    assert [each.format for each in made] == ["wav", "mp3", "mp3-ligero", "opus"]
    assert told == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    digest = hashlib.sha256(spot.read_bytes()).hexdigest()
    for each in made:
        content = each.path.read_bytes()
        assert each.path.parent == folder_of(root, digest) == root / digest[:2] / digest
        assert each.path.suffix == FORMATS[each.format].suffix
        assert (each.size, each.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert {each.path for each in made} == set(folder_of(root, digest).iterdir())
    before = {each.path: each.path.stat().st_mtime_ns for each in made}
    assert make_formats(spot, root, labels=Labels("Spot")) == made
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_a_video_has_every_format(tmp_path: Path) -> None:
    made = make_formats(signals.video(tmp_path / "spot.mp4", seconds=0.4), tmp_path / "derivatives")
    assert [each.format for each in made] == list(FORMATS)


def test_a_video_without_sound_has_none_of_sound(tmp_path: Path) -> None:
    made = make_formats(signals.video(tmp_path / "spot.mp4", has_sound=False, seconds=0.4), tmp_path / "derivatives")
    assert [each.format for each in made] == ["mp4"]


def test_work_that_broke_off_goes_on_where_it_stopped(
    spot: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stopped(Exception):
        pass

    def stop_at_two(done: int, _all: int) -> None:
        if done == 2:
            raise Stopped

    converted = list[str]()

    def counted(path: Path, target: Path, format_: object, **details: object) -> None:
        converted.append(target.suffix)
        convert(path, target, format_, **details)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "convert", counted)
    measured = heard(spot)
    with pytest.raises(Stopped):
        make_formats(spot, tmp_path / "derivatives", measured=measured, progress=stop_at_two)
    assert len(make_formats(spot, tmp_path / "derivatives", measured=measured)) == 4
    assert converted == [".wav", ".mp3", ".mp3", ".ogg"]


@pytest.mark.usefixtures("only_wav")
def test_other_labels_and_another_level_make_other_files(spot: Path, tmp_path: Path) -> None:
    root, measured = tmp_path / "derivatives", heard(spot)
    plain = make_formats(spot, root, measured=measured)
    named = make_formats(spot, root, measured=measured, labels=Labels("Spot"))
    level = make_formats(spot, root, measured=measured, medium=Medium.RADIO)
    assert len({each.path for made in (plain, named, level) for each in made}) == 3
    assert heard(level[0].path).loudness == pytest.approx(-23.0, abs=0.2)
    assert heard(plain[0].path).loudness == pytest.approx(-20.0, abs=0.2)


@pytest.mark.usefixtures("only_wav")
def test_what_a_killed_process_left_is_swept_and_what_is_being_written_stays(spot: Path, tmp_path: Path) -> None:
    folder = folder_of(tmp_path, hashlib.sha256(spot.read_bytes()).hexdigest())
    folder.mkdir(parents=True)
    old, new, other = (
        folder / name for name in ("recording-wav-1.wav.1-1.part", "recording-wav-2.part", "cover.part")
    )
    for path in (old, new, other):
        path.touch()
    for path in (old, other):
        os.utime(path, (1, path.stat().st_mtime - 3 * CONVERTING.wall_seconds))
    make_formats(spot, tmp_path)
    assert (old.exists(), new.exists(), other.exists()) == (False, True, True)


def test_a_poison_file_makes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "spot.mp3"
    path.write_text("No es un anuncio.")
    with pytest.raises(RecordingRefused) as caught:
        make_formats(path, tmp_path / "derivatives")
    assert caught.value.reason == Refusal.NOT_A_RECORDING
    assert not (tmp_path / "derivatives").exists()
