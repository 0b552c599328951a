"""The review as people play it in the administration, on pages that work without JavaScript."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from archive import intake, notices, publication, review
from archive.admin.decisions import fingerprint
from archive.intake import Receiver
from archive.models import ArchiveLogEntry, Document, Reading, Version
from archive.vocabularies import ReadingState, Stage
from cms.core import jobs
from cms.core.models import Job
from cms.core.visibility import State
from tests import factories
from tests.archive.admin.conftest import CANARY, NO_ROWS, World, text_of

DOCUMENT = "wagtailsnippets_archive_document"
BULK = "/admin/bulk/archive/document/{}/"


def address(name: str, document: Document, *args: Any) -> str:
    return reverse(f"{DOCUMENT}:{name}", args=[document.pk, *args])


def reread(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def decide(client: Any, name: str, document: Document, **given: Any) -> Any:
    return client.post(address(name, document), {"seen": fingerprint([reread(document)]), **given}, follow=True)


def test_a_document_goes_from_a_draft_to_the_public(world: World) -> None:
    document = factories.complete("Acta", holder=world.a.institution)
    assert address("submit", document) in text_of(world.client("archivist").get(address("edit", document)))
    assert "espera la revisión" in text_of(decide(world.client("archivist"), "submit", document))
    own = text_of(world.client("archivist").get(address("inspect", document)))
    assert "Revisa la institución" in own
    assert address("approve", document) not in own, "nobody approves their own"
    assert address("take-back", document) in own
    page = text_of(world.client("reviewer").get(address("approve", document)))
    assert "Espera desde hace" in page
    first = decide(world.client("reviewer"), "approve", document, comment="Bien descrita")
    assert "su aprobación quedó registrada" in text_of(first)
    assert reread(document).stage == Stage.COMMISSION
    after = decide(world.client("commission"), "approve", document)
    assert after.status_code == 200, "what was decided is out of its sight, and the list is not"
    assert "ya es público" in text_of(after)
    assert reread(document).state == State.PUBLISHED
    assert "Bien descrita" in str(ArchiveLogEntry.objects.for_instance(document).values_list("data", flat=True))


def test_what_is_missing_is_said_before_anything_is_sent(world: World) -> None:
    page = text_of(world.client("archivist").get(address("submit", world.a.draft)))
    for words in ("Falta esto", "Alcance y contenido", "Serie o expediente"):
        assert words in page
    answer = text_of(decide(world.client("archivist"), "submit", world.a.draft))
    assert "Falta algo en la descripción" in answer
    assert reread(world.a.draft).stage == Stage.NONE


def test_reasons_by_field_come_back_to_the_editor(world: World) -> None:
    document = world.a.waiting
    refused = world.client("reviewer").post(
        address("send-back", document), {"seen": fingerprint([document]), "comment": "", "about_title": "Sin siglas"}
    )
    assert refused.status_code == 200
    assert "Sin siglas" in text_of(refused), "what was typed is kept"
    decide(world.client("reviewer"), "send-back", document, comment="Casi listo", about_title="Sin siglas")
    assert reread(document).stage == Stage.RETURNED
    editor = text_of(world.client("archivist").get(address("edit", document)))
    for words in ("Casi listo", "Sin siglas", 'href="#id_title"'):
        assert words in editor


def test_whoever_submitted_is_told_why_they_may_not_approve(world: World) -> None:
    document = factories.complete("Acta", holder=world.a.institution)
    review.submit(document, by=world.people["administrator"])
    answer = decide(world.client("administrator"), "approve", document)
    assert "Usted lo envió" in text_of(answer)
    assert reread(document).stage == Stage.INSTITUTION


def test_what_changed_while_deciding_is_shown_again_first(world: World) -> None:
    document = world.a.waiting
    seen = fingerprint([document])
    review.take_back(document, by=world.people["archivist"])
    changed = review.latest(reread(document))
    changed.title = "Título de última hora"
    changed.save_revision()
    review.submit(reread(document), by=world.people["archivist"])
    response = world.client("reviewer").post(address("approve", document), {"seen": seen})
    assert "Cambió mientras usted decidía" in text_of(response)
    assert reread(document).stage == Stage.INSTITUTION


def test_the_editor_is_closed_while_somebody_reviews(world: World) -> None:
    document = world.a.waiting
    client = world.client("archivist")
    typed = {**NO_ROWS, "title": "A escondidas", "language": "es", "action-submit": "1"}
    client.post(address("edit", document), typed)
    assert review.latest(reread(document)).title == document.title
    decide(client, "take-back", document)
    assert reread(document).stage == Stage.NONE


@pytest.mark.parametrize(
    "way", ["action-publish", "action-submit", "action-workflow-action", "action-restart-workflow"]
)
def test_wagtails_own_workflow_buttons_do_nothing(world: World, way: str) -> None:
    document = factories.complete("Acta", holder=world.a.institution)
    data = {**NO_ROWS, way: "1", "workflow-action-name": "approve", "title": "Acta", "language": "es"}
    for row in (document, world.a.waiting):
        before = reread(row)
        world.client("superuser").post(address("edit", row), data)
        assert (reread(row).stage, reread(row).state) == (before.stage, before.state)
        assert not row.workflow_states.filter(status="approved").exists()


def test_many_are_submitted_and_approved_at_once(world: World) -> None:
    documents = [factories.complete(f"Acta {number}", holder=world.a.institution) for number in range(3)]
    incomplete = world.a.draft
    query = "&".join(f"id={each.pk}" for each in [*documents, incomplete])
    page = text_of(world.client("archivist").get(f"{BULK.format('submit')}?{query}"))
    assert "le falta: tipo de documento" in page
    seen = fingerprint(documents)
    world.client("archivist").post(f"{BULK.format('submit')}?{query}&next=/admin/", {"seen": seen})
    assert {reread(each).stage for each in documents} == {Stage.INSTITUTION}
    assert reread(incomplete).stage == Stage.NONE
    for who in ("reviewer", "commission"):
        seen = fingerprint([reread(each) for each in documents])
        world.client(who).post(f"{BULK.format('approve')}?{query}&next=/admin/", {"seen": seen, "comment": "Lote"})
    assert {reread(each).state for each in documents} == {State.PUBLISHED}
    published = ArchiveLogEntry.objects.filter(
        action="archive.publish", object_id__in=[each.pk for each in documents]
    )
    assert len(set(published.values_list("uuid", flat=True))) == 1


def test_the_dashboard_says_what_waits_for_whom_and_for_how_long(world: World) -> None:
    mine = text_of(world.client("reviewer").get("/admin/"))
    assert "<strong>1</strong> · Esperan su aprobación" in mine
    assert "espera desde hace" in mine
    listed = text_of(world.client("reviewer").get(reverse(f"{DOCUMENT}:list") + "?mine=true"))
    assert world.a.waiting.title in listed
    assert world.a.draft.title not in listed
    assert "<strong>0</strong> · Esperan su aprobación" in text_of(world.client("commission").get("/admin/"))


def send_mail() -> None:
    while job := jobs.claim():
        jobs.run(job)


def test_mail_goes_to_those_whose_turn_it_is(world: World) -> None:
    for name, person in world.people.items():
        person.email = f"{name}@ejemplo.mx"
        person.save()
    Job.objects.all().delete()
    document = factories.complete("Acta", holder=world.a.institution)
    document = review.submit(document, by=world.people["archivist"])
    send_mail()
    told = {message.to[0].partition("@")[0] for message in mail.outbox}
    assert told == {"reviewer", "administrator", "mixed"}
    assert "Le toca revisar: Acta" in mail.outbox[0].subject
    assert "archivist" not in told
    assert address("inspect", document) in mail.outbox[0].body
    mail.outbox.clear()
    document = review.approve(document, by=world.people["reviewer"])
    document = review.send_back(document, by=world.people["commission"], comment="Casi", remarks={"title": "Siglas"})
    send_mail()
    (returned,) = mail.outbox
    assert returned.to == ["archivist@ejemplo.mx"]
    assert "Casi" in returned.body
    assert "título: Siglas" in returned.body


def test_who_is_late_is_reminded_once_and_only_while_it_is_their_turn(world: World) -> None:
    for person in world.people.values():
        person.email = "alguien@ejemplo.mx"
        person.save()
    reminder = Job.objects.get(kind=notices.KIND, payload__event=notices.LATE, payload__document=world.a.waiting.pk)
    turn = review.turn_of(world.a.waiting)
    assert turn is not None
    assert reminder.not_before == turn.due_at
    notices.send(reminder.payload)
    assert mail.outbox
    assert "Venció el plazo" in mail.outbox[0].subject
    mail.outbox.clear()
    review.approve(world.a.waiting, by=world.people["reviewer"])
    notices.send(reminder.payload)
    assert mail.outbox == []


def a_file(content: bytes = b"%PDF-1.4 nuevo") -> SimpleUploadedFile:
    return SimpleUploadedFile("nuevo.pdf", content, "application/pdf")


def test_a_replaced_file_is_a_draft_until_both_bodies_approve_it(world: World) -> None:
    document = factories.complete("Acta", holder=world.a.institution)
    document = publication.publish(document, actor=world.people["superuser"])
    first = document.original
    client = world.client("archivist")
    answer = decide(client, "replace", document, reason="Faltaba el anexo", files=a_file())
    assert "fichero nuevo en su borrador" in text_of(answer)
    document = reread(document)
    assert (document.original, document.replacement) == (first, None), "the row is what readers see"
    assert "nuevo.pdf" in text_of(client.get(address("edit", document)))
    decide(client, "submit", document)
    new_file = address("new-file", document)
    assert new_file in text_of(world.client("reviewer").get(address("approve", document)))
    assert "%PDF-1.4 nuevo" in text_of(world.client("reviewer").get(new_file))
    assert world.client("commission").get(new_file).status_code == 404
    decide(world.client("reviewer"), "approve", document)
    assert reread(document).original == first
    assert "%PDF-1.4 nuevo" in text_of(world.client("commission").get(new_file))
    decide(world.client("commission"), "approve", document)
    document = reread(document)
    assert document.original is not None
    assert (document.original.filename, document.versions.count()) == ("nuevo.pdf", 2)
    second, old = document.versions.all()
    assert (second.reason, old.state, old.original) == ("Faltaba el anexo", Version.State.SUPERSEDED, first)
    assert not document.corrections.exists()


def test_the_same_bytes_twice_and_no_bytes_are_refused_with_what_was_typed(world: World) -> None:
    document = factories.document("Acta", holder=world.a.institution, content=b"%PDF-1.4 igual")
    client = world.client("archivist")
    answer = text_of(decide(client, "replace", document, reason="x", files=a_file(b"%PDF-1.4 igual")))
    assert "ya conserva ese archivo" in answer
    answer = text_of(decide(client, "replace", document, reason="Un motivo largo"))
    assert "Un motivo largo" in answer
    assert reread(document).original == document.original


def test_a_replacement_that_was_a_mistake_is_undone_with_the_first_file(db: None) -> None:
    document = factories.document("Acta", content=b"%PDF-1.4 primero")
    for content in (b"%PDF-1.4 segundo", b"%PDF-1.4 primero"):
        with Receiver() as receiver:
            receiver.write(content)
            intake.replace_file(receiver.finish(), "x.pdf", document, actor=factories.superuser(), reason="Era otro")
    original = reread(document).original
    assert original is not None
    assert original.path.read_bytes() == b"%PDF-1.4 primero"


@pytest.mark.parametrize("state", ["under review", "withdrawn", "locked"])
def test_the_file_of_what_is_settled_or_reviewed_stays(world: World, state: str) -> None:
    document = factories.withdrawn("Acta", holder=world.a.institution) if state == "withdrawn" else world.a.waiting
    if state == "locked":
        document = factories.document("Otra", holder=world.a.institution)
        Document.objects.filter(pk=document.pk).update(locked=True)
    answer = decide(world.client("archivist"), "replace", document, reason="x", files=a_file())
    assert "no se sustituye ahora" in text_of(answer)
    assert reread(document).original == document.original


def test_a_related_unit_of_somebody_else_is_neither_taken_nor_named(world: World) -> None:
    rows = {
        "related-TOTAL_FORMS": "1",
        "related-INITIAL_FORMS": "0",
        "related-0-target": world.b.draft.pk,
        "related-0-note": "x",
        "related-0-ORDER": "1",
    }
    response = world.client("archivist").post(
        address("edit", world.a.draft), {**rows, "title": "Acta", "language": "es"}
    )
    assert response.status_code == 200
    assert CANARY not in text_of(response)
    assert not reread(world.a.draft).related.exists()
    rows["related-0-target"] = world.a.published.pk
    response = world.client("archivist").post(
        address("edit", world.a.draft), {**rows, "title": "Acta", "language": "es"}
    )
    assert response.status_code == 302
    assert reread(world.a.draft).related.get().target == world.a.published


def test_a_reason_given_for_a_reserved_document_reaches_readers_when_it_opens(world: World) -> None:
    document = factories.published("Acta", holder=world.a.institution)
    opens = timezone.now() + timedelta(days=30)
    publication.reserve(
        document, actor=world.people["superuser"], legal_basis="Art. 1", until=opens, release_approved=False
    )
    decide(world.client("archivist"), "replace", document, reason="Faltaba el anexo", files=a_file())
    document = publication.approve_release(reread(document), actor=world.people["superuser"])
    assert [each.reason for each in document.versions.all()] == ["Faltaba el anexo", ""]
    closed = publication.make_confidential(document, actor=world.people["superuser"], legal_basis="Art. 1")
    (left,) = closed.versions.all()
    assert left.state == Version.State.CURRENT, "what never opened is gone, and what it was to replace is in force"


def test_one_version_is_withdrawn_and_the_others_stay(world: World) -> None:
    document = factories.complete("Acta", holder=world.a.institution)
    document = publication.publish(document, actor=world.people["superuser"])
    decide(world.client("archivist"), "replace", document, reason="Datos personales", files=a_file())
    document = publication.publish(reread(document), actor=world.people["superuser"])
    assert address("withdraw-version", document, 1) in text_of(
        world.client("reviewer").get(address("inspect", document))
    )
    for number, state in ((2, Version.State.CURRENT), (1, Version.State.WITHDRAWN)):
        client = world.client("reviewer")
        client.post(address("withdraw-version", document, number), {"reason": "Tenía datos personales"})
        assert document.versions.get(number=number).state == state
    assert reread(document).state == State.PUBLISHED


def test_files_without_text_are_named_before_approving(world: World) -> None:
    document = world.a.waiting
    for state, words in ((ReadingState.PENDING, "aún no se ha leído"), (ReadingState.QUARANTINED, "en cuarentena")):
        Reading.objects.filter(original=document.original).update(state=state)
        client = world.client("reviewer")
        assert words in text_of(client.get(address("approve", document)))
        assert words in text_of(client.get(f"{BULK.format('approve')}?id={document.pk}"))
