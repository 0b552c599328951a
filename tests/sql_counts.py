"""How many SQL queries each of the reader's pages asks, with little and with much behind it."""

from collections.abc import Callable, Mapping

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive import classification
from archive.models import ArchivalUnit, Document
from search import outbox
from search.engine import engine
from search.indexing import ensure_index
from tests import factories

UNIT = "Fondo de las cuentas"
PAGES: Mapping[str, Callable[[Document], str]] = {
    "document": lambda document: f"/d/{document.code}",
    "reading": lambda document: f"/d/{document.code}/p2?q=oficio",
    "citation": lambda document: f"/d/{document.code}/p2/citar",
    "unit": lambda document: document.unit.get_absolute_url() if document.unit else "",
    "creator": lambda document: document.creator.get_absolute_url() if document.creator else "",
    "archive": lambda document: "/archivo/",
    "front": lambda document: "/",
    "articles": lambda document: "/articulos/",
    "states": lambda document: "/estados/",
    "glossary": lambda document: "/glosario/",
    "results": lambda document: "/buscar/?q=oficio",
}


def few_and_many(pages: Mapping[str, Callable[[Document], str]]) -> dict[str, tuple[int, int]]:
    """For each page, the queries asked with 2 documents of 3 pages and with 40 more of 12 pages."""
    ensure_index(engine())
    first = _published(2, pages=3)
    few = {name: _count(address(first)) for name, address in pages.items()}
    _published(40, pages=12)
    return {name: (few[name], _count(address(first))) for name, address in pages.items()}


def _published(number: int, *, pages: int) -> Document:
    made = [
        factories.published(
            f"Oficio {place}", pages=[f"oficio {page}" for page in range(pages)], creator=f"Comité {place % 5}"
        )
        for place in range(number)
    ]
    unit = ArchivalUnit.objects.filter(title=UNIT).first() or factories.unit(UNIT)
    classification.show(unit, actor=factories.superuser())
    Document.objects.filter(pk__in=[each.pk for each in made]).update(unit=unit)
    outbox.drain(engine())
    return Document.objects.select_related("unit", "creator").get(pk=made[0].pk)


def _count(address: str) -> int:
    client = Client(headers={"host": "localhost"})
    # With words after its address a page is made anew each time. The first request fills caches that live as long as
    # the process (sites, content types), or as the site stays as it is (the menu).
    address += "&" if "?" in address else "?"
    address += "hecha=de+nuevo"
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)
