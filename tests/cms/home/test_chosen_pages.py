"""What parts of pages tell their editors of what is not public: that it is not, and no more."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, streamfield

from cms.home.models import ArticlePage, HomePage
from tests import factories
from tests.cms.home.conftest import CANARY, Sections, client_of
from tests.cms.home.test_editors import page_address
from tests.cms.home.test_editors import text_of as source_of

NOT_PUBLIC = "Página que no es pública"

Parts = list[tuple[str, Any]]


def text_of(response: Any) -> str:
    """What a response says, also to its scripts, which get letters with accents as numbers."""
    return re.sub(r"\\+u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), source_of(response))


def leading_to(page: Page) -> Parts:
    link = {"label": "Ver más", "page": page.pk, "address": ""}
    return [("action", {"title": "Siga leyendo", "text": "", **link})]


def saved(page: Page, parts: Parts) -> Any:
    """A revision whose parts come as they would from a form that somebody made up."""
    page.body = [{"type": kind, "value": value, "id": f"part-{number}"} for number, (kind, value) in enumerate(parts)]
    return page.save_revision()


def compared(sections: Sections, first: Parts, second: Parts) -> str:
    page = ArticlePage.objects.get(pk=sections.own.live.pk)
    before, after = saved(page, first), saved(page, second)
    address = page_address("revisions_compare", page, before.pk, after.pk)
    answer = client_of(sections.own.person).get(address)
    assert answer.status_code == 200
    return text_of(answer)


def posted(sections: Sections, parts: Parts) -> Any:
    form = {
        "title": sections.own.live.title,
        "slug": sections.own.live.slug,
        "summary": "Una frase",
        "kind": "article",
        "comments": {"TOTAL_FORMS": "0", "INITIAL_FORMS": "0"},
        "body": streamfield(parts),
        "action-publish": "1",
    }
    client = client_of(sections.own.person)
    return client.post(page_address("edit", sections.own.live), nested_form_data(form))


def test_a_page_that_is_not_shown_is_refused_without_its_title_and_nothing_is_lost(sections: Sections) -> None:
    other = sections.other
    answer = text_of(posted(sections, leading_to(other.draft)))
    assert "Esta página no es pública. Publíquela antes de enlazarla, o elija otra." in answer
    assert CANARY not in answer
    assert "Siga leyendo" in answer
    assert NOT_PUBLIC in answer
    assert not ArticlePage.objects.get(pk=sections.own.live.pk).body
    assert posted(sections, leading_to(other.live)).status_code == 302
    assert ArticlePage.objects.get(pk=sections.own.live.pk).body[0].value["page"].pk == other.live.pk


def test_the_editor_shows_of_a_chosen_page_what_readers_see(sections: Sections) -> None:
    page, edit = ArticlePage.objects.get(pk=sections.own.live.pk), page_address("edit", sections.own.live)
    client = client_of(sections.own.person)
    saved(page, leading_to(sections.other.draft))
    answer = text_of(client.get(edit))
    assert NOT_PUBLIC in answer
    assert CANARY not in answer
    saved(page, leading_to(sections.other.live))
    answer = text_of(client.get(edit))
    assert "Publicado de CMX" in answer
    assert CANARY not in answer, "the title of a later draft"


def test_a_comparison_shows_of_pages_what_readers_see(sections: Sections) -> None:
    answer = compared(sections, leading_to(sections.other.live), leading_to(sections.other.draft))
    assert "Publicado" in answer
    assert "pública" in answer
    assert CANARY not in answer


def test_the_front_page_puts_first_only_what_is_shown(sections: Sections) -> None:
    block = HomePage._meta.get_field("body").stream_block.child_blocks["new_articles"].child_blocks["chosen"]
    assert block.child_block.get_form_state(sections.other.draft)["adminTitle"] == NOT_PUBLIC
    assert block.child_block.get_form_state(sections.other.live)["adminTitle"] == "Publicado de CMX"


def test_migrations_keep_knowing_these_parts_as_they_did(db: Any) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


PARTS: dict[str, Callable[[int], Parts]] = {
    "evidence": lambda pk: [("evidence", {"document": pk, "page": 1, "text": "Un pasaje", "version": None})],
    "documents": lambda pk: [("documents", {"title": "Para saber más", "documents": [pk]})],
}


@pytest.mark.parametrize("kind", PARTS)
def test_a_comparison_tells_no_title_of_a_document_that_is_not_public(sections: Sections, kind: str) -> None:
    hidden, public = factories.document("Expediente secreto"), factories.published("Guía abierta")
    for first, second in ((hidden, public), (public, hidden)):
        answer = compared(sections, PARTS[kind](first.pk), PARTS[kind](second.pk))
        assert "secreto" not in answer
        assert hidden.code in answer
        assert "abierta" in answer
    assert "secreto" not in compared(sections, [], PARTS[kind](hidden.pk))
