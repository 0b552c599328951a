"""Pages that begin and end at an instant which editors chose.

The end is decided where pages are asked for (`cms.core.visibility`). A page begins with Wagtail's own command, which
the worker runs every minute; it also notes the ends, so that the administration tells of them.
"""

import logging
import time
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import close_old_connections
from django.db.models import Min
from wagtail.models import Page

logger = logging.getLogger(__name__)
BETWEEN_TURNS = timedelta(minutes=1)


def next_end(after: datetime) -> datetime | None:
    """When the next page ends by itself."""
    ending = Page.objects.filter(live=True, expire_at__gt=after)
    found: datetime | None = ending.aggregate(first=Min("expire_at"))["first"]
    return found


class Publisher:
    """Publishes what is due, no more often than every minute, for a loop that turns faster."""

    def __init__(self) -> None:
        self._due = time.monotonic()

    def turn(self) -> None:
        """Does nothing until it is due. What goes wrong is logged, and tried again in the next minute."""
        if time.monotonic() < self._due:
            return
        self._due = time.monotonic() + BETWEEN_TURNS.total_seconds()
        try:
            call_command("publish_scheduled")
        except Exception:
            # One page that can't be published must not end the work on documents.
            logger.exception("pages whose time has come could not be published")
            close_old_connections()
