"""What is noted of a publication, on the ways that Wagtail takes past `Page.publish`."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import PageLogEntry

from campaigns import clarity
from campaigns.models.composed import PUBLISHED_UNCLEAR
from cms.home.models import ArticlePage
from tests import factories
from tests.campaigns.test_clarity import draft, kept, posted
from tests.campaigns.texts import CLEAR, HARD
from tests.cms.home.conftest import client_of

pytestmark = pytest.mark.django_db
REASON = "Cita la ley."


@pytest.fixture
def person() -> User:
    return factories.superuser()


def test_what_the_editor_publishes_is_noted_with_its_reason(person: User) -> None:
    page, client = draft(HARD), client_of(person)
    form = posted(page, **{"action-publish": "1", "clarity_reason": REASON})
    assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 302
    assert (kept(page).reason, kept(page).published_at is not None) == (REASON, True)
    (entry,) = PageLogEntry.objects.filter(page=page.pk, action=PUBLISHED_UNCLEAR)
    assert (entry.user, entry.data["reason"]) == (person, REASON)
    history = client.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    assert f"Publicada debajo de la meta de claridad: {REASON}" in history
    assert REASON in client.get(reverse("campaigns_reports:clarity")).content.decode()


def test_what_is_scheduled_counts_as_published_once_it_is_out() -> None:
    page = draft(CLEAR)
    page.go_live_at = timezone.now() + timedelta(hours=1)
    page.save_revision().publish()
    assert kept(page).published_at is None
    with time_machine.travel(page.go_live_at + timedelta(minutes=1)):
        call_command("publish_scheduled")
        assert kept(page).published_at is not None


def test_the_api_of_the_administration_publishes_no_hard_text(person: User) -> None:
    page, client = draft(HARD), client_of(person)
    address = reverse("wagtailadmin_api:pages:action", args=[page.pk, "publish"])
    refused = client.post(address)
    page.refresh_from_db()
    assert (refused.status_code, page.live) == (400, False)
    assert "INFLESZ" in refused.json()["clarity_reason"][0]
    page.clarity_reason = REASON
    page.save_revision()
    assert client.post(address).status_code == 200
    page.refresh_from_db()
    assert (page.live, kept(page).reason) == (True, REASON)


def test_what_is_public_no_more_is_in_the_report_no_more(person: User) -> None:
    page = draft(HARD, clarity_reason=REASON)
    page.get_latest_revision().publish()
    client, address = client_of(person), reverse("campaigns_reports:clarity")
    assert page.title in client.get(address).content.decode()
    page.refresh_from_db()
    page.unpublish()
    assert page.title not in client.get(address).content.decode()


class Killed(Exception):
    """The process ends here."""


def publish_as_the_editor_does(page: ArticlePage) -> None:
    """Past `Page.publish`, outside of any transaction of ours."""
    PublishPageRevisionAction(page.get_latest_revision()).execute()


def test_a_process_that_dies_right_after_publishing_has_noted_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(_action: object) -> None:
        raise Killed

    page = draft(HARD, clarity_reason=REASON)
    monkeypatch.setattr(PublishPageRevisionAction, "_after_publish", killed)
    with pytest.raises(Killed):
        publish_as_the_editor_does(page)
    page.refresh_from_db()
    assert page.live
    assert (kept(page).reason, kept(page).published_at) == (REASON, page.last_published_at)
    assert PageLogEntry.objects.filter(page=page.pk, action=PUBLISHED_UNCLEAR).count() == 1


def test_what_cannot_be_noted_is_not_published(monkeypatch: pytest.MonkeyPatch) -> None:
    def killed(*_arguments: object) -> None:
        raise Killed

    page = draft(CLEAR)
    monkeypatch.setattr(clarity, "keep", killed)
    with pytest.raises(Killed):
        publish_as_the_editor_does(page)
    page.refresh_from_db()
    assert not page.live


def test_a_publication_is_noted_once_however_often_its_row_is_saved() -> None:
    page = draft(HARD, clarity_reason=REASON)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    page.save()
    assert PageLogEntry.objects.filter(page=page.pk, action=PUBLISHED_UNCLEAR).count() == 1
