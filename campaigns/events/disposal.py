"""Delete what is known of the people who registered once its time is over, and keep how many they were.

The worker does so by itself when the day has come; the command is for whoever wants to see it, or has no worker.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from campaigns.models import Attendance, EventPage, Registration
from campaigns.models.event import KEEP_REGISTRATIONS
from cms.core import jobs
from cms.core.jobs import Effect, Handler

KIND = "campaigns.disposal"
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
    due = _due(EventPage.objects.all(), now).distinct().order_by("ends_at", "pk")
    return [_dispose(event, now, dry_run=dry_run) for event in due]


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(KIND, Handler(run=_when_due, give_up=lambda payload, reason: None))


def plan(event: EventPage) -> None:
    """Leave it to the worker for when the time is over. Call it in the transaction that says when that is."""
    day = event.kept_until
    key = f"{KIND}:{event.pk}:{int(day.timestamp())}"
    jobs.enqueue(KIND, key, {"event": event.pk}, priority=jobs.AT_LEISURE, not_before=day)


def _when_due(payload: jobs.Payload) -> Effect:
    """An event that was put off meanwhile has another job, for another day."""

    def effect() -> None:
        now = timezone.now()
        for event in _due(EventPage.objects.filter(pk=payload["event"]), now).distinct():
            _dispose(event, now, dry_run=False)

    return effect


def _due(events: QuerySet[EventPage], now: datetime) -> QuerySet[EventPage]:
    return events.filter(ends_at__lte=now - KEEP_REGISTRATIONS, registrations__isnull=False)


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
