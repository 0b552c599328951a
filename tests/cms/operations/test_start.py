"""`make run`: everything in one foreground process tree, a printed login that works, an end without leftovers."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
import requests

from tests.instances import Instance, until
from tests.prerequisites import ROOT

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("demo")]


WAITING = (
    "SELECT count(*) FROM core_job WHERE kind IN ('archive.read', 'archive.ocr') AND status IN ('queued', 'running')"
)
UNAPPLIED = "SELECT count(*) FROM search_change WHERE applied_at IS NULL"


def started(instance: Instance) -> tuple[subprocess.Popen[bytes], Path]:
    log = instance.data_dir / f"start-{os.urandom(4).hex()}.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "manage.py"), "start"],
            env=instance.environment,
            cwd=ROOT,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    instance.adopt(process)
    until(lambda: "Ctrl-C" in log.read_text() or process.poll() is not None, what="the site starts")
    assert process.poll() is None, log.read_text()
    return process, log


def interrupted(process: subprocess.Popen[bytes]) -> int:
    children = psutil.Process(process.pid).children(recursive=True)
    assert len(children) >= 3
    process.send_signal(signal.SIGINT)
    status = process.wait(timeout=30)
    assert psutil.wait_procs(children, timeout=10)[1] == []
    return status


def test_the_whole_starts_answers_and_ends_and_repeats_nothing(instance: Instance) -> None:
    process, log = started(instance)
    printed = log.read_text()
    password = re.search(r"password: (\S+)", printed)
    assert password, printed
    assert instance.url in printed
    assert log_in(instance, password.group(1)) == 302
    assert instance.get("/buscar/?q=informacion")[0] == 200
    until(lambda: not instance.query(WAITING)[0][0], what="its files are read")
    until(lambda: not instance.query(UNAPPLIED)[0][0], what="what was read is found")
    assert interrupted(process) == 0
    before = instance.query("SELECT (SELECT count(*) FROM archive_document), (SELECT max(id) FROM search_change)")
    process, log = started(instance)
    assert password.group(1) in log.read_text()
    assert interrupted(process) == 0
    after = instance.query("SELECT (SELECT count(*) FROM archive_document), (SELECT max(id) FROM search_change)")
    assert before == after


def log_in(instance: Instance, password: str) -> int:
    session = requests.Session()
    address = f"{instance.url}/admin/login/"
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', session.get(address, timeout=20).text)
    assert token
    form = {"username": "admin", "password": password, "csrfmiddlewaretoken": token.group(1)}
    return session.post(address, data=form, timeout=20, allow_redirects=False).status_code


def test_a_taken_port_is_named_with_its_cure(instance: Instance) -> None:
    instance.serve()
    done = instance.manage("start", check=False)
    assert done.returncode != 0
    assert f"Port {instance.port} is taken" in done.stderr
