"""A whole site at work, its processes killed at random: in the end rows, files and index say the same."""

import json
import random
import re
import subprocess
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

import pytest
import requests
from reportlab.pdfgen.canvas import Canvas

from tests.factories import PASSWORD
from tests.faults import figure, note
from tests.instances import Instance, kill, until

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("kills")]

PREPARE = f"""
from django.contrib.auth.models import User
from cms.core.models import Membership
from cms.core.reference.models import Institution
user = User.objects.create_user("ana", password="{PASSWORD}")
Membership.objects.create(user=user, institution=Institution.objects.get(code="mx-archivo"), role="archivist")
"""
IN_STEP = """
from search import outbox
from search.engine import engine
from tests import factories
for number in range(3):
    factories.published(f"Acta {number}", pages=["uno", "dos"])
outbox.drain(engine())
"""
CORRECT_AND_PUBLISH = """
import random
from archive import publication
from archive.models import Document
from cms.core.tenancy import operator_account
actor = operator_account()
for document in Document.objects.all():
    document = publication.publish(document, actor=actor)
    if document.pk % 3 == 0:
        document.title = f"Corregido {document.pk}"
        document.save()
    if document.pk % 5 == 0:
        publication.withdraw(document, actor=actor, reason="prueba")
"""


class Archivist(threading.Thread):
    """Uploads one small PDF after another, and tries again when the site is down."""

    def __init__(self, site: Instance) -> None:
        super().__init__(daemon=True)
        self.site = site
        self.done = threading.Event()
        self.acknowledged: list[str] = []

    def run(self) -> None:
        number = 0
        while not self.done.is_set():
            with suppress(requests.RequestException, AttributeError):
                session = self._logged_in()
                while not self.done.is_set():
                    self._upload(session, f"oficio-{number}")
                    number += 1
            self.done.wait(0.05)

    def _logged_in(self) -> requests.Session:
        session = requests.Session()
        address = f"{self.site.url}/admin/login/"
        token = csrf_token(session.get(address, timeout=10).text)
        form = {"username": "ana", "password": PASSWORD, "csrfmiddlewaretoken": token}
        session.post(address, data=form, timeout=10)
        return session

    def _upload(self, session: requests.Session, name: str) -> None:
        address = f"{self.site.url}/admin/snippets/archive/document/add/"
        page = session.get(address, timeout=10).text
        chosen = re.search(r'<option value="(\d+)"', page)
        form = {"csrfmiddlewaretoken": csrf_token(page), "institution": chosen.group(1) if chosen else ""}
        files = {"files": (f"{name}.pdf", small_pdf(name), "application/pdf")}
        response = session.post(address, data=form, files=files, timeout=10)
        if response.ok and f"{name}.pdf" in response.text:
            self.acknowledged.append(f"{name}.pdf")


def csrf_token(page: str) -> str:
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found, page[:500]
    return found.group(1)


def small_pdf(text: str) -> bytes:
    buffer = BytesIO()
    canvas: Any = Canvas(buffer)
    canvas.drawString(72, 700, f"Texto del {text} con palabras suficientes para que cuente como una página leída.")
    canvas.save()
    return buffer.getvalue()


def test_kills_at_random_points_leave_rows_files_and_index_equal(instance: Instance) -> None:
    instance.environment["JOB_LEASE_SECONDS"] = "3"
    instance.prepare(PREPARE)
    start: dict[str, Callable[[], subprocess.Popen[bytes]]] = {
        "web": instance.serve,
        "worker": lambda: instance.spawn("run_worker"),
        "relay": lambda: instance.spawn("run_relay"),
    }
    running = {name: begin() for name, begin in start.items()}
    archivist = Archivist(instance)
    archivist.start()
    chance = random.Random(7)
    for turn in range(figure(10, 200)):
        victim = list(start)[turn % 3]
        before = count(instance, "search_change")
        until(lambda: count(instance, "search_change") > before, what="the site is at work")  # noqa: B023
        time.sleep(chance.random() / 2)
        assert running[victim].poll() is None, f"{victim} ended by itself"
        kill(running[victim])
        running[victim] = start[victim]()
    archivist.done.set()
    archivist.join()
    instance.python(CORRECT_AND_PUBLISH)
    assert_settled(instance, archivist.acknowledged)
    note(
        f"Kills of web, worker and relay: {figure(10, 200)}; {len(archivist.acknowledged)} uploads acknowledged, "
        "0 lost; 0 differences between rows, files and index"
    )


def assert_settled(instance: Instance, acknowledged: list[str]) -> None:
    until(lambda: not count(instance, "core_job", "status IN ('queued', 'running')"), what="all jobs end")
    until(lambda: not count(instance, "search_change", "applied_at IS NULL"), what="the relay catches up")
    instance.python("from archive import intake; intake.sweep()")
    done = instance.manage("reconcile_search", "--json", check=False)
    assert done.returncode == 0, done.stdout
    assert {**json.loads(done.stdout), "repaired": False}["waiting"] == 0
    kept = {name for (name,) in instance.query("SELECT filename FROM archive_original")}
    assert acknowledged
    assert kept >= set(acknowledged)
    assert count(instance, "archive_reading", "state != 'read'") == 0
    assert (
        count(instance, "archive_pagetext")
        == count(instance, "archive_original")
        == count(instance, "archive_document")
    )
    files = {
        path.name for path in (instance.data_dir / "originals").rglob("*") if path.is_file() and path.name != ".lock"
    }
    assert files == {digest for (digest,) in instance.query("SELECT digest FROM archive_original")}


def count(instance: Instance, table: str, condition: str = "1 = 1") -> int:
    return int(instance.query(f"SELECT count(*) FROM {table} WHERE {condition}")[0][0])


def test_the_comparison_can_fail(instance: Instance) -> None:
    """The control: a change behind the outbox's back is seen by the very comparison that the kill test uses."""
    instance.prepare(IN_STEP)
    assert instance.manage("reconcile_search", "--json").returncode == 0
    instance.python("from archive.models import Document; Document.objects.update(title='Otro')")
    assert instance.manage("reconcile_search", "--json", check=False).returncode == 1
