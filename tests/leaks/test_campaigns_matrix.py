"""Canary words planted in campaigns and in what hangs from them, looked for in every answer."""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

import pytest
from django.core.cache import caches
from django.db import transaction
from django.db.models import Q
from django.test import Client
from django.urls import get_resolver, reverse

from campaigns import clipping_files, spot_views
from campaigns.events.listing import KIND_SLUGS
from campaigns.models import Announcement, CampaignsPage
from campaigns.models.event import EventKind
from cms.core import shown_files, visibility
from cms.core.models.page import page_address
from search.engine import engine
from search.indexing import ensure_index
from tests.leaks.campaigns_matrix import ELSEWHERE, MATRIX, ROLES, SURFACES, WITHOUT_PAGES, Gives
from tests.leaks.campaigns_states import NEVER
from tests.leaks.campaigns_world import (
    BELOW,
    LISTED,
    SLUG,
    STATES,
    World,
    build,
    canary,
    planted,
    shadow,
)
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.xdist_group("leaks of campaigns")
Answer = tuple[int, str]
OF_EVERYBODY = {
    "front page": "/",
    "page of the state": f"/estados/{SLUG}/",
    "page of the region": "/estados/region-centro/",
    "home:news_feed": "/novedades/atom.xml",
    "home:campaigns_feed": "/campanas/atom.xml",
    "home:press_feed": "/prensa/atom.xml",
    "home:events_feed": "/eventos/atom.xml",
    "home:universities_feed": "/universidades/atom.xml",
    "campaigns:calendar": "/eventos/calendario.ics",
    "campaigns:state_calendar": f"/eventos/calendario/estados/{SLUG}.ics",
    "campaigns:kind_calendar": f"/eventos/calendario/clases/{KIND_SLUGS[EventKind.FORUM]}.ics",
    "home:state_feed": f"/estados/{SLUG}/atom.xml",
    "home:sitemap_section": "/sitemap-paginas.xml",
}
LISTS = {
    "campaign": "/campanas/",
    "release": "/prensa/",
    "appearance": "/prensa/",
    "event": "/eventos/",
    "activity": "/universidades/",
}
OF_THE_STATE = ("release", "appearance")
ADMINISTRATION = ("choosing", "programs")
GONE = {"expired": 410, "withdrawn": 410, "for some people only": 200}
"""What an address answers where the page is not given: that it is gone, or the form for its password."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once for all tests here, in a transaction that is undone."""
    with django_db_blocker.unblock():
        ensure_index(engine())
        with transaction.atomic():
            yield build()
            transaction.set_rollback(True)


class Reader:
    """Somebody in one of the roles, who asks each address once."""

    def __init__(self, world: World, role: str) -> None:
        self.client = Client()
        self.role = role
        if person := world.people[role]:
            self.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        self._known: dict[str, Answer] = {}

    def get(self, address: str) -> Answer:
        if address not in self._known:
            response = self.client.get(address)
            said = response.getvalue().decode("utf-8", "replace")
            headers = json.dumps(dict(response.headers), ensure_ascii=False)
            self._known[address] = response.status_code, said + unquote(headers)
        return self._known[address]

    def without(self, words: str, address: str) -> Answer:
        """What is asked for comes back in boxes and links: it is not the page's."""
        status, said = self.get(address)
        return status, said.replace(words, "")


def answers(world: World, kind: str, state: str, reader: Reader) -> Iterator[tuple[str, Answer]]:
    """(surface, answer) for one page and one role."""
    page = world.pages[kind, state]
    parent = page.get_parent()
    yield "address", reader.get(page_address(page.url_path))
    for surface, address in OF_EVERYBODY.items():
        yield surface, reader.get(address)
    yield "page above", reader.get(page_address(parent.url_path))
    yield "a link in an article", reader.get(world.article)
    if kind in LISTS:
        yield "list", reader.get(LISTS[kind])
    for surface, address in world.files[kind, state].items():
        yield surface, reader.get(address)
    if kind == "event":
        yield "campaigns:campaign_calendar", reader.get(reverse("campaigns:campaign_calendar", args=[parent.pk]))
        for told in Announcement.objects.filter(page=page.pk):
            yield "campaigns:event_file", reader.get(reverse("campaigns:event_file", args=[told.uid]))
    if reader.role == "public":
        word = canary(kind, state)
        yield "search:results", reader.without(word, f"/buscar/?q={word}")
        near = page.slug[:-1]
        yield "a name that is nearly its own", reader.without(near, f"/{near}/")
    section = "state" if kind in OF_THE_STATE else "nation"
    chooser = reverse("wagtailadmin_choose_page_child", args=[parent.pk])
    yield f"choosing a page of the {section}", reader.get(chooser)
    # One answer holds twenty pages at most.
    programs = f"/admin/api/main/pages/?child_of={parent.pk}&slug={page.slug}"
    yield f"programs of the administration, of the {section}", reader.without(page.slug, programs)


def violations(world: World, role: str, states: list[str] = STATES) -> list[str]:
    """Every cell of the role's columns that an answer contradicts."""
    reader, place = Reader(world, role), ROLES.index(role)
    found = []
    for kind, state in planted():
        if state not in states:
            continue
        for surface, (status, said) in answers(world, kind, state, reader):
            gives = MATRIX[state][SURFACES[surface]][place]
            if problem := contradiction(world, (kind, state), surface, gives, status, said):
                found.append(f"{kind} {state} · {role} · {surface}: should give {gives.value}, {problem}")
    return found


def contradiction(world: World, of: tuple[str, str], surface: str, gives: Gives, status: int, said: str) -> str:
    if NEVER in said and not surface.startswith(ADMINISTRATION):
        return "gives a draft"
    words = [word for word in (canary(*of), shadow(*of)) if word in said]
    if gives is Gives.FULL:
        return "" if not must_show(of, surface) or (status == 200 and shows(surface, said, words)) else f"{status}"
    if surface == "address" and status == 200:
        # The form for the password says where it leads back to.
        words = [word for word in words if word != canary(*of)]
    if words and status < 400:
        return f"gives {words}"
    return wrong_status(world, of, surface, status)


def must_show(of: tuple[str, str], surface: str) -> bool:
    kind, state = of
    return not is_list(surface) or (surface in LISTED[kind] and state not in BELOW)


def is_list(surface: str) -> bool:
    return SURFACES[surface] in {"lists", "never told"}


def shows(surface: str, said: str, words: list[str]) -> bool:
    """Whether a full answer really shows the page: an empty one must not pass for one. Pictures bear no words."""
    return bool(words) or surface.startswith("image")


def wrong_status(world: World, of: tuple[str, str], surface: str, status: int) -> str:
    if surface in world.files[of]:
        return "" if status == 404 else f"answers {status}"
    expected = GONE.get(of[1], 404)
    return f"answers {status}" if surface == "address" and status != expected else ""


@pytest.mark.parametrize("role", ROLES)
def test_every_cell_of_the_matrix_holds(world: World, role: str) -> None:
    assert violations(world, role) == []


def test_every_cell_holds_with_the_shared_cache(world: World, shared_cache: None) -> None:
    """Whoever may see most comes first: nothing of what they got may be kept for the public."""
    for role in ("superuser", "public", "public"):
        assert violations(world, role, ["draft", "embargoed", "published", *BELOW]) == []
    assert len(caches["public"]._cache) > 0  # type: ignore[attr-defined]


def test_nothing_distinguishes_what_is_under_embargo_from_what_never_was(world: World) -> None:
    page = world.pages["release", "embargoed"]
    closed_address = page_address(page.url_path)
    never_slug = page.slug.replace("x", "y", 1)
    never_address = closed_address.replace(page.slug, never_slug)
    closed, never = Client().get(closed_address), Client().get(never_address)
    assert closed.status_code == never.status_code == 404
    assert closed.content.replace(page.slug.encode(), b"") == never.content.replace(never_slug.encode(), b"")
    assert closed.headers == never.headers


NOTHING = Q(pk__in=[])
OPEN_TO_ALL: dict[str, tuple[Any, str, Any, list[str]]] = {
    "embargo": (visibility, "under_embargo", lambda now=None: NOTHING, ["embargoed"]),
    "embargo of files": (shown_files, "is_public", lambda file: True, ["embargoed"]),
    "drafts": (visibility, "pages_standing", lambda pages, now: pages, ["draft"]),
    "restrictions": (visibility, "restricted", lambda: NOTHING, ["for some people only"]),
    "what is above": (visibility, "_silent", [], list(BELOW)),
    "scans": (clipping_files, "is_public", lambda clipping: True, ["draft"]),
    "recordings": (spot_views, "may_have", lambda user, recording: True, ["draft"]),
    "formats": (spot_views, "pages_shown", lambda channels: channels, ["withdrawn"]),
}


@pytest.mark.parametrize("check", OPEN_TO_ALL)
def test_taking_out_any_check_turns_cells_red(world: World, monkeypatch: pytest.MonkeyPatch, check: str) -> None:
    module, name, open_to_all, states = OPEN_TO_ALL[check]
    assert violations(world, "public", states) == []
    monkeypatch.setattr(module, name, open_to_all)
    assert violations(world, "public", states)


def test_every_address_of_campaigns_is_in_the_matrix_or_exempt_with_a_reason() -> None:
    patterns: Any
    (patterns,) = (each for each in get_resolver().url_patterns if getattr(each, "namespace", None) == "campaigns")
    names = {f"campaigns:{each.name}" for each in patterns.url_patterns}
    assert names - {*SURFACES, *WITHOUT_PAGES, *ELSEWHERE} == set()


def test_every_kind_of_page_below_a_campaign_is_in_the_matrix(world: World) -> None:
    there = {type(page)._meta.model_name for page in world.pages.values()}
    below = {kind for model in CampaignsPage.allowed_subpage_models() for kind in model.allowed_subpage_models()}
    assert {model._meta.model_name for model in below} <= there
