"""A server for tests is started once, and stopped by the last run that may use it."""

from pathlib import Path

import pytest

from tests.servers.lease import Lease


class Server:
    def __init__(self) -> None:
        self.runs = False
        self.said: list[str] = []

    def start(self) -> None:
        self.runs = True
        self.said.append("start")

    def stop(self) -> None:
        self.runs = False
        self.said.append("stop")


@pytest.fixture
def server() -> Server:
    return Server()


def lease(folder: Path, server: Server) -> Lease:
    return Lease(folder / "lease", lambda: server.runs, server.start, server.stop)


def test_two_runs_share_it_and_the_last_one_stops_it(tmp_path: Path, server: Server) -> None:
    first, second = lease(tmp_path, server), lease(tmp_path, server)
    for each in (first, second):
        each.hold()
        each.ensure()
    assert server.said == ["start"]
    first.release()
    assert server.said == ["start"]
    second.release()
    assert server.said == ["start", "stop"]


def test_what_ran_before_is_left_running(tmp_path: Path, server: Server) -> None:
    server.runs = True
    only = lease(tmp_path, server)
    only.hold()
    only.ensure()
    only.release()
    assert server.said == []


def test_what_a_killed_run_left_is_stopped_by_the_next(tmp_path: Path, server: Server) -> None:
    killed, following = lease(tmp_path, server), lease(tmp_path, server)
    killed.ensure()
    following.hold()
    following.release()
    assert server.said == ["start", "stop"]
