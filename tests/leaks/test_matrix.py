"""Canary words planted in every field of a document, looked for in every answer."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from archive import access, tasks
from archive.models import Document, DocumentType
from cms.core.audience import Audience
from cms.core.visibility import Verdict
from search import outbox
from search.engine import engine
from tests import factories
from tests.leaks.matrix import EXEMPT, MATRIX, ROLES, SURFACES, Gives

STATES = list(MATRIX)


@dataclass
class World:
    """One document in each state, with canaries of its own, and somebody in each role."""

    documents: dict[str, Document] = field(default_factory=dict)
    people: dict[str, User | None] = field(default_factory=dict)

    def canaries(self, state: str) -> list[str]:
        number = STATES.index(state)
        return [f"canario{place}x{number}q" for place in ("titulo", "texto", "nombre", "autor", "alcance", "uso")]


def plant(world: World, state: str, holder: Any) -> Document:
    title, text, name, author, scope, use = world.canaries(state)
    number = STATES.index(state)
    kwargs: dict[str, Any] = {
        "holder": holder,
        "pages": [f"Página primera con {text}", f"Segunda página con {text}"],
        "filename": f"{name}.pdf",
        "creator": f"Comité {author}",
        "content": f"%PDF-1.4 {text}".encode(),
    }
    now = timezone.now()
    past, future = now - timedelta(seconds=1), now + timedelta(days=1)
    make = {
        "draft": lambda: factories.document(title, **kwargs),
        "published": lambda: factories.published(title, **kwargs),
        "scheduled": lambda: factories.published(title, at=future, **kwargs),
        "reserved": lambda: factories.reserved(title, until=future, **kwargs),
        "reserved, existence public": lambda: factories.reserved(title, until=future, existence=True, **kwargs),
        "reserved, release approved": lambda: factories.reserved(title, until=future, approved=True, **kwargs),
        "reservation due": lambda: factories.reserved(title, until=past, **kwargs),
        "reservation ended, release approved": lambda: factories.reserved(title, until=past, approved=True, **kwargs),
        "withdrawn": lambda: factories.withdrawn(title, **kwargs),
    }
    document = make[state]()
    document.scope_and_content = f"Trata de {scope}"
    document.rights = f"Se usa según {use}"
    document.note = "canarionotainterna"
    document.document_type = DocumentType.objects.create(slug=f"tipo-{number}", label=f"Tipo número {number}")
    document.save()
    _version(document)
    assert document.original is not None
    tasks._write(tasks.cover_path(document.original.digest), f"RIFF {text}".encode())
    return document


def _version(document: Document) -> None:
    """Versions of every state are asked for by address, also where publication would have made none."""
    if document.original and not document.versions.exists():
        document.versions.create(number=1, original=document.original, published_at=timezone.now())


@pytest.fixture
def world(db: None, index: None) -> World:
    world = World()
    holder = factories.institution()
    for state in STATES:
        world.documents[state] = plant(world, state, holder)
    world.people = {
        "public": None,
        "own": factories.member(holder),
        "other": factories.member(factories.institution()),
        "superuser": factories.superuser(),
    }
    outbox.drain(engine())
    return world


def answers(world: World, state: str, role: str) -> Iterator[tuple[str, int, str]]:
    """(surface, status, all that the answer holds) for one document and one role."""
    client = Client()
    person = world.people[role]
    if person:
        client.force_login(person)
    code = world.documents[state].code
    for surface in SURFACES:
        if surface.startswith("archive:"):
            arguments: dict[str, Any] = {"code": code}
            arguments |= {"version": 1} if "version" in surface else {}
            arguments |= (
                {"page": 1}
                if surface.endswith(":page") or (surface.endswith("_page") and "go_to" not in surface)
                else {}
            )
            yield surface, *got(client, reverse(surface, kwargs=arguments))
    searched = world.canaries(state)[:-1]  # all but the conditions of use
    for canary in searched:
        yield "search:results", *without(canary, got(client, f"/buscar/?q={canary}"))
    creator = world.documents[state].creator_id
    yield "results of a facet in the address", *got(client, f"/buscar/?creator={creator}")
    yield "facet counts", *got(client, "/buscar/")
    yield "archive entrance", *got(client, "/archivo/")
    yield "front page", *got(client, "/")
    if person is None:
        for canary in searched:
            out = StringIO()
            call_command("search", canary, json=True, stdout=out)
            yield "search command", *without(canary, (200, out.getvalue()))


def without(canary: str, answer: tuple[int, str]) -> tuple[int, str]:
    """The words of the request itself come back in the search box and in links: they are not the document's."""
    status, said = answer
    return status, said.replace(canary, "")


def got(client: Client, address: str) -> tuple[int, str]:
    response = client.get(address)
    content: bytes = response.getvalue()
    return response.status_code, content.decode("utf-8", "replace") + json.dumps(
        dict(response.headers), ensure_ascii=False
    )


def violations(world: World, states: list[str] = STATES) -> list[str]:
    """Every cell of the matrix that an answer contradicts."""
    found = []
    for state in states:
        for place, role in enumerate(ROLES):
            for surface, status, said in answers(world, state, role):
                gives = MATRIX[state][SURFACES[surface]][place]
                problem = contradiction(world, state, surface, gives, status, said)
                if problem:
                    found.append(f"{state} · {role} · {surface}: should give {gives.value}, {problem}")
    return found


def contradiction(world: World, state: str, surface: str, gives: Gives, status: int, said: str) -> str:
    if "canarionotainterna" in said:
        return "gives the archivist's note"
    if surface == "facet counts":
        counted = f"Tipo número {STATES.index(state)}" in said
        if counted != (gives is Gives.FULL):
            return "the facet counts it" if counted else "no facet counts it"
    if gives is Gives.FULL:
        return "" if status in {200, 302} and holds_the_document(world, state, surface, said) else f"answers {status}"
    leaked = [canary for canary in world.canaries(state) if canary in said]
    if leaked:
        return f"gives {leaked}"
    expected = {Gives.NOTICE: 403, Gives.TOMBSTONE: 410}.get(gives)
    if surface.startswith("archive:"):
        return "" if status == (expected or 404) else f"answers {status}"
    return ""


def holds_the_document(world: World, state: str, surface: str, said: str) -> bool:
    """Whether a full answer really shows the document: an empty page must not pass for one."""
    title, text, *_others = world.canaries(state)
    if surface.endswith("go_to_page") or surface == "facet counts":
        return True
    return title in said or text in said or f"/d/{world.documents[state].code}" in said


def test_every_cell_of_the_matrix_holds(world: World) -> None:
    assert violations(world) == []


def test_nothing_distinguishes_what_is_closed_from_what_never_was(world: World) -> None:
    code = world.documents["reserved"].code
    closed, never = Client().get(f"/d/{code}"), Client().get("/d/zzzzzzzz")
    assert closed.status_code == never.status_code == 404
    assert closed.content.replace(code.encode(), b"") == never.content.replace(b"zzzzzzzz", b"")
    assert closed.headers == never.headers


@pytest.mark.parametrize("check", ["verdict", "visible_to", "audience"])
def test_taking_out_any_access_check_turns_cells_red(
    world: World, monkeypatch: pytest.MonkeyPatch, check: str
) -> None:
    open_to_all = {
        "verdict": lambda document, viewer: Verdict.FULL,
        "visible_to": lambda viewer: Document.objects.all(),
        "audience": lambda document: Audience(public_from=timezone.now() - timedelta(days=1)),
    }
    monkeypatch.setattr(access, check, open_to_all[check])
    Document.objects.get(pk=world.documents["scheduled"].pk).save()
    outbox.drain(engine())
    assert violations(world, ["scheduled"])


def test_every_address_of_the_site_is_in_the_matrix_or_exempt_with_a_reason() -> None:
    patterns: list[Any] = get_resolver().url_patterns
    for pattern in patterns:
        prefix = str(pattern.pattern)
        namespace = getattr(pattern, "namespace", None)
        if namespace in {"archive", "search"}:
            names = {f"{namespace}:{each.name}" for each in pattern.url_patterns}
            assert names <= set(SURFACES), names - set(SURFACES)
        else:
            assert prefix in EXEMPT, prefix
