"""The pages of units, of creators and of fonds."""

from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from archive import classification, holdings, publication, reading
from archive.admin import preview
from archive.models import (
    ArchivalUnit,
    ArchivePage,
    Creator,
    CreatorName,
    CreatorSuccession,
    Document,
    DocumentType,
    FondsPage,
    PageText,
    RelatedUnit,
    Subject,
    SubjectOfDocument,
)
from archive.vocabularies import Level, NameKind
from cms.core.visibility import State, viewer_of
from search import outbox
from search.engine import engine
from tests import factories
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def shown(title: str, parent: ArchivalUnit | None = None, level: str = Level.FONDS) -> ArchivalUnit:
    unit = factories.unit(title, parent=parent, level=level)
    return classification.show(unit, actor=factories.superuser())


def published_in(unit: ArchivalUnit, title: str = "", creator: str = "") -> Document:
    document = factories.published(title, holder=unit.institution, creator=creator)
    document.unit = unit
    document.save()
    return document


def test_a_unit_says_what_it_is_and_never_the_archivists_note(client: Client) -> None:
    unit = shown("Fondo Uno")
    fields = ("extent", "scope_and_content", "arrangement", "archival_history", "access_conditions")
    for name in (*fields, "related_units", "public_note", "note"):
        setattr(unit, name, f"dice {name}.")
    unit.languages = "es, nah"
    unit.creator = Creator.objects.named("Secretaría Uno")
    unit.save()
    page = text(client, f"/u/{unit.code}")
    for name in (*fields, "related_units", "public_note"):
        assert f"dice {name}." in page
    assert "dice note." not in page
    assert unit.reference_code in page
    assert "Español" in page
    assert "Náhuatl" in page
    assert f'href="/productores/{unit.creator.code}"' in page


def test_a_hidden_unit_is_not_found_but_by_its_own_staff(client: Client) -> None:
    unit = factories.unit("Fondo oculto")
    text(client, f"/u/{unit.code}", 404)
    text(client, "/u/zzzzzzzz", 404)
    client.force_login(factories.member(factories.institution()))
    text(client, f"/u/{unit.code}", 404)
    client.force_login(factories.member(unit.institution))
    page = text(client, f"/u/{unit.code}")
    assert "Los lectores no ven esta unidad" in page
    assert "noindex" in page


def test_an_address_typed_from_paper_leads_to_the_unit(client: Client) -> None:
    unit = shown("Fondo")
    response = client.get(f"/u/{unit.code.upper()}/?pagina=2")
    assert (response.status_code, response.headers["Location"]) == (301, f"/u/{unit.code}?pagina=2")


def test_children_count_what_the_viewer_may_see_below_them(client: Client) -> None:
    fonds = shown("Fondo")
    series = shown("Serie visible", fonds, Level.SERIES)
    dossier = shown("Expediente visible", series, Level.DOSSIER)
    hidden = factories.unit("Serie oculta", parent=fonds, level=Level.SERIES)
    published_in(series)
    published_in(dossier)
    published_in(hidden)
    draft = factories.document("Borrador", holder=fonds.institution)
    Document.objects.filter(pk=draft.pk).update(unit=series)
    page = text(client, f"/u/{fonds.code}")
    assert "Serie oculta" not in page
    opened = holdings.open_unit(fonds, viewer_of(None))
    assert [(each.unit, each.documents) for each in opened.children] == [(series, 2)]
    assert opened.below == 3
    staff = holdings.open_unit(fonds, viewer_of(factories.member(fonds.institution)))
    assert [(each.unit, each.documents) for each in staff.children] == [(series, 3), (hidden, 1)]


def test_the_breadcrumb_holds_only_units_that_the_viewer_sees(client: Client) -> None:
    fonds = shown("Fondo de arriba")
    series = shown("Serie de abajo", fonds, Level.SERIES)
    document = published_in(series)
    for address in (f"/u/{series.code}", f"/d/{document.code}"):
        assert f'href="/u/{fonds.code}"' in text(client, address)
    ArchivalUnit.objects.filter(pk=fonds.pk).update(state=State.DRAFT, public_from=None)
    for address in (f"/u/{series.code}", f"/d/{document.code}"):
        page = text(client, address)
        assert "Fondo de arriba" not in page
        assert "Serie de abajo" in page


def test_documents_of_a_unit_come_25_a_page(client: Client) -> None:
    unit = shown("Fondo")
    published = [published_in(unit, f"Oficio {number:02}.") for number in range(26)]
    first = text(client, f"/u/{unit.code}")
    assert "Oficio 24." in first
    assert "Oficio 25." not in first
    assert f"/buscar/?unit={unit.code}" in first
    second = text(client, f"/u/{unit.code}?pagina=2")
    assert f"/d/{published[25].code}" in second
    assert "26–26 de 26" in second
    for typed in ("0", "99", "x", "-1"):
        text(client, f"/u/{unit.code}?pagina={typed}")


def test_queries_do_not_grow_with_what_there_is(client: Client, shared_cache: None) -> None:
    fonds = shown("Fondo")
    entrance = FondsPage(title="Fondo", slug="fondo", unit=fonds)
    root = ArchivePage.objects.first() or Site.objects.get(is_default_site=True).root_page.add_child(
        instance=ArchivePage(title="Archivo", slug="archivo")
    )
    root.add_child(instance=entrance)
    creator = Creator.objects.named("Secretaría")
    # With words after its address a page is made anew each time.
    paths = (f"/u/{fonds.code}", f"/productores/{creator.code}", "/archivo/fondo/")
    addresses = [f"{path}?hecha=de+nuevo" for path in paths]

    def grow(children: int) -> None:
        for number in range(children):
            series = shown(f"Serie {number}", fonds, Level.SERIES)
            published_in(series, creator="Secretaría")
            published_in(fonds, creator="Secretaría")

    def asked() -> list[int]:
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                text(client, address)
            counts.append(len(queries))
        return counts

    grow(1)
    few = asked()
    grow(6)
    assert asked() == few
    assert max(few) <= 15


def test_a_fonds_page_shows_the_tree_and_the_newest_only_to_whoever_sees_the_fonds(client: Client) -> None:
    fonds = shown("Fondo")
    series = shown("Serie del árbol", fonds, Level.SERIES)
    shown("Subserie del árbol", series, Level.SUBSERIES)
    document = published_in(series, "Lo más reciente")
    context = reading.fonds_context(fonds, viewer_of(None))
    (branch,) = context["branches"]
    assert (branch.unit, branch.documents) == (series, 1)
    assert [each.unit.title for each in branch.branches] == ["Subserie del árbol"]
    assert context["newest"] == [document]
    classification.hide(fonds, actor=factories.superuser())
    assert reading.fonds_context(fonds, viewer_of(None)) == {"fonds": None}


def test_the_preview_of_a_unit_shows_it_as_readers_will_see_it() -> None:
    unit = factories.unit("Fondo")
    factories.unit("Serie oculta", parent=unit, level=Level.SERIES)
    unit.title = "Título en borrador"
    context = preview.unit_context(unit)
    assert context["unit"].title == "Título en borrador"
    assert context["opened"].children == []
    new = ArchivalUnit(title="Nueva", institution=unit.institution, level=Level.FONDS)
    published_in(shown("Otro"))
    assert preview.unit_context(new)["opened"].below == 0


def test_a_creator_is_known_only_by_what_the_viewer_may_see(client: Client) -> None:
    draft = factories.document("Borrador", creator="Comité oculto")
    assert draft.creator is not None
    text(client, f"/productores/{draft.creator.code}", 404)
    client.force_login(factories.member(draft.holding_institution))
    page = text(client, f"/productores/{draft.creator.code}")
    assert "Borrador" in page
    assert "noindex" in page


def test_a_creator_page_holds_the_authority_record(client: Client) -> None:
    document = factories.published("Oficio del comité", creator="Comité")
    creator = document.creator
    assert creator is not None
    creator.history, creator.functions, creator.sources = "Su historia.", "Sus funciones.", "Sus fuentes."
    creator.existed_from = "2001"
    creator.save()
    CreatorName.objects.create(creator=creator, name="COM", kind=NameKind.SHORT)
    CreatorName.objects.create(creator=creator, name="Junta", kind=NameKind.FORMER)
    unit = shown("Fondo del comité")
    unit.creator = creator
    unit.save()
    page = text(client, f"/productores/{creator.code}")
    for said in ("Su historia.", "Sus funciones.", "Sus fuentes.", "2001", "COM", "Junta", "abreviado o sigla"):
        assert said in page
    assert f'href="/d/{document.code}"' in page
    assert f'href="/u/{unit.code}"' in page
    assert f"/buscar/?creator={creator.pk}" in page
    assert f'href="/productores/{creator.code}"' in text(client, f"/d/{document.code}")


def test_relatives_are_linked_where_visible_and_successors_untold_where_not(client: Client) -> None:
    names = ("Comité", "Antecesor visible", "Antecesor oculto", "Sucesor visible", "Sucesor oculto")
    rows = {name: Creator.objects.named(name) for name in names}
    for name in ("Comité", "Antecesor visible", "Sucesor visible"):
        factories.published(creator=name)
    for name in names[1:3]:
        CreatorSuccession.objects.create(successor=rows["Comité"], predecessor=rows[name], date="1999")
    for name in names[3:]:
        CreatorSuccession.objects.create(successor=rows[name], predecessor=rows["Comité"])
    page = text(client, f"/productores/{rows['Comité'].code}")
    for name in ("Antecesor visible", "Sucesor visible"):
        assert f'href="/productores/{rows[name].code}"' in page
    assert "Antecesor oculto" in page
    assert rows["Antecesor oculto"].code not in page
    assert "Sucesor oculto" not in page


def test_a_document_shows_its_whole_description(client: Client) -> None:
    document = factories.published("Ley", creator="Congreso")
    document.unit = shown("Fondo")
    document.extent, document.access_conditions = "12 fojas", "Abierto a todos"
    document.public_note, document.other_languages = "Una nota pública", "nah, yua"
    document.save()
    subject, _is_new = Subject.objects.named("Transparencia proactiva")
    SubjectOfDocument.objects.create(tag=subject, content_object=document)
    page = text(client, f"/d/{document.code}")
    for said in (
        "12 fojas",
        "Abierto a todos",
        "Una nota pública",
        "Náhuatl",
        "Maya yucateco",
        document.reference_code,
    ):
        assert said in page
    assert f"/buscar/?subject={subject.slug}" in page


def test_a_related_document_is_told_only_to_whoever_may_see_it(client: Client) -> None:
    document, seen = factories.published("Ley"), factories.published("Reglamento visible")
    draft = factories.document("Reglamento oculto")
    RelatedUnit.objects.create(document=document, target=seen, note="La desarrolla")
    RelatedUnit.objects.create(document=document, target=draft, note="nota de lo oculto")
    RelatedUnit.objects.create(document=document, note="En otra biblioteca")
    page = text(client, f"/d/{document.code}")
    for said in ("Reglamento visible", "La desarrolla", "En otra biblioteca"):
        assert said in page
    for hidden in ("Reglamento oculto", "nota de lo oculto"):
        assert hidden not in page
    client.force_login(factories.member(draft.holding_institution))
    assert "Reglamento oculto" in text(client, f"/d/{document.code}")


def test_the_preview_of_a_document_shows_its_drafted_subjects_and_related() -> None:
    document = factories.published("Ley")
    subject, _is_new = Subject.objects.named("Tema en borrador")
    document.subject_links.add(SubjectOfDocument(tag=subject))
    document.related.add(RelatedUnit(note="relación en borrador"))
    document.save_revision()
    draft = Document.objects.get(pk=document.pk).get_latest_revision_as_object()
    described = preview.context(draft)["described"]
    assert list(described.subjects) == [subject]
    assert [each.note for each in described.related] == ["relación en borrador"]


def test_the_archive_leads_to_the_fonds_that_the_viewer_sees(client: Client, index: None) -> None:
    fonds = shown("Fondo a la vista")
    factories.unit("Fondo guardado")
    page = text(client, "/archivo/")
    assert f'href="/u/{fonds.code}"' in page
    assert "Fondo guardado" not in page


def test_a_large_fonds_opens_fast(client: Client) -> None:
    fonds = shown("Fondo")
    many = [
        Document(
            code=f"m{number}",
            title=f"Oficio {number}",
            holding_institution=fonds.institution,
            unit=fonds,
            state=State.PUBLISHED,
            public_from=timezone.now() - timedelta(days=1),
        )
        for number in range(3000)
    ]
    Document.objects.bulk_create(many)
    begun = datetime.now(UTC)
    page = text(client, f"/u/{fonds.code}?pagina=100")
    assert datetime.now(UTC) - begun < timedelta(seconds=2)
    assert "de 3,000" in unquote(page)
    assert not PageText.objects.exists()


def test_the_address_of_a_creator_outlives_its_documents_and_names_nobody(client: Client) -> None:
    document = factories.published("Acta", creator="Mesa que se fue")
    assert document.creator
    address = f"/productores/{document.creator.code}"
    assert "Mesa que se fue" in text(client, address)
    publication.withdraw(document, actor=factories.superuser(), reason="Datos personales")
    gone = text(client, address, 410)
    assert "Mesa que se fue" not in gone
    assert "ya no se muestra" in gone
    draft = factories.document("Borrador", creator="Mesa por venir")
    assert draft.creator
    text(client, f"/productores/{draft.creator.code}", 404)


def test_likeness_is_shared_subjects_then_place_and_never_tells_what_is_hidden(client: Client) -> None:
    unit = shown("Fondo de lo parecido")
    opened = published_in(unit, "El que se lee", creator="Mesa")
    near, of_unit = published_in(unit, "Mismo tema"), published_in(unit, "Mismo fondo")
    published_in(shown("Otro fondo"), "Nada que ver")
    hidden = factories.document("Borrador parecido", holder=unit.institution)
    subject, _is_new = Subject.objects.named("agua")
    for each in (opened, near, hidden):
        SubjectOfDocument.objects.create(content_object=each, tag=subject)
    page = text(client, f"/d/{opened.code}").partition("También puede interesarle")[2]
    assert page.index("Mismo tema") < page.index("Mismo fondo")
    assert of_unit.code in page
    assert "Borrador parecido" not in page
    assert "Nada que ver" not in page


def test_a_fonds_leads_to_what_editors_wrote_about_it_once_everybody_may_read_it(client: Client) -> None:
    fonds = shown("Fondo presentado")
    entrance = FondsPage(title="Fondo", slug="fondo-presentado", unit=fonds, live=False)
    root = ArchivePage.objects.first() or Site.objects.get(is_default_site=True).root_page.add_child(
        instance=ArchivePage(title="Archivo", slug="archivo")
    )
    root.add_child(instance=entrance)
    assert "presentación del fondo" not in text(client, f"/u/{fonds.code}")
    entrance.save_revision().publish()
    assert 'href="/archivo/fondo-presentado/"' in text(client, f"/u/{fonds.code}")


def test_the_archive_folds_a_long_list_of_fonds(client: Client, index: None) -> None:
    made = [shown(f"Fondo {number}") for number in range(reading.FIRST_FONDS + 3)]
    page = text(client, "/archivo/")
    assert "Otros 3 fondos" in page
    assert all(f'href="/u/{fonds.code}"' in page for fonds in made)


def test_the_archive_leads_to_every_type_however_many_there_are(client: Client, index: None) -> None:
    for number in range(reading.MOST_TYPES + 2):
        document = factories.published(f"Escrito {number}")
        document.document_type, _is_new = DocumentType.objects.named(f"Clase número {number}")
        document.save()
    outbox.drain(engine())
    page = text(client, "/archivo/")
    assert page.count('doors__label">Clase número') == reading.MOST_TYPES + 2
    assert page.index("Otros 2 tipos") > page.index("Clase número")
