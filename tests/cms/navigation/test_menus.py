"""Menu, footer and notice: as editors set them, and as they are without that."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from cms.home.models import ArticleIndexPage, TextPage
from cms.navigation.models import Navigation, SiteTexts

pytestmark = pytest.mark.django_db


def front(client: Client, address: str = "/") -> str:
    return client.get(address, headers={"host": "localhost"}).content.decode()


def settings_of(model: Any, **fields: Any) -> Any:
    row, _new = model.objects.update_or_create(site=Site.objects.get(is_default_site=True), defaults=fields)
    return row


def menu_of(page: Page, label: str) -> str:
    return json.dumps([{"type": "link", "value": {"page": page.pk, "address": "", "label": label}}])


def test_without_settings_the_menu_is_made_of_the_pages(client: Client) -> None:
    shown = front(client)
    for address in ("/archivo/", "/articulos/", "/estados/", "/glosario/", "/buscar/"):
        assert f'href="{address}"' in shown
    assert 'href="/privacidad/"' in shown
    TextPage.objects.get(slug="privacidad").unpublish()
    assert 'href="/privacidad/"' not in front(client)


def test_the_menu_is_what_editors_set_and_the_search_is_never_missing(client: Client) -> None:
    index = ArticleIndexPage.objects.get()
    settings_of(Navigation, menu=menu_of(index, "Aprender"))
    shown = front(client, "/articulos/")
    assert ">Aprender</a>" in shown
    assert 'href="/buscar/"' in shown


def test_a_link_to_a_page_that_is_not_shown_is_left_out(client: Client) -> None:
    page = TextPage.objects.get(slug="acerca")
    settings_of(Navigation, menu=menu_of(page, "Quiénes somos"))
    assert "Quiénes somos" in front(client)
    page.unpublish()
    assert "Quiénes somos" not in front(client)


def test_a_notice_is_shown_in_its_time_and_in_no_other(client: Client) -> None:
    now = timezone.now()
    for begins, ends, is_shown in (
        (None, None, True),
        (now - timedelta(hours=1), now + timedelta(hours=1), True),
        (now + timedelta(seconds=60), None, False),
        (None, now - timedelta(seconds=1), False),
    ):
        settings_of(SiteTexts, notice="El lunes no hay servicio", notice_from=begins, notice_until=ends)
        assert ("El lunes no hay servicio" in front(client)) is is_shown


def test_a_notice_that_ends_before_it_begins_is_refused() -> None:
    now = timezone.now()
    with pytest.raises(ValidationError, match="después de empezar"):
        SiteTexts(notice="x", notice_from=now, notice_until=now).clean()
