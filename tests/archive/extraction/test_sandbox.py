"""Poison files cost their child; the file behind each is read, and the parent stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from archive.extraction.contract import ExtractionError, Limits, Reason, UnsupportedMediaTypeError
from archive.extraction.sandbox import ExtractionPool
from tests.archive.extraction import samples

ROOT = Path(__file__).parents[3]
PATIENT = Limits(cpu_seconds=120, memory_bytes=4 << 30)


_of_others: set[int] = set()


@pytest.fixture(autouse=True)
def only_my_children() -> None:
    """The pool that other tests of this process share has children too."""
    _of_others.clear()
    _of_others.update(child.pid for child in children())


def children(parent: int | None = None) -> list[psutil.Process]:
    found = [child for child in psutil.Process(parent).children() if child.pid not in _of_others]
    return [child for child in found if "archive.extraction.child" in child.cmdline()]


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def busy_child(parent: int | None = None) -> psutil.Process:
    """The only child, once it has worked for a moment on its file."""
    wait_for(lambda: children(parent) and children(parent)[0].cpu_times().user > 0.6)
    return children(parent)[0]


@pytest.fixture
def healthy(tmp_path: Path) -> Path:
    return samples.pdf(tmp_path / "healthy.pdf", [["Acta de la sesión"]] * 20)


@pytest.fixture
def endless(tmp_path: Path) -> Path:
    return samples.eats_processor_time(tmp_path / "endless.pdf")


@pytest.fixture
def pool() -> Iterator[ExtractionPool]:
    # The file that eats processor time grows while it does; which limit it meets first must not depend on speed.
    with ExtractionPool(1, Limits(cpu_seconds=1, memory_bytes=4 << 30)) as opened:
        yield opened


def refusal(pool: ExtractionPool, path: Path) -> Reason:
    with pytest.raises(ExtractionError) as caught:
        pool.extract(path, samples.MEDIA_TYPE)
    return caught.value.reason


def assert_reads(pool: ExtractionPool, path: Path) -> None:
    assert {page.text for page in pool.extract(path, samples.MEDIA_TYPE).pages} == {"Acta de la sesión"}


def test_a_file_over_its_processor_time(pool: ExtractionPool, endless: Path, healthy: Path) -> None:
    assert refusal(pool, endless) == Reason.TOO_SLOW
    assert_reads(pool, healthy)


def test_a_file_over_its_wall_time(endless: Path, healthy: Path) -> None:
    with ExtractionPool(1, Limits(wall_seconds=1, memory_bytes=4 << 30)) as pool:
        assert_reads(pool, healthy)
        started = time.monotonic()
        assert refusal(pool, endless) == Reason.TOO_SLOW
        assert time.monotonic() - started < 5
        assert_reads(pool, healthy)


def test_a_file_over_its_memory(tmp_path: Path, healthy: Path) -> None:
    bomb = samples.eats_memory(tmp_path / "bomb.pdf")
    with ExtractionPool(1, Limits(memory_bytes=128 << 20)) as pool:
        assert refusal(pool, bomb) == Reason.TOO_MUCH_MEMORY
        assert_reads(pool, healthy)


def test_a_file_that_kills_its_child(endless: Path, healthy: Path) -> None:
    with ExtractionPool(1, PATIENT) as pool:
        killer = threading.Thread(target=lambda: busy_child().send_signal(signal.SIGKILL))
        killer.start()
        assert refusal(pool, endless) == Reason.CRASHED
        killer.join()
        assert_reads(pool, healthy)


def test_a_child_that_died_between_files_is_replaced(pool: ExtractionPool, healthy: Path) -> None:
    assert_reads(pool, healthy)
    children()[0].kill()
    assert_reads(pool, healthy)


def test_each_file_has_limits_of_its_own(healthy: Path) -> None:
    with ExtractionPool(1, Limits(cpu_seconds=1), files_per_child=10_000) as pool:
        assert_reads(pool, healthy)
        first = children()[0]
        while first.cpu_times().user < 3:
            assert_reads(pool, healthy)
        assert children() == [first]


def test_a_refused_file_costs_no_child(pool: ExtractionPool, tmp_path: Path, healthy: Path) -> None:
    assert_reads(pool, healthy)
    before = children()
    (tmp_path / "page.pdf").write_text("<html></html>")
    assert refusal(pool, tmp_path / "page.pdf") == Reason.DAMAGED
    with pytest.raises(UnsupportedMediaTypeError):
        pool.extract(healthy, "image/heic")
    with pytest.raises(FileNotFoundError):
        pool.extract(tmp_path / "missing.pdf", samples.MEDIA_TYPE)
    assert children() == before


def test_children_are_replaced_after_so_many_files(healthy: Path) -> None:
    with ExtractionPool(1, files_per_child=2) as pool:
        pids = []
        for _ in range(4):
            assert_reads(pool, healthy)
            pids += [child.pid for child in children()]
    assert pids[0] == pids[1]
    assert pids[2] == pids[3]
    assert pids[1] != pids[2]


def test_many_threads_share_a_pool(healthy: Path) -> None:
    with ExtractionPool(2) as pool:
        with ThreadPoolExecutor(8) as threads:
            found = list(threads.map(lambda _: pool.extract(healthy, samples.MEDIA_TYPE), range(24)))
        assert {len(extraction.pages) for extraction in found} == {20}
        assert len(children()) == 2
    assert not children()


def test_the_cover_comes_from_a_child(pool: ExtractionPool, healthy: Path, tmp_path: Path) -> None:
    assert pool.cover(healthy, samples.MEDIA_TYPE, 120)[8:12] == b"WEBP"
    (tmp_path / "page.pdf").write_text("<html></html>")
    with pytest.raises(ExtractionError):
        pool.cover(tmp_path / "page.pdf", samples.MEDIA_TYPE, 120)


def test_a_child_inherits_no_secret(monkeypatch: pytest.MonkeyPatch, pool: ExtractionPool, healthy: Path) -> None:
    monkeypatch.setenv("SECRET_KEY", "canary")
    assert_reads(pool, healthy)
    assert set(children()[0].environ()) <= {"LANG", "PATH", "LC_CTYPE"}


def test_a_child_can_write_no_file(pool: ExtractionPool, healthy: Path) -> None:
    assert_reads(pool, healthy)
    child = children()[0]
    assert child.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
    assert child.rlimit(psutil.RLIMIT_CORE) == (0, 0)


def test_a_closed_pool_refuses(healthy: Path) -> None:
    pool = ExtractionPool(1)
    pool.close()
    pool.close()
    with pytest.raises(RuntimeError, match="closed"):
        pool.extract(healthy, samples.MEDIA_TYPE)


def test_a_busy_child_ends_with_its_parent(endless: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from archive.extraction.contract import Limits;"
        "from archive.extraction.sandbox import ExtractionPool;"
        "limits = Limits(cpu_seconds=120, memory_bytes=4 << 30);"
        "ExtractionPool(1, limits).extract(Path(sys.argv[1]), 'application/pdf')"
    )
    parent = subprocess.Popen([sys.executable, "-c", program, str(endless)], cwd=ROOT)
    child = busy_child(parent.pid)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    wait_for(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)
