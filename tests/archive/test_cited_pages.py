"""Pages that quote the archive are flagged where what they quote is no longer what it was."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from archive import cited_pages, publication
from archive.cited_pages import Fallen, What
from archive.models import Document
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from cms.home.models import ArticleIndexPage, ArticlePage, StatePage
from tests import factories
from tests.archive.admin.conftest import text_of

PASSAGE = "La sesión empezó a las diez"


def quoting(*documents: Document, version: int | None = 1, under: Page | None = None) -> ArticlePage:
    """An article that quotes each of the documents."""
    parts: list[Any] = [("paragraph", RichText("<p>Dice el acta:</p>"))]
    for document in documents:
        value = {"document": document, "page": 1, "text": PASSAGE, "version": version}
        parts.append(("evidence", value))
    parent = under or ArticleIndexPage.objects.get()
    number = ArticlePage.objects.count()
    page: ArticlePage = parent.add_child(
        instance=ArticlePage(title=f"Artículo {number}", slug=f"articulo-{number}", body=parts)
    )
    return page


def all_fallen() -> list[Fallen]:
    return cited_pages.fallen(Page.objects.all())


def replaced(document: Document) -> Document:
    """The document with a second file, published."""
    second = factories.document("Otro", pages=["texto nuevo"], holder=document.holding_institution)
    original = second.original
    Document.objects.filter(pk=second.pk).delete()
    Document.objects.filter(pk=document.pk).update(original=original)
    document.refresh_from_db()
    return publication.publish(document, actor=factories.superuser(), reason="Faltaba el anexo")


def listed(page: ArticlePage, what: str, document: Document) -> ArticlePage:
    """As `quoting`, with a list of documents to read on instead."""
    page.body = [("documents", {"title": what, "documents": [document]})]
    page.save()
    return page


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def editor(state: str) -> User:
    return factories.member(Institution.objects.filter(state__code=state)[0], Role.COMMUNICATION)


def test_a_quote_that_stands_is_not_flagged(db: Any) -> None:
    quoting(factories.published(pages=[PASSAGE]))
    assert all_fallen() == []


def test_a_newer_version_flags_what_cites_the_older_one(db: Any) -> None:
    document = factories.published(pages=[PASSAGE])
    page = quoting(document)
    current = quoting(document, version=2)
    replaced(document)
    (found,) = all_fallen()
    assert (found.page.pk, found.document, found.version, found.what) == (page.pk, document, 1, What.SUPERSEDED)
    assert found.since == document.versions.get(number=2).published_at
    assert current.pk != found.page.pk


def test_a_withdrawn_version_and_a_withdrawn_document_are_flagged(db: Any) -> None:
    document = factories.published(pages=[PASSAGE])
    page = quoting(document)
    replaced(document)
    publication.withdraw_version(document.versions.get(number=1), actor=factories.superuser(), reason="Datos")
    assert [(each.page.pk, each.what) for each in all_fallen()] == [(page.pk, What.VERSION_GONE)]
    document.refresh_from_db()
    publication.withdraw(document, actor=factories.superuser(), reason="Orden de un juez")
    assert [(each.page.pk, each.what) for each in all_fallen()] == [(page.pk, What.WITHDRAWN)]


def test_what_is_closed_flags_quotes_and_lists(db: Any) -> None:
    document = factories.published(pages=[PASSAGE])
    quote, reading_list = quoting(document), listed(quoting(), "Para leer", document)
    until = timezone.now() + timedelta(days=9)
    publication.reserve(
        document, actor=factories.superuser(), legal_basis="Artículo", until=until, release_approved=False
    )
    assert {(each.page.pk, each.what) for each in all_fallen()} == {
        (quote.pk, What.CLOSED),
        (reading_list.pk, What.CLOSED),
    }


def test_the_queries_do_not_grow_with_the_pages(db: Any) -> None:
    document = factories.published(pages=[PASSAGE])
    quoting(document)
    replaced(document)
    with CaptureQueriesContext(connection) as few:
        assert len(all_fallen()) == 1
    for _number in range(5):
        quoting(document)
    with CaptureQueriesContext(connection) as many:
        assert len(all_fallen()) == 6
    assert len(many) == len(few)


def test_the_report_shows_each_person_the_pages_they_may_mend(db: Any) -> None:
    document = factories.published(pages=[PASSAGE])
    own = quoting(document, under=StatePage.objects.get(state__code="ZAC"))
    other = quoting(document, under=StatePage.objects.get(state__code="CMX"))
    replaced(document)
    client, address = client_of(editor("ZAC")), reverse("archive_reports:cited")
    answer = client.get(address).content.decode()
    assert own.title in answer
    assert other.title not in answer
    assert document.code in answer
    assert "Hay una versión más nueva" in answer
    assert reverse("wagtailadmin_pages:edit", args=[own.pk]) in answer
    assert own.title not in client.get(f"{address}?what=withdrawn").content.decode()
    assert own.title in client.get(f"{address}?what=superseded&words=art").content.decode()
    exported = text_of(client.get(f"{address}?export=csv")).partition("\ufeff")[2]
    (_heading, row) = list(csv.reader(io.StringIO(exported)))
    assert row[0] == own.title
    assert document.code in row
    assert client.get(f"{address}?export=xlsx").status_code == 200


def test_the_report_is_not_for_who_has_no_pages(db: Any) -> None:
    archivist = factories.member(Institution.objects.get(code="zac-archivo"), Role.ARCHIVIST)
    client = client_of(archivist)
    assert client.get(reverse("archive_reports:cited")).status_code == 302
    assert reverse("archive_reports:cited") not in client.get("/admin/").content.decode()
    assert reverse("archive_reports:cited") in client_of(editor("ZAC")).get("/admin/").content.decode()


@pytest.mark.parametrize("changed", [True, False])
def test_the_editor_of_the_page_says_so_above_its_fields(db: Any, changed: bool) -> None:
    document = factories.published(pages=[PASSAGE])
    page = quoting(document)
    if changed:
        replaced(document)
    answer = client_of(factories.superuser()).get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert ("Esta página cita algo del archivo que cambió" in answer.content.decode()) == changed
