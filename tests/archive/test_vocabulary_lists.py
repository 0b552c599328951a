"""The shared lists: accepting, joining, taking out, and that no revision is left that can't be opened."""

from itertools import pairwise
from typing import Any

import pytest
from django.contrib.auth.models import User

from archive import vocabulary_lists
from archive.models import (
    ArchivalUnit,
    ArchiveLogEntry,
    Creator,
    CreatorName,
    CreatorSuccession,
    Document,
    DocumentType,
    Subject,
    SubjectOfDocument,
)
from archive.vocabulary_lists import NotPossible
from search.models import Change
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor() -> User:
    return factories.superuser()


def subject(name: str) -> Subject:
    return Subject.objects.named(name)[0]


def kind(label: str) -> DocumentType:
    return DocumentType.objects.named(label)[0]


def producer(name: str) -> Creator:
    return Creator.objects.named(name)


MAKERS: dict[str, Any] = {"subject": subject, "type": kind, "creator": producer}


def use(document: Document, row: Any) -> None:
    """The description names the row; the caller saves it, as a row or as a revision."""
    if isinstance(row, Subject):
        document.subjects.add(row)
    else:
        setattr(document, "creator" if isinstance(row, Creator) else "document_type", row)


def named_by(document: Document, row: Any) -> Any:
    if isinstance(row, Subject):
        return [link.tag for link in document.subject_links.all()]
    return [getattr(document, "creator" if isinstance(row, Creator) else "document_type")]


@pytest.mark.parametrize("make", [subject, kind])
def test_a_proposal_is_accepted_once(make: Any, actor: User) -> None:
    row = make("Transparencia")
    assert row.proposed
    vocabulary_lists.accept(row, actor=actor)
    row.refresh_from_db()
    assert not row.proposed
    assert ArchiveLogEntry.objects.for_instance(row).get().action == "archive.accept"
    with pytest.raises(NotPossible):
        vocabulary_lists.accept(row, actor=actor)


@pytest.mark.parametrize("what", MAKERS)
def test_joining_renames_rows_and_revisions_and_tells_the_index(what: str, actor: User) -> None:
    row, into = MAKERS[what]("Archivos publicos"), MAKERS[what]("Archivos de la nación")
    live, drafted, other = (factories.document() for _each in range(3))
    use(live, row)
    live.save_decision()
    use(drafted, row)
    drafted.save_revision()
    older = Document.objects.get(pk=drafted.pk).latest_revision
    drafted.save_revision()
    Change.objects.all().delete()
    vocabulary_lists.merge(row, into, actor=actor, reason="Es el mismo")
    assert named_by(Document.objects.get(pk=live.pk), into) == [into]
    again = Document.objects.get(pk=drafted.pk)
    assert named_by(again.get_latest_revision_as_object(), into) == [into]
    older.refresh_from_db()
    assert named_by(older.as_object(), into) == [into]
    assert not type(row).objects.filter(pk=row.pk).exists()
    told = set(Change.objects.values_list("row", flat=True))
    assert live.pk in told
    assert other.pk not in told
    entry = ArchiveLogEntry.objects.for_instance(into).filter(action="archive.merge").get()
    assert entry.data["merged"] == str(row)
    assert "Es el mismo" in entry.data["reason"]


def test_a_document_with_both_subjects_keeps_one(actor: User) -> None:
    row, into = subject("Archivos publicos"), subject("Archivos de la nación")
    document = factories.document()
    document.subjects.add(row, into)
    document.save_decision()
    document.save_revision()
    vocabulary_lists.merge(row, into, actor=actor)
    assert SubjectOfDocument.objects.get(content_object=document).tag == into
    latest = Document.objects.get(pk=document.pk).get_latest_revision_as_object()
    assert named_by(latest, into) == [into]
    latest.save_decision()
    assert SubjectOfDocument.objects.get(content_object=document).tag == into


def test_what_only_resembles_the_row_is_left_alone(actor: User) -> None:
    first, eleventh = (Creator.objects.create(pk=pk, name=f"Productor {pk}") for pk in (7_000, 70_001))
    into = producer("El que se queda")
    document = factories.document()
    document.creator = eleventh
    document.save_revision()
    vocabulary_lists.merge(first, into, actor=actor)
    assert Document.objects.get(pk=document.pk).get_latest_revision_as_object().creator == eleventh


def test_a_producer_takes_along_names_units_and_succession(actor: User) -> None:
    row, into = producer("SFP"), producer("Secretaría de la Función Pública")
    before, after = producer("Secodam"), producer("Secretaría Anticorrupción")
    CreatorName.objects.create(creator=row, name="La Función Pública", kind="other")
    CreatorName.objects.create(creator=row, name="secretaria de la funcion publica", kind="other")
    CreatorSuccession.objects.create(successor=row, predecessor=before)
    CreatorSuccession.objects.create(successor=into, predecessor=before)
    CreatorSuccession.objects.create(successor=after, predecessor=row)
    unit = factories.unit()
    unit.creator = row
    unit.save()
    unit.save_revision()
    after.save_revision()
    told_before = factories.document(creator="Secretaría de la Función Pública")
    Change.objects.all().delete()
    vocabulary_lists.merge(row, into, actor=actor)
    assert sorted(each.name for each in Creator.objects.get(pk=into.pk).other_names.all()) == [
        "La Función Pública",
        "SFP",
    ]
    assert ArchivalUnit.objects.get(pk=unit.pk).creator == into
    assert ArchivalUnit.objects.get(pk=unit.pk).latest_revision.as_object().creator == into
    links = set(CreatorSuccession.objects.values_list("successor", "predecessor"))
    assert links == {(into.pk, before.pk), (after.pk, into.pk)}
    assert CreatorSuccession.objects.count() == 2
    assert Creator.objects.get(pk=after.pk).latest_revision.as_object().predecessors.get().predecessor == into
    assert Creator.objects.get(pk=into.pk).latest_revision.as_object().other_names.count() == 2
    assert told_before.pk in set(Change.objects.values_list("row", flat=True))


def test_joining_those_who_succeeded_each_other_is_refused_where_it_goes_round(actor: User) -> None:
    first, second, third = (producer(f"Productor {number}") for number in range(3))
    CreatorSuccession.objects.create(successor=second, predecessor=first)
    CreatorSuccession.objects.create(successor=third, predecessor=second)
    with pytest.raises(NotPossible, match="sucesión"):
        vocabulary_lists.merge(first, third, actor=actor)
    assert Creator.objects.filter(pk=first.pk).exists()
    vocabulary_lists.merge(first, second, actor=actor)
    assert list(CreatorSuccession.objects.values_list("successor", "predecessor")) == [(third.pk, second.pk)]


def test_nothing_is_joined_with_itself_or_with_what_is_of_another_list(actor: User) -> None:
    row = subject("Archivos")
    for into in (row, kind("Archivos")):
        with pytest.raises(NotPossible):
            vocabulary_lists.merge(row, into, actor=actor)


@pytest.mark.parametrize("what", MAKERS)
def test_what_is_used_stays_even_where_only_a_draft_names_it(what: str, actor: User) -> None:
    row, unused = MAKERS[what]("En uso"), MAKERS[what]("Sin uso")
    document = factories.document()
    use(document, row)
    document.save_revision()
    with pytest.raises(NotPossible, match="en uso"):
        vocabulary_lists.take_out(row, actor=actor)
    vocabulary_lists.take_out(unused, actor=actor)
    assert not type(row).objects.filter(pk=unused.pk).exists()
    assert type(row).objects.filter(pk=row.pk).exists()
    assert ArchiveLogEntry.objects.filter(action="wagtail.delete", label="Sin uso").exists()


def test_a_producer_of_units_or_in_a_succession_is_used() -> None:
    of_unit, before, after = producer("De un fondo"), producer("Antes"), producer("Después")
    unit = factories.unit()
    unit.creator = of_unit
    unit.save()
    CreatorSuccession.objects.create(successor=after, predecessor=before)
    assert all(vocabulary_lists.is_used(each) for each in (of_unit, before, after))


@pytest.mark.parametrize(
    ("model", "known"),
    [
        (Subject, {"subjectofdocument", "document", "campaignpage"}),
        (DocumentType, {"document"}),
        (Creator, {"document", "archivalunit", "creatorname", "creatorsuccession"}),
    ],
)
def test_everything_that_points_to_a_shared_row_is_known_here(model: Any, known: set[str]) -> None:
    """A new relation must be joined and counted too: say so in `archive.vocabulary_lists`."""
    assert {each.related_model._meta.model_name for each in model._meta.related_objects} == known


def test_a_succession_that_goes_round_is_noticed_however_long() -> None:
    made = [producer(f"Productor {number}") for number in range(4)]
    for before, after in pairwise(made):
        CreatorSuccession.objects.create(successor=after, predecessor=before)
    assert vocabulary_lists.goes_round(made[0].pk, {made[3].pk})
    assert vocabulary_lists.goes_round(made[0].pk, {made[0].pk})
    assert not vocabulary_lists.goes_round(made[3].pk, {made[0].pk})
    assert not vocabulary_lists.goes_round(None, {made[0].pk})


def test_a_name_that_another_one_bears_is_found_however_it_is_written() -> None:
    other = producer("Secretaría de la Función Pública")
    CreatorName.objects.create(creator=other, name="Función Pública")
    assert vocabulary_lists.bears_the_name("funcion  publica") == other
    assert vocabulary_lists.bears_the_name("funcion publica", but=other) is None
    assert vocabulary_lists.bears_the_name("Hacienda") is None
