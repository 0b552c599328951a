"""What becomes of a draft: each of the states in which the leak matrix looks at it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from tests import factories

NEVER = "canarioborrador"
"""What stands in a draft of something public."""


def bring(page: Any, state: str) -> Any:
    """The draft, brought into the state."""
    ways: dict[str, Callable[[], None]] = {
        "draft": lambda: None,
        "scheduled": lambda: _scheduled(page),
        "embargoed": lambda: _embargoed(page),
        "taken back before its minute": lambda: _taken_back(page),
        "after its minute": lambda: _after_its_minute(page),
        "published": lambda: _with_a_draft(page),
        "expired": lambda: _expired(page),
        "withdrawn": lambda: _withdrawn(page),
        "for some people only": lambda: _restricted(page),
    }
    ways.get(state, lambda: publish(page))()
    page.refresh_from_db()
    return page


def publish(page: Any) -> None:
    page.get_latest_revision().publish()
    page.refresh_from_db()


def _scheduled(page: Any) -> None:
    page.go_live_at = timezone.now() + timedelta(days=2)
    page.save_revision(approved_go_live_at=page.go_live_at).publish()


def _embargoed(page: Any) -> None:
    page.embargo_until = timezone.now() + timedelta(hours=3)
    page.save_revision().publish()


def _taken_back(page: Any) -> None:
    _embargoed(page)
    type(page).objects.get(pk=page.pk).unpublish()


def _after_its_minute(page: Any) -> None:
    page.embargo_until = timezone.now() - timedelta(minutes=1)
    page.save_revision().publish()


def _with_a_draft(page: Any) -> None:
    publish(page)
    draft = page.get_latest_revision_as_object()
    draft.title, draft.summary = f"Título {NEVER}", f"Resumen {NEVER}."
    draft.save_revision()


def _expired(page: Any) -> None:
    publish(page)
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now() - timedelta(hours=1))


def _withdrawn(page: Any) -> None:
    publish(page)
    page.unpublish()


def _restricted(page: Any) -> None:
    publish(page)
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password=factories.PASSWORD
    )
