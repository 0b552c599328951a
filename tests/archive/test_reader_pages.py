"""What a reader finds at a document's addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from archive import publication
from archive.models import Document, Reading
from archive.vocabularies import ReadingState
from cms.core.audience import Viewer
from search import outbox
from search.engine import engine
from search.ports import SearchQuery
from tests import factories

pytestmark = pytest.mark.django_db


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    assert not response.cookies
    return response.content.decode()


def replaced(document: Document) -> Document:
    """The document with a second file, published."""
    second = factories.document("Otro", pages=["texto nuevo"], holder=document.holding_institution)
    original = second.original
    Document.objects.filter(pk=second.pk).delete()
    Document.objects.filter(pk=document.pk).update(original=original)
    document.refresh_from_db()
    return publication.publish(document, actor=factories.superuser(), reason="Se corrigió una cifra")


def test_the_words_are_marked_however_they_were_typed(client: Client) -> None:
    document = factories.published("Ley", pages=["La información pública es de todos. INFORMACION."])
    page = text(client, f"/d/{document.code}/p1?q=informacion")
    assert page.count("<mark") == 2


def test_a_page_that_is_not_there_is_not_found(client: Client) -> None:
    document = factories.published("Ley", pages=["uno", "dos"])
    for tail in ("p0", "p3", "v2", "v1/p3", "v0"):
        text(client, f"/d/{document.code}/{tail}", 404)


def test_a_version_keeps_its_address_and_names_the_newer_one(client: Client) -> None:
    document = factories.published("Ley", pages=["texto viejo"])
    replaced(document)
    assert "texto viejo" in text(client, f"/d/{document.code}/v1/p1")
    assert "texto nuevo" in text(client, f"/d/{document.code}/v2/p1")
    assert "texto nuevo" in text(client, f"/d/{document.code}/p1")
    old = text(client, f"/d/{document.code}/v1")
    assert f"/d/{document.code}" in old
    assert "Se corrigió una cifra" in text(client, f"/d/{document.code}")


def test_a_superseded_text_is_at_its_versions_address_and_nowhere_else(client: Client, index: None) -> None:
    document = factories.published("Ley", pages=["palabravieja"])
    replaced(document)
    outbox.drain(engine())
    assert "palabravieja" in text(client, f"/d/{document.code}/v1/p1")
    for address in (f"/d/{document.code}", f"/d/{document.code}/p1", "/archivo/", "/"):
        assert "palabravieja" not in text(client, address)
    assert engine().search(SearchQuery("palabravieja", Viewer(timezone.now()))).total == 0


@pytest.mark.parametrize("typed", ["{code}/", "{CODE}", "{code}/v1/p1/"])
def test_an_address_typed_from_paper_leads_to_the_permanent_one(client: Client, typed: str) -> None:
    document = factories.published("Ley", pages=["uno"])
    address = "/d/" + typed.format(code=document.code, CODE=document.code.upper())
    response = client.get(f"{address}?q=Uno")
    assert (response.status_code, response.headers["Location"]) == (301, f"{address.lower().rstrip('/')}?q=Uno")


def test_each_version_downloads_its_own_file(client: Client) -> None:
    document = replaced(factories.published("Ley", pages=["viejo"], content=b"%PDF-1.4 viejo"))
    assert client.get(f"/d/{document.code}/v1/descarga").getvalue() == b"%PDF-1.4 viejo"
    assert client.get(f"/d/{document.code}/descarga").getvalue() != b"%PDF-1.4 viejo"


def test_go_to_page_without_javascript(client: Client) -> None:
    document = factories.published("Ley", pages=["uno", "dos", "tres"])
    for typed, page in (("2", 2), ("99", 3), ("0", 1), ("dos", 1), ("", 1)):
        response = client.get(f"/d/{document.code}/ir", {"pagina": typed, "q": "uno dos"})
        assert response.headers["Location"] == f"/d/{document.code}/p{page}?q=uno+dos"


def test_a_file_in_quarantine_is_described_and_not_handed_out(client: Client) -> None:
    document = factories.published("Ley")
    Reading.objects.filter(original=document.original).update(state=ReadingState.QUARANTINED, reason="contraseña")
    page = text(client, f"/d/{document.code}")
    assert "cuarentena" in page
    assert "contraseña" not in page
    text(client, f"/d/{document.code}/descarga", 404)


def test_a_withdrawal_says_when_and_why_and_keeps_the_title_only_if_it_may(client: Client) -> None:
    gone = factories.withdrawn("Título que se va")
    kept = factories.withdrawn("Título que queda", keep_title=True)
    page = text(client, f"/d/{gone.code}", 410)
    assert "Motivo del retiro" in page
    assert "<time" in page
    assert "Título que se va" not in page
    assert "Título que queda" in text(client, f"/d/{kept.code}", 410)


def test_a_reservation_that_may_be_known_says_why_and_until_when(client: Client) -> None:
    document = factories.reserved("Secreto", existence=True)
    page = text(client, f"/d/{document.code}", 403)
    assert "Artículo de prueba" in page
    assert "<time" in page
    assert "Secreto" not in page


def test_a_notice_says_the_term_in_the_time_of_the_place_and_how_to_ask(client: Client) -> None:
    document = factories.reserved("Secreto", existence=True)
    Document.objects.filter(pk=document.pk).update(
        reserved_until=datetime(2100, 7, 1, 7, 30, tzinfo=UTC), reserved_zone="America/Tijuana", state_reason="Juicio"
    )
    holder = document.holding_institution
    holder.how_to_ask = "Ventanilla de la calle Mayor"
    holder.save()
    page = text(client, f"/d/{document.code}", 403)
    assert "hora del noroeste (Tijuana)" in page
    assert '<time datetime="2100-07-01T00:30-07:00">1 de julio de 2100, 00:30</time>' in page
    for said in ("Juicio", "Artículo de prueba", "Ventanilla de la calle Mayor", holder.name):
        assert said in page
    Document.objects.filter(pk=document.pk).update(reserved_zone="")
    holder.save()
    assert "hora del centro (Ciudad de México)" in text(client, f"/d/{document.code}", 403)


def test_a_term_that_ended_without_a_release_says_that_the_institution_must_decide(client: Client) -> None:
    due = factories.reserved("Secreto", existence=True, until=timezone.now() - timedelta(days=1))
    going_on = factories.reserved("Otro secreto", existence=True)
    assert "debe decidir" in text(client, f"/d/{due.code}", 403)
    assert "debe decidir" not in text(client, f"/d/{going_on.code}", 403)


def test_what_is_confidential_has_a_notice_without_a_term(client: Client) -> None:
    told, untold = factories.document("Datos de alguien", pages=["uno"]), factories.document("Otro")
    actor = factories.superuser()
    publication.make_confidential(told, actor=actor, legal_basis="Artículo 115", existence_public=True)
    publication.make_confidential(untold, actor=actor, legal_basis="Artículo 115")
    page = text(client, f"/d/{told.code}", 403)
    for said in ("confidencial", "Artículo 115", "Sin plazo"):
        assert said in page
    for unsaid in ("Datos de alguien", "Hasta el"):
        assert unsaid not in page
    text(client, f"/d/{told.code}/p1", 404)
    text(client, f"/d/{untold.code}", 404)


def test_a_withdrawn_version_is_gone_and_the_others_stay(client: Client) -> None:
    document = replaced(factories.published("Ley", pages=["texto viejo"]))
    first = document.versions.get(number=1)
    publication.withdraw_version(first, actor=factories.superuser(), reason="Datos de una persona")
    for tail in ("", "/p1", "/ir", "/descarga", "/diferencias"):
        page = text(client, f"/d/{document.code}/v1{tail}", 410)
        assert "Datos de una persona" in page
        assert "<time" in page
        assert f'href="/d/{document.code}"' in page
        assert "texto viejo" not in page
    history = text(client, f"/d/{document.code}")
    assert "Retirada" in history
    assert "Datos de una persona" in history
    assert f"/d/{document.code}/v1" not in history
    assert "/diferencias" not in history
    text(client, f"/d/{document.code}/v2/p1")


def test_a_withdrawn_version_of_a_closed_document_is_not_told(client: Client) -> None:
    document = replaced(factories.published("Ley", pages=["texto viejo"]))
    actor = factories.superuser()
    publication.withdraw_version(document.versions.get(number=1), actor=actor, reason="Datos")
    publication.make_confidential(document, actor=actor, legal_basis="Artículo")
    text(client, f"/d/{document.code}/v1", 404)


def test_the_history_tells_versions_and_corrections_by_date(client: Client) -> None:
    document = factories.published("Ley", pages=["uno"])
    assert "Historia del documento" not in text(client, f"/d/{document.code}")
    document.title = "Ley corregida"
    document.save_revision()
    document = Document.objects.get(pk=document.pk)
    document = publication.publish(document, actor=factories.superuser(), reason="Se corrigió el título")
    replaced(document)
    page = text(client, f"/d/{document.code}")
    history = page[page.index("Historia del documento") :]
    order = [history.index(said) for said in ("Versión 2", "Se corrigió el título", "Versión 1")]
    assert order == sorted(order)
    assert "Corrección de la descripción" in history


def test_a_draft_says_to_staff_that_nobody_else_sees_it(client: Client) -> None:
    draft = factories.document("Borrador", holder=factories.institution(), pages=["uno"])
    client.force_login(factories.member(draft.holding_institution))
    response = client.get(f"/d/{draft.code}")
    assert "Solo usted" in response.content.decode()
    assert "private" in response["Cache-Control"]


def test_a_draft_of_a_published_document_changes_nothing_outside(client: Client) -> None:
    document = factories.published("Título público", pages=["uno"])
    document.title = "Título en borrador"
    document.save_revision()
    assert "Título público" in text(client, f"/d/{document.code}")
    Document.objects.get(pk=document.pk).save()
    assert "Título en borrador" not in text(client, f"/d/{document.code}")
    publication.publish(document, actor=factories.superuser())
    assert "Título en borrador" in text(client, f"/d/{document.code}")


def test_wagtails_own_publishing_is_refused() -> None:
    document = factories.document("Borrador")
    from archive.models.document import PublishOnlyThroughPublication

    with pytest.raises(PublishOnlyThroughPublication):
        document.save_revision().publish()


def test_only_reading_methods_are_answered(client: Client) -> None:
    document = factories.published("Ley")
    assert client.post(f"/d/{document.code}").status_code == 405
