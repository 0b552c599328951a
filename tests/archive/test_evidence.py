"""Passages of the archive on pages: pinned to a version, shown as the document stands now, gone with it."""

from typing import Any

import pytest
from django.test import Client
from wagtail.blocks import StreamBlockValidationError, StructBlockValidationError

from archive import evidence, publication
from archive.blocks import DocumentsBlock, EvidenceBlock
from archive.evidence import Standing
from archive.models import Document, Version
from cms.core.models.membership import Role
from cms.core.visibility import viewer_of
from tests import factories

pytestmark = pytest.mark.django_db
SAID = "Toda persona puede pedir información"


def cited() -> Document:
    return factories.published("Lineamientos", pages=["Portada", f"Artículo 1. {SAID}\npública, sin decir para qué."])


def resolved(
    document: Document | None, version: int | None = 1, page: int = 2, user: Any = None
) -> evidence.Evidence:
    return evidence.resolve(
        document, viewer_of(user), lambda path: f"https://sitio{path}", version=version, page=page, text=SAID
    )


def replaced(document: Document) -> Document:
    second = factories.document("Otro", pages=["Portada", "nuevo"], holder=document.holding_institution)
    original = second.original
    Document.objects.filter(pk=second.pk).delete()
    Document.objects.filter(pk=document.pk).update(original=original)
    document.refresh_from_db()
    return publication.publish(document, actor=factories.superuser(), reason="Se corrigió")


def checked(**fields: Any) -> Any:
    block = EvidenceBlock()
    return block.clean(block.normalize({"version": None, "page": 2, "text": SAID, **fields}))


def test_a_passage_leads_to_its_page_in_the_version_that_was_cited() -> None:
    document = cited()
    found = resolved(document)
    assert found.state is Standing.CURRENT
    assert found.url == f"/d/{document.code}/v1/p2"
    assert found.place == "página 2"
    assert "Lineamientos" in found.citation
    assert f"https://sitio/d/{document.code}/v1/p2" in found.citation


def test_a_newer_version_is_told_and_the_cited_one_still_shown() -> None:
    document = replaced(cited())
    found = resolved(document)
    assert found.state is Standing.SUPERSEDED
    assert found.newer_url == f"/d/{document.code}"
    assert found.url == f"/d/{document.code}/v1/p2"


@pytest.mark.parametrize("closed", ["withdrawn", "reserved", "draft", "deleted"])
def test_of_what_readers_may_not_see_nothing_is_told(closed: str) -> None:
    document: Document | None
    if closed == "deleted":
        document = None
    elif closed == "draft":
        document = factories.document("Borrador", pages=["", SAID])
    elif closed == "reserved":
        document = factories.reserved("Reservado", pages=["", SAID], existence=True)
    else:
        document = publication.withdraw(cited(), actor=factories.superuser(), reason="Motivo", keep_title=True)
    assert resolved(document, None) == evidence.GONE
    assert SAID not in repr(resolved(document, None))


def test_the_version_in_force_is_pinned_when_the_page_is_saved() -> None:
    document = replaced(cited())
    Document.objects.filter(pk=document.pk).update(original=document.versions.get(number=2).original)
    assert checked(document=document, page=2, text="nuevo")["version"] == 2
    assert checked(document=document, version=1)["version"] == 1


def test_words_that_are_not_on_the_page_are_refused_with_what_to_do() -> None:
    document = cited()
    for page, text in ((1, SAID), (2, "Nadie puede pedir nada")):
        with pytest.raises(StructBlockValidationError) as refused:
            checked(document=document, page=page, text=text)
        assert "no están en la página" in str(refused.value.block_errors["text"])


def test_a_page_beyond_the_last_is_refused_with_the_last() -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        checked(document=cited(), page=33)
    assert "hasta la página 2" in str(refused.value.block_errors["page"])


def test_a_draft_without_a_document_is_kept_as_it_is() -> None:
    block = EvidenceBlock()
    block.defer_required_validation()
    for page, text in ((1, "Algo"), (None, "")):
        value = block.normalize({"document": None, "version": None, "page": page, "text": text})
        assert block.clean(value)["text"] == text
    value = block.normalize({"document": cited(), "version": None, "page": None, "text": ""})
    assert block.clean(value)["version"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "toda persona puede pedir informacion publica",
        "Toda persona (…) información pública",
        "Toda persona [...] sin decir para qué",
    ],
)
def test_accents_line_ends_and_what_was_left_out_don_t_matter(text: str) -> None:
    assert checked(document=cited(), text=text)["text"] == text


def test_a_page_whose_text_is_not_known_yet_can_be_quoted() -> None:
    document = factories.published("Escaneo", pages=[])
    assert checked(document=document, page=1)["version"] == 1


def test_a_passage_of_a_file_that_is_not_read_yet_is_shown_and_leads_to_the_document() -> None:
    document = factories.published("Escaneo", pages=[])
    found = resolved(document, page=3)
    assert found.state is Standing.CURRENT
    assert found.place == "página 3"
    assert found.url == f"/d/{document.code}/v1"


def test_a_page_that_the_document_does_not_have_is_not_shown() -> None:
    assert resolved(cited(), page=9) == evidence.GONE


def test_a_version_that_is_not_there_is_refused() -> None:
    with pytest.raises(StructBlockValidationError) as refused:
        checked(document=cited(), version=7)
    assert "no tiene esa versión" in str(refused.value.block_errors["version"])


@pytest.mark.parametrize("closed", ["draft", "reserved", "withdrawn", "version withdrawn"])
@pytest.mark.parametrize("text", [SAID, "Nadie puede pedir nada"])
def test_no_answer_tells_what_stands_in_a_text_that_readers_may_not_see(closed: str, text: str) -> None:
    version, actor = 1 if closed == "version withdrawn" else 7, factories.superuser()
    if closed == "draft":
        document = factories.document("Borrador", pages=["Portada", SAID])
    elif closed == "reserved":
        document = factories.reserved("Reservado", pages=["Portada", SAID], existence=True)
    elif closed == "withdrawn":
        document = publication.withdraw(cited(), actor=actor, reason="Motivo", keep_title=True)
    else:
        document = replaced(cited())
        document.versions.filter(number=1).update(state=Version.State.WITHDRAWN)
    kept = checked(document=document, version=version, text=text)
    assert (kept["text"], kept["version"]) == (text, version)


def test_a_list_of_documents_leaves_out_what_is_not_public_and_keeps_the_order() -> None:
    first, second = factories.published("Primero"), factories.published("Segundo")
    hidden = factories.document("Escondido")
    block = DocumentsBlock()
    value = block.to_python({"title": "Para saber más", "documents": [second.pk, hidden.pk, first.pk]})
    assert [each.title for each in block.get_context(value)["documents"]] == ["Segundo", "Primero"]


def test_no_document_at_all_is_refused() -> None:
    block = DocumentsBlock()
    with pytest.raises((StructBlockValidationError, StreamBlockValidationError)):
        block.clean(block.to_python({"title": "Nada", "documents": []}))


def test_the_chooser_offers_and_gives_back_what_readers_may_see_and_nothing_else(client: Client) -> None:
    public, hidden = factories.published("Acta pública"), factories.document("Acta escondida")
    client.force_login(factories.member(factories.institution(), Role.COMMUNICATION))
    for address in ("", "results/"):
        answer = client.get(f"/admin/cited_documents/{address}")
        listed = answer.content.decode() if address else answer.json()["html"]
        assert "Acta pública" in listed
        assert "Acta escondida" not in listed
    assert client.get(f"/admin/cited_documents/chosen/{public.pk}/").status_code == 200
    assert client.get(f"/admin/cited_documents/chosen/{hidden.pk}/").status_code == 404
    several = client.get(f"/admin/cited_documents/chosen-multiple/?id={public.pk}&id={hidden.pk}").content.decode()
    assert "Acta escondida" not in several
