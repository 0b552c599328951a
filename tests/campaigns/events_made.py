"""Events made for tests."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

import icalendar
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from campaigns.models import Announcement, EventPage, EventsPage
from cms.core import zones
from cms.core.reference.models import Institution, State
from tests.campaigns.texts import CLEAR

_numbers = count(1)


def draft(
    title: str = "", *, above: Page | None = None, days: float = 10, hours: float = 2, **fields: Any
) -> EventPage:
    """An event so many days from now that is not published yet."""
    number = next(_numbers)
    starts = (timezone.now() + timedelta(days=days)).replace(second=0, microsecond=0)
    given: dict[str, Any] = {
        "title": title or f"Evento {number}",
        "slug": f"evento-{number}",
        "summary": "Una frase clara.",
        "institution": Institution.objects.get(code="snt-archivos"),
        "starts_at": starts,
        "ends_at": starts + timedelta(hours=hours),
        "place": "Auditorio de prueba",
        "address": "Calle 1",
        "state": State.objects.get(code="ZAC"),
        "contact_mail": "contacto@example.org",
        "body": [("paragraph", f"<p>{CLEAR}</p>")],
        "live": False,
    }
    made = EventPage(**{**given, **fields})
    (above or EventsPage.objects.get()).add_child(instance=made)
    made.save_revision()
    return made


def event(title: str = "", **fields: Any) -> EventPage:
    """One that is published."""
    return published(draft(title, **fields))


def published(page: EventPage) -> EventPage:
    page.save_revision().publish()
    found: EventPage = EventPage.objects.get(pk=page.pk)
    return found


def changed(page: EventPage, **fields: object) -> EventPage:
    """The event published once more, with something else in it."""
    page = EventPage.objects.get(pk=page.pk)
    for name, value in fields.items():
        setattr(page, name, value)
    return published(page)


def at(state: str, *wall_clock: int) -> datetime:
    return zones.at(datetime(*wall_clock), zones.of_state(state))  # type: ignore[arg-type]  # noqa: DTZ001


def announcement(page: EventPage) -> Announcement:
    return Announcement.objects.get(page=page.pk)


def calendar(address: str = "/eventos/calendario.ics") -> dict[str, Any]:
    """What a program that follows the calendar reads, by UID."""
    response = Client().get(address)
    assert response.status_code == 200, address
    parsed = icalendar.Calendar.from_ical(response.content)
    return {str(each["UID"]): each for each in parsed.walk("VEVENT")}
