"""What schema.org knows of an event, for search engines."""

from typing import TYPE_CHECKING, Any

from campaigns.events import times

if TYPE_CHECKING:
    from campaigns.models import EventPage

SCHEMA = "https://schema.org/"


def described(event: "EventPage", address: str) -> dict[str, Any]:
    """The parts of an Event that a page has not."""
    span = times.span(event.starts_at, event.ends_at, event.clock)
    before = _previous(event)
    found = {
        "startDate": span.starts.iso,
        "endDate": span.ends.iso,
        "eventStatus": f"{SCHEMA}{_status(event, moved=bool(before))}",
        "eventAttendanceMode": f"{SCHEMA}{_mode(event)}",
        "previousStartDate": before,
        "location": _locations(event, address),
        "organizer": {"@type": "Organization", "name": event.institution.name},
        "maximumAttendeeCapacity": event.capacity,
        "isAccessibleForFree": True,
    }
    return {name: value for name, value in found.items() if value}


def _status(event: "EventPage", *, moved: bool) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if moved else "EventScheduled"


def _previous(event: "EventPage") -> str:
    from campaigns.models import Announcement  # noqa: PLC0415 - the models ask here
    from campaigns.models.event import EventStatus  # noqa: PLC0415

    if event.status != EventStatus.MOVED:
        return ""
    row = Announcement.objects.filter(page=event.pk).first()
    before = row.previous_starts_at if row else None
    return times.local(before, event.clock).isoformat() if before else ""


def _mode(event: "EventPage") -> str:
    if event.place and event.link:
        return "MixedEventAttendanceMode"
    return "OnlineEventAttendanceMode" if event.link else "OfflineEventAttendanceMode"


def _locations(event: "EventPage", address: str) -> list[dict[str, Any]]:
    """Who must register for the link is sent to the page."""
    found: list[dict[str, Any]] = []
    if event.place:
        where = {
            "@type": "PostalAddress",
            "streetAddress": event.address,
            "addressRegion": event.state.name if event.state else "",
            "addressCountry": "MX",
        }
        said = {name: value for name, value in where.items() if value}
        found.append({"@type": "Place", "name": event.place, "address": said})
    if event.link:
        found.append({"@type": "VirtualLocation", "url": event.public_link or address})
    return found
