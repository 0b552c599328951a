"""The results page: an address in, one search, everything a reader needs out."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from archive import publication
from archive.models import Document, DocumentType
from cms.core.tenancy import operator_account
from search import fallback, outbox
from search.engine import engine
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(index: None) -> Client:
    for number in range(12):
        document = factories.published(f"Reglamento {number}", pages=[f"Texto sobre el cohecho número {number}"])
        document.document_type = DocumentType.objects.get(slug="ley" if number % 2 else "acta")
        document.save()
    outbox.drain(engine())
    return Client()


def total(page: str) -> int:
    found = re.search(r'role="status">\s*<strong>([\d,]+) documento', page)
    assert found, page
    return int(found.group(1))


def test_a_hit_leads_to_its_page_with_the_words(site: Client) -> None:
    page = site.get("/buscar/?q=cohecho").content.decode()
    assert total(page) == 12
    assert "<mark>cohecho</mark>" in page
    address = re.search(r'href="(/d/\w+/p1\?q=cohecho)"', page)
    assert address
    assert "<mark" in site.get(address.group(1)).content.decode()


def test_a_mistyped_word_is_read_right_and_so_are_the_links(site: Client) -> None:
    page = site.get("/buscar/?q=cohecjo").content.decode()
    assert total(page) == 12
    assert "También se buscó «cohecho»" in page
    assert re.search(r'href="/d/\w+/p1\?q=cohecho"', page)


def test_facets_add_up_and_can_be_taken_back(site: Client) -> None:
    chosen = site.get("/buscar/?q=cohecho&type=ley").content.decode()
    assert total(chosen) == 6
    both = site.get("/buscar/?q=cohecho&type=ley&type=acta").content.decode()
    assert total(both) == 12
    assert 'href="?q=cohecho"' in chosen


def test_pages_of_results_are_linked_and_complete(site: Client) -> None:
    first = site.get("/buscar/?q=cohecho").content.decode()
    second = site.get("/buscar/?q=cohecho&pagina=2").content.decode()
    codes = [set(re.findall(r'href="/d/(\w+)\?', page)) for page in (first, second)]
    assert [len(each) for each in codes] == [10, 2]
    assert not codes[0] & codes[1]
    assert "pagina=2" in first


@pytest.mark.parametrize(
    "address",
    [
        "pagina=0",
        "pagina=-1",
        "pagina=99999999999999999999",
        "pagina=dos",
        "orden=nada",
        "type=%00",
        "year=no",
        "type=" + "x" * 500,
        "q=" + "a" * 10_000,
        "q=%00",
        "q=%22sin+cerrar",
        "q=" + quote("(¿*?) AND [x TO y] :~^"),
        "q=" + quote("\u202eabc"),
        "state=&state=JAL",
        "q=%F0%9F%98%80",
        "q=%FF",
    ],
)
def test_whatever_an_address_holds_the_page_answers(site: Client, address: str) -> None:
    assert site.get(f"/buscar/?{address}").status_code == 200


def test_what_was_typed_is_shown_and_never_run(site: Client) -> None:
    page = site.get('/buscar/?q=<script>alert("x")</script>').content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize("decide", ["withdraw", "reserve"])
def test_what_is_closed_is_shown_to_nobody_also_where_the_index_is_behind(site: Client, decide: str) -> None:
    shown = str(site.get("/buscar/?q=cohecho&orden=title").content.decode())
    address = re.findall(r'class="hit__title"><a href="(/d/\w+)', shown)[0]
    document = Document.objects.get(code=address.removeprefix("/d/"))
    if decide == "withdraw":
        publication.withdraw(document, actor=operator_account(), reason="prueba")
    else:
        later = timezone.now() + timedelta(days=30)
        publication.reserve(
            document, actor=operator_account(), legal_basis="Artículo", until=later, release_approved=False
        )
    page = site.get("/buscar/?q=cohecho&orden=title").content.decode()
    assert address not in page
    assert total(page) == 11


def test_robots_are_kept_out_and_nothing_is_shared(site: Client) -> None:
    """A robot that walks every combination of facets would keep the site busy and help nobody."""
    response = site.get("/buscar/?q=ley")
    assert "noindex" in response["X-Robots-Tag"]
    assert "private" in response["Cache-Control"]
    assert not response.cookies


class TestWithoutAnEngine:
    @pytest.fixture(autouse=True)
    def _no_index(self) -> None:
        engine().destroy()

    @pytest.mark.parametrize("typed", ["informacion publica", "INFORMACIÓN", "¿Qué es la ley?", "infórmaciones"])
    def test_titles_are_searched_in_the_database_and_the_page_says_so(self, typed: str) -> None:
        kept = factories.published("Ley de Acceso a la Información Pública")
        factories.published("Bando de policía")
        response = Client().get("/buscar/", {"q": typed})
        page = response.content.decode()
        assert response.status_code == 200
        assert "solo podemos buscar por título" in page
        assert re.findall(r'class="hit__title"><a href="([^"]+)"', page) == [kept.get_absolute_url()]
        assert "private" in response["Cache-Control"]

    def test_nothing_hidden_is_found(self) -> None:
        factories.document("Canario escondido")
        assert "Canario escondido" not in Client().get("/buscar/?q=canario").content.decode()

    def test_the_newest_are_listed_without_words_and_no_more_than_a_few(self) -> None:
        documents = [factories.published(f"Acta {number}") for number in range(fallback.MOST_HITS + 2)]
        page = Client().get("/buscar/").content.decode()
        shown = re.findall(r'class="hit__title"><a href="([^"]+)"', page)
        assert shown == [each.get_absolute_url() for each in reversed(documents[2:])]

    @pytest.mark.parametrize("typed", ["(", "a.*", "[x", "\\", "%", "'; DROP", "ñ", "º", "日本"])
    def test_whatever_was_typed_is_no_pattern(self, typed: str) -> None:
        factories.published("Acta")
        assert Client().get("/buscar/", {"q": typed}).status_code == 200

    def test_while_others_are_answered_the_page_says_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        factories.published("Acta")
        monkeypatch.setattr(fallback, "WAIT_SECONDS", 0.01)
        for _turn in range(fallback.AT_ONCE):
            fallback._turns.acquire()
        try:
            page = Client().get("/buscar/?q=acta").content.decode()
        finally:
            for _turn in range(fallback.AT_ONCE):
                fallback._turns.release()
        assert "Hay muchas búsquedas" in page
        assert "Hay muchas" not in Client().get("/buscar/?q=acta").content.decode()

    def test_where_nothing_is_found_it_leads_on(self) -> None:
        assert "/archivo/" in Client().get("/buscar/?q=inexistente").content.decode()
