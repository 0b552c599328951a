"""What a reader finds at a document's addresses."""

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
