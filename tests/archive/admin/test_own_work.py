"""What staff do with their own institution's documents: find, describe, look back, decide."""

import csv
import io
from datetime import UTC, datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone

from archive import publication
from archive.admin.dashboard import waiting_for
from archive.models import ArchiveLogEntry, Creator, Document, Reading
from archive.vocabularies import ReadingState
from cms.core.tenancy import APPROVE, may
from cms.core.visibility import State
from search.models import Change
from tests import factories
from tests.archive.admin.conftest import NO_ROWS, World, text_of

DOCUMENT = "wagtailsnippets_archive_document"


def address(name: str, document: Document, *args: Any) -> str:
    return reverse(f"{DOCUMENT}:{name}", args=[document.pk, *args])


def last_entry(document: Document) -> ArchiveLogEntry:
    entry = ArchiveLogEntry.objects.for_instance(document).first()
    assert entry is not None
    return entry


def save(client: Any, document: Document, title: str, **more: str) -> Any:
    return client.post(address("edit", document), {**NO_ROWS, "title": title, "language": "es", **more})


def test_the_list_shows_and_finds_own_documents(world: World) -> None:
    client, listing = world.client("archivist"), reverse(f"{DOCUMENT}:list")
    everything = text_of(client.get(listing))
    assert "Borrador propio" in everything
    assert "con cambios sin publicar" in everything
    for query, found in (
        ("q=borrador+propio", 1),
        ("state=draft", 1),
        ("reading=quarantined", 0),
        ("changed=true", 0),
    ):
        assert ("Borrador propio" in text_of(client.get(f"{listing}?{query}"))) == bool(found), query
    by_institution = text_of(client.get(f"{listing}?holding_institution={world.a.institution.pk}"))
    assert "Borrador propio" in by_institution
    rows = list(csv.reader(io.StringIO(text_of(client.get(f"{listing}?export=csv")).split("\n", 1)[-1])))
    assert len([row for row in rows if "propio" in "".join(row)]) >= 1


def test_every_page_of_a_document_opens(world: World) -> None:
    own = world.a
    for who in ("archivist", "reviewer", "administrator", "superuser"):
        client = world.client(who)
        for document in (own.draft, own.published):
            for name in ("inspect", "history", "history_results"):
                assert client.get(address(name, document)).status_code == 200, (who, name)
        assert client.get(address("revisions_compare", own.published, "live", "latest")).status_code == 200
        preview = client.get(address("revisions_view", own.published, own.revision.pk))
        assert "Cambiado propio" in text_of(preview), who
    for who in ("archivist", "administrator"):
        for name in ("edit", "preview_on_edit"):
            assert world.client(who).get(address(name, own.draft)).status_code == 200, (who, name)


def test_reviewers_are_not_led_to_an_editor_that_refuses_them(world: World) -> None:
    client, document = world.client("reviewer"), world.a.published
    listing = reverse(f"{DOCUMENT}:list")
    pages = [listing, address("inspect", document), address("history", document), address("withdraw", document)]
    for page in [*pages, address("revisions_compare", document, "live", "latest")]:
        answer = text_of(client.get(page))
        assert "Publicado propio" in answer or "Cambiado propio" in answer
        assert address("edit", document) not in answer, page
        assert address("revisions_revert", document, world.a.revision.pk) not in answer, page


def test_a_draft_of_a_published_document_stays_a_draft(world: World) -> None:
    document = world.a.published
    response = save(world.client("archivist"), document, "Otro título", scope_and_content="De qué trata")
    assert response.status_code == 302
    document.refresh_from_db()
    assert document.title == "Publicado propio"
    assert document.get_latest_revision_as_object().title == "Otro título"
    entry = last_entry(document)
    assert (entry.action, entry.institution) == ("wagtail.edit", world.a.institution)


def test_what_was_never_published_is_edited_in_place_and_reaches_the_index(world: World) -> None:
    document, changes = world.a.draft, Change.objects.count()
    save(world.client("archivist"), document, "Título mejor")
    document.refresh_from_db()
    assert (document.title, document.state, document.live) == ("Título mejor", State.DRAFT, False)
    assert Change.objects.count() > changes


def test_dates_out_of_order_are_refused_with_what_was_typed(world: World) -> None:
    response = save(
        world.client("archivist"), world.a.draft, "Título tecleado", date_from="2021-05-01", date_to="2020-05-01"
    )
    assert response.status_code == 200
    assert "Título tecleado" in text_of(response)


def test_wagtails_publishing_is_offered_to_nobody_and_refused(world: World) -> None:
    for who in ("administrator", "superuser"):
        client = world.client(who)
        for document in (world.a.draft, world.a.published):
            before = Document.objects.get(pk=document.pk)
            editor = text_of(client.get(address("edit", document)))
            assert "action-publish" not in editor
            assert "action-unpublish" not in editor
            assert "go_live_at" not in editor
            assert client.post(address("unpublish", document)).status_code == 302
            unschedule = address("revisions_unschedule", document, document.latest_revision_id)
            assert client.post(unschedule).status_code == 302
            save(client, document, before.title, **{"action-publish": "1", "go_live_at": "2020-01-01 10:00"})
            after = Document.objects.get(pk=document.pk)
            kept = ("state", "live", "public_from", "go_live_at", "live_revision_id")
            assert [getattr(after, name) for name in kept] == [getattr(before, name) for name in kept]


def test_the_menu_leads_to_the_upload_whoever_may_add(world: World) -> None:
    assert "Subir documentos" in text_of(world.client("archivist").get("/admin/"))
    assert "Subir documentos" not in text_of(world.client("reviewer").get("/admin/"))


def test_units_to_choose_from_are_those_of_the_institution_named(world: World) -> None:
    choosing = reverse("wagtailsnippetchoosers_archive_archivalunit:choose_results")
    client = world.client("superuser")
    for named, seen in ((world.a.institution.pk, ["propio"]), ("", ["propio", "canario-b"]), ("x", ["propio"])):
        answer = text_of(client.get(f"{choosing}?institution={named}"))
        assert all(word in answer for word in seen), named
    only_a = text_of(client.get(f"{choosing}?institution={world.a.institution.pk}&q=Fondo"))
    assert "canario" not in only_a


def test_withdrawing_needs_a_reason_and_cannot_be_undone(world: World) -> None:
    client, document = world.client("reviewer"), world.a.published
    assert client.post(address("withdraw", document), {"reason": ""}).status_code == 200
    client.post(address("withdraw", document), {"reason": "Orden judicial", "keep_title": "on"})
    document.refresh_from_db()
    assert (document.state, document.title_public_after_withdrawal) == (State.WITHDRAWN, True)
    for name in ("reserve", "confidential", "withdraw"):
        assert address(name, document) not in text_of(client.get(address("inspect", document)))


RESERVATION = {
    "until": "2040-01-01T10:00",
    "zone": "America/Tijuana",
    "reason": "Hay una investigación en curso",
    "legal_basis": "Artículo 113",
    "existence_public": "on",
}


def test_reserving(world: World) -> None:
    client, document = world.client("archivist"), world.a.published
    assert client.post(address("reserve", document), {**RESERVATION, "until": "2001-01-01T10:00"}).status_code == 200
    client.post(address("reserve", document), RESERVATION)
    document.refresh_from_db()
    assert (document.state, document.public_from, document.existence_public) == (State.RESERVED, None, True)
    assert (document.reserved_zone, document.legal_basis) == ("America/Tijuana", "Artículo 113")
    assert document.reserved_until == datetime(2040, 1, 1, 18, tzinfo=UTC)


def test_an_hour_that_clocks_skip_is_refused(world: World) -> None:
    typed = {**RESERVATION, "until": "2040-03-11T02:30"}
    response = world.client("archivist").post(address("reserve", world.a.draft), typed)
    assert "esa hora no existe" in text_of(response)
    assert "Hay una investigación en curso" in text_of(response)
    assert Document.objects.get(pk=world.a.draft.pk).state == State.DRAFT


def test_only_what_was_approved_can_be_left_to_open_by_itself(world: World) -> None:
    client = world.client("archivist")
    approved = factories.published("Aprobado", holder=world.a.institution)
    for document, opens in ((world.a.draft, False), (world.a.published, False), (approved, True)):
        page = text_of(client.get(address("reserve", document)))
        assert ("Que se abra al terminar" in page) == opens
        client.post(address("reserve", document), {**RESERVATION, "release_approved": "on"})
        document.refresh_from_db()
        assert (document.public_from == document.reserved_until) == opens


def test_classifying_as_confidential_has_no_term(world: World) -> None:
    client, document = world.client("archivist"), world.a.published
    assert client.post(address("confidential", document), {"reason": "", "legal_basis": ""}).status_code == 200
    client.post(address("confidential", document), {"reason": "Datos personales", "legal_basis": "Artículo 116"})
    document.refresh_from_db()
    assert (document.state, document.reserved_until, document.public_from) == (State.CONFIDENTIAL, None, None)
    assert last_entry(document).data["legal_basis"] == "Artículo 116"


def test_one_name_in_two_spellings_is_one_producer(world: World) -> None:
    Creator.objects.named("Secretaría de la Función Pública")
    client, adding = world.client("archivist"), reverse("wagtailsnippets_archive_creator:add")
    response = client.post(adding, {"name": "secretaria de la funcion publica", "kind": "corporate_body"})
    assert "Ya existe como «Secretaría de la Función Pública»" in text_of(response)
    choosing = reverse("wagtailsnippetchoosers_archive_creator:create")
    client.post(choosing, {"name": "Otra Secretaría", "kind": "corporate_body"})
    assert Creator.objects.filter(name="Otra Secretaría").exists()


def test_the_dashboard_counts_what_its_links_list(world: World, rf: Any) -> None:
    Reading.objects.filter(original=world.a.draft.original).update(state=ReadingState.QUARANTINED)
    publication.reserve(
        world.a.published,
        actor=world.people["superuser"],
        legal_basis="x",
        until=timezone.now(),
        release_approved=False,
    )
    request = rf.get("/admin/")
    request.user = world.people["archivist"]
    counts = [each.count for each in waiting_for(request.user, request)]
    # Waiting for the person, drafts, changes, returned, under review, quarantined, without text, due.
    assert counts == [1, 1, 1, 0, 1, 1, 0, 1]
    entrance = text_of(world.client("archivist").get("/admin/"))
    assert "Le espera en el archivo" in entrance
    assert "Tareas que fallaron" not in entrance
    assert "Tareas que fallaron" in text_of(world.client("superuser").get("/admin/"))


def test_superusers_approve_everywhere_and_publish_wagtails_way_nowhere(world: World) -> None:
    user = world.people["superuser"]
    assert may(user, APPROVE, world.b.institution.pk)
    assert not may(user, "publish", world.b.institution.pk)
    assert not may(user, "delete", world.b.institution.pk)
