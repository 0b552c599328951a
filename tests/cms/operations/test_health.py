"""The state of an instance: who may know what, what takes it out of service, and that asking hangs on nothing."""

import shutil
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import OperationalError
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404
from django.test import Client
from django.utils import timezone
from health_check.checks import Database as DatabaseAnswers

from cms.core import jobs
from cms.core.heartbeat import Heartbeat
from cms.core.models import Job
from cms.operations import probes
from cms.operations.health import checks
from cms.operations.health import report as reports
from search import outbox
from search.models import Change
from search.ports import SearchUnavailable

TOKEN = "t" * 32
OPERATOR = {"HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}


@pytest.fixture
def well(committed_db: None, index: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An instance with nothing wrong, asked anew each time."""
    monkeypatch.setattr(reports, "REMEMBERED_SECONDS", 0.0)
    # A check that another test let hang is still busy with it.
    monkeypatch.setattr(reports, "_threads", reports._Threads())
    monkeypatch.setattr(settings, "HEALTH_TOKEN", TOKEN)
    monkeypatch.setattr(settings, "HEALTH_DISK_FREE_MB", 1)
    outbox.waiting().delete()
    with Heartbeat("worker"), Heartbeat("relay"):
        yield


def asked(client: Client, path: str = "/salud/?format=json", **headers: str) -> tuple[int, Any]:
    response = client.get(path, **headers)  # type: ignore[arg-type]
    return response.status_code, response.json()


def broken(*_: object, **__: object) -> Any:
    raise OperationalError("connection to server at 10.9.8.7 refused")


def test_a_well_instance_says_so_everywhere(client: Client, well: None) -> None:
    for path in ("/salud/?format=json", "/salud/listo"):
        status, answer = asked(client, path)
        assert (status, answer["status"]) == (200, "ok"), answer
        assert set(answer["checks"]) == {kind.name for kind in checks.CHECKS}
    assert client.get("/salud/vivo").content == b"vivo\n"
    call_command("health", "--strict")


VITAL = {"database", "migrations", "storage"}


def harm(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    if name == "database":
        monkeypatch.setattr(DatabaseAnswers, "run", broken)
    elif name == "migrations":
        monkeypatch.setattr(checks.Migrations, "_applied", False)
        monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: [1])
    elif name == "storage":
        monkeypatch.setattr(settings, "ORIGINALS_DIR", Path("/proc/self"))
    elif name == "disk":
        monkeypatch.setattr(settings, "HEALTH_DISK_FREE_MB", 10**12)
    elif name == "search":
        monkeypatch.setattr(checks, "engine", Away)
    elif name == "index_lag":
        Change.objects.create(source=1, row=1)
        Change.objects.update(created_at=timezone.now() - timedelta(hours=1))
    elif name == "queue_age":
        Job.objects.create(kind="x", key="x", not_before=timezone.now() - timedelta(hours=3))
    else:
        (Path(settings.RUN_DIR) / f"{name}.heartbeat").unlink()


class Away:
    def search(self, _query: object) -> None:
        raise SearchUnavailable("elasticsearch.internal:9200 does not answer")


@pytest.mark.parametrize("name", [kind.name for kind in checks.CHECKS])
def test_only_what_is_vital_takes_the_site_out_of_service(
    client: Client, well: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    harm(name, monkeypatch, tmp_path)
    status, answer = asked(client, "/salud/listo")
    assert answer["checks"][name]["status"] == ("failed" if name in VITAL else "degraded"), answer
    assert (status, answer["status"]) == ((503, "failed") if name in VITAL else (200, "degraded"))
    assert {each["status"] for key, each in answer["checks"].items() if key != name} == {"ok"}, answer
    assert asked(client)[0] == status
    with pytest.raises(CommandError):
        call_command("health", "--strict")
    assert client.get("/salud/vivo").status_code == 200


def test_work_that_nobody_waits_for_may_wait(
    client: Client, well: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    harm("queue_age", monkeypatch, tmp_path)
    Job.objects.update(priority=jobs.AT_LEISURE)
    assert asked(client, "/salud/listo")[1]["checks"]["queue_age"]["status"] == "ok"


def test_the_public_gets_words_and_operators_get_reasons(
    client: Client, well: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("search", "storage"):
        harm(name, monkeypatch, tmp_path)
    for path in ("/salud/?format=json", "/salud/listo", "/salud/"):
        public = client.get(path).content.decode()
        assert "elasticsearch.internal" not in public
        assert "disk_free_bytes" not in public
        assert str(settings.DATA_DIR) not in public
        assert "elasticsearch.internal" not in client.get(path, HTTP_AUTHORIZATION="Bearer wrong").content.decode()
        operator = client.get(path, **OPERATOR).content.decode()  # type: ignore[arg-type]
        assert "elasticsearch.internal" in operator
        assert "disk_free_bytes" in operator
    client.force_login(User.objects.create_superuser("jefa", password="x"))
    assert "elasticsearch.internal" in client.get("/salud/").content.decode()
    client.force_login(User.objects.create_user("archivista", password="x"))
    assert "elasticsearch.internal" not in client.get("/salud/").content.decode()


def test_without_a_token_in_the_settings_nobody_has_it(
    client: Client, well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "HEALTH_TOKEN", "")
    assert client.get("/metrics", HTTP_AUTHORIZATION="Bearer ").status_code in {301, 404}
    assert "detail" not in client.get("/salud/listo", HTTP_AUTHORIZATION="Bearer ").content.decode()


def test_the_page_is_spanish_kept_by_nobody_and_sets_no_cookie(client: Client, well: None) -> None:
    response = client.get("/salud/", HTTP_ACCEPT="text/html")
    page = response.content.decode()
    assert "Estado del servicio" in page
    assert "Base de datos" in page
    assert "Funciona" in page
    for path in ("/salud/", "/salud/vivo", "/salud/listo"):
        answer = client.get(path)
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
    assert client.get("/salud/", HTTP_ACCEPT="application/json").json()["status"] == "ok"


def test_the_database_being_away_is_told_without_it(
    client: Client, well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The session of a superuser can't be read then; whoever asks still gets an answer."""
    client.force_login(User.objects.create_superuser("jefa", password="x"))
    monkeypatch.setattr(DatabaseAnswers, "run", broken)
    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", broken)
    assert client.get("/salud/", HTTP_ACCEPT="text/html").status_code == 503
    assert asked(client, "/salud/listo")[0] == 503
    assert client.get("/salud/vivo").status_code == 200


def test_probes_come_by_inner_addresses(client: Client, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A container engine knows neither the host name nor https."""
    monkeypatch.setattr(settings, "ALLOWED_HOSTS", ["acervo.example.org"])
    for path in probes.PROBES:
        headers = {**OPERATOR, "HTTP_HOST": "10.1.2.3:8000"}
        assert client.get(path, **headers).status_code == 200, path  # type: ignore[arg-type]
    assert client.get("/salud/", HTTP_HOST="10.1.2.3:8000").status_code == 400


def test_a_check_that_hangs_holds_up_nothing_and_takes_one_thread(
    client: Client, well: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []

    def hang(_self: object) -> None:
        started.append(1)
        time.sleep(3)

    monkeypatch.setattr(checks.Search, "look", hang)
    monkeypatch.setattr(checks.Search, "timeout", timedelta(seconds=-0.7))
    for _ in range(3):
        before = time.monotonic()
        status, answer = asked(client, "/salud/listo")
        assert time.monotonic() - before < 2
        assert (status, answer["checks"]["search"]["status"]) == (200, "degraded")
    assert len(started) == 1
    time.sleep(2)


def test_asking_often_costs_once(client: Client, well: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports, "REMEMBERED_SECONDS", 60.0)
    monkeypatch.setattr(reports, "_last", None)
    looked = []
    monkeypatch.setattr(checks.Disk, "look", lambda _self: looked.append(1))
    for _ in range(5):
        asked(client, "/salud/listo")
    assert len(looked) == 1


def test_storage_is_tried_by_writing_and_leaves_nothing(well: None) -> None:
    folder = Path(settings.ORIGINALS_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    before = sorted(folder.rglob("*"))
    checks.Storage().look()
    assert sorted(folder.rglob("*")) == before
    shutil.rmtree(folder, ignore_errors=True)


@pytest.mark.django_db
def test_an_address_besides_the_probes_is_left_alone(rf: Any) -> None:
    def view(_request: object) -> Any:
        raise Http404

    middleware = probes.ProbeMiddleware(view)
    for request in (rf.get("/salud/vivo/x"), rf.post("/salud/vivo"), rf.get("/metrics")):
        request.user = AnonymousUser()
        with pytest.raises(Http404):
            middleware(request)
