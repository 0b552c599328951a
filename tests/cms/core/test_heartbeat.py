"""Worker and relay show that they live, also while the stores are away; a hung loop ends its process."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

from cms.core import heartbeat
from cms.core.heartbeat import Heartbeat
from search.outbox import Relay
from search.ports import SearchUnavailable
from tests.instances import Instance, until
from tests.places import ROOT


@pytest.fixture
def run_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "RUN_DIR", tmp_path / "run")
    return tmp_path / "run"


def test_a_process_is_alive_from_its_first_beat_to_its_end(run_dir: Path) -> None:
    assert not heartbeat.is_alive("worker")
    with Heartbeat("worker"):
        assert heartbeat.is_alive("worker")
        assert not heartbeat.is_alive("relay")
    assert heartbeat.silence("worker") is None


def test_an_old_beat_is_no_life(run_dir: Path) -> None:
    with Heartbeat("worker"):
        old = time.time() - settings.HEARTBEAT_SECONDS - 5
        os.utime(run_dir / "worker.heartbeat", (old, old))
        assert not heartbeat.is_alive("worker")


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(settings, "RUN_DIR", tmp_path / "file")
    heart = Heartbeat("worker")
    heart.beat()
    heart.rest()


def test_a_relay_whose_engine_is_away_goes_on_beating(monkeypatch: pytest.MonkeyPatch) -> None:
    beats = []

    def beat() -> None:
        beats.append(1)
        if len(beats) == 3:
            relay.stop()

    def away(*_: object) -> int:
        raise SearchUnavailable

    relay = Relay(object(), beat)  # type: ignore[arg-type]
    monkeypatch.setattr("search.outbox.apply_batch", away)
    monkeypatch.setattr("search.outbox.LONGEST_PAUSE", 0.01)
    monkeypatch.setattr("search.outbox.prune", lambda: None)
    monkeypatch.setattr("search.outbox.close_old_connections", lambda: None)
    relay.run_forever()
    assert len(beats) == 3


HUNG = """
import django; django.setup()
import sys, time
from cms.core.heartbeat import Heartbeat
with Heartbeat("worker") as heart:
    for _ in range(int(sys.argv[1])):
        heart.beat()
        time.sleep(0.3)
    if sys.argv[2] == "hang":
        time.sleep(60)
"""


@pytest.mark.processes
@pytest.mark.parametrize(("then", "status"), [("hang", 1), ("end", 0)])
def test_a_loop_that_hangs_ends_its_process_with_its_stack(tmp_path: Path, then: str, status: int) -> None:
    environment = {
        **os.environ,
        "DATA_DIR": str(tmp_path),
        "HEARTBEAT_SECONDS": "2",
        "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
    }
    command = [sys.executable, "-c", HUNG, "10", then]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == status, done.stderr
    assert ("most recent call first" in done.stderr) is bool(status)


@pytest.mark.processes
@pytest.mark.parametrize("name", ["worker", "relay"])
def test_the_command_beats_and_a_stopped_process_is_noticed(instance: Instance, name: str) -> None:
    instance.environment["HEARTBEAT_SECONDS"] = "3"
    if name == "relay":
        instance.manage("rebuild_search")
    process = instance.spawn(f"run_{name}")
    until(lambda: probe(instance, name) == 0, what=f"{name} beats")
    process.send_signal(signal.SIGSTOP)
    until(lambda: probe(instance, name) == 1, what=f"{name} is silent", seconds=20)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process = instance.spawn(f"run_{name}")
    until(lambda: probe(instance, name) == 0, what=f"{name} beats again")
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0
    assert probe(instance, name) == 1


def probe(instance: Instance, name: str) -> int:
    """What the health check of the container runs."""
    command = [sys.executable, "-m", "cms.core.heartbeat", name]
    return subprocess.run(command, env=instance.environment, cwd=ROOT, capture_output=True, check=False).returncode
