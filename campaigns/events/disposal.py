"""Delete what is known of the people who registered once its time is over, and keep how many they were."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from campaigns.models import Attendance, EventPage, Registration
from campaigns.models.event import KEEP_REGISTRATIONS

CONFIRMED, WAITING = Registration.Place.CONFIRMED, Registration.Place.WAITING


@dataclass(frozen=True, slots=True)
class Disposed:
    """What became, or would become, of the registrations for one event."""

    event: int
    title: str
    ended_at: datetime
    registrations: int


def dispose(*, dry_run: bool = False, now: datetime | None = None) -> list[Disposed]:
    """Event by event, each in a transaction of its own: a run that was killed is taken up by the next one."""
    now = now or timezone.now()
    due = EventPage.objects.filter(ends_at__lte=now - KEEP_REGISTRATIONS, registrations__isnull=False)
    return [_dispose(event, now, dry_run=dry_run) for event in due.distinct().order_by("ends_at", "pk")]


@transaction.atomic
def _dispose(event: EventPage, now: datetime, *, dry_run: bool) -> Disposed:
    rows = Registration.objects.filter(event=event)
    counted = rows.order_by().aggregate(
        confirmed=Count("pk", filter=Q(place=CONFIRMED)),
        waiting=Count("pk", filter=Q(place=WAITING)),
        came=Count("pk", filter=Q(came=True)),
    )
    found = Disposed(event.pk, event.title, event.ends_at, counted["confirmed"] + counted["waiting"])
    if not dry_run:
        Attendance.objects.get_or_create(event=event)
        kept = Attendance.objects.select_for_update().get(event=event)
        kept.disposed_at = now
        kept.kept_confirmed += counted["confirmed"]
        kept.kept_waiting += counted["waiting"]
        kept.kept_came += counted["came"]
        kept.save()
        rows.delete()
    return found
