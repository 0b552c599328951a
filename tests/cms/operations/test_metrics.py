"""Metrics: the figures of the instance, for those who hold the token, with nothing of a reader in them."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from archive.models import Reading
from cms.core.models import Job
from cms.operations import gunicorn_metrics
from cms.operations.health import report as reports
from tests import factories

TOKEN = "t" * 32


@pytest.fixture
def exposed(committed_db: None, index: None, monkeypatch: pytest.MonkeyPatch, client: Client) -> Client:
    monkeypatch.setattr(reports, "REMEMBERED_SECONDS", 0.0)
    monkeypatch.setattr(settings, "HEALTH_TOKEN", TOKEN)
    return client


def read(client: Client) -> str:
    return client.get("/metrics", HTTP_AUTHORIZATION=f"Bearer {TOKEN}").content.decode()


@pytest.mark.django_db
def test_nobody_reads_them_without_the_token(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "HEALTH_TOKEN", TOKEN)
    for header in ("", "Bearer", "Bearer x", f"Basic {TOKEN}", TOKEN):
        assert b"acervo_" not in client.get("/metrics", HTTP_AUTHORIZATION=header).content


def test_they_tell_what_waits_and_what_became_of_files(exposed: Client) -> None:
    factories.document()
    job = Job.objects.order_by("pk").first()
    text = read(exposed)
    queued = Job.objects.filter(status=Job.Status.QUEUED).count()
    assert f'acervo_jobs{{state="queued"}} {float(queued)}' in text, job
    assert re.search(r"acervo_index_waiting [1-9]", text)
    assert re.search(r'acervo_originals\{state="\w+"\} [1-9]', text)
    assert 'acervo_health{check="database"} 1.0' in text
    assert re.search(r"acervo_disk_free_bytes [1-9]", text)


def test_labels_hold_no_words_and_no_addresses(exposed: Client) -> None:
    exposed.get("/buscar/", {"q": "palabracanaria"}, REMOTE_ADDR="203.0.113.77", HTTP_USER_AGENT="navegadorcanario")
    exposed.get("/palabracanaria/")
    exposed.generic("PALABRACANARIA", "/buscar/")
    text = read(exposed)
    assert 'view="search:results"' in text
    for canary in ("palabracanaria", "PALABRACANARIA", "203.0.113.77", "navegadorcanario"):
        assert canary not in text


def test_a_database_that_is_away_leaves_the_rest(exposed: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def broken(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("health_check.checks.Database.run", broken)
    monkeypatch.setattr(Reading.objects, "order_by", broken)
    text = read(exposed)
    assert 'acervo_health{check="database"} 0.0' in text
    assert "acervo_disk_free_bytes" in text


def test_a_new_server_does_not_count_what_an_old_one_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()
    (folder / "counter_1.db").touch()
    monkeypatch.setattr(gunicorn_metrics, "PROMETHEUS_MULTIPROC_DIR", str(folder))
    gunicorn_metrics.empty_folder()
    assert list(folder.iterdir()) == []
    monkeypatch.setattr(gunicorn_metrics, "PROMETHEUS_MULTIPROC_DIR", "")
    gunicorn_metrics.empty_folder()
    gunicorn_metrics.child_exit(None, None)
