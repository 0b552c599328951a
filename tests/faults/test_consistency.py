"""Index and database, on every engine: differences are found and mended, a rebuild loses and hides nothing."""

import json
import random
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from archive import publication
from cms.core.tenancy import operator_account
from search import indexing, outbox
from search.engine import engine
from search.ports import RecordKey
from tests import factories
from tests.faults import figure, note
from tests.instances import Instance, kill, until
from tests.places import ROOT

PLANTED = 100
DOCUMENTS = figure(120, 400)
WRITES_A_SECOND = 20
SLOWEST_SHARE = 0.9
"""Of what was to be written each second; the writer makes up for what a busy machine held back."""


@pytest.fixture
def site_index(search_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty index of the site, on the engine of this round."""
    monkeypatch.setattr(settings, "SEARCH_URL", search_url)
    engine().destroy()
    indexing.rebuild(engine())
    yield
    engine().destroy()


@pytest.mark.django_db
def test_planted_differences_are_counted_exactly_and_mended(site_index: None) -> None:
    kept = [factories.published(f"Acta {number}", pages=["uno", "dos"]) for number in range(PLANTED)]
    outbox.drain(engine())
    assert not indexing.compare(engine())
    keys = [RecordKey(1, document.pk) for document in kept]
    lost, altered = keys[: PLANTED // 3], keys[PLANTED // 3 : 2 * PLANTED // 3]
    ghosts = [RecordKey(1, 900_000 + number) for number in range(PLANTED - len(lost) - len(altered))]
    version = outbox.next_version()
    with engine().writer() as writer:
        for key in lost:
            writer.remove(key, version)
        for key in altered:
            record = indexing.current_record(key, version)
            assert record
            writer.put(replace(record, entries=record.entries[:-1]))
        pattern = indexing.current_record(keys[-1], version)
        assert pattern
        for key in ghosts:
            writer.put(replace(pattern, key=key))
        writer.commit()
    found = indexing.compare(engine())
    assert (sorted(found.missing), sorted(found.stale), sorted(found.extra)) == (lost, altered, ghosts)
    assert indexing.repair(engine(), found) == 0
    assert not indexing.compare(engine())
    note(f"Planted differences ({_scheme()}): {len(found.keys)} of {PLANTED} found and mended, 0 left")


@pytest.mark.django_db
def test_a_row_that_no_index_takes_stops_neither_relay_nor_rebuild(
    site_index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused, healthy = factories.published("Rechazada"), factories.published("Sana")
    key = RecordKey(1, refused.pk)
    commit = outbox.commit

    def refusing(writer: object) -> dict[RecordKey, str]:
        return {**commit(writer), key: "demasiado grande"}  # type: ignore[arg-type]

    monkeypatch.setattr(outbox, "commit", refusing)
    assert outbox.drain(engine())
    assert set(outbox.waiting().values_list("row", flat=True)) == {refused.pk}
    assert outbox.waiting()[0].error == "demasiado grande"
    rebuilt = indexing.rebuild(engine())
    assert rebuilt.failed == {key: "demasiado grande"}
    assert {each.key.pk for each in engine().held()} >= {healthy.pk}
    assert outbox.waiting().filter(row=refused.pk, attempts__gt=0).exists()


@pytest.mark.django_db
def test_an_index_of_a_later_state_of_the_database_is_made_anew(site_index: None) -> None:
    """A backup was brought back: its sequence gives numbers again that the index has seen."""
    document = factories.published("Retirado tras la copia", pages=["texto"])
    outbox.drain(engine())
    record = indexing.current_record(RecordKey(1, document.pk), outbox.next_version() + 1_000_000)
    assert record
    with engine().writer() as writer:
        writer.put(record)
        writer.commit()
    publication.withdraw(document, actor=operator_account(), reason="prueba")
    outbox.drain(engine())
    assert [each.key.pk for each in engine().held()] == [document.pk], "without the test of the version it stays"
    with pytest.raises(CommandError, match="rebuild_search"):
        call_command("reconcile_search", repair=True)
    assert indexing.needs_rebuild(engine())
    indexing.mend(engine())
    assert not list(engine().held())
    assert not indexing.needs_rebuild(engine())


@pytest.mark.django_db
def test_a_lost_index_comes_back_and_one_of_another_version_is_left_alone(
    site_index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = factories.published("Presente")
    engine().destroy()
    assert engine().is_lost()
    indexing.mend(engine())
    assert [each.key.pk for each in engine().held()] == [document.pk]
    monkeypatch.setattr(type(engine()), "needs_rebuild", lambda self: True)
    monkeypatch.setattr(type(engine()), "newest_version", lambda self: 10**9)
    monkeypatch.setattr(indexing, "rebuild", pytest.fail)
    indexing.mend(engine())


def _scheme() -> str:
    return str(settings.SEARCH_URL).partition(":")[0]


@dataclass(slots=True)
class Reader(threading.Thread):
    """Asks all the time; what it is told by anything but a whole results page is kept.

    That includes a list by title from the database, which never has as many documents as `least`.
    """

    site: Instance
    least: int
    done: threading.Event = field(default_factory=threading.Event)
    answers: int = 0
    odd: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        threading.Thread.__init__(self, daemon=True)

    def __hash__(self) -> int:
        return id(self)

    def run(self) -> None:
        while not self.done.is_set():
            status, page = self.site.get("/buscar/?q=circular")
            self.answers += 1
            total = (
                page.partition('role="status">')[2].partition("</strong>")[0].partition("<strong>")[2].split(" ")[0]
            )
            if status != 200 or not total.replace(",", "").isdecimal() or int(total.replace(",", "")) < self.least:
                self.odd.append(f"{status} {total!r}")


PUBLISH = """
from archive import publication
from cms.core.tenancy import operator_account
from tests import factories
actor = operator_account()
def publish(title, pages):
    document = factories.document(title, pages=pages, content=title.encode())
    return publication.publish(document, actor=actor)
"""
PREPARE = f"""{PUBLISH}
from search import outbox
from search.engine import engine
for number in range({DOCUMENTS}):
    publish(f"Circular {{number}}", [f"circular número {{number}}"] * 5)
outbox.drain(engine())
"""
WRITE = f"""{PUBLISH}
import time
from pathlib import Path
from archive.models import Document
rows = list(Document.objects.order_by("pk"))
stop, number = Path("%s"), 0
begun = time.monotonic()
while not stop.exists():
    number += 1
    if number %% 5 == 0:
        publish(f"Circular nueva {{number}}", ["circular nueva"])
    else:
        row = rows[number %% len(rows)]
        row.title = f"Circular cambiada {{number}}"
        row.save_decision()
    time.sleep(max(0.0, begun + number / {WRITES_A_SECOND} - time.monotonic()))
print(number, time.monotonic() - begun)
"""


def at_work(instance: Instance, search_url: str) -> Instance:
    """A site with documents, relay and web server."""
    instance.environment["SEARCH_URL"] = search_url
    instance.environment["PYTHONPATH"] = str(ROOT)
    instance.prepare(PREPARE)
    instance.spawn("run_relay")
    instance.serve()
    until(lambda: instance.get("/buscar/?q=circular")[0] == 200)
    return instance


def generations(instance: Instance, search_url: str) -> list[str]:
    """The indices that there are, live or not."""
    if search_url == "embedded:":
        return [path.name for path in (instance.data_dir / "index").glob("generation-*")]
    parts = urlsplit(search_url)
    address = f"http://{parts.netloc}/{parts.path.strip('/')}.g*?expand_wildcards=all"
    with urllib.request.urlopen(address, timeout=30) as response:
        return sorted(json.loads(response.read()))


def settled(instance: Instance) -> bool:
    done = instance.manage("reconcile_search", "--json", check=False)
    return done.returncode == 0 and json.loads(done.stdout)["waiting"] == 0


def forget(instance: Instance) -> None:
    instance.stop()
    instance.python("from search.engine import engine; engine().destroy()")


@pytest.mark.processes
@pytest.mark.xdist_group("rebuilds")
def test_rebuilds_under_writes_lose_nothing_and_answer_throughout(
    instance: Instance, search_url: str, tmp_path: Path
) -> None:
    at_work(instance, search_url)
    reader = Reader(instance, least=DOCUMENTS)
    reader.start()
    stop = tmp_path / "stop"
    writer = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "--no-imports", "--command", WRITE % stop],
        env=instance.environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    for _turn in range(figure(2, 5)):
        instance.manage("rebuild_search")
    stop.touch()
    written, seconds = map(float, writer.communicate(timeout=60)[0].split())
    reader.done.set()
    reader.join(30)
    assert written >= WRITES_A_SECOND
    assert written / seconds >= SLOWEST_SHARE * WRITES_A_SECOND, "the rebuilds held up those who write"
    assert reader.answers > 5
    assert reader.odd == [], instance.output()[-5000:]
    until(lambda: settled(instance), what="index and database agree")
    assert len(generations(instance, search_url)) == 1
    note(
        f"Rebuilds under writes ({search_url.partition(':')[0]}): {figure(2, 5)} rebuilds, {written:.0f} writes, "
        f"{written / seconds:.0f} a second, 0 lost; "
        f"{reader.answers} searches meanwhile, each answered whole by the index; 0 indices left over"
    )
    forget(instance)


@pytest.mark.processes
@pytest.mark.xdist_group("rebuilds")
def test_a_rebuild_killed_at_any_point_leaves_the_old_index_serving(instance: Instance, search_url: str) -> None:
    at_work(instance, search_url)
    chance = random.Random(11)
    reader = Reader(instance, least=DOCUMENTS)
    reader.start()
    killed = 0
    for _turn in range(figure(4, 20)):
        before = generations(instance, search_url)
        process = instance.spawn("rebuild_search")
        # From the moment at which there is a new index, to about that at which it is swapped in.
        until(lambda: {*generations(instance, search_url)} - {*before} or process.poll() is not None)  # noqa: B023
        time.sleep(chance.uniform(0.0, 0.4))
        killed += process.poll() is None
        kill(process)
    reader.done.set()
    reader.join(30)
    assert killed, "every rebuild was done before it was killed"
    assert reader.odd == []
    instance.manage("rebuild_search")
    until(lambda: settled(instance), what="index and database agree")
    assert len(generations(instance, search_url)) == 1
    note(
        f"Killed rebuilds ({search_url.partition(':')[0]}): {killed} kills, {reader.answers} searches meanwhile, "
        "each answered whole by the index; 0 differences"
    )
    forget(instance)
