"""Keep what the public was told of each event, in the transaction that tells it: by it calendars follow an event.

Every way of publishing, unpublishing, hiding, moving or deleting writes a page or a restriction; the signals of those
rows, which come inside their transaction, lead here.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save, pre_delete
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from campaigns.events import disposal, mail, registering, times
from campaigns.models import Announcement, CampaignPage, EventPage
from cms.core.visibility import pages_shown

ONE, TWO = 1, 2


def told_of(event: EventPage) -> dict[str, str]:
    """What people must know of it. The link itself stays out: not everybody gets it."""
    return {
        "starts": _written(event.starts_at),
        "ends": _written(event.ends_at),
        "zone": event.clock,
        "place": event.place,
        "address": event.address,
        "link": hashlib.blake2b(event.link.encode(), digest_size=16).hexdigest() if event.link else "",
        "status": event.status,
    }


def _written(instant: datetime) -> str:
    return instant.astimezone(UTC).isoformat()


@transaction.atomic
def note(pk: int) -> None:
    """Compare what is public of the event now with what was told last, and say what is new."""
    # Of two at once the second one sees what the first one told.
    event = EventPage.objects.select_for_update(of=("self",)).filter(pk=pk).first()
    if event is None:
        return
    row = Announcement.objects.filter(page=pk).first()
    if not pages_shown(EventPage.objects.filter(pk=pk)).exists():
        withdraw(row)
        return
    facts = told_of(event)
    known = row or Announcement(page=event)
    is_news = row is not None and (row.told != facts or not row.is_out)
    step = _step(row, facts)
    known.previous_starts_at = _previous(row, event)
    _describe(known, event, facts)
    known.sequence += step
    known.is_out, known.withdrawn_at = True, None
    if step or row is None:
        known.changed_at = timezone.now()
    known.save()
    registering.fill_places(event)
    if event.registrations.exists():
        disposal.plan(event)
    if is_news and not event.has_passed:
        mail.tell_all(event, mail.Notice.CANCELLED if event.is_cancelled else mail.Notice.CHANGED, known.sequence)


def _step(row: Announcement | None, facts: dict[str, str]) -> int:
    """By how much the sequence goes up. Calendars that time alone took the event from are one step ahead."""
    if row is None:
        return 0
    if row.is_out and row.shown_until and row.shown_until <= timezone.now():
        return TWO
    return ONE if not row.is_out or row.told != facts else 0


def _previous(row: Announcement | None, event: EventPage) -> datetime | None:
    """When it was to begin before it was moved last."""
    if row is None:
        return None
    return row.starts_at if row.starts_at != event.starts_at else row.previous_starts_at


def _describe(row: Announcement, event: EventPage, facts: dict[str, str]) -> None:
    above = event.get_parent()
    row.told = facts
    row.starts_at, row.ends_at, row.kind, row.state = event.starts_at, event.ends_at, event.kind, event.state
    row.campaign = CampaignPage.objects.filter(pk=above.pk).first() if above else None
    row.shown_until = times.earliest([event.expire_at, above.expire_at if above else None])


def withdraw(row: Announcement | None) -> None:
    """Nobody reads the event any more: its calendars say so, and whoever registered is told."""
    if row is None or not row.is_out:
        return
    now = timezone.now()
    ended = row.shown_until if row.shown_until and row.shown_until <= now else now
    row.sequence += ONE
    row.is_out, row.withdrawn_at, row.changed_at = False, ended, ended
    row.save(update_fields=["sequence", "is_out", "withdrawn_at", "changed_at"])
    if row.page and not row.page.has_passed and not row.page.is_cancelled:
        mail.tell_all(row.page, mail.Notice.WITHDRAWN, row.sequence)


def note_all(events: Iterable[int]) -> None:
    for pk in events:
        note(pk)


def note_below(page: Page) -> None:
    """The page above was saved: its events are there for as long as it is."""
    below = EventPage.objects.child_of(page)
    rows = list(below.values_list("pk", "expire_at", "announcement__is_out", "announcement__shown_until"))
    if not rows:
        return
    shown = set(pages_shown(below).values_list("pk", flat=True))
    note_all(
        pk
        for pk, ends, is_out, until in rows
        if (pk in shown) != bool(is_out) or (is_out and until != times.earliest([ends, page.expire_at]))
    )


def _page_saved(instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    if raw or not isinstance(instance, Page):
        return
    if isinstance(instance, EventPage):
        note(instance.pk)
    else:
        note_below(instance)


def _page_goes(instance: EventPage, **_kwargs: Any) -> None:
    withdraw(Announcement.objects.filter(page=instance.pk).first())


def _restriction_changed(instance: PageViewRestriction, **_kwargs: Any) -> None:
    page = Page.objects.filter(pk=instance.page_id).first()
    if page is not None:
        note_all(_in_section(page).values_list("pk", flat=True))


def _page_moved(instance: Page, **_kwargs: Any) -> None:
    note_all(_in_section(instance).values_list("pk", flat=True))


def _in_section(page: Page) -> QuerySet[EventPage]:
    found: QuerySet[EventPage] = EventPage.objects.filter(path__startswith=page.path)
    return found


def listen() -> None:
    """Called once, when the apps are ready."""
    post_save.connect(_page_saved, dispatch_uid="campaigns.announcing")
    pre_delete.connect(_page_goes, sender=EventPage, dispatch_uid="campaigns.announcing")
    for signal in (post_save, post_delete):
        signal.connect(_restriction_changed, sender=PageViewRestriction, dispatch_uid="campaigns.announcing")
    post_page_move.connect(_page_moved, dispatch_uid="campaigns.announcing")
