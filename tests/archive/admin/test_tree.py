"""The classification scheme in the administration: walking, moving, showing, and staying out of others' schemes."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from archive.admin import move_documents, tenancy, tree, vocabularies
from archive.models import ArchivalUnit, ArchiveLogEntry, Document
from archive.vocabularies import Level
from cms.core.models import Membership
from cms.core.models.membership import Role
from cms.core.tenancy import InstitutionPermissionPolicy
from tests import factories
from tests.archive.admin.conftest import CANARY, World, text_of

UNIT = "wagtailsnippets_archive_archivalunit"
CHOOSER = "wagtailsnippetchoosers_archive_archivalunit"
BULK = "/admin/bulk/archive/document/move/"
MEMBERS = [role.value for role in Role]
ACTS = {"move": "archivist", "show": "reviewer", "hide": "reviewer"}


def at(name: str, unit: ArchivalUnit) -> str:
    return reverse(f"{UNIT}:{name}", args=[unit.pk])


def reread(row: Any) -> Any:
    return type(row).objects.get(pk=row.pk)


def series_in(world: World, title: str = "Serie propia") -> ArchivalUnit:
    return factories.unit(title, parent=world.a.unit, level=Level.SERIES)


def put(document: Document, unit: ArchivalUnit) -> None:
    Document.objects.filter(pk=document.pk).update(unit=unit)


def fill(unit: ArchivalUnit, number: int) -> None:
    Document.objects.bulk_create(
        Document(code=f"{unit.pk}x{place}", title=f"Hoja {place}", holding_institution=unit.institution, unit=unit)
        for place in range(unit.documents.count(), unit.documents.count() + number)
    )


@pytest.mark.parametrize("who", [*MEMBERS, "superuser"])
def test_everybody_walks_down_to_the_documents(world: World, who: str) -> None:
    series = series_in(world)
    put(world.a.draft, series)
    client, institution = world.client(who), world.a.institution.pk
    top = text_of(client.get(f"{reverse(f'{UNIT}:tree')}?institution={institution}"))
    assert "Fondo propio" in top
    assert at("branch", world.a.unit) in top
    below = text_of(client.get(at("branch", world.a.unit)))
    assert at("branch", series) in below
    assert series.reference_code in below
    page = text_of(client.get(at("branch", series)))
    assert "Borrador propio" in page
    assert at("branch", world.a.unit) in page, "the way back"


def test_each_sees_the_buttons_of_what_each_may_do(world: World) -> None:
    series = series_in(world)
    offered = {
        "archivist": {"edit", "move", "show"},
        "administrator": {"edit", "move", "show"},
        "reviewer": {"inspect", "show"},
        "communication": {"inspect"},
        "university": {"inspect"},
    }
    for who, expected in offered.items():
        page = text_of(world.client(who).get(at("branch", world.a.unit)))
        found = {name for name in ("edit", "inspect", "move", "show", "hide") if at(name, series) in page}
        assert found == expected, who
        assert (f"?parent={series.pk}" in page) == ("edit" in expected), who
        assert series.get_absolute_url() in page


def test_counts_are_of_what_hangs_below_and_the_person_may_see(world: World) -> None:
    series = series_in(world)
    fill(factories.unit(parent=series, level=Level.DOSSIER), 1_234)
    page = text_of(world.client("archivist").get(at("branch", world.a.unit)))
    assert "1,234" in page


def test_an_empty_scheme_says_what_to_do_first(world: World) -> None:
    empty = factories.institution("Archivo nuevo")
    for role, words in ((Role.ARCHIVIST, "Agregar el primer fondo"), (Role.REVIEWER, "Lo hacen sus archivistas")):
        world.people[f"new {role}"] = factories.member(empty, role)
        assert words in text_of(world.client(f"new {role}").get(reverse(f"{UNIT}:tree")))
    assert "Agregue una unidad dentro" in text_of(world.client("archivist").get(at("branch", world.a.unit)))


def test_who_works_in_several_institutions_chooses_one(world: World) -> None:
    Membership.objects.create(user=world.people["archivist"], institution=world.b.institution, role=Role.REVIEWER)
    client, root = world.client("archivist"), reverse(f"{UNIT}:tree")
    for own in (world.a, world.b):
        page = text_of(client.get(f"{root}?institution={own.institution.pk}"))
        assert at("branch", own.unit) in page
    assert client.get(f"{root}?institution={world.c.institution.pk}").status_code == 404
    assert client.get(f"{root}?institution=x").status_code == 404


def test_the_tree_asks_as_many_queries_for_much_as_for_little(world: World) -> None:
    client = world.client("archivist")
    series = series_in(world)
    for unit in (series, world.a.unit):
        fill(unit, 1)
    asked = []
    for number in (0, 40):
        for place in range(number):
            fill(series_in(world, f"Serie {place}"), 5)
        fill(world.a.unit, number)
        client.get(at("branch", world.a.unit))
        for address in (reverse(f"{UNIT}:tree"), at("branch", world.a.unit), at("branch", series)):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            asked.append(len(queries))
    assert asked[:3] == asked[3:]
    assert max(asked) <= 20


def test_long_lists_have_pages(world: World) -> None:
    client = world.client("archivist")
    fill(world.a.unit, 60)
    for place in range(55):
        series_in(world, f"Serie {place:02d}")
    first = text_of(client.get(at("branch", world.a.unit)))
    second = text_of(client.get(f"{at('branch', world.a.unit)}?p=2&u=2"))
    assert "Hoja 59" not in first
    assert "Hoja 59" in second
    assert "Serie 54" in first + second
    assert client.get(f"{at('branch', world.a.unit)}?p=x&u=999").status_code == 200


def test_adding_within_knows_where_and_what(world: World) -> None:
    client, adding = world.client("archivist"), reverse(f"{UNIT}:add")
    form = client.get(f"{adding}?parent={world.a.unit.pk}").context["form"]
    assert (form.initial["parent"], form.initial["institution"]) == (world.a.unit.pk, world.a.institution.pk)
    assert form.initial["level"] == Level.SECTION
    response = client.post(
        f"{adding}?parent={world.a.unit.pk}",
        {
            "title": "Sección nueva",
            "level": Level.SECTION,
            "parent": world.a.unit.pk,
            "institution": world.a.institution.pk,
            "languages": "es",
        },
    )
    made = ArchivalUnit.objects.get(title="Sección nueva")
    assert response.headers["Location"] == at("branch", made)
    assert made.path.startswith(world.a.unit.path)


@pytest.mark.parametrize("who", ["archivist", "administrator", "mixed", "reviewer"])
def test_nothing_is_added_within_what_is_not_ones_own(world: World, who: str) -> None:
    client, adding = world.client(who), reverse(f"{UNIT}:add")
    for theirs in (world.c, world.a) if who == "mixed" else (world.b, world.c):
        for query in (f"parent={theirs.unit.pk}", f"institution={theirs.institution.pk}"):
            response = client.get(f"{adding}?{query}")
            assert response.status_code in {302, 404}, query
            assert CANARY not in text_of(response)
    assert client.get(f"{adding}?parent=x").status_code in {302, 404}


def test_a_form_without_institution_or_level_is_shown_again(world: World) -> None:
    client, adding = world.client("archivist"), reverse(f"{UNIT}:add")
    for posted in (
        {"title": "x", "local_code": "1S", "institution": world.b.institution.pk, "level": "fonds"},
        {"title": "x", "local_code": "1S", "level": "nada", "parent": world.a.unit.pk},
        {"title": "x", "local_code": "1S", "level": "series", "parent": "x"},
    ):
        assert client.post(adding, posted).status_code == 200


def test_moving_says_what_goes_along_and_where_it_may_go(world: World) -> None:
    section = factories.unit("Sección propia", parent=world.a.unit, level=Level.SECTION)
    series = series_in(world)
    factories.unit(parent=series, level=Level.DOSSIER)
    put(world.a.draft, series)
    client = world.client("archivist")
    page = text_of(client.get(at("move", series)))
    assert "1 unidad y 1 documento" in page
    assert "se quedan como están" in page
    choosing = reverse(f"{CHOOSER}:choose_results")
    found = text_of(client.get(f"{choosing}?moving={series.pk}"))
    assert "Sección propia" in found
    assert "Serie propia" not in found
    response = client.post(at("move", series), {"parent": section.pk, "reason": "Nuevo cuadro"})
    assert response.headers["Location"] == at("branch", series)
    assert reread(series).parent == section
    assert ArchiveLogEntry.objects.for_instance(series).get().data["reason"] == "Nuevo cuadro"
    assert "Nuevo cuadro" in text_of(client.get(at("history_results", series)))


def test_a_unit_may_go_to_the_top_and_a_fonds_stays_there(world: World) -> None:
    series, client = series_in(world), world.client("archivist")
    assert client.post(at("move", series), {}).status_code == 200
    assert client.post(at("move", series), {"parent": world.a.unit.pk, "to_the_top": "on"}).status_code == 200
    assert reread(series).parent == world.a.unit
    client.post(at("move", series), {"to_the_top": "on"})
    assert reread(series).parent is None
    assert "no hay a dónde moverlo" in text_of(client.get(at("move", world.a.unit)))


def test_what_the_scheme_refuses_is_said(world: World) -> None:
    section = factories.unit(parent=world.a.unit, level=Level.SECTION)
    series, client = series_in(world), world.client("administrator")
    for unit in (world.a.unit, series):
        client.post(at("show", unit))
    response = client.post(at("move", series), {"parent": section.pk}, follow=True)
    assert "Muéstrela antes" in text_of(response)
    assert reread(series).parent == world.a.unit


def test_whoever_approves_shows_and_hides(world: World) -> None:
    series, client = series_in(world), world.client("reviewer")
    refused = client.post(at("show", series), follow=True)
    assert "Muestre antes" in text_of(refused)
    for unit in (world.a.unit, series):
        assert unit.get_absolute_url() in text_of(client.get(at("show", unit)))
        client.post(at("show", unit))
        assert reread(unit).is_shown
    client.post(at("hide", world.a.unit), {"reason": "Se ordena"})
    assert not reread(series).is_shown
    actions = [entry.action for entry in ArchiveLogEntry.objects.for_instance(world.a.unit).order_by("pk")]
    assert actions == ["archive.show", "archive.hide"]


@pytest.mark.parametrize("act", ACTS)
def test_acts_are_for_those_whose_role_allows_them(world: World, act: str) -> None:
    series = series_in(world)
    able = {
        "move": {"archivist", "administrator"},
        "show": {"archivist", "reviewer", "administrator"},
        "hide": {"archivist", "reviewer", "administrator"},
    }[act]
    for who in MEMBERS:
        response = world.client(who).get(at(act, series))
        assert (response.status_code == 200) == (who in able), who


@pytest.mark.parametrize("who", [*MEMBERS, "commission"])
def test_another_institutions_scheme_is_absent(world: World, who: str) -> None:
    client = world.client(who)
    before = list(ArchivalUnit.objects.order_by("pk").values())
    for theirs in (world.b, world.c):
        for name in ("branch", *ACTS):
            assert client.get(at(name, theirs.unit)).status_code == 404, name
            posted = {"to_the_top": "on", "parent": world.a.unit.pk}
            assert client.post(at(name, theirs.unit), posted).status_code == 404, name
        found = client.get(f"{reverse(f'{CHOOSER}:choose_results')}?moving={theirs.unit.pk}")
        assert CANARY not in text_of(found)
    assert CANARY not in text_of(client.get(reverse(f"{UNIT}:tree")))
    assert list(ArchivalUnit.objects.order_by("pk").values()) == before


def test_a_unit_is_not_moved_into_anothers(world: World) -> None:
    series = series_in(world)
    for who in ("archivist", "administrator", "superuser"):
        response = world.client(who).post(at("move", series), {"parent": world.b.unit.pk})
        assert response.status_code == 200
        assert "Elija una unidad de la que esta pueda colgar" in text_of(response)
        assert CANARY not in text_of(response)
        assert reread(series).parent == world.a.unit


def test_roles_of_two_institutions_do_not_add_up(world: World) -> None:
    """Reviews in A, edits in B: doesn't move A's units, nor its documents."""
    series, client = series_in(world), world.client("mixed")
    assert client.get(at("show", series)).status_code == 200
    assert client.post(at("move", series), {"to_the_top": "on"}).status_code != 200
    assert reread(series).parent == world.a.unit
    client.post(f"{BULK}?id={world.a.draft.pk}", {"unit": series.pk})
    assert reread(world.a.draft).unit is None


def test_units_have_a_history_and_comparisons(world: World) -> None:
    unit, client = world.a.unit, world.client("archivist")
    for title in ("Fondo mejor", "Fondo óptimo"):
        client.post(at("edit", unit), {"title": title, "languages": "es"})
    assert reread(unit).title == "Fondo óptimo"
    first, second = reread(unit).revisions.order_by("pk")
    for who in MEMBERS:
        compared = reverse(f"{UNIT}:revisions_compare", args=[unit.pk, first.pk, second.pk])
        assert "óptimo" in text_of(world.client(who).get(compared)), who
        assert world.client(who).get(at("history", unit)).status_code == 200


def test_the_list_of_units_is_filtered(world: World) -> None:
    series, client = series_in(world), world.client("administrator")
    client.post(at("show", world.a.unit))
    listing = reverse(f"{UNIT}:list")
    for query, found in (
        ("level=series", (False, True)),
        ("shown=true", (True, False)),
        ("shown=false", (False, True)),
        (f"institution={world.a.institution.pk}", (True, True)),
    ):
        answer = text_of(client.get(f"{listing}?{query}"))
        assert (at("branch", world.a.unit) in answer, at("branch", series) in answer) == found, query


def test_the_menu_leads_to_the_tree(world: World) -> None:
    assert reverse(f"{UNIT}:tree") in text_of(world.client("university").get("/admin/"))


def _opens(name: str) -> Any:
    return lambda client, theirs: CANARY in text_of(client.get(at(name, theirs.unit)))


def _moves(client: Any, theirs: Any) -> bool:
    below = factories.unit(parent=theirs.unit, level=Level.SERIES)
    client.post(at("move", below), {"to_the_top": "on"})
    return bool(reread(below).parent is None)


def _shows(client: Any, theirs: Any) -> bool:
    client.post(at("show", theirs.unit))
    return bool(reread(theirs.unit).is_shown)


def _moves_documents(client: Any, theirs: Any) -> bool:
    client.post(f"{BULK}?id={theirs.draft.pk}", {"unit": theirs.unit.pk})
    return bool(reread(theirs.draft).unit == theirs.unit)


def _adds_within(client: Any, theirs: Any) -> bool:
    response = client.get(f"{reverse(f'{UNIT}:add')}?parent={theirs.unit.pk}")
    return bool(response.status_code == 200)


@pytest.mark.parametrize(
    "attempt", [_opens("branch"), _opens("move"), _moves, _shows, _moves_documents, _adds_within]
)
def test_the_attempts_succeed_without_the_guards(world: World, attempt: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what is refused above is refused by the guards, not by a mistake in the attempt."""
    client = world.client("administrator")
    assert not attempt(client, world.b)
    for module in (tenancy, tree, move_documents, vocabularies):
        monkeypatch.setattr(module, "rows_of", lambda user, model: model._default_manager.all())
    monkeypatch.setattr(
        InstitutionPermissionPolicy,
        "user_has_permission_for_instance",
        lambda self, user, action, instance: self.user_has_permission(user, action),
    )
    monkeypatch.setattr(
        InstitutionPermissionPolicy,
        "instances_user_has_any_permission_for",
        lambda self, user, actions: self.model._default_manager.all(),
    )
    monkeypatch.setattr("cms.core.tenancy.may", lambda user, action, institution: True)
    assert attempt(client, world.b)


def test_the_form_asks_what_the_level_has_and_says_what_is_missing(world: World) -> None:
    dossier = ArchivalUnit.objects.create(
        institution=world.a.institution, parent=world.a.unit, level=Level.DOSSIER, title="Expediente propio"
    )
    client = world.client("reviewer")
    assert "falta fecha inicial, volumen y soporte" in text_of(client.get(at("show", dossier)))
    client.post(at("show", dossier))
    assert not reread(dossier).is_shown
    client = world.client("archivist")
    form = client.get(at("edit", dossier)).context["form"]
    assert not {"arrangement", "archival_history"} & set(form.fields)
    assert {"arrangement", "archival_history"} <= set(client.get(at("edit", world.a.unit)).context["form"].fields)
    given = {"title": "Expediente propio", "languages": "es", "extent": "20 hojas"}
    saved = text_of(client.post(at("edit", dossier), given, follow=True))
    assert "a este nivel le falta: fecha inicial" in saved
    assert reread(dossier).extent == "20 hojas"
    listed = reverse(f"{UNIT}:list")
    assert "Expediente propio" in text_of(client.get(f"{listed}?incomplete=true"))
    assert "Expediente propio" not in text_of(client.get(f"{listed}?incomplete=false"))
    client.post(at("edit", dossier), {**given, "date_from": "2020-01-01"}, follow=True)
    assert "Expediente propio" not in text_of(client.get(f"{listed}?incomplete=true"))


def test_what_was_written_is_asked_whatever_the_level(world: World) -> None:
    dossier = ArchivalUnit.objects.create(
        institution=world.a.institution,
        parent=world.a.unit,
        level=Level.DOSSIER,
        title="Expediente propio",
        arrangement="Por fechas",
    )
    form = world.client("archivist").get(at("edit", dossier)).context["form"]
    assert "arrangement" in form.fields
