"""Poison files are refused with a reason; the healthy one behind each is measured, and the parent stays."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from campaigns.recordings.checks import checks
from campaigns.recordings.contract import MEBIBYTE, Limits, Refusal
from campaigns.recordings.formats import FORMATS
from campaigns.recordings.levels import Medium
from campaigns.recordings.process import RecordingInterrupted
from campaigns.recordings.reading import convert, measure
from campaigns.recordings.refusal import RecordingRefused
from tests.campaigns.recordings import signals
from tests.prerequisites import ROOT

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _the_next_one_goes_on(tmp_path: Path) -> object:
    yield
    healthy = measure(signals.wav(tmp_path / "healthy.wav", (0.5, -23.0)))
    assert healthy.loudness == pytest.approx(-23.0, abs=0.2)


def refusal(path: Path, limits: Limits | None = None) -> Refusal:
    with pytest.raises(RecordingRefused) as caught:
        measure(path, limits=limits)
    assert str(caught.value).endswith(".")
    return caught.value.reason


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def patched(content: bytes, at: int, values: bytes) -> bytes:
    return content[:at] + values + content[at + len(values) :]


def endless(tmp_path: Path) -> Path:
    """Hours of silence that take no room on the disk."""
    path, size = signals.wav(tmp_path / "endless.wav", (0.1, None)), 2_000_000_000
    with path.open("r+b") as file:
        for at, value in ((4, size + 36), (40, size)):
            file.seek(at)
            file.write(struct.pack("<I", value))
        file.truncate(size + 44)
    return path


def test_nothing_at_all(tmp_path: Path) -> None:
    assert refusal(written(tmp_path / "a.mp3", b"")) == Refusal.EMPTY


def test_a_name_that_lies(tmp_path: Path) -> None:
    for content in (
        b"No es un anuncio, es un texto.\n" * 50,
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(500),
        b"\x89PNG\r\n\x1a\n" + bytes(500),
        b"\x7fELF" + bytes(500),
        b"\x01\x02\x03\xfe" * 500,
    ):
        assert refusal(written(tmp_path / "a.mp3", content)) == Refusal.NOT_A_RECORDING


def test_a_playlist_opens_no_other_file(tmp_path: Path) -> None:
    other = signals.encoded(tmp_path / "other.ts", "mp2", (1, -23.0))
    playlist = b"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.ts\n#EXT-X-ENDLIST\n"
    assert refusal(written(tmp_path / "list.m3u8", playlist + b"#\0\0\0")) == Refusal.NOT_A_RECORDING
    assert other.exists()


def test_a_video_without_its_end(tmp_path: Path) -> None:
    content = signals.video(tmp_path / "a.mp4").read_bytes()
    assert refusal(written(tmp_path / "a.mp4", content[: len(content) // 2])) == Refusal.DAMAGED


def test_a_header_and_nothing_behind_it(tmp_path: Path) -> None:
    content = signals.wav(tmp_path / "a.wav", (1, -23.0)).read_bytes()
    for size in (20, 44):
        assert refusal(written(tmp_path / "a.wav", content[:size])) == Refusal.DAMAGED


def test_a_sound_that_claims_gigabytes_is_measured_by_what_is_there(tmp_path: Path) -> None:
    content = signals.wav(tmp_path / "a.wav", (1, -23.0)).read_bytes()
    for claimed in (0xFFFFFFF0, 0x7FFFFFFF):
        size = struct.pack("<I", claimed)
        found = measure(written(tmp_path / "a.wav", patched(patched(content, 4, size), 40, size)))
        assert found.duration == 1.0
        assert found.declared_duration == pytest.approx(claimed / 192_000, abs=0.01)
        assert "cut_short" in {each.code for each in checks(found, Medium.RADIO)}


def test_a_recorder_that_never_wrote_the_length_is_believed(tmp_path: Path) -> None:
    content = signals.wav(tmp_path / "a.wav", (1, -23.0)).read_bytes()
    found = measure(written(tmp_path / "a.wav", patched(content, 40, b"\xff" * 4)))
    assert (found.duration, found.declared_duration) == (1.0, None)


def test_a_cut_copy_is_told(tmp_path: Path) -> None:
    content = signals.wav(tmp_path / "a.wav", (10, -23.0)).read_bytes()
    found = measure(written(tmp_path / "a.wav", content[: len(content) // 2]))
    assert found.duration == pytest.approx(5, abs=0.01)
    assert next(each.message for each in checks(found, Medium.RADIO)).startswith(
        "El archivo dice durar 10 s y trae 5 s"
    )


def test_a_picture_larger_than_any_screen(tmp_path: Path) -> None:
    content = signals.motion_jpeg(tmp_path / "a.mov", 64).read_bytes()
    said, size = b"\xff\xc0\x00\x11\x08", struct.pack(">HH", 16_000, 16_000)
    at, box = content.find(said) + len(said), content.find(b"jpeg", content.find(b"stsd")) + 28
    lying = patched(patched(content, at, size), box, size)
    assert refusal(written(tmp_path / "a.mov", lying)) == Refusal.PICTURE_TOO_LARGE


def test_a_picture_that_grows_beyond_any_screen_is_never_drawn(tmp_path: Path) -> None:
    path, made = signals.motion_jpeg(tmp_path / "a.mov", 64, 1000, 64), tmp_path / "made.mp4"
    convert(path, made, FORMATS["mp4"], limits=Limits(pixels=100 * 100))
    assert measure(made).duration == pytest.approx(3 / 25, abs=0.05)
    with pytest.raises(RecordingRefused) as caught:
        convert(path, made, FORMATS["mp4"])
    assert caught.value.reason == Refusal.DAMAGED


@pytest.mark.parametrize("tag", [b"drms", b"enca"])
def test_a_copy_protected_sound(tmp_path: Path, tag: bytes) -> None:
    content = signals.encoded(tmp_path / "a.m4a", "aac", (1, -23.0)).read_bytes()
    assert refusal(written(tmp_path / "a.m4a", content.replace(b"mp4a", tag, 1))) == Refusal.ENCRYPTED


def test_a_codec_that_no_studio_writes(tmp_path: Path) -> None:
    content = signals.wav(tmp_path / "a.wav", (1, -23.0)).read_bytes()
    truespeech = struct.pack("<H", 0x22)
    assert refusal(written(tmp_path / "a.wav", patched(content, 20, truespeech))) == Refusal.UNKNOWN_CODEC


def test_hours_of_nothing(tmp_path: Path) -> None:
    assert refusal(endless(tmp_path), Limits(recorded_seconds=60)) == Refusal.TOO_LONG


def test_a_clock_that_jumps_by_days(tmp_path: Path) -> None:
    path = signals.motion_jpeg(tmp_path / "a.mov", 64, 64, seconds_between=90_000)
    assert refusal(path) == Refusal.TOO_LONG
    with pytest.raises(RecordingRefused) as caught:
        convert(path, tmp_path / "made.mp4", FORMATS["mp4"])
    assert caught.value.reason == Refusal.TOO_LONG


@pytest.mark.parametrize("limits", [Limits(cpu_seconds=1), Limits(wall_seconds=1)], ids=["cpu", "wall"])
def test_a_file_that_takes_too_much_time(tmp_path: Path, limits: Limits) -> None:
    assert refusal(endless(tmp_path), limits) == Refusal.TOO_SLOW


def test_a_file_that_takes_too_much_memory(tmp_path: Path) -> None:
    path = signals.motion_jpeg(tmp_path / "a.mov", 4000)
    assert refusal(path, Limits(memory_bytes=8 * MEBIBYTE)) == Refusal.TOO_MUCH_MEMORY


def children(parent: int | None = None) -> list[psutil.Process]:
    return [
        each for each in psutil.Process(parent).children() if "campaigns.recordings.child" in " ".join(each.cmdline())
    ]


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_process_ended_from_outside_is_no_fault_of_the_file(tmp_path: Path) -> None:
    with ThreadPoolExecutor(1) as threads:
        work = threads.submit(measure, endless(tmp_path))
        wait_for(children)
        children()[0].send_signal(signal.SIGKILL)
        with pytest.raises(RecordingInterrupted):
            work.result(timeout=20)


def test_a_file_that_is_not_there_is_not_refused(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        measure(tmp_path / "nowhere.wav")


def test_the_process_ends_with_its_parent(tmp_path: Path) -> None:
    work = (
        "from pathlib import Path; from campaigns.recordings.contract import Limits;"
        "from campaigns.recordings.process import ask;"
        f"ask('measure', Path({str(endless(tmp_path))!r}), Limits(), media_type='audio/x-wav')"
    )
    parent = subprocess.Popen([sys.executable, "-c", work], cwd=ROOT)
    try:
        wait_for(lambda: children(parent.pid))
        (child,) = children(parent.pid)
        wait_for(lambda: child.cpu_times().user > 0.3)
    finally:
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait()
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
