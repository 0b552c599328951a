"""A change and its index entry: never one without the other, whoever is killed when."""

import random
import time

import pytest
from django.db import transaction

from archive import search_source
from archive.models import Document
from cms.core.audience import Viewer
from search import indexing, outbox
from search.engine import engine
from search.models import Change
from search.ports import SearchQuery
from tests import factories
from tests.faults import figure
from tests.instances import Instance, kill, until

pytestmark = pytest.mark.processes

PEOPLE_AT_WORK = """
import itertools, random
from django.contrib.auth.models import User
from django.utils import timezone
from archive import publication
from archive.models import Document, Original, PageText, Reading
from cms.core.reference.models import Institution
from cms.core.tenancy import operator_account
from django.db import transaction
holder = Institution.objects.get(code="mx-archivo")
actor = operator_account()
for number in itertools.count(Document.objects.count()):
    with transaction.atomic():
        original = Original.objects.create(
            institution=holder, digest=f"{random.getrandbits(256):064x}", size=1, filename=f"{number}.pdf",
            media_type="application/pdf", format="pdf", received_by="prueba")
        Reading.objects.create(original=original, state="read", page_count=1, pages_with_text=1)
        PageText.objects.create(
            original=original, number=1, text=f"Oficio numero {number}", quality="good", width=1, height=1)
        document = Document.objects.create(title=f"Oficio {number}", holding_institution=holder, original=original)
    publication.publish(document, actor=actor)
    document.refresh_from_db()
    if number % 3 == 0:
        document.title = f"Oficio corregido {number}"
        document.save()
    if number % 7 == 0:
        publication.withdraw(document, actor=actor, reason="prueba")
"""


@pytest.mark.django_db
def test_a_rolled_back_change_is_never_indexed(index: None) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        factories.published("Fantasma")
        raise RuntimeError
    kept = factories.published("Presente")
    outbox.drain(engine())
    assert not Change.objects.filter(applied_at=None).exists()
    titles = {hit.title.text for hit in engine().search(everything()).hits}
    assert titles == {kept.title}


@pytest.mark.django_db
def test_recording_outside_a_transaction_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.db.connection.in_atomic_block", False)
    with pytest.raises(outbox.OutsideTransaction):
        outbox.record(search_source.SOURCE, [1])


@pytest.mark.django_db
def test_one_row_that_cannot_be_described_stops_no_other(index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, healthy = factories.published("Rota"), factories.published("Sana")
    describe = search_source.SOURCE.record

    def record(pk: int, version: int) -> object:
        if pk == broken.pk:
            raise ValueError("rota")
        return describe(pk, version)

    monkeypatch.setattr(type(search_source.SOURCE), "record", lambda self, pk, version: record(pk, version))
    outbox.drain(engine())
    assert [hit.title.text for hit in engine().search(everything()).hits] == [healthy.title]
    assert set(outbox.waiting().values_list("row", flat=True)) == {broken.pk}
    assert "rota" in outbox.waiting()[0].error


@pytest.mark.django_db
def test_without_the_outbox_row_the_index_stays_behind(index: None) -> None:
    """The control of all tests here: what compares index and database can fail."""
    document = factories.published("Antes")
    outbox.drain(engine())
    assert not indexing.compare(engine())
    Document.objects.filter(pk=document.pk).update(title="Después")
    outbox.drain(engine())
    assert indexing.compare(engine()).stale


@pytest.mark.django_db
def test_a_repair_brings_back_what_differs(index: None) -> None:
    lost, changed, gone = (factories.published(f"Documento {each}") for each in ("perdido", "cambiado", "ido"))
    outbox.drain(engine())
    keys = {document.pk: key for document in (lost, changed, gone) for key in [indexing.RecordKey(1, document.pk)]}
    newest = Change.objects.latest("pk").pk
    with engine().writer() as writer:
        writer.remove(keys[lost.pk], newest + 1)
        writer.commit()
    Change.objects.create(pk=newest + 1, source=1, row=lost.pk, applied_at=lost.state_changed_at)
    Document.objects.filter(pk=changed.pk).update(title="Cambiado por detrás")
    Document.objects.filter(pk=gone.pk).update(state="withdrawn", public_from=None)
    differences = indexing.compare(engine())
    assert (differences.missing, differences.stale, differences.extra) == (
        [keys[lost.pk]], [keys[changed.pk]], [keys[gone.pk]],
    )
    indexing.repair(engine(), differences)
    assert not indexing.compare(engine())


@pytest.mark.django_db
def test_what_was_applied_while_a_rebuild_ran_is_in_the_new_index(
    index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = factories.published("Antes")
    outbox.drain(engine())
    described = indexing.current_record

    def meanwhile(key: indexing.RecordKey) -> object:
        found = described(key)
        document.refresh_from_db()
        if document.title == "Antes":
            document.title = "Después"
            document.save()
            outbox.apply_batch(engine())
        return found

    monkeypatch.setattr(indexing, "current_record", meanwhile)
    indexing.rebuild(engine())
    monkeypatch.undo()
    assert not indexing.compare(engine())
    assert engine().search(everything()).hits[0].title.text == "Después"


def everything() -> SearchQuery:
    from django.utils import timezone

    return SearchQuery("", Viewer(now=timezone.now()))


@pytest.mark.parametrize("victim", ["writer", "relay", "both"])
def test_kills_at_random_points_leave_index_and_database_equal(instance: Instance, victim: str) -> None:
    instance.manage("rebuild_search")
    chance = random.Random(victim)
    relay = instance.spawn("run_relay")
    for _kill in range(figure(4, 67)):
        writer = instance.spawn("shell", "--no-imports", "--command", PEOPLE_AT_WORK)
        before = changes(instance)
        until(lambda: changes(instance) > before + 3, what="people at work")  # noqa: B023
        time.sleep(chance.random())
        if victim in {"relay", "both"}:
            kill(relay)
            relay = instance.spawn("run_relay")
        kill(writer)
    until(lambda: waiting(instance) == 0, what="the relay catches up")
    kill(relay)
    done = instance.manage("reconcile_search", "--json", check=False)
    assert done.returncode == 0, done.stdout
    assert instance.query("SELECT count(*) FROM archive_document")[0][0] > 10


def changes(instance: Instance) -> int:
    return int(instance.query("SELECT coalesce(max(id), 0) FROM search_change")[0][0])


def waiting(instance: Instance) -> int:
    return int(instance.query("SELECT count(*) FROM search_change WHERE applied_at IS NULL")[0][0])
