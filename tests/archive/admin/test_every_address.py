"""Every address that the administration answers to, guessed by members of another institution: nothing crosses over.

Nothing is chosen: the URLconf itself is walked, whoever mounted the address. What an argument may be is guessed from
its name, as an attacker would.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.archive.admin.conftest import CANARY, Holdings, World, text_of
from tests.archive.admin.test_crossings import attack, state_of
from tests.archive.admin.urls_of_the_archive import workflow_state

LEFT_OUT = {
    "admin/logout/": "ends the session of whoever asks",
    "admin/sprite/": "the icons",
    "admin/institutions/": "which institutions there are is known to everybody",
    "admin/institutions/results/": "which institutions there are is known to everybody",
    "admin/jsi18n/": "Wagtail's own words",
    **dict.fromkeys(
        (
            "admin/cited_documents/",
            "admin/cited_documents/results/",
            "admin/cited_documents/chosen/%(pk)s/",
            "admin/cited_documents/chosen-multiple/",
        ),
        "what the public may read, to be quoted: tests/archive/test_evidence.py asks it for the rest",
    ),
}
PEOPLE = ["administrator", "commission"]
"""Whoever may do everything in A, and whoever sees what is submitted to them: the others may less."""


def addresses(theirs: Holdings) -> Iterator[str]:
    """Every address below /admin/, with their rows in the place of each argument."""
    for route, names in sorted(set(_walk(get_resolver(), ""))):
        if route.startswith("admin/") and route not in LEFT_OUT:
            for values in _guesses(theirs, names):
                yield "/" + _fill(route, names, values)


def _walk(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from _walk(each, prefix + str(each.pattern))
        elif isinstance(each, URLPattern) and each.name is not None:
            yield _as_route(prefix, each)


def _as_route(prefix: str, pattern: URLPattern) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The address with its arguments in braces."""
    (possible, *_others) = get_resolver_form(pattern)
    route, names = possible
    return prefix + route.replace("%%", "%"), tuple((name, f"%({name})s") for name in names)


def get_resolver_form(pattern: URLPattern) -> Any:
    from django.utils.regex_helper import normalize

    return normalize(pattern.pattern.regex.pattern.replace(r"\Z", "$"))


def _guesses(theirs: Holdings, names: tuple[tuple[str, str], ...]) -> Iterator[dict[str, Any]]:
    state = workflow_state(theirs)
    base: dict[str, Any] = {
        "app_label": "archive",
        "app_name": "archive",
        "content_type_app_name": "archive",
        "content_type_app_label": "archive",
        "content_type_model_name": "document",
        "model_name": "document",
        "model": "document",
        "action": "approve",
        "action_name": "approve",
        "revision_id": theirs.revision.pk,
        "revision_id_a": "live",
        "revision_id_b": theirs.revision.pk,
        "workflow_state_id": state.pk,
        "task_state_id": state.current_task_state.pk,
        "task_id": state.current_task_state.task_id,
        "tag_model": "subject",
        "status": "publish",
        "filename": "x",
        "hash": "x",
    }
    rows = [theirs.waiting.pk, theirs.published.pk, theirs.unit.pk] if names else [0]
    for row in rows:
        yield {name: base.get(name, row) for name, _placeholder in names}


def _fill(route: str, names: tuple[tuple[str, str], ...], values: dict[str, Any]) -> str:
    return route % values if names else route


@pytest.mark.parametrize("who", PEOPLE)
def test_no_guessed_address_reads_or_changes_anything(world: World, who: str) -> None:
    client = world.client(who)
    # Some of Wagtail's own views fail on a form that makes no sense; ours must not.
    client.raise_request_exception = False
    before, crossings, tried = state_of(world.b), [], 0
    for address in addresses(world.b):
        for send in (client.get, lambda at: client.post(at, attack(world.b))):
            response = send(address)
            tried += 1
            if CANARY in text_of(response) or (response.status_code >= 500 and "archive" in address):
                crossings.append((address, response.status_code, "reads"))
        if state_of(world.b) != before:
            crossings.append((address, 0, "changes"))
            before = state_of(world.b)
    assert crossings == []
    assert tried > 500


def test_the_walk_finds_what_is_known_to_be_there(world: World) -> None:
    """The control: the walk reaches Wagtail's own views and ours, with their rows."""
    found = set(addresses(world.b))
    for expected in (
        "/admin/reports/site-history/",
        f"/admin/snippets/archive/document/edit/{world.b.waiting.pk}/",
        f"/admin/snippets/archive/document/approve/{world.b.waiting.pk}/",
        "/admin/bulk/archive/document/approve/",
    ):
        assert expected in found
    client = world.client("superuser")
    assert CANARY in text_of(client.get(f"/admin/snippets/archive/document/inspect/{world.b.waiting.pk}/"))
