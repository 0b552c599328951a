"""A change and its index entry: never one without the other."""

import pytest
from django.db import transaction

from archive import search_source
from archive.models import Document
from cms.core.audience import Viewer
from search import indexing, outbox
from search.engine import engine
from search.models import Change
from search.ports import Record, RecordKey, SearchQuery
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
    keys = {document.pk: key for document in (lost, changed, gone) for key in [RecordKey(1, document.pk)]}
    newest = Change.objects.latest("pk").pk
    with engine().writer() as writer:
        writer.remove(keys[lost.pk], newest + 1)
        writer.commit()
    Change.objects.create(pk=newest + 1, source=1, row=lost.pk, applied_at=lost.state_changed_at)
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

    def meanwhile(key: RecordKey) -> Record | None:
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


def published_and_undone() -> None:
    factories.published("Fantasma")
    raise ZeroDivisionError


def everything() -> SearchQuery:
    from django.utils import timezone

    return SearchQuery("", Viewer(now=timezone.now()))
