"""The review by two bodies: whose turn it is, what each act changes, and what is refused."""

import uuid
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import WorkflowState

from archive import access, publication, review
from archive.models import ArchiveLogEntry, Document, ReviewTask
from archive.models.document import UnderReview
from archive.review import Incomplete, NotApprovedByBoth, Refused
from archive.vocabularies import Stage
from cms.core.models.membership import Role
from cms.core.visibility import State, Verdict, viewer_of
from search.models import Change
from tests import factories

pytestmark = pytest.mark.django_db


def reread(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def colleague(document: Document, role: str = Role.ARCHIVIST) -> User:
    return factories.member(document.holding_institution, role)


def test_two_bodies_make_a_document_public() -> None:
    document = factories.complete("Acta")
    archivist, other, commission = colleague(document), colleague(document), factories.commission_reviewer()
    document = review.submit(document, by=archivist)
    assert (document.stage, document.state) == (Stage.INSTITUTION, State.DRAFT)
    document = review.approve(document, by=other)
    assert (document.stage, document.state) == (Stage.COMMISSION, State.DRAFT)
    document = review.approve(document, by=commission)
    assert (document.stage, document.state) == (Stage.NONE, State.PUBLISHED)
    assert publication.is_public(document)
    assert [entry.action for entry in ArchiveLogEntry.objects.for_instance(document).order_by("pk")] == [
        "wagtail.workflow.start",
        "wagtail.workflow.approve",
        "wagtail.workflow.approve",
        "archive.publish",
    ]
    assert document.workflow_states.get().status == WorkflowState.STATUS_APPROVED


def test_what_is_incomplete_is_not_submitted_and_says_what_is_missing() -> None:
    document = factories.document("Acta")
    with pytest.raises(Incomplete, match="alcance y contenido") as refusal:
        review.submit(document, by=colleague(document))
    assert set(refusal.value.missing) == {"document_type", "scope_and_content", "date_from", "unit", "creator"}
    assert reread(document).stage == Stage.NONE
    assert not document.workflow_states.exists()


@pytest.mark.parametrize("who", ["archivist", "administrator", "superuser"])
def test_nobody_approves_their_own_submission(who: str) -> None:
    document = factories.complete("Acta")
    person = factories.superuser() if who == "superuser" else colleague(document, who)
    document = review.submit(document, by=person)
    with pytest.raises(Refused, match="Usted lo envió"):
        review.approve(document, by=person)
    with pytest.raises(Refused, match="Usted lo envió"):
        review.send_back(document, by=person, comment="x")
    assert document not in review.waiting_for(person)
    assert document in review.waiting_for(colleague(document))


def test_nobody_gives_both_approvals() -> None:
    document = factories.submitted("Acta")
    everywhere = factories.superuser()
    document = review.approve(document, by=everywhere)
    with pytest.raises(Refused, match="ya dio la otra"):
        review.approve(document, by=everywhere)
    assert document not in review.waiting_for(everywhere)
    assert reread(document).state == State.DRAFT


@pytest.mark.parametrize("role", [Role.COMMUNICATION, Role.UNIVERSITY])
def test_some_roles_only_look_on(role: str) -> None:
    document = factories.complete("Acta")
    with pytest.raises(Refused):
        review.submit(document, by=colleague(document, role))
    document = factories.submitted("Otra acta")
    with pytest.raises(Refused, match="otra instancia"):
        review.approve(document, by=colleague(document, role))


def test_other_institutions_and_other_turns_are_refused() -> None:
    document = factories.submitted("Acta")
    strangers = [factories.member(factories.institution(), role) for role in Role]
    for person in (*strangers, factories.commission_reviewer()):
        with pytest.raises(Refused, match="otra instancia"):
            review.approve(document, by=person)
        assert document not in review.waiting_for(person)
    document = review.approve(document, by=colleague(document))
    for person in (*strangers, colleague(document), colleague(document, Role.ADMINISTRATOR)):
        with pytest.raises(Refused, match="otra instancia"):
            review.approve(document, by=person)


def test_what_changed_while_somebody_decided_is_not_approved() -> None:
    """Taken back, changed and sent again: whoever looked at the first text approves nothing."""
    document = factories.submitted("Acta")
    seen = reread(document)
    archivist = colleague(document)
    review.take_back(reread(document), by=archivist)
    changed = review.latest(reread(document))
    changed.title = "Otra acta"
    changed.save_revision()
    review.submit(reread(document), by=archivist)
    with pytest.raises(Refused, match="Cambió mientras"):
        review.approve(seen, by=colleague(document))
    assert reread(document).stage == Stage.INSTITUTION


def test_a_form_that_was_open_before_changes_nothing_under_review() -> None:
    document = factories.submitted("Acta")
    stale = review.latest(reread(document))
    stale.title = "A escondidas"
    for overwritten in (None, reread(document).latest_revision):
        with pytest.raises(UnderReview):
            stale.save_revision(overwrite_revision=overwritten)
    assert review.latest(reread(document)).title == "Acta"


@pytest.mark.parametrize("turns", [[Stage.COMMISSION], [Stage.INSTITUTION], [Stage.INSTITUTION, Stage.COMMISSION]])
def test_taking_a_turn_out_of_the_workflow_publishes_nothing(turns: list[Stage]) -> None:
    waiting, later = factories.before_the_commission("Acta"), factories.complete("Otra")
    for task in ReviewTask.objects.filter(stage__in=turns):
        with suppress(NotApprovedByBoth), transaction.atomic():
            task.deactivate(user=factories.superuser())
    assert reread(waiting).state == State.DRAFT
    ReviewTask.objects.filter(stage__in=turns).update(active=False)
    with pytest.raises(Refused, match="no está completo"):
        review.submit(later, by=colleague(later))
    assert reread(later).state == State.DRAFT


def test_turning_the_workflow_off_sets_documents_free() -> None:
    document = factories.before_the_commission("Acta")
    workflow = document.get_workflow()
    assert workflow is not None
    workflow.deactivate(user=factories.superuser())
    document = reread(document)
    assert (document.stage, document.submitted_to_commission, document.state) == (Stage.NONE, False, State.DRAFT)


def until(days: int) -> datetime:
    return timezone.now() + timedelta(days=days)


def close(document: Document, days: int, **more: Any) -> Document:
    return review.close_until(
        reread(document),
        by=colleague(document),
        until=until(days),
        legal_basis="Art. 1",
        release_approved=True,
        **more,
    )


def test_nobody_alone_lets_something_open_by_itself() -> None:
    boss = factories.superuser()
    public = factories.published("Acta")
    confidential = publication.make_confidential(factories.published("B"), actor=boss, legal_basis="Art. 1")
    due = publication.reserve(
        factories.published("C"), actor=boss, legal_basis="Art. 1", until=until(1), release_approved=False
    )
    for document in (confidential, due, factories.complete("D")):
        with pytest.raises(Refused, match="dos instancias"):
            close(document, 1)
        assert not publication.is_public(reread(document), until(100))
    reserved = close(public, 30)
    with pytest.raises(Refused):
        close(reserved, 10)
    later = close(reserved, 60)
    assert later.public_from is not None
    assert later.public_from == later.reserved_until
    assert later.public_from > until(50)


def test_the_commission_sees_what_was_submitted_to_it_and_nothing_else() -> None:
    viewer = viewer_of(factories.commission_reviewer())
    draft, waiting = factories.complete("Borrador"), factories.submitted("Acta")
    for document in (draft, waiting):
        assert access.verdict(document, viewer) is Verdict.ABSENT
    given = review.approve(waiting, by=colleague(waiting))
    assert access.verdict(given, viewer) is Verdict.FULL
    assert set(access.visible_to(viewer)) == {given}
    back = review.send_back(given, by=factories.commission_reviewer(), comment="Falta el anexo")
    assert access.verdict(back, viewer) is Verdict.ABSENT
    assert not access.visible_to(viewer).exists()


def test_sending_back_says_why_field_by_field_and_mending_goes_through_both_bodies_again() -> None:
    document = factories.before_the_commission("Acta")
    reviewer = factories.commission_reviewer()
    document = review.send_back(document, by=reviewer, comment="Casi", remarks={"title": "Sin siglas", "extent": ""})
    assert document.stage == Stage.RETURNED
    assert [(each.field, each.text) for each in review.remarks_on(document)] == [("title", "Sin siglas")]
    returned = review.last_return(document)
    assert returned is not None
    assert (returned.comment, returned.finished_by) == ("Casi", reviewer)
    document = review.submit(document, by=colleague(document))
    assert document.stage == Stage.INSTITUTION
    assert review.remarks_on(document) == []


def test_what_was_submitted_can_be_taken_back() -> None:
    document = factories.before_the_commission("Acta")
    with pytest.raises(Refused):
        review.take_back(document, by=factories.commission_reviewer())
    document = review.take_back(document, by=colleague(document))
    assert (document.stage, document.submitted_to_commission) == (Stage.NONE, False)
    assert not document.workflow_in_progress


def test_what_is_under_review_is_locked_for_everybody() -> None:
    document = factories.submitted("Acta")
    lock = document.get_lock()
    assert lock is not None
    assert all(lock.for_user(person) for person in (colleague(document), factories.superuser()))


def test_changes_of_something_public_need_a_reason_and_leave_a_correction() -> None:
    document = factories.complete("Acta")
    publication.publish(document, actor=factories.superuser())
    changed = review.latest(reread(document))
    changed.title = "Acta corregida"
    changed.save_revision()
    with pytest.raises(Incomplete, match="motivo de la corrección"):
        review.submit(reread(document), by=colleague(document))
    changed.change_reason = "El título llevaba una errata"
    changed.save_revision()
    document = review.submit(reread(document), by=colleague(document))
    document = review.approve(document, by=colleague(document))
    assert document.title == "Acta"
    document = review.approve(document, by=factories.commission_reviewer())
    assert (document.title, document.change_reason) == ("Acta corregida", "")
    assert [each.reason for each in document.corrections.all()] == ["El título llevaba una errata"]
    assert document.versions.count() == 1


def test_the_commission_sees_nothing_that_is_written_after_its_approval() -> None:
    viewer = viewer_of(factories.commission_reviewer())
    document = factories.before_the_commission("Acta")
    document = review.approve(document, by=factories.commission_reviewer())
    publication.make_confidential(document, actor=factories.superuser(), legal_basis="Art. 1")
    assert access.verdict(reread(document), viewer) is Verdict.ABSENT
    assert not access.visible_to(viewer).exists()


def test_approval_of_a_reservation_lets_it_open_by_itself_at_the_end_of_its_term() -> None:
    document = factories.complete("Acta")
    opens = until(30)
    publication.reserve(
        document, actor=factories.superuser(), legal_basis="Art. 1", until=opens, release_approved=False
    )
    document = review.submit(reread(document), by=colleague(document))
    document = review.approve(document, by=colleague(document))
    assert document.public_from is None
    document = review.approve(document, by=factories.commission_reviewer())
    assert (document.state, document.public_from, document.stage) == (State.RESERVED, opens, Stage.NONE)
    assert publication.is_public(document, opens)
    assert not publication.is_public(document)
    assert document.first_published_at == opens


def test_a_publication_can_be_asked_for_a_later_instant() -> None:
    document = factories.complete("Acta")
    opens = timezone.now() + timedelta(days=3)
    document.publish_from = opens
    document.save()
    document = review.submit(document, by=colleague(document))
    document = review.approve(document, by=colleague(document))
    document = review.approve(document, by=factories.commission_reviewer())
    assert (document.state, document.public_from) == (State.PUBLISHED, opens)
    assert not publication.is_public(document)
    assert publication.is_public(document, opens)


def test_closing_a_document_ends_its_review() -> None:
    document = factories.before_the_commission("Acta")
    publication.make_confidential(document, actor=factories.superuser(), legal_basis="Art. 1")
    document = reread(document)
    assert (document.stage, document.workflow_in_progress) == (Stage.NONE, False)


def test_many_are_approved_by_one_logged_decision_or_none_is() -> None:
    reviewer = factories.commission_reviewer()
    documents = [factories.before_the_commission(f"Acta {number}") for number in range(3)]
    assert review.approve_all(documents, by=reviewer) == 3
    decisions = ArchiveLogEntry.objects.filter(action="archive.publish").values_list("uuid", flat=True)
    assert len(set(decisions)) == 1
    assert isinstance(decisions[0], uuid.UUID)
    first, second = factories.before_the_commission("Una"), factories.submitted("Otra")
    with pytest.raises(Refused):
        review.approve_all([first, second], by=reviewer)
    assert reread(first).stage == Stage.COMMISSION


def test_every_act_that_changes_who_sees_it_reaches_the_index() -> None:
    document = factories.submitted("Acta")
    Change.objects.all().delete()
    review.approve(document, by=colleague(document))
    assert Change.objects.filter(row=document.pk).exists()
