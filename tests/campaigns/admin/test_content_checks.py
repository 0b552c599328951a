"""What the editor's panel of checks is told of a page."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.urls import reverse

from campaigns.admin import content_checks
from cms.home.models import ArticleIndexPage, ArticlePage
from tests import factories
from tests.cms.home.conftest import client_of


@pytest.mark.parametrize(
    ("said", "check"),
    [
        ("aquí", "link-says-nothing"),
        ("Haga clic aquí", "link-says-nothing"),
        ("«Ver más»", "link-says-nothing"),
        ("https://ejemplo.mx/a", "link-is-address"),
        ("www.ejemplo.mx", "link-is-address"),
        ("Ver los plazos", None),
        ("Aquí están los plazos", None),
    ],
)
def test_a_link_that_says_nothing_is_marked(said: str, check: str | None) -> None:
    marked = content_checks.mark(f'<p>Lea <a href="/x">{said}</a>.</p>')
    assert (f'data-check="{check}"' in marked) if check else ("data-check" not in marked)
    assert said.strip("«»") in marked


def test_only_the_second_call_to_action_is_marked() -> None:
    one = '<div class="block-action">Uno</div>'
    assert "data-check" not in content_checks.mark(one)
    assert content_checks.mark(one + one.replace("Uno", "Dos")).count('data-check="second-action"') == 1
    assert content_checks.mark("") == ""


def test_a_control_character_does_not_keep_the_preview_away() -> None:
    assert content_checks.mark('<p>a\x0bb <a href="/x">aquí</a></p>').startswith("<p>ab <a ")


@pytest.mark.parametrize("preview", [True, False])
def test_readers_never_see_a_mark(db: Any, preview: bool) -> None:
    page = ArticlePage(
        title="Enlaces", slug="enlaces", body=[("paragraph", '<p>Lea <a href="https://ejemplo.mx/">aquí</a>.</p>')]
    )
    ArticleIndexPage.objects.get().add_child(instance=page)
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    request.is_preview = preview  # type: ignore[attr-defined]
    assert ("data-check" in page.get_context(request)["body"]) == preview


def test_the_editor_gets_our_rules_in_spanish(db: Any) -> None:
    page = ArticlePage(title="Reglas", slug="reglas")
    ArticleIndexPage.objects.get().add_child(instance=page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    answer = client_of(factories.superuser()).get(address).content.decode()
    assert "check-marked" in answer
    for rule in (*content_checks.RULES, *content_checks.OF_AXE):
        assert f'"{rule}"' in answer, rule
    assert "input-button-name" not in answer


def test_a_new_article_begins_with_a_heading_and_a_text(db: Any) -> None:
    index = ArticleIndexPage.objects.get()
    address = reverse("wagtailadmin_pages:add", args=["home", "articlepage", index.pk])
    answer = client_of(factories.superuser()).get(address)
    body = answer.context["form"].initial["body"]
    assert [part.block_type for part in body] == ["heading", "paragraph"]
