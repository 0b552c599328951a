"""Events as iCalendar (RFC 5545 and 7986): one by itself, or a calendar that programs follow.

Instants are written in UTC: many telephones still know the zones of Mexico as they were before October 2022, and
would show an hour with a TZID one hour off. The hour at the place stands in the description.

Nothing in a calendar depends on when it is asked for, but what is in it: DTSTAMP is the last publication.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from campaigns.events import listing, times
from campaigns.models import Announcement, EventPage
from cms.core.models.page import page_address

PRODID = "-//Acervo Abierto//Eventos//ES"
ASK_EVERY = timedelta(hours=6)
MOST = 500


def followed(events: QuerySet[EventPage], withdrawn: QuerySet[Announcement], site: str) -> list[Event]:
    """What is in a calendar now: of these events those that may be read, of these announcements what they became."""
    since = timezone.now() - listing.IN_CALENDARS
    rows = events.filter(ends_at__gte=since, announcement__isnull=False).select_related("announcement", "state")
    shown = list(rows.order_by("starts_at", "pk")[:MOST])
    gone = withdrawn_from(withdrawn, [each.pk for each in shown], since)
    return [*(entry(each, each.announcement, site) for each in shown), *(tombstone(each) for each in gone[:MOST])]


def withdrawn_from(rows: QuerySet[Announcement], shown: Iterable[int], since: datetime) -> QuerySet[Announcement]:
    """What was told and cannot be read any more, noted or not."""
    noted = Q(is_out=False, withdrawn_at__gte=since)
    by_time = Q(is_out=True, shown_until__lte=timezone.now(), shown_until__gte=since)
    return rows.filter(noted | by_time).exclude(page__in=list(shown)).order_by("starts_at", "pk")


def entry(event: EventPage, announcement: Announcement, site: str, *, link: str | None = None) -> Event:
    """One event; `link` is that of who has a place, else only what anybody may know."""
    span = times.span(event.starts_at, event.ends_at, event.clock)
    address = address_of(event, site)
    link = event.public_link if link is None else link
    made = _begun(announcement, event.last_published_at or announcement.changed_at, announcement.sequence)
    made.add("dtstart", event.starts_at.astimezone(UTC))
    made.add("dtend", event.ends_at.astimezone(UTC))
    made.add("summary", event.title)
    made.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    made.add("description", _description(event, span, link, address))
    made.add("location", _location(event))
    made.add("categories", [str(event.get_kind_display())])
    made.add("url", address)
    if event.first_published_at:
        made.add("created", event.first_published_at)
    if link:
        made.add("conference", link, parameters={"VALUE": "URI", "FEATURE": "VIDEO"})
    if contact := " · ".join(each for each in (event.contact_name, event.contact_mail, event.contact_phone) if each):
        made.add("contact", contact)
    return made


def tombstone(announcement: Announcement) -> Event:
    """That an event is withdrawn, without a word of it: only when it was to be, which programs need."""
    # What time alone hid is one step further than what was noted.
    changed = announcement.changed_at if not announcement.is_out else announcement.shown_until
    sequence = announcement.sequence + (1 if announcement.is_out else 0)
    made = _begun(announcement, changed or announcement.changed_at, sequence)
    made.add("dtstart", announcement.starts_at.astimezone(UTC))
    made.add("dtend", announcement.ends_at.astimezone(UTC))
    made.add("summary", _("Evento retirado"))
    made.add("status", "CANCELLED")
    return made


def calendar(entries: Iterable[Event], *, name: str, source: str = "") -> bytes:
    """The file; `source` is the address by which it is followed."""
    made = Calendar()
    made.add("prodid", PRODID)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name)
    made.add("x-wr-calname", name)
    if source:
        made.add("source", source, parameters={"VALUE": "URI"})
        made.add("refresh-interval", ASK_EVERY, parameters={"VALUE": "DURATION"})
        made.add("x-published-ttl", "PT6H")
    for each in entries:
        made.add_component(each)
    return made.to_ical()


def address_of(event: EventPage, site: str) -> str:
    return f"{site}{page_address(event.url_path)}"


def _begun(announcement: Announcement, changed: datetime, sequence: int) -> Event:
    made = Event()
    made.add("uid", str(announcement.uid))
    made.add("sequence", sequence)
    made.add("dtstamp", changed.astimezone(UTC).replace(microsecond=0))
    made.add("last-modified", changed.astimezone(UTC).replace(microsecond=0))
    return made


def _location(event: EventPage) -> str:
    where = ", ".join(each for each in (event.place, event.address, event.state.name if event.state else "") if each)
    return where if event.place else _("En línea")


def _description(event: EventPage, span: times.Span, link: str, address: str) -> str:
    said = [listing.change_of(event), event.summary, span.said, event.place_access]
    if link:
        said.append(_("Para entrar: %(link)s") % {"link": link})
    return "\n\n".join([*(each for each in said if each), address])


def name_of(what: str = "") -> str:
    """How programs call the calendar."""
    site = settings.WAGTAIL_SITE_NAME
    return _("%(site)s: eventos de %(what)s") % {"site": site, "what": what} if what else f"{site}: {_('eventos')}"
