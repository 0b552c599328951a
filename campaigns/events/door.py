"""Whether one can register for an event now: the clock says so each time it is asked."""

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from campaigns.models import EventPage


class Door(Enum):
    """Open, or why not."""

    NONE = "none"
    NOT_YET = "not_yet"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


def door(event: "EventPage", now: datetime | None = None) -> Door:
    now = now or timezone.now()
    if not event.takes_registrations:
        return Door.NONE
    if event.is_cancelled:
        return Door.CANCELLED
    if event.registration_opens_at and now < event.registration_opens_at:
        return Door.NOT_YET
    return Door.OPEN if now < event.closes_at else Door.CLOSED
