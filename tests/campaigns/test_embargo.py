"""An embargo: published, and nobody's before its minute, by every way that there is; then everybody's by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from campaigns import artwork_files, artwork_making, embargoes
from campaigns.models import Artwork, PressReleasePage, PressRoomPage
from cms.core import freshness, jobs
from cms.core.models import Job, PageEmbargo
from cms.core.models.embargo import EMBARGO_CHANGED
from cms.core.visibility import pages_gone, pages_shown
from tests import factories
from tests.campaigns.press import embargoed, in_hours, published, release
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db
LISTS = ("/prensa/", "/prensa/atom.xml", "/novedades/atom.xml", "/sitemap-paginas.xml")


def status(page: Page) -> int:
    code: int = Client().get(page.url).status_code
    return code


def told(page: Page) -> list[bool]:
    return [page.url in Client().get(address).content.decode() for address in LISTS]


def test_it_opens_at_its_minute_also_where_pages_were_kept(shared_cache: None) -> None:
    page = embargoed()
    assert (status(page), told(page)) == (404, [False] * len(LISTS))
    assert page.embargo_until
    assert freshness.next_change(timezone.now()) == page.embargo_until
    with time_machine.travel(page.embargo_until - timedelta(seconds=1), tick=False):
        assert (status(page), told(page)) == (404, [False] * len(LISTS))
    with time_machine.travel(page.embargo_until, tick=False):
        assert (status(page), told(page)) == (200, [True] * len(LISTS))


def test_its_card_is_nobodys_before_its_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artwork_making, "codes_of", lambda page: ["enlace"])
    page = embargoed()
    job = jobs.claim(keys=list(Job.objects.filter(kind=artwork_making.KIND).values_list("key", flat=True)))
    assert job
    assert jobs.run(job)
    address = artwork_files.address_of(Artwork.objects.get(page=page.pk))
    assert page.embargo_until
    assert Client().get(address).status_code == 404
    with time_machine.travel(page.embargo_until, tick=False):
        assert Client().get(address).status_code == 200


def test_a_draft_neither_opens_nor_closes_what_is_published() -> None:
    closed, open_ = embargoed(), published()
    closed.embargo_until, open_.embargo_until = None, in_hours(5)
    closed.save_revision()
    open_.save_revision()
    assert (status(closed), status(open_)) == (404, 200)
    open_.get_latest_revision().publish()
    closed.get_latest_revision().publish()
    assert (status(closed), status(open_)) == (200, 404)


def test_what_hangs_from_it_is_closed_too() -> None:
    page = published()
    PageEmbargo.objects.create(page=PressRoomPage.objects.get(), until=in_hours(1))
    assert status(page) == 404
    assert not pages_shown(Page.objects.filter(pk=page.pk)).exists()


def test_what_is_taken_back_before_its_minute_was_never_there() -> None:
    page = embargoed()
    until = page.embargo_until
    page.unpublish()
    assert status(page) == 404
    assert until
    with time_machine.travel(until + timedelta(minutes=1), tick=False):
        assert status(page) == 404
        assert not pages_gone(Page.objects.filter(pk=page.pk)).exists()
    read = published()
    read.unpublish()
    assert status(read) == 410


def test_what_it_says_of_its_day_is_when_anybody_could_read_it() -> None:
    page = embargoed()
    assert page.embargo_until
    with time_machine.travel(page.embargo_until + timedelta(minutes=2), tick=False):
        said = Client().get(page.url).content.decode()
        feed = Client().get("/prensa/atom.xml").content.decode()
    assert f'"datePublished": "{page.embargo_until.isoformat()}"' in said
    assert f"<published>{page.embargo_until.isoformat()}</published>" in feed


def log_of(page: Page) -> list[str]:
    rows = PageLogEntry.objects.filter(page=page.pk, action=EMBARGO_CHANGED).order_by("pk")
    return [row.message for row in rows]


def test_it_is_moved_and_lifted_with_a_trace_and_without_the_draft() -> None:
    page, editor = embargoed(), factories.superuser()
    page.title = "Título que nadie ha aprobado"
    page.save_revision()
    embargoes.change(page, in_hours(9), page.embargo_zone, actor=editor)
    assert PageEmbargo.objects.get(page=page.pk).until == in_hours(9)
    embargoes.change(page, None, page.embargo_zone, actor=editor)
    said = Client().get(page.url)
    assert said.status_code == 200
    assert "nadie ha aprobado" not in said.content.decode()
    draft = PressReleasePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.title, draft.embargo_until) == ("Título que nadie ha aprobado", None)
    first, moved, lifted = log_of(page)
    assert first.startswith("Bajo embargo hasta el ")
    assert moved.startswith("El embargo pasó del ")
    assert lifted.startswith("Se levantó el embargo que terminaba el ")
    assert PageLogEntry.objects.filter(page=page.pk, action=EMBARGO_CHANGED, user=editor).count() == 2


def test_where_there_is_no_draft_none_comes_of_it() -> None:
    page = embargoed()
    embargoes.change(page, in_hours(9), page.embargo_zone, actor=factories.superuser())
    page.refresh_from_db()
    assert not page.has_unpublished_changes
    assert page.live_revision_id == page.latest_revision_id
    assert page.get_latest_revision_as_object().embargo_until == in_hours(9)


def test_lists_of_the_administration_say_it() -> None:
    page = embargoed(embargo_zone="America/Tijuana")
    assert page.status_string.startswith("bajo embargo hasta el ")
    assert "Tijuana" in page.status_string
    assert "embargo" not in published().status_string
    assert "embargo" not in release(embargo_until=in_hours(1)).status_string


def test_one_more_question_is_not_asked_for_it(django_assert_num_queries: object) -> None:
    page = published()
    rows = pages_shown(Page.objects.filter(pk=page.pk))
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert list(rows)
