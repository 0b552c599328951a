"""The results page: an address in, one search, everything a reader needs out."""

import re
from urllib.parse import quote

import pytest
from django.test import Client

from archive.models import DocumentType
from search import outbox
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


def test_robots_are_kept_out_and_nothing_is_shared(site: Client) -> None:
    """A robot that walks every combination of facets would keep the site busy and help nobody."""
    response = site.get("/buscar/?q=ley")
    assert "noindex" in response["X-Robots-Tag"]
    assert "private" in response["Cache-Control"]
    assert not response.cookies


def test_without_an_index_the_page_says_so_and_leads_on() -> None:
    engine().destroy()
    response = Client().get("/buscar/?q=ley")
    assert response.status_code == 503
    assert "/archivo/" in response.content.decode()
