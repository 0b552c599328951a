"""Openings are counted by day and never by person, and counting disturbs nobody."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import DatabaseError, connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from archive import consultation
from archive.consultation import new_tally, write
from archive.models import Consultation, Document
from cms.core import freshness
from cms.core import tally as tallies
from cms.core.tally import Tally
from tests import factories

MIDDLEWARE = "archive.consultation.ConsultationMiddleware"
CACHE = "cms.core.public_cache.PublicCacheMiddleware"
TODAY = date(2026, 5, 4)


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Iterator[Tally]:
    """A tally that writes when the test says so."""
    mine = new_tally()
    monkeypatch.setattr(consultation, "tally", mine)
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    middleware = [each for each in settings.MIDDLEWARE if each != MIDDLEWARE]
    middleware.insert(middleware.index(CACHE), MIDDLEWARE)
    caching = {name: {**memory, "LOCATION": f"consultations {name}"} for name in ("default", "public", "kept")}
    with override_settings(MIDDLEWARE=middleware, CACHES=caching, CONSULTATION_SECONDS=3600):
        caches["public"].clear()
        yield mine
    caches["public"].clear()


@pytest.fixture
def reader(tally: Tally) -> Client:
    return Client(headers={"host": "localhost"})


def counted(document: Document) -> int:
    return sum(document.consultations.values_list("count", flat=True))


@pytest.mark.django_db
def test_every_address_of_a_document_counts_also_from_the_shared_memory(reader: Client, tally: Tally) -> None:
    document = factories.published("Acta", pages=["uno", "dos"])
    address = f"/d/{document.code}"
    for tail in ("", "", "/p1", "/v1", "/v1/p2", "/p1?q=uno"):
        assert reader.get(address + tail).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        reader.get(address)
    assert len(asked) == 1, "the stamp of the memory and nothing else"
    tally.flush()
    assert counted(document) == 7


@pytest.mark.django_db
@pytest.mark.parametrize("tail", ["/descarga", "/ir", "/", "/p9"])
def test_what_is_no_reading_does_not_count(reader: Client, tally: Tally, tail: str) -> None:
    document = factories.published("Acta", pages=["uno"])
    reader.get(f"/d/{document.code}{tail}")
    reader.head(f"/d/{document.code}")
    reader.get("/d/nadie")
    reader.get("/")
    tally.flush()
    assert not Consultation.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "count"),
    [
        ({"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"}, 0),
        ({"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}, 0),
        ({"User-Agent": "curl/8.5"}, 0),
        ({"User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0"}, 1),
        ({"User-Agent": "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Mobile"}, 1),
        ({"Sec-Purpose": "prefetch;prerender"}, 0),
    ],
)
def test_robots_and_guesses_of_browsers_do_not_count(
    reader: Client, tally: Tally, headers: dict[str, str], count: int
) -> None:
    document = factories.published("Acta")
    reader.get(f"/d/{document.code}", headers=headers)
    tally.flush()
    assert counted(document) == count


@pytest.mark.django_db
def test_staff_at_work_do_not_count(reader: Client, tally: Tally) -> None:
    document = factories.published("Acta")
    reader.force_login(
        factories.member(document.holding_institution), backend="django.contrib.auth.backends.ModelBackend"
    )
    assert reader.get(f"/d/{document.code}").status_code == 200
    tally.flush()
    assert counted(document) == 0


@pytest.mark.django_db
def test_nothing_of_the_reader_is_kept(reader: Client) -> None:
    assert {field.name for field in Consultation._meta.get_fields()} == {"id", "document", "day", "count"}
    document = factories.published("Acta")
    assert not reader.get(f"/d/{document.code}").cookies


@pytest.mark.django_db
def test_counts_are_added_in_one_statement() -> None:
    one, other = factories.published("Una"), factories.published("Otra")
    counts = {(one.code, TODAY): 2, (other.code, TODAY): 1, ("borrado", TODAY): 9}
    write(counts)
    with CaptureQueriesContext(connection) as asked:
        write(counts)
    assert sum("INSERT" in query["sql"] for query in asked) == 1
    assert (counted(one), counted(other)) == (4, 2)
    assert Consultation.objects.count() == 2


@pytest.mark.django_db
def test_writing_leaves_the_public_pages_as_they_are() -> None:
    document = factories.published("Acta")
    before = freshness.stamp()
    write({(document.code, TODAY): 1})
    assert freshness.stamp() == before
    document.title = "Otra"
    document.save_decision()
    assert freshness.stamp() != before


@pytest.mark.django_db
def test_where_the_database_fails_requests_go_on_and_the_counts_are_kept(
    reader: Client, tally: Tally, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    document = factories.published("Acta")

    def fails(counts: Any) -> None:
        raise DatabaseError("database is locked")

    monkeypatch.setattr(consultation, "write", fails)
    with caplog.at_level(logging.WARNING):
        for _time in range(2):
            assert reader.get(f"/d/{document.code}").status_code == 200
            tally.flush()
    assert "could not write 1 consultations" in caplog.text
    monkeypatch.undo()
    tally.flush()
    assert counted(document) == 2


def test_the_memory_is_bounded(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[dict[Any, int]] = []
    monkeypatch.setattr(tallies, "MOST", 3)
    monkeypatch.setattr(consultation, "write", lambda counts: kept.append(dict(counts)))
    for code in "abcdeaa":
        tally.add(code)
    tally.flush()
    assert sorted((code, count) for (code, _day), count in kept[0].items()) == [("a", 3), ("b", 1), ("c", 1)]


def test_one_write_a_minute_by_a_thread_of_its_own(tally: Tally, monkeypatch: pytest.MonkeyPatch) -> None:
    written = threading.Event()
    seen: list[tuple[str, int]] = []

    def write(counts: dict[Any, int]) -> None:
        seen.append((threading.current_thread().name, sum(counts.values())))
        written.set()

    monkeypatch.setattr(consultation, "write", write)
    with override_settings(CONSULTATION_SECONDS=0.3):
        for _time in range(50):
            tally.add("a")
        assert seen == []
        assert written.wait(10)
    assert [count for _name, count in seen] == [50]
    assert seen[0][0] != threading.current_thread().name


def test_processes_add_to_one_another(committed_db: None) -> None:
    document = factories.published("Acta")
    workers = [threading.Thread(target=_write_often, args=(document.code, 20)) for _worker in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert counted(document) == 80


def _write_often(code: str, times: int) -> None:
    for _time in range(times):
        write({(code, TODAY): 1})
    connection.close()


def test_a_process_that_ends_writes_what_it_counted() -> None:
    program = (
        "import django; django.setup()\n"
        "from archive import consultation\n"
        "consultation.write = lambda counts: print(sum(counts.values()))\n"
        "consultation.tally.add('a'); consultation.tally.add('b')\n"
    )
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
    done = subprocess.run([sys.executable, "-c", program], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "2"


def test_a_forked_process_leaves_the_parents_counts_to_the_parent(tally: Tally) -> None:
    tally.add("a")
    tally.forget()
    assert not tally._counts
    assert tally._timer is None
