"""A change and its index entry: never one without the other."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, transaction

from archive import publication, search_source
from archive.models import ArchivalUnit, Document, DocumentType
from cms.core.audience import Viewer
from cms.core.reference.models import State as Place
from cms.core.tenancy import operator_account
from search import indexing, outbox
from search.engine import engine
from search.models import Change
from search.ports import IndexBusy, Record, RecordKey, SearchQuery
from tests import factories


@pytest.mark.django_db
def test_a_rolled_back_change_is_never_indexed(index: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        published_and_undone()
    kept = factories.published("Presente")
    outbox.drain(engine())
    assert not Change.objects.filter(applied_at=None).exists()
    titles = {hit.title.text for hit in engine().search(everything()).hits}
    assert titles == {kept.title}


def test_recording_outside_a_transaction_is_refused(committed_db: None) -> None:
    with pytest.raises(outbox.OutsideTransaction):
        outbox.record(search_source.SOURCE, [1])


@pytest.mark.django_db
def test_one_row_that_cannot_be_described_stops_no_other(index: None, monkeypatch: pytest.MonkeyPatch) -> None:
    broken, healthy = factories.published("Rota"), factories.published("Sana")
    describe = search_source.SOURCE.record

    def record(pk: int, version: int) -> Record | None:
        if pk == broken.pk:
            raise ValueError("rota")
        return describe(pk, version)

    monkeypatch.setattr(type(search_source.SOURCE), "record", lambda self, pk, version: record(pk, version))
    assert outbox.drain(engine()) == Change.objects.filter(row=broken.pk).count()
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
def test_whatever_a_record_shows_of_another_row_follows_that_row(index: None) -> None:
    holder = factories.institution()
    unit = ArchivalUnit.objects.create(institution=holder, level="series", reference_code="1S", title="Actas")
    document = factories.published("Acta", holder=holder, creator="Comité")
    Document.objects.filter(pk=document.pk).update(
        unit=unit, document_type=DocumentType.objects.first(), place=Place.objects.first()
    )
    Document.objects.get(pk=document.pk).save()
    outbox.drain(engine())
    related = [field.name for field in Document._meta.fields if field.many_to_one or field.one_to_one]
    untold = {"original", "replacement", "latest_revision", "live_revision", "locked_by"}
    for name in set(related) - untold:
        row = getattr(Document.objects.get(pk=document.pk), name)
        told = next(field for field in ("title", "name", "label") if hasattr(row, field))
        setattr(row, told, f"Nuevo {name}")
        row.save()
        assert outbox.waiting().exists(), name
        outbox.drain(engine())
        assert not indexing.compare(engine()), name


@pytest.mark.django_db
def test_without_an_outbox_a_publication_never_reaches_the_index(
    index: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with the row taken out, what the other tests compare differs."""
    monkeypatch.setattr(outbox, "record", lambda source, rows: None)
    factories.published("Sin asiento")
    outbox.drain(engine())
    assert len(indexing.compare(engine()).missing) == 1


@pytest.mark.django_db
def test_a_repair_brings_back_what_differs(index: None) -> None:
    lost, changed, gone = (factories.published(f"Documento {each}") for each in ("perdido", "cambiado", "ido"))
    outbox.drain(engine())
    keys = {document.pk: key for document in (lost, changed, gone) for key in [RecordKey(1, document.pk)]}
    with engine().writer() as writer:
        writer.remove(keys[lost.pk], outbox.next_version())
        writer.commit()
    Document.objects.filter(pk=changed.pk).update(title="Cambiado por detrás")
    Document.objects.filter(pk=gone.pk).update(state="withdrawn", public_from=None)
    differences = indexing.compare(engine())
    assert (differences.missing, differences.stale, differences.extra) == (
        [keys[lost.pk]],
        [keys[changed.pk]],
        [keys[gone.pk]],
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

    def meanwhile(key: RecordKey, version: int = 0) -> Record | None:
        found = described(key, version)
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


class Killed(BaseException):
    """A kill: nobody catches it."""


@pytest.mark.django_db
@pytest.mark.parametrize("before", [True, False], ids=["before-the-switch", "after-the-switch"])
def test_a_kill_at_the_switch_brings_nothing_withdrawn_back(
    index: None, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    document = factories.published("Retirado")
    outbox.drain(engine())
    described, replay = indexing.current_record, outbox.replay

    def meanwhile(key: RecordKey, version: int = 0) -> Record | None:
        found = described(key, version)
        publication.withdraw(document, actor=operator_account(), reason="prueba")
        outbox.drain(engine())
        return found

    def killed(*given: Any) -> None:
        if before:
            replay(*given)
        raise Killed

    monkeypatch.setattr(indexing, "current_record", meanwhile)
    # What comes last before the switch, and what comes first after it.
    monkeypatch.setattr(outbox, "replay" if before else "retry_later", killed)
    with pytest.raises(Killed):
        indexing.rebuild(engine())
    monkeypatch.undo()
    assert bool(engine().search(everything()).total) is not before
    outbox.drain(engine())
    assert engine().search(everything()).total == 0
    assert not indexing.compare(engine())


@pytest.mark.django_db
def test_a_change_with_a_lower_number_that_is_seen_later_is_applied(index: None) -> None:
    document = factories.published("Antes")
    outbox.drain(engine())
    newest = outbox.next_version()
    rows = Document.objects.filter(pk=document.pk)
    for number, title in ((newest + 9, "El que confirmó primero"), (newest + 5, "El que confirmó después")):
        rows.update(title=title)
        Change.objects.create(pk=number, source=1, row=document.pk)
        assert outbox.drain(engine()) == 0
        assert engine().search(everything()).hits[0].title.text == title


@pytest.mark.django_db
def test_versions_grow_and_leave_no_rows() -> None:
    document = factories.published("Uno")
    held = Change.objects.filter(row=document.pk).latest("pk").pk
    before = Change.objects.count()
    first, second = outbox.next_version(), outbox.next_version()
    assert held < first < second
    assert Change.objects.count() == before


@pytest.mark.parametrize(
    "trouble", [OperationalError("database is locked"), OSError("disco lleno"), ValueError("t"), RuntimeError("t")]
)
def test_the_relay_outlives_trouble(
    committed_db: None, index: None, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    document = factories.published("Presente")
    relay = outbox.Relay(engine())
    apply = outbox.apply_batch
    steps: list[Callable[[], int]] = [relay_stop(relay, apply), raising(trouble), raising(IndexBusy("otro"))]
    monkeypatch.setattr(outbox, "POLL_SECONDS", 0.001)
    monkeypatch.setattr(outbox, "apply_batch", lambda *given: steps.pop()())
    relay.run_forever()
    assert [hit.title.text for hit in engine().search(everything()).hits] == [document.title]


def raising(error: Exception) -> Callable[[], int]:
    def step() -> int:
        raise error

    return step


def relay_stop(relay: outbox.Relay, apply: Callable[..., int]) -> Callable[[], int]:
    def step() -> int:
        relay.stop()
        return apply(relay.engine)

    return step


@pytest.mark.django_db
def test_another_engine_is_built_and_repaired_itself_and_the_outbox_left_alone(index: None, tmp_path: Path) -> None:
    document = factories.published("Antes")
    outbox.drain(engine())
    address = f"embedded:{tmp_path}/other"
    call_command("rebuild_search", engine=address)
    assert not indexing.compare(engine(address))
    Document.objects.filter(pk=document.pk).update(title="Después")
    call_command("reconcile_search", engine=address, repair=True)
    assert engine(address).search(everything()).hits[0].title.text == "Después"
    assert engine().search(everything()).hits[0].title.text == "Antes"
    assert not outbox.waiting().exists()


@pytest.mark.django_db
def test_another_engine_gets_what_changed_while_it_was_built(
    index: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = factories.published("Antes")
    outbox.drain(engine())
    described = indexing.current_record

    def meanwhile(key: RecordKey, version: int = 0) -> Record | None:
        found = described(key, version)
        document.title = "Después"
        document.save()
        return found

    monkeypatch.setattr(indexing, "current_record", meanwhile)
    other = engine(f"embedded:{tmp_path}/other")
    indexing.rebuild(other, fed_by_outbox=False)
    monkeypatch.undo()
    assert other.search(everything()).hits[0].title.text == "Después"
    assert outbox.waiting().exists()


@pytest.mark.django_db
def test_the_command_says_how_many_results_can_be_asked_for(index: None) -> None:
    with pytest.raises(CommandError, match=r"10,000"):
        call_command("search", "archivo", limit=10_001)


def published_and_undone() -> None:
    factories.published("Fantasma")
    raise ZeroDivisionError


def everything() -> SearchQuery:
    from django.utils import timezone

    return SearchQuery("", Viewer(now=timezone.now()))
