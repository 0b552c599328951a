"""Pages that move, are taken away, end by themselves, or never were at the address."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction, Site

from cms.core import freshness, schedule
from cms.home import listing
from cms.home.models import ArticleIndexPage, ArticlePage, TextPage
from cms.navigation.models import SiteTexts
from tests import factories
from tests.serving.conftest import reader, shared_cache

__all__ = ["reader", "shared_cache"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shared_cache")]


def text_page(slug: str, below: Page | None = None, **fields: Any) -> TextPage:
    """A page of text that was published as editors do it."""
    above = below or Site.objects.get(is_default_site=True).root_page
    page = TextPage(title=fields.pop("title", slug.title()), slug=slug, **fields)
    above.add_child(instance=page)
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def test_the_old_address_of_a_page_leads_to_the_new_one_and_so_do_those_below_it(
    reader: Client, django_capture_on_commit_callbacks: Any
) -> None:
    above = text_page("tramites")
    text_page("plazos", below=above)
    assert {reader.get(path).status_code for path in ("/tramites/", "/tramites/plazos/")} == {200}
    above.slug = "gestiones"
    with django_capture_on_commit_callbacks(execute=True):
        above.save_revision().publish()
    for old, new in {"/tramites/": "/gestiones/", "/tramites/plazos/": "/gestiones/plazos/"}.items():
        answer = reader.get(old)
        assert answer.status_code == 301
        assert answer["Location"].endswith(new)
        assert reader.get(new).status_code == 200


def test_a_page_that_is_moved_elsewhere_is_found_from_its_old_address(reader: Client) -> None:
    page, target = text_page("plazos"), text_page("tramites")
    assert reader.get("/plazos/").status_code == 200
    page.move(target, pos="last-child")
    assert reader.get("/plazos/")["Location"].endswith("/tramites/plazos/")


def test_a_page_that_was_taken_away_says_that_it_is_gone(reader: Client) -> None:
    page = text_page("plazos", title="Plazos de antes")
    assert reader.get("/plazos/").status_code == 200
    page.unpublish()
    answer = reader.get("/plazos/")
    assert answer.status_code == 410
    said = answer.content.decode()
    assert "Esta página ya no está" in said
    assert page.title not in said


def test_a_draft_that_was_never_published_is_not_told(reader: Client) -> None:
    above = Site.objects.get(is_default_site=True).root_page
    above.add_child(instance=TextPage(title="Borrador", slug="borrador", live=False))
    assert reader.get("/borrador/").status_code == 404


def test_a_page_for_some_people_only_is_not_told_when_it_is_taken_away(reader: Client) -> None:
    page = text_page("interna")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    page.unpublish()
    assert reader.get("/interna/").status_code == 404


def test_an_address_that_editors_lead_elsewhere_is_not_gone(reader: Client) -> None:
    text_page("plazos").unpublish()
    Redirect.add_redirect("/plazos/", "/articulos/")
    assert reader.get("/plazos/").status_code == 301


def test_whoever_mistypes_a_letter_is_offered_the_page(reader: Client) -> None:
    answer = reader.get("/estados/zacatecs/")
    assert answer.status_code == 404
    assert 'href="/estados/zacatecas/"' in answer.content.decode()
    assert "¿Buscaba esta página?" not in reader.get("/xyzzy/").content.decode()


def test_a_page_that_nobody_may_read_is_not_offered(reader: Client) -> None:
    text_page("plazos-internos").unpublish()
    assert "plazos-internos" not in reader.get("/plazos-interno/").content.decode().replace("plazos-interno/", "")


def test_errors_tell_whom_to_write_to(reader: Client) -> None:
    text_page("plazos").unpublish()
    SiteTexts.objects.create(site=Site.objects.get(is_default_site=True), contact_email="ayuda@ejemplo.mx")
    for address in ("/nada/", "/plazos/"):
        assert "mailto:ayuda@ejemplo.mx" in reader.get(address).content.decode()


def test_editors_keep_redirects_in_spanish(admin_client: Client) -> None:
    said = admin_client.get("/admin/redirects/").content.decode()
    assert "Redirecciones" in said
    assert "Redirects" not in said


def test_a_page_ends_at_its_instant_though_no_command_has_run(reader: Client) -> None:
    ends = timezone.now() + timedelta(seconds=90)
    article = ArticlePage(title="Convocatoria que termina", slug="convocatoria", expire_at=ends)
    ArticleIndexPage.objects.get().add_child(instance=article)
    article.save_revision().publish()
    text_page("menu", title="Página del menú que termina", show_in_menus=True, expire_at=ends)
    feeds = ("/articulos/atom.xml", "/novedades/atom.xml", "/sitemap-paginas.xml")
    with time_machine.travel(ends - timedelta(milliseconds=1), tick=False):
        assert reader.get("/articulos/convocatoria/").status_code == 200
        assert article.title in reader.get("/articulos/").content.decode()
        assert all("convocatoria" in reader.get(address).content.decode() for address in feeds)
        assert list(listing.shown()) == [article]
        assert "Página del menú" in reader.get("/archivo/").content.decode()
    with time_machine.travel(ends, tick=False):
        assert reader.get("/articulos/convocatoria/").status_code == 410
        assert article.title not in reader.get("/articulos/").content.decode()
        assert not any("convocatoria" in reader.get(address).content.decode() for address in feeds)
        assert list(listing.shown()) == []
        assert reader.get("/menu/").status_code == 410
        assert "Página del menú" not in reader.get("/glosario/").content.decode()
        assert "Página del menú" not in reader.get("/archivo/").content.decode()
    assert Page.objects.get(pk=article.pk).live


def test_without_the_announced_instant_the_page_would_last(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control of the test above."""
    monkeypatch.setattr(freshness, "_next_changes", [])
    ends = timezone.now() + timedelta(seconds=90)
    text_page("plazos", expire_at=ends)
    with time_machine.travel(ends - timedelta(milliseconds=1), tick=False):
        reader.get("/plazos/")
    with time_machine.travel(ends, tick=False):
        assert reader.get("/plazos/").status_code == 200


def test_a_page_begins_at_its_instant_once_the_worker_has_turned(reader: Client) -> None:
    begins = timezone.now() + timedelta(seconds=90)
    page = TextPage(title="Plazos", slug="plazos", live=False, go_live_at=begins)
    Site.objects.get(is_default_site=True).root_page.add_child(instance=page)
    page.save_revision().publish()
    schedule.Publisher().turn()
    assert reader.get("/plazos/").status_code == 404
    with time_machine.travel(begins + timedelta(seconds=1), tick=False):
        schedule.Publisher().turn()
        assert reader.get("/plazos/").status_code == 200


def test_what_has_ended_is_noted_for_editors(reader: Client) -> None:
    ends = timezone.now() + timedelta(seconds=90)
    page = text_page("plazos", expire_at=ends)
    with time_machine.travel(ends + timedelta(seconds=1), tick=False):
        call_command("publish_scheduled")
        page.refresh_from_db()
        assert (page.live, page.expired) == (False, True)
        assert reader.get("/plazos/").status_code == 410


def test_the_next_end_is_announced() -> None:
    now = timezone.now()
    sooner, later = now + timedelta(hours=1), now + timedelta(hours=2)
    for number, ends in enumerate((later, sooner)):
        text_page(f"pagina-{number}", expire_at=ends)
    assert schedule.next_end(now) == sooner
    assert schedule.next_end(sooner) == later
    assert schedule.next_end(later) is None


def test_records_that_are_closed_are_not_called_gone(reader: Client) -> None:
    closed = factories.reserved("Acta reservada")
    assert reader.get(f"/d/{closed.code}").status_code == 404
