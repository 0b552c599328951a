"""Pages that begin and end at an instant which editors chose.

The end is decided where pages are asked for (`cms.core.visibility`). A page begins with Wagtail's own command, which
the worker runs every minute; it also notes the ends, so that the administration tells of them.
"""

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import close_old_connections
from django.db.models import Min
from wagtail.models import Page

logger = logging.getLogger(__name__)
_turns: list[Callable[[], None]] = []
BETWEEN_TURNS = timedelta(minutes=1)


def next_end(after: datetime) -> datetime | None:
    """When the next page ends by itself."""
    ending = Page.objects.filter(live=True, expire_at__gt=after)
    found: datetime | None = ending.aggregate(first=Min("expire_at"))["first"]
    return found


def register_turn(act: Callable[[], None]) -> None:
    """`act` looks every minute whether something is due; called once for each when the apps are ready.

    It must be cheap where nothing is, and harmless where two workers do it at once: it enqueues jobs.
    """
    _turns.append(act)


class Publisher:
    """Publishes what is due and asks the others, no more often than every minute, for a loop that turns faster."""

    def __init__(self) -> None:
        self._due = time.monotonic()

    def turn(self) -> None:
        """Does nothing until it is due. What goes wrong is logged, and tried again in the next minute."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + BETWEEN_TURNS.total_seconds()
        for act in (_publish, *_turns):
            try:
                act()
            except Exception:
                # One page that can't be published must not end the work on documents.
                logger.exception("what is done every minute could not be done")
                close_old_connections()


def _publish() -> None:
    call_command("publish_scheduled")
