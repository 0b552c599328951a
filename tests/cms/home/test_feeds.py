"""Feeds, the map of the site, and what robots are told."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from lxml import etree

from archive import publication
from archive.models import Document
from cms.core.reference.models import State
from cms.home import sitemaps
from cms.home.models import ArticleIndexPage, ArticlePage, StatePage
from tests import factories
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOST = "acervo.ejemplo.mx"


@pytest.fixture
def reader(settings: Any) -> Client:
    settings.ALLOWED_HOSTS = [HOST]
    settings.BASE_URL = f"https://{HOST}"
    return Client(headers={"host": HOST})


@pytest.fixture
def article() -> ArticlePage:
    made = ArticlePage(title="¿Qué es <gobierno> & abierto?", slug="que-es", summary="Si a < b, pregunte.")
    ArticleIndexPage.objects.get().add_child(instance=made)
    made.save_revision().publish()
    made.refresh_from_db()
    return made


def feed(reader: Client, address: str) -> Any:
    response = reader.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return etree.fromstring(response.content)


def titles(of: Any) -> list[str]:
    return list(of.xpath("//a:entry/a:title/text()", namespaces=ATOM))


def addresses(reader: Client, section: str) -> list[str]:
    response = reader.get(f"/sitemap-{section}.xml")
    assert response.status_code == 200
    return list(etree.fromstring(response.content).xpath("//s:loc/text()", namespaces=MAP))


def test_the_feed_tells_documents_and_articles_the_newest_first(reader: Client, article: ArticlePage) -> None:
    law = factories.published("Ley <de> archivos & otras")
    told = feed(reader, "/novedades/atom.xml")
    assert titles(told) == [law.title, article.title]
    assert told.get("{http://www.w3.org/XML/1998/namespace}lang") == "es-MX"
    assert told.xpath("a:link[@rel='self']/@href", namespaces=ATOM) == [f"http://{HOST}/novedades/atom.xml"]
    assert told.xpath("//a:entry/a:link/@href", namespaces=ATOM) == [
        f"http://{HOST}/d/{law.code}",
        f"http://{HOST}/articulos/que-es/",
    ]
    assert told.xpath("//a:entry/a:summary/text()", namespaces=ATOM) == ["Si a &lt; b, pregunte."]


def test_an_entry_keeps_its_name_when_its_page_moves(reader: Client, article: ArticlePage) -> None:
    def names() -> Any:
        return feed(reader, "/articulos/atom.xml").xpath("//a:entry/a:id/text()", namespaces=ATOM)

    before = names()
    article.slug = "otra"
    article.save_revision().publish()
    assert names() == before == [f"tag:{HOST},2026:pagina-{article.translation_key}"]


def test_the_feed_of_a_state_holds_its_documents_and_articles_only(reader: Client, article: ArticlePage) -> None:
    own, _other = factories.published("Acta de Colima"), factories.published("Acta de otra parte")
    Document.objects.filter(pk=own.pk).update(place=State.objects.get(code="COL"))
    local = ArticlePage(title="Artículo de Colima", slug="local")
    StatePage.objects.get(state__code="COL").add_child(instance=local)
    local.save_revision().publish()
    assert set(titles(feed(reader, "/estados/colima/atom.xml"))) == {"Acta de Colima", "Artículo de Colima"}
    assert reader.get("/estados/atlantida/atom.xml").status_code == 404


@pytest.mark.usefixtures("shared_cache")
def test_a_withdrawn_document_leaves_feed_and_sitemap_at_once(reader: Client) -> None:
    law = factories.published("Ley que se retira")
    shared = reader.get("/archivo/atom.xml")
    assert "public" in shared["Cache-Control"]
    assert titles(feed(reader, "/archivo/atom.xml")) == [law.title]
    assert f"http://{HOST}/d/{law.code}" in addresses(reader, "documentos")
    publication.withdraw(law, actor=factories.superuser(), reason="Datos personales")
    assert titles(feed(reader, "/archivo/atom.xml")) == []
    assert addresses(reader, "documentos") == []


@pytest.mark.usefixtures("shared_cache")
def test_an_embargoed_document_enters_feed_and_sitemap_at_its_instant(reader: Client) -> None:
    opens = timezone.now() + timedelta(seconds=90)
    factories.published("Informe embargado", at=opens)
    with time_machine.travel(opens - timedelta(milliseconds=1), tick=False):
        assert titles(feed(reader, "/novedades/atom.xml")) == addresses(reader, "documentos") == []
    with time_machine.travel(opens, tick=False):
        assert titles(feed(reader, "/novedades/atom.xml")) == ["Informe embargado"]
        assert len(addresses(reader, "documentos")) == 1


def test_staff_get_the_feed_of_everybody(reader: Client) -> None:
    factories.document("Borrador")
    reader.force_login(factories.superuser())
    assert titles(feed(reader, "/novedades/atom.xml")) == []


def test_the_sitemap_names_pages_and_documents_at_the_host_that_was_asked(
    reader: Client, article: ArticlePage
) -> None:
    law = factories.published("Ley de archivos")
    index = etree.fromstring(reader.get("/sitemap.xml").content)
    assert index.xpath("//s:loc/text()", namespaces=MAP) == [
        f"http://{HOST}/sitemap-paginas.xml",
        f"http://{HOST}/sitemap-documentos.xml",
        f"http://{HOST}/sitemap-herramientas.xml",
    ]
    assert addresses(reader, "herramientas") == [f"http://{HOST}/lenguaje-claro/", f"http://{HOST}/boletin/"]
    pages = addresses(reader, "paginas")
    assert {f"http://{HOST}{path}" for path in ("/", "/articulos/que-es/", "/estados/colima/")} <= set(pages)
    assert addresses(reader, "documentos") == [f"http://{HOST}/d/{law.code}"]


def test_a_part_of_the_sitemap_is_split_where_it_grows_long(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps.Documents, "limit", 2)
    for number in range(3):
        factories.published(f"Acta {number}")
    index = etree.fromstring(reader.get("/sitemap.xml").content)
    assert f"http://{HOST}/sitemap-documentos.xml?p=2" in index.xpath("//s:loc/text()", namespaces=MAP)
    assert len(addresses(reader, "documentos")) == 2


def test_robots_are_told_where_the_sitemap_is(reader: Client) -> None:
    assert f"Sitemap: http://{HOST}/sitemap.xml" in reader.get("/robots.txt").content.decode().splitlines()


@pytest.mark.parametrize(
    ("page", "address"),
    [
        ("/", "/novedades/atom.xml"),
        ("/articulos/", "/articulos/atom.xml"),
        ("/archivo/", "/archivo/atom.xml"),
        ("/estados/colima/", "/estados/colima/atom.xml"),
    ],
)
@pytest.mark.usefixtures("index")
def test_pages_say_where_their_feed_is_to_programs_and_to_people(reader: Client, page: str, address: str) -> None:
    said = reader.get(page).content.decode()
    assert '<link rel="alternate" type="application/atom+xml"' in said[: said.index("</head>")]
    assert f'href="{address}"' in said[: said.index("</head>")]
    assert "Recibir lo nuevo" in said
    assert f'<a href="{address}"' in said[said.index("<body>") :]
