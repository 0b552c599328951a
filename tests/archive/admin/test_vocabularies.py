"""Subjects, types and producers in the administration: proposing, accepting, joining, and who may."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.models import (
    ArchiveLogEntry,
    Creator,
    CreatorName,
    CreatorSuccession,
    Document,
    DocumentType,
    Subject,
    SubjectOfDocument,
)
from cms.core.models.membership import Role
from tests import factories
from tests.archive.admin.conftest import CANARY, LURE, World, text_of

MEMBERS = [role.value for role in Role]
LISTS: dict[str, Any] = {
    "subject": lambda name: Subject.objects.named(name)[0],
    "documenttype": lambda name: DocumentType.objects.named(name)[0],
    "creator": Creator.objects.named,
}


def at(model: str, name: str, row: Any = None, *args: Any) -> str:
    return reverse(f"wagtailsnippets_archive_{model}:{name}", args=[row.pk, *args] if row else [])


def creator_form(name: str, **more: Any) -> dict[str, Any]:
    """What the editor of a producer sends, with no other names and no predecessors unless said."""
    empty = {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    inlines = {
        f"{relation}-{key}": value for relation in ("other_names", "predecessors") for key, value in empty.items()
    }
    return {"name": name, "kind": "corporate_body", **inlines, **more}


def with_predecessor(row: Creator, **more: Any) -> dict[str, Any]:
    return {
        "predecessors-TOTAL_FORMS": 1,
        "predecessors-0-predecessor": row.pk,
        "predecessors-0-ORDER": 1,
        "predecessors-0-id": "",
        **more,
    }


def test_an_archivist_proposes_a_subject_and_an_administrator_adds_one(world: World) -> None:
    for who, proposed in (("archivist", True), ("administrator", False)):
        world.client(who).post(at("subject", "add"), {"name": f"Tema de {who}"})
        assert Subject.objects.get(name=f"Tema de {who}").proposed is proposed
    for who in ("reviewer", "communication", "university"):
        world.client(who).post(at("subject", "add"), {"name": f"Tema de {who}"})
        assert not Subject.objects.filter(name=f"Tema de {who}").exists()


def test_one_subject_or_type_in_two_spellings_is_one(world: World) -> None:
    Subject.objects.named("Rendición de cuentas")
    DocumentType.objects.named("Acta de sesión")
    client = world.client("administrator")
    subject = client.post(at("subject", "add"), {"name": "rendicion de  cuentas"})
    assert "Ya existe como «Rendición de cuentas»" in text_of(subject)
    kind = client.post(at("documenttype", "add"), {"label": "acta de sesion"})
    assert "Ya existe como «Acta de sesión»" in text_of(kind)


def test_a_type_keeps_its_key_when_it_is_renamed(world: World) -> None:
    client = world.client("administrator")
    client.post(at("documenttype", "add"), {"label": "Papeleta"})
    row = DocumentType.objects.get(label="Papeleta")
    client.post(at("documenttype", "edit", row), {"label": "Papeleta azul"})
    row.refresh_from_db()
    assert (row.label, row.slug, row.proposed) == ("Papeleta azul", "papeleta", False)


@pytest.mark.parametrize("model", ["subject", "documenttype"])
def test_proposals_come_first_and_are_accepted_by_administrators(world: World, model: str) -> None:
    row, settled = LISTS[model]("Zapata"), LISTS[model]("Archivos")
    type(settled).objects.filter(pk=settled.pk).update(proposed=False)
    listing = text_of(world.client("administrator").get(at(model, "list")))
    assert listing.index("Zapata") < listing.index("Archivos")
    assert at(model, "accept", row) in listing
    assert at(model, "accept", row) not in text_of(world.client("archivist").get(at(model, "list")))
    only = text_of(world.client("archivist").get(f"{at(model, 'list')}?proposed=true"))
    assert "Zapata" in only
    assert "Archivos</" not in only
    client = world.client("administrator")
    assert client.get(at(model, "accept", row)).status_code == 200
    client.post(at(model, "accept", row))
    row.refresh_from_db()
    assert not row.proposed
    assert "Ya está en la lista" in text_of(client.get(at(model, "accept", row)))


@pytest.mark.parametrize("model", LISTS)
def test_the_lists_are_kept_by_administrators_only(world: World, model: str) -> None:
    row, into = LISTS[model]("Uno"), LISTS[model]("Otro")
    acts = ("merge", "take_out") if model == "creator" else ("accept", "merge", "take_out")
    for who in ("archivist", "reviewer", "communication", "university", "mixed", "commission"):
        client = world.client(who)
        may = who == "administrator"
        for act in acts:
            assert (client.get(at(model, act, row)).status_code == 200) == may, (who, act)
            client.post(at(model, act, row), {"into": into.pk})
    assert type(row).objects.filter(pk__in=[row.pk, into.pk]).count() == 2
    assert not ArchiveLogEntry.objects.for_instance(row).exists()


@pytest.mark.parametrize("model", LISTS)
def test_two_rows_are_joined(world: World, model: str) -> None:
    row, into = LISTS[model]("Archivos publicos"), LISTS[model]("Archivos de la nación")
    if model == "subject":
        SubjectOfDocument.objects.create(tag=row, content_object=world.b.published)
    else:
        field = {"documenttype": "document_type", "creator": "creator"}[model]
        Document.objects.filter(pk=world.b.published.pk).update(**{field: row})
    client = world.client("administrator")
    page = text_of(client.get(at(model, "merge", row)))
    assert "No se puede deshacer" in page
    assert CANARY not in page
    assert client.post(at(model, "merge", row), {"into": row.pk}).status_code == 200
    response = client.post(at(model, "merge", row), {"into": into.pk, "reason": "Es el mismo"}, follow=True)
    assert "quedó unido" in text_of(response)
    assert not type(row).objects.filter(pk=row.pk).exists()
    assert "Es el mismo" in text_of(client.get(at(model, "history_results", into)))


@pytest.mark.parametrize("model", LISTS)
def test_only_what_nothing_uses_is_taken_out(world: World, model: str) -> None:
    used, unused = LISTS[model]("En uso"), LISTS[model]("Sin uso")
    document = Document.objects.get(pk=world.b.draft.pk)
    if model == "subject":
        document.subjects.add(used)
    else:
        setattr(document, {"documenttype": "document_type", "creator": "creator"}[model], used)
    document.save_revision()
    client = world.client("administrator")
    page = text_of(client.get(at(model, "take_out", used)))
    assert "Está en uso" in page
    assert CANARY not in page
    for row in (used, unused):
        client.post(at(model, "take_out", row))
    assert list(type(used).objects.filter(pk__in=[used.pk, unused.pk])) == [used]


@pytest.mark.parametrize("model", LISTS)
def test_uses_are_counted_among_what_the_person_sees(world: World, model: str) -> None:
    row = LISTS[model]("Muy usado")
    for document in (world.a.draft, world.a.published, world.b.draft, world.c.draft):
        if model == "subject":
            SubjectOfDocument.objects.create(tag=row, content_object=document)
        else:
            field = {"documenttype": "document_type", "creator": "creator"}[model]
            Document.objects.filter(pk=document.pk).update(**{field: row})
    for who, count in (("archivist", 2), ("superuser", 4)):
        answer = world.client(who).get(f"{at(model, 'list')}?q=muy")
        assert [each.uses_seen for each in answer.context["object_list"]] == [count], who
        assert CANARY not in text_of(answer) or who == "superuser"


@pytest.mark.parametrize("model", LISTS)
def test_the_lists_ask_as_many_queries_for_many_as_for_few(world: World, model: str) -> None:
    client = world.client("administrator")
    asked = []
    for number in (2, 30):
        for place in range(number):
            LISTS[model](f"Fila {place}")
        client.get(at(model, "list"))
        with CaptureQueriesContext(connection) as queries:
            client.get(at(model, "list"))
        asked.append(len(queries))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("model", ["document", "archivalunit", "creator"])
def test_choosers_ask_as_many_queries_for_many_as_for_few(world: World, model: str) -> None:
    client, address = world.client("archivist"), reverse(f"wagtailsnippetchoosers_archive_{model}:choose")
    asked = []
    for number in (1, 15):
        for place in range(number):
            factories.document(holder=world.a.institution)
            factories.unit(holder=world.a.institution)
            Creator.objects.named(f"Productor {number} {place}")
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_tags_are_completed_from_the_shared_list_alone(world: World) -> None:
    Subject.objects.named("Transparencia")
    client = world.client("archivist")
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["archive", "subject"])
    assert client.get(f"{address}?term=trans").json() == ["Transparencia"]
    for term in (LURE, "Borrador", "Publicado", "Fondo", "Archivo"):
        assert client.get(f"{address}?term={term}").json() == []
    for model in ("document", "archivalunit", "creator"):
        other = reverse("wagtailadmin_tag_model_autocomplete", args=["archive", model])
        assert client.get(f"{other}?term={LURE}").status_code == 404


def test_a_document_takes_known_subjects_only(world: World) -> None:
    Subject.objects.named("Transparencia")
    form = Document.snippet_viewset.get_form_class(for_update=True)
    field = form.base_fields["subjects"]
    assert field.clean("Transparencia, Inventado") == ["Transparencia"]
    assert not Subject.objects.filter(name="Inventado").exists()


def test_a_producer_is_edited_whole(world: World) -> None:
    before = Creator.objects.named("Secodam")
    row = Creator.objects.named("Secretaría de la Función Pública")
    client = world.client("administrator")
    page = text_of(client.get(at("creator", "edit", row)))
    assert reverse("wagtailsnippetchoosers_archive_creator:choose") in page
    other = {"other_names-TOTAL_FORMS": 1, "other_names-0-name": "SFP", "other_names-0-kind": "short"}
    response = client.post(
        at("creator", "edit", row),
        creator_form(
            row.name, **{**other, "other_names-0-ORDER": 1, "other_names-0-id": ""}, **with_predecessor(before)
        ),
    )
    assert response.status_code == 302
    assert row.other_names.get().name == "SFP"
    assert row.predecessors.get().predecessor == before
    found = text_of(client.get(f"{at('creator', 'list')}?q=SFP"))
    assert at("creator", "edit", row) in found
    chosen = text_of(client.get(f"{reverse('wagtailsnippetchoosers_archive_creator:choose_results')}?q=SFP"))
    assert "Función Pública" in chosen


def test_a_producer_has_history_and_comparisons_for_everybody(world: World) -> None:
    row, client = Creator.objects.named("Secodam"), world.client("administrator")
    for history in ("Fue una secretaría", "Fue una secretaría de Estado"):
        client.post(at("creator", "edit", row), creator_form("Secodam", history=history))
    first, second = Creator.objects.get(pk=row.pk).revisions.order_by("pk")
    for who in MEMBERS:
        assert world.client(who).get(at("creator", "history", row)).status_code == 200, who
        compared = text_of(world.client(who).get(at("creator", "revisions_compare", row, first.pk, second.pk)))
        assert "de Estado" in compared, who


def test_a_name_that_another_one_bears_is_saved_with_a_warning(world: World) -> None:
    other = Creator.objects.named("Secretaría de la Función Pública")
    CreatorName.objects.create(creator=other, name="Función Pública")
    client = world.client("archivist")
    response = client.post(at("creator", "add"), creator_form("funcion publica"), follow=True)
    assert "también es un nombre de «Secretaría de la Función Pública»" in text_of(response)
    assert Creator.objects.filter(name="funcion publica").exists()
    quiet = client.post(at("creator", "add"), creator_form("Hacienda"), follow=True)
    assert "también es un nombre" not in text_of(quiet)


def test_a_succession_that_goes_round_is_refused(world: World) -> None:
    first, second, third = (Creator.objects.named(f"Productor {number}") for number in range(3))
    CreatorSuccession.objects.create(successor=second, predecessor=first)
    CreatorSuccession.objects.create(successor=third, predecessor=second)
    client = world.client("administrator")
    for wrong in (first, third):
        response = client.post(at("creator", "edit", first), creator_form(first.name, **with_predecessor(wrong)))
        assert response.status_code == 200
        assert not first.predecessors.exists()
    assert "quien lo sucedió" in text_of(response)


def test_the_menu_leads_to_subjects(world: World) -> None:
    assert at("subject", "list") in text_of(world.client("archivist").get("/admin/"))


@pytest.mark.parametrize("model", LISTS)
def test_no_shared_row_is_deleted_wagtails_way(world: World, model: str) -> None:
    row = LISTS[model]("Se queda")
    for who in ("administrator", "superuser"):
        client = world.client(who)
        client.post(f"/admin/bulk/archive/{model}/delete/?id={row.pk}&next=/admin/")
        assert type(row).objects.filter(pk=row.pk).exists()
