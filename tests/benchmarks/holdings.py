"""Pages of an institution with ten thousand documents, against the same pages of one that has none yet.

Each side is a database of its own; requests to the two alternate, so that both meet the same machine.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.results import Result

DOCUMENTS = 10_000
SERIES = 10
ROUNDS = 15
MOST = 3.0


@dataclass(frozen=True, slots=True)
class Side:
    """A database, who works in it, and a unit to look at."""

    database: Path
    staff: Any
    public: Any
    unit: Any

    def connect(self) -> None:
        from django.db import connections

        connections.close_all()
        connections["default"].settings_dict["NAME"] = str(self.database)


@dataclass(frozen=True, slots=True)
class Page:
    """`address` is asked for by whom `client` names."""

    client: str
    address: Callable[[Any], str]


def measure(folder: Path) -> Iterator[Result]:
    from django.db import connections

    home = connections["default"].settings_dict["NAME"]
    try:
        sides = [_side(folder / f"holdings-{number}.sqlite3", number) for number in (0, DOCUMENTS)]
        for name, page in _pages().items():
            yield from _compared(name, page, sides)
    finally:
        connections.close_all()
        connections["default"].settings_dict["NAME"] = home


def _pages() -> Mapping[str, Page]:
    from django.urls import NoReverseMatch, reverse

    def admin(name: str) -> Page:
        return Page("staff", lambda _unit: reverse(name))

    pages = {
        "documents list": admin("wagtailsnippets_archive_document:list"),
        "units list": admin("wagtailsnippets_archive_archivalunit:list"),
        "tree": admin("wagtailsnippets_archive_archivalunit:tree"),
        "tree of a series": Page(
            "staff", lambda unit: reverse("wagtailsnippets_archive_archivalunit:branch", args=[unit.pk])
        ),
        "unit chooser": admin("wagtailsnippetchoosers_archive_archivalunit:choose"),
        "document chooser": admin("wagtailsnippetchoosers_archive_document:choose"),
    }
    try:
        reverse("archive:unit", args=["x"])
    except NoReverseMatch:
        return pages
    return {**pages, "public unit": Page("public", lambda unit: unit.get_absolute_url())}


def _compared(name: str, page: Page, sides: list[Side]) -> Iterator[Result]:
    seconds: list[list[float]] = [[], []]
    queries = [0, 0]
    for number in range(ROUNDS + 1):
        for place, side in enumerate(sides):
            side.connect()
            # The first request of a connection opens it and fills what lives as long as the process.
            _get(side, page)
            if number == 0:
                queries[place] = _queries(side, page)
            else:
                seconds[place].append(_get(side, page))
    empty, full = (median(each) * 1000 for each in seconds)
    detail = f"{full:.1f} ms with {DOCUMENTS} documents against {empty:.1f} ms with none"
    yield Result(f"{name}: time to the first byte ÷ empty archive", full / empty, MOST, detail)
    yield Result(
        f"{name}: SQL queries ÷ empty archive",
        queries[1] / max(queries[0], 1),
        MOST,
        f"{queries[1]} against {queries[0]}",
    )


def _get(side: Side, page: Page) -> float:
    from django.core.cache import caches

    for cache in caches.all():
        cache.clear()
    client = getattr(side, page.client)
    address = page.address(side.unit)
    started = time.perf_counter()
    response = client.get(address)
    seconds = time.perf_counter() - started
    assert response.status_code == 200, (address, response.status_code)
    return seconds


def _queries(side: Side, page: Page) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        _get(side, page)
    return len(asked)


def _side(database: Path, documents: int) -> Side:
    """An institution with one fonds of ten series, and so many documents in them; a person who works there."""
    from django.test import Client

    from archive import classification
    from archive.vocabularies import Level
    from tests import factories, template_database

    template_database.copy_to(database)
    Side(database, None, None, None).connect()
    institution = factories.institution("Archivo medido")
    person = factories.member(institution)
    fonds = factories.unit("Fondo", holder=institution)
    series = [factories.unit(f"Serie {number}", parent=fonds, level=Level.SERIES) for number in range(SERIES)]
    for unit in (fonds, *series):
        classification.show(unit, actor=person)
    _fill(series, documents)
    staff, public = (Client(headers={"host": "localhost"}) for _each in range(2))
    staff.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return Side(database, staff, public, series[0])


def _fill(series: list[Any], number: int) -> None:
    from django.utils import timezone

    from archive.models import Document, DocumentType
    from cms.core.visibility import State

    kind, _is_new = DocumentType.objects.named("Acta")
    now = timezone.now()
    Document.objects.bulk_create(
        (
            Document(
                code=f"m{place:07d}",
                title=f"Acta de la sesión {place}",
                holding_institution=series[0].institution,
                unit=series[place % len(series)],
                reference_code=f"{series[place % len(series)].reference_code}/{place:05d}",
                document_type=kind,
                state=State.PUBLISHED,
                public_from=now,
                live=True,
            )
            for place in range(number)
        ),
        batch_size=500,
    )
