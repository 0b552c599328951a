"""The archive's log: the database itself keeps it from being changed, and every act leaves who did it and why."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from archive import classification, publication, review
from archive.models import ArchivalUnit, ArchiveLogEntry, Document
from archive.vocabularies import Level
from tests import factories

pytestmark = pytest.mark.django_db

WHY = "Lo pide el oficio 12"


def entry() -> ArchiveLogEntry:
    factories.published("Acta")
    found: ArchiveLogEntry | None = ArchiveLogEntry.objects.first()
    assert found is not None
    return found


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize(
    "tamper",
    [
        lambda row: ArchiveLogEntry.objects.filter(pk=row.pk).update(label="otra cosa"),
        lambda row: ArchiveLogEntry.objects.filter(pk=row.pk).delete(),
        lambda row: ArchiveLogEntry.objects.all().delete(),
        lambda row: row.delete(),
        lambda row: ArchiveLogEntry.objects.bulk_update([row], ["label"]),
        lambda row: row.save(),
        lambda row: sql(f"UPDATE archive_archivelogentry SET user_id = NULL WHERE id = {row.pk}"),
        lambda row: sql("DELETE FROM archive_archivelogentry"),
    ],
    ids=["update", "delete", "delete all", "delete row", "bulk update", "save again", "sql update", "sql delete"],
)
def test_an_entry_is_neither_changed_nor_deleted(tamper: Callable[[ArchiveLogEntry], object]) -> None:
    row = entry()
    before = list(ArchiveLogEntry.objects.order_by("pk").values())
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        tamper(row)
    assert list(ArchiveLogEntry.objects.order_by("pk").values()) == before


def last(of: Document | ArchivalUnit) -> ArchiveLogEntry:
    found: ArchiveLogEntry | None = ArchiveLogEntry.objects.for_instance(of).order_by("-pk").first()
    assert found is not None
    return found


def _reserve(document: Document, by: User) -> object:
    until = timezone.now() + timedelta(days=9)
    return publication.reserve(
        document, actor=by, legal_basis="Artículo 110", until=until, release_approved=False, reason=WHY
    )


def _withdraw(document: Document, by: User) -> object:
    publication.publish(document, actor=factories.superuser())
    return publication.withdraw(document, actor=by, reason=WHY)


ACTS: dict[str, Callable[[Document, User], object]] = {
    "archive.publish": lambda document, by: publication.publish(document, actor=by, reason=WHY),
    "archive.reserve": _reserve,
    "archive.make_confidential": lambda document, by: publication.make_confidential(
        document, actor=by, legal_basis="Artículo 116", reason=WHY
    ),
    "archive.withdraw": _withdraw,
}


@pytest.mark.parametrize("action", ACTS)
def test_a_decision_says_who_and_why(action: str) -> None:
    document, person = factories.complete("Acta"), factories.superuser()
    ACTS[action](document, person)
    made = last(document)
    assert (made.action, made.user, made.data["reason"]) == (action, person, WHY)
    assert (made.institution, made.label) == (document.holding_institution, "Acta")
    assert made.timestamp <= timezone.now()


@pytest.mark.parametrize(
    ("action", "basis"), [("archive.reserve", "Artículo 110"), ("archive.make_confidential", "Artículo 116")]
)
def test_what_closes_a_document_says_on_what_legal_basis(action: str, basis: str) -> None:
    document = factories.complete("Acta")
    ACTS[action](document, factories.superuser())
    assert last(document).data["legal_basis"] == basis


def test_a_review_says_who_submitted_approved_and_sent_back_and_why() -> None:
    document = factories.complete("Acta")
    archivist, other = (factories.member(document.holding_institution) for _each in range(2))
    commission = factories.commission_reviewer()
    review.submit(document, by=archivist)
    assert (last(document).action, last(document).user) == ("wagtail.workflow.start", archivist)
    review.approve(Document.objects.get(pk=document.pk), by=other, comment=WHY)
    approved = last(document)
    assert (approved.action, approved.user, approved.comment) == ("wagtail.workflow.approve", other, WHY)
    review.send_back(Document.objects.get(pk=document.pk), by=commission, comment="Falta el anexo")
    returned = last(document)
    assert (returned.action, returned.user, returned.comment) == (
        "wagtail.workflow.reject",
        commission,
        "Falta el anexo",
    )
    assert returned.institution == document.holding_institution
    assert {archivist, other, commission} == {
        each.user for each in ArchiveLogEntry.objects.for_instance(document).exclude(user=None)
    }


def test_moving_showing_and_hiding_a_unit_say_who_and_why() -> None:
    person = factories.superuser()
    first, second = factories.unit("Un fondo"), factories.unit("Otro fondo")
    series = factories.unit("Serie", parent=first, level=Level.SERIES)
    classification.move(series, second, actor=person, reason=WHY)
    made = last(series)
    assert (made.action, made.user, made.data["reason"]) == ("archive.move", person, WHY)
    assert (made.data["from"], made.data["to"]) == (first.reference_code, second.reference_code)
    classification.show(second, actor=person)
    assert (last(second).action, last(second).user) == ("archive.show", person)
    classification.hide(second, actor=person, reason=WHY)
    hidden = last(second)
    assert (hidden.action, hidden.user, hidden.data["reason"]) == ("archive.hide", person, WHY)
    assert hidden.institution == second.institution


def test_an_act_that_fails_leaves_no_entry() -> None:
    document = factories.document("Acta")
    with pytest.raises(publication.NotPublishable):
        publication.withdraw(document, actor=factories.superuser(), reason=WHY)
    assert not ArchiveLogEntry.objects.for_instance(document).exists()
