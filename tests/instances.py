"""Real instances: a DATA_DIR of their own, real processes, real kills."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests import databases
from tests.places import ROOT
from tests.servers import elasticsearch

DEADLINE_SECONDS = 90
EMPTY_INDEX = "from django.core.management import call_command\ncall_command('rebuild_search')\n"
SET_BY_THE_SUITE = {"DATABASE_URL", "SEARCH_URL", "SECRET_KEY"}


class Instance:
    """An installed site that tests run commands on. Ended processes are collected by `close`."""

    def __init__(self, data_dir: Path) -> None:
        self.data_dir = data_dir
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._running: list[subprocess.Popen[bytes]] = []
        data_dir.mkdir(parents=True, exist_ok=True)
        self.database = databases.fresh(data_dir)
        self.environment = {name: value for name, value in os.environ.items() if name not in SET_BY_THE_SUITE} | {
            "DATA_DIR": str(data_dir),
            "PORT": str(self.port),
            "DJANGO_SETTINGS_MODULE": "cms.settings.dev",
            "LOG_LEVEL": "WARNING",
            **self.database.environment,
            **elasticsearch.environment(f"instance-{uuid.uuid4().hex[:12]}"),
        }

    def manage(self, *arguments: str, stdin: str = "", check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        done = subprocess.run(
            self._command(*arguments),
            env=self.environment,
            cwd=ROOT,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        if check and done.returncode:
            raise AssertionError(f"{arguments}: {done.stderr[-3000:]}")
        return done

    def json(self, *arguments: str, stdin: str = "") -> Any:
        return json.loads(self.manage(*arguments, stdin=stdin).stdout)

    def spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own, so that a kill meets its children too."""
        output = (self.data_dir / "output.log").open("ab")
        process = subprocess.Popen(
            self._command(*arguments),
            env=self.environment,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        output.close()
        self._running.append(process)
        return process

    def serve(self) -> subprocess.Popen[bytes]:
        """The web server, answering."""
        output = (self.data_dir / "output.log").open("ab")
        command = [sys.executable, "-m", "gunicorn", "cms.wsgi:application", "--bind", f"127.0.0.1:{self.port}"]
        process = subprocess.Popen(
            [*command, "--workers", "1", "--threads", "4", "--log-level", "warning"],
            env=self.environment,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        output.close()
        self._running.append(process)
        until(lambda: _answers(self.port))
        return process

    def python(self, code: str) -> str:
        """Run Python inside the instance, with Django set up."""
        return self.manage("shell", "--no-imports", "--command", code).stdout

    def prepare(self, code: str) -> str:
        """An empty index, and then what the code makes, in one process: most of its time goes into its start."""
        return self.python(f"{EMPTY_INDEX}{code}")

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Run one statement on the instance's database; it must be good for SQLite and PostgreSQL."""
        return self.database.query(sql)

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        request = urllib.request.Request(f"{self.url}{path}", headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=30) as response:
                return response.status, response.read().decode(errors="replace")
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def adopt(self, process: subprocess.Popen[bytes]) -> None:
        """End this process too when the instance is closed."""
        self._running.append(process)

    def output(self) -> str:
        """What its processes wrote."""
        return (self.data_dir / "output.log").read_text(encoding="utf-8", errors="replace")

    def stop(self) -> None:
        """End every process; commands can still be run."""
        for process in self._running:
            kill(process)
        self._running.clear()

    def close(self) -> None:
        self.stop()
        self.database.drop()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(ROOT / "manage.py"), *arguments]


def kill(process: subprocess.Popen[bytes]) -> None:
    """SIGKILL the process and its group, as a crash of the machine would."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(holds: Callable[[], object], *, seconds: float = DEADLINE_SECONDS, what: str = "") -> None:
    """Wait for something that other processes bring about."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what or holds}")
        time.sleep(0.02)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class CorpusInstance(Instance):
    """A site into which the real documents were imported by the command, as the README says."""

    def __init__(self, data_dir: Path, corpus_dir: Path) -> None:
        super().__init__(data_dir)
        self.corpus_dir = corpus_dir
        self.result = self.json(*import_command(corpus_dir))


def import_command(corpus_dir: Path) -> list[str]:
    manifest = str(corpus_dir / "manifest.csv")
    folder = str(corpus_dir / "files")
    return ["import_documents", folder, "--manifest", manifest, "--publish", "--wait", "--json"]
