"""What staff do with their own institution's documents: find, describe, look back, decide."""

import csv
import io
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from archive import publication
from archive.admin.dashboard import waiting_for
from archive.admin.decisions import fingerprint
from archive.models import ArchiveLogEntry, Creator, Document, Reading
from archive.vocabularies import ReadingState
from cms.core.tenancy import APPROVE, may
from cms.core.visibility import State
from search.models import Change
from tests.archive.admin.conftest import World, text_of

DOCUMENT = "wagtailsnippets_archive_document"
BULK = "/admin/bulk/archive/document/publish/"


def address(name: str, document: Document, *args: Any) -> str:
    return reverse(f"{DOCUMENT}:{name}", args=[document.pk, *args])


def last_entry(document: Document) -> ArchiveLogEntry:
    entry = ArchiveLogEntry.objects.for_instance(document).first()
    assert entry is not None
    return entry


def save(client: Any, document: Document, title: str, **more: str) -> Any:
    return client.post(address("edit", document), {"title": title, "language": "es", **more})


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
    pages = [listing, address("inspect", document), address("history", document), address("publish", document)]
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


@pytest.mark.parametrize("who", ["reviewer", "administrator", "superuser"])
def test_publishing(world: World, who: str) -> None:
    client, document = world.client(who), world.a.draft
    page = text_of(client.get(address("publish", document)))
    assert document.get_absolute_url() in page
    response = client.post(address("publish", document), {"reason": "Revisado", "seen": fingerprint([document])})
    assert response.status_code == 302
    document.refresh_from_db()
    assert document.state == State.PUBLISHED
    entry = last_entry(document)
    assert (entry.action, entry.user, entry.data["reason"]) == ("archive.publish", world.people[who], "Revisado")


def test_saved_changes_are_published_by_the_same_act(world: World) -> None:
    document = world.a.published
    client = world.client("reviewer")
    assert "Publicar cambios" in text_of(client.get(address("inspect", document)))
    client.post(address("publish", document), {"seen": fingerprint([document])})
    document.refresh_from_db()
    assert (document.title, document.has_unpublished_changes) == ("Cambiado propio", False)


def test_what_is_public_already_is_not_published_again(world: World) -> None:
    document = publication.publish(world.a.published, actor=world.people["superuser"])
    response = world.client("reviewer").post(
        address("publish", document), {"seen": fingerprint([Document.objects.get(pk=document.pk)])}, follow=True
    )
    assert "Ya es público" in text_of(response)
    assert Document.objects.get(pk=document.pk).public_from == document.public_from


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


def test_what_changed_while_deciding_is_shown_again_first(world: World) -> None:
    document, seen = world.a.draft, fingerprint([world.a.draft])
    save(world.client("archivist"), document, "Título de última hora")
    response = world.client("reviewer").post(address("publish", document), {"seen": seen})
    assert response.status_code == 200
    assert "Cambió mientras usted decidía" in text_of(response)
    assert "Título de última hora" in text_of(response)
    document.refresh_from_db()
    assert document.state == State.DRAFT


def test_an_archivist_is_not_offered_what_is_not_theirs_to_decide(world: World) -> None:
    client, document = world.client("archivist"), world.a.draft
    assert address("publish", document) not in text_of(client.get(address("edit", document)))
    response = client.post(address("publish", document), {"seen": fingerprint([document])})
    assert response.status_code == 302
    document.refresh_from_db()
    assert document.state == State.DRAFT


def test_files_without_text_are_named_before_publishing(world: World) -> None:
    document = world.a.draft
    for state, words in ((ReadingState.PENDING, "aún no se ha leído"), (ReadingState.QUARANTINED, "en cuarentena")):
        Reading.objects.filter(original=document.original).update(state=state)
        client = world.client("reviewer")
        assert words in text_of(client.get(address("publish", document)))
        assert words in text_of(client.get(f"{BULK}?id={document.pk}"))


def test_bulk_publication_is_one_logged_decision(world: World) -> None:
    own = [world.a.draft, world.a.published]
    client, query = world.client("reviewer"), "&".join(f"id={each.pk}" for each in own)
    response = client.post(f"{BULK}?{query}&next=/admin/", {"reason": "Lote", "seen": fingerprint(own)})
    assert response.status_code == 302
    assert [Document.objects.get(pk=each.pk).state for each in own] == [State.PUBLISHED] * 2
    assert last_entry(own[0]).uuid == last_entry(own[1]).uuid
    for each in own:
        assert "Publicado: Lote" in text_of(client.get(address("history_results", each)))


def test_all_in_the_listing_means_what_is_listed(world: World) -> None:
    listed = text_of(world.client("reviewer").get(f"{BULK}?id=all&state=draft"))
    assert "Borrador propio" in listed
    assert "Cambiado propio" not in listed


def test_withdrawing_needs_a_reason_and_cannot_be_undone(world: World) -> None:
    client, document = world.client("reviewer"), world.a.published
    assert client.post(address("withdraw", document), {"reason": ""}).status_code == 200
    client.post(address("withdraw", document), {"reason": "Orden judicial", "keep_title": "on"})
    document.refresh_from_db()
    assert (document.state, document.title_public_after_withdrawal) == (State.WITHDRAWN, True)
    response = client.post(address("publish", document), {"seen": fingerprint([document])}, follow=True)
    assert "no vuelve a publicarse" in text_of(response)
    document.refresh_from_db()
    assert document.state == State.WITHDRAWN


def test_reserving(world: World) -> None:
    client, document = world.client("reviewer"), world.a.published
    form = {"until": "2040-01-01 10:00", "legal_basis": "Artículo 113", "existence_public": "on"}
    assert client.post(address("reserve", document), {**form, "until": "2001-01-01 10:00"}).status_code == 200
    client.post(address("reserve", document), form)
    document.refresh_from_db()
    assert (document.state, document.public_from, document.existence_public) == (State.RESERVED, None, True)
    client.post(address("reserve", document), {**form, "release_approved": "on"})
    document.refresh_from_db()
    assert document.public_from == document.reserved_until


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
    assert counts == [1, 1, 1, 0, 1]
    entrance = text_of(world.client("archivist").get("/admin/"))
    assert "Le espera en el archivo" in entrance
    assert "Tareas que fallaron" not in entrance
    assert "Tareas que fallaron" in text_of(world.client("superuser").get("/admin/"))


def test_superusers_approve_everywhere_and_publish_wagtails_way_nowhere(world: World) -> None:
    user = world.people["superuser"]
    assert may(user, APPROVE, world.b.institution.pk)
    assert not may(user, "publish", world.b.institution.pk)
    assert not may(user, "delete", world.b.institution.pk)
