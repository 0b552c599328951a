"""Canary words planted in every field of a record, looked for in every answer."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any
from unittest import mock

import pypdfium2
import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from archive import access, reading
from archive.citation import FILES
from archive.models import ArchivalUnit, Creator, Document
from cms.core.audience import Audience
from cms.core.visibility import Verdict
from search import indexing, outbox
from search.engine import engine
from tests import databases
from tests.leaks.matrix import (
    EXEMPT,
    MATRIX,
    OF_RECORDINGS,
    ROLES,
    SURFACES,
    UNIT_MATRIX,
    WITHOUT_RECORDS,
    Gives,
)
from tests.leaks.world import DESCRIBED, NEVER, OLD, SEARCHED, STATES, UNIT_STATES, World, build, canaries, canary
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.xdist_group("leaks")
Answer = tuple[int, str]
VERSIONED = {
    "archive:version_page_image",
    "archive:version_page_pdf",
    "archive:version",
    "archive:version_page",
    "archive:version_download",
    "archive:version_differences",
}
DIFFERENCES = "differences of the newer version"
CITED = "citation"
ENTRANCES = {"archive entrance": "/archivo/", "front page": "/", "facet labels": "/buscar/"}
OF_THE_SITE = {
    "page of a state": "/estados/tlaxcala/",
    "page of a region": "/estados/region-centro/",
    "map of the states": "/estados/",
    "home:news_feed": "/novedades/atom.xml",
    "home:archive_feed": "/archivo/atom.xml",
    "home:state_feed": "/estados/tlaxcala/atom.xml",
    "home:sitemap_section": "/sitemap-documentos.xml",
}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all tests here, in a database without a transaction around it; both are made anew afterwards."""
    from django.db import connections

    with django_db_blocker.unblock():
        engine().destroy()
        indexing.rebuild(engine())
        yield build()
        engine().destroy()
        connections.close_all()
        databases.renew(connections["default"].settings_dict)


class Reader:
    """Somebody in one of the roles, who asks each address once."""

    def __init__(self, world: World, role: str) -> None:
        self.client = Client()
        self.role = role
        if person := world.people[role]:
            self.client.force_login(person)
        self._known: dict[str, Answer] = {}

    def get(self, address: str) -> Answer:
        if address not in self._known:
            response = self.client.get(address)
            content: bytes = response.getvalue()
            headers = json.dumps(dict(response.headers), ensure_ascii=False)
            self._known[address] = response.status_code, _text_of(content) + headers
        return self._known[address]

    def search(self, word: str) -> Answer:
        """The word of the request itself comes back in the search box and in links: it is not the record's."""
        status, said = self.get(f"/buscar/?q={word}")
        return status, said.replace(word, "")


def _text_of(content: bytes) -> str:
    """What an answer says; of a PDF that we made, what is written in it."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError:
        return content.decode("utf-8", "replace")
    return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", " ")


OF_A_PAGE = {
    f"archive:{version}{name}"
    for version in ("", "version_")
    for name in ("page", "page_image", "page_pdf", "page_cite")
}


def answers(world: World, state: str, reader: Reader) -> Iterator[tuple[str, Answer]]:
    """(surface, answer) for one document and one role."""
    document = world.documents[state]
    for surface in SURFACES:
        if surface.startswith("archive:") and surface not in {"archive:unit", "archive:creator"}:
            arguments: dict[str, Any] = {"code": document.code}
            arguments |= {"version": 1} if "version" in surface else {}
            arguments |= {"page": 1} if surface in OF_A_PAGE else {}
            yield surface, reader.get(reverse(surface, kwargs=arguments))
    for file in FILES:
        yield f"{CITED} for programs", reader.get(f"/d/{document.code}/p1/citar?formato={file}")
        yield f"{CITED} of the version for programs", reader.get(f"/d/{document.code}/v1/citar?formato={file}")
    if "newer differences" in MATRIX[state]:
        yield DIFFERENCES, reader.get(f"/d/{document.code}/v2/diferencias")
        yield f"{DIFFERENCES} with this one", reader.get(f"/d/{document.code}/v2/diferencias?con=1")
    assert document.creator is not None
    yield "archive:creator", reader.get(f"/productores/{document.creator.code}")
    yield "archive:unit", reader.get(f"/u/{world.fonds.code}")
    yield "related to another document", reader.get(f"/d/{world.neighbour.code}")
    # Each field that finds the document; where the same index has answered the public, one word tells the audience.
    for place in SEARCHED if reader.role == "public" else ("texto",):
        yield "search:results", reader.search(canary(place, state))
    if reader.role in {"public", "own archivist", "other archivist"}:
        yield "results of a facet in the address", reader.get(f"/buscar/?creator={document.creator_id}")
    for surface, address in ENTRANCES.items():
        yield surface, reader.get(address)
    yield "fonds page", reader.get(world.fonds_pages[""])
    for surface, address in OF_THE_SITE.items():
        yield surface, reader.get(address)
    for name, address in world.articles.items():
        yield f"{name} in an article", reader.get(address)


def commanded(state: str) -> Iterator[tuple[str, Answer]]:
    out = StringIO()
    with mock.patch("sys.stdin", StringIO("\n".join(canary(place, state) for place in SEARCHED))):
        call_command("search", json=True, stdout=out)
    for line in out.getvalue().splitlines():
        said = json.loads(line)
        yield "search command", (200, json.dumps(said["results"], ensure_ascii=False).replace(said["query"], ""))


def violations(world: World, role: str, states: list[str] = STATES) -> list[str]:
    """Every cell of the role's columns that an answer contradicts."""
    reader = Reader(world, role)
    place = ROLES.index(role)
    found = []
    for state in states:
        given = [*answers(world, state, reader), *(commanded(state) if role == "public" else ())]
        for surface, (status, said) in given:
            gives = MATRIX[state][SURFACES[surface]][place]
            if problem := contradiction(world, state, surface, gives, status, said):
                found.append(f"{state} · {role} · {surface}: should give {gives.value}, {problem}")
    return found


def contradiction(world: World, state: str, surface: str, gives: Gives, status: int, said: str) -> str:
    if never := [word for word in NEVER if word in said]:
        return f"gives {never}"
    old = OLD + canary("x", state)
    if old in said and not (gives is Gives.FULL and may_hold_the_old_text(state, surface)):
        return "gives the text of an old version"
    if gives is Gives.FULL:
        return "" if status in {200, 302} and shows(world, state, surface, said) else f"answers {status} without it"
    words = canaries(state)
    if surface == "home:sitemap_section":
        # It says no more of a document than where it is.
        words = [*words, f"/d/{world.documents[state].code}"]
    if leaked := [word for word in words if word in said]:
        return f"gives {leaked}"
    return wrong_status(surface, gives, status, shared=surface == "archive:unit")


def wrong_status(surface: str, gives: Gives, status: int, *, shared: bool = False) -> str:
    expected = {Gives.NOTICE: 403, Gives.TOMBSTONE: 410}.get(gives, 404)
    has_its_own = surface.startswith(("archive:", DIFFERENCES, CITED)) and not shared
    return f"answers {status}" if has_its_own and status != expected else ""


def may_hold_the_old_text(state: str, surface: str) -> bool:
    quotes = surface in VERSIONED or surface.startswith((DIFFERENCES, "evidence"))
    return state == "superseded version" and quotes


def shows(world: World, state: str, surface: str, said: str) -> bool:
    """Whether a full answer really shows the document: an empty page must not pass for one."""
    if surface.endswith("go_to_page") or SURFACES[surface] == "entrance":
        return True
    if surface == "archive:document":
        described = ("titulo", "autor", "alcance", "tema", *DESCRIBED)
        return all(canary(place, state) in said for place in described)
    if surface == "facet labels":
        label = f"Tipo número {STATES.index(state)}."
        return label in said and canary("tema", state) in said and canary("autor", state) in said
    if surface == "archive:creator":
        return canary("alias", state) in said and canary("titulo", state) in said
    shown = (canary("titulo", state), canary("texto", state), OLD, f"/d/{world.documents[state].code}")
    return any(each in said for each in shown)


@pytest.mark.parametrize("role", ROLES)
def test_every_cell_of_the_matrix_holds(world: World, role: str) -> None:
    assert violations(world, role) == []


def test_every_cell_holds_with_the_shared_cache(world: World, shared_cache: None) -> None:
    """Whoever may see most comes first: nothing of what they got may be kept for the public."""
    for role in ("superuser", "public", "public"):
        assert violations(world, role) == []
    assert len(caches["public"]._cache) > 0  # type: ignore[attr-defined]


def unit_answers(world: World, state: str, reader: Reader) -> Iterator[tuple[str, Answer]]:
    fonds, series = world.units[state], world.units[f"{state}: series"]
    assert fonds.creator is not None
    yield "archive:unit", reader.get(f"/u/{fonds.code}")
    yield "archive:unit of the series", reader.get(f"/u/{series.code}")
    yield "archive:creator", reader.get(f"/productores/{fonds.creator.code}")
    yield "archive:document in it", reader.get(f"/d/{world.inside[state].code}")
    yield "fonds page", reader.get(world.fonds_pages[state])
    for surface, address in ENTRANCES.items():
        yield surface, reader.get(address)
    for place in ("unidad", "serie"):
        yield "search:results", reader.search(canary(place, state))


def unit_violations(world: World, role: str) -> list[str]:
    reader = Reader(world, role)
    found = []
    for state in UNIT_STATES:
        for surface, (status, said) in unit_answers(world, state, reader):
            gives = UNIT_MATRIX[state][surface][ROLES.index(role)]
            if problem := unit_contradiction(world, state, surface, gives, status, said):
                found.append(f"{state} · {role} · {surface}: should give {gives.value}, {problem}")
    return found


def unit_contradiction(world: World, state: str, surface: str, gives: Gives, status: int, said: str) -> str:
    if NEVER[0] in said:
        return "gives the archivist's note"
    words = [canary(place, state) for place in ("unidad", "serie", "oficina", "alcance")]
    told = [word for word in words if word in said]
    if surface == "search:results":
        told += [f"/d/{world.inside[state].code}"] if f"/d/{world.inside[state].code}" in said else []
    if gives is Gives.FULL:
        return "" if told and status == 200 else f"answers {status} without it"
    if told:
        return f"gives {told}"
    # The document in a hidden unit is public: only its page's breadcrumb depends on the unit.
    return wrong_status(surface, gives, status, shared=surface == "archive:document in it")


@pytest.mark.parametrize("role", ROLES)
def test_units_are_told_only_to_those_who_may_see_them(world: World, role: str) -> None:
    assert unit_violations(world, role) == []


def test_nothing_distinguishes_what_is_closed_from_what_never_was(world: World) -> None:
    addresses = {
        f"/d/{world.documents['reserved'].code}": "/d/zzzzzzzz",
        f"/u/{world.units['unit hidden'].code}": "/u/zzzzzzzz",
    }
    for closed_address, never_address in addresses.items():
        closed, never = Client().get(closed_address), Client().get(never_address)
        assert closed.status_code == never.status_code == 404
        code = closed_address.rpartition("/")[2].encode()
        assert closed.content.replace(code, b"") == never.content.replace(b"zzzzzzzz", b"")
        assert closed.headers == never.headers


OPEN_TO_ALL: dict[str, tuple[Any, Any]] = {
    "verdict": (access, lambda document, viewer: Verdict.FULL),
    "visible_to": (access, lambda viewer: Document.objects.all()),
    "audience": (access, lambda document: Audience(public_from=timezone.now() - timedelta(days=1))),
    "units_visible_to": (access, lambda viewer: ArchivalUnit.objects.all()),
    "creators_visible_to": (access, lambda viewer: Creator.objects.all()),
    "is_withdrawn": (reading, lambda version: False),
}


@pytest.mark.parametrize("check", OPEN_TO_ALL)
def test_taking_out_any_access_check_turns_cells_red(
    world: World, monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    module, open_to_all = OPEN_TO_ALL[check]
    scheduled = Document.objects.get(pk=world.documents["scheduled"].pk)
    with monkeypatch.context() as patched:
        patched.setattr(module, check, open_to_all)
        caches["public"].clear()
        scheduled.save()
        outbox.drain(engine())
        found = violations(world, "public", ["scheduled", "withdrawn version"]) + unit_violations(world, "public")
    scheduled.save()
    outbox.drain(engine())
    caches["public"].clear()
    assert found


def test_every_address_of_the_site_is_in_the_matrix_or_exempt_with_a_reason() -> None:
    patterns: list[Any] = get_resolver().url_patterns
    for pattern in patterns:
        prefix = str(pattern.pattern)
        namespace = getattr(pattern, "namespace", None)
        if namespace in {"archive", "search", "home"}:
            names = {f"{namespace}:{each.name}" for each in pattern.url_patterns}
            known = {*SURFACES, *OF_RECORDINGS, *WITHOUT_RECORDS}
            assert names <= known, names - known
        else:
            # Some addresses of the administration stand before Wagtail's own.
            assert ("admin/" if prefix.startswith("admin/") else prefix) in EXEMPT, prefix
