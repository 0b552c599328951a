"""Subscribers of the newsletter, and the week of which they are told."""

from datetime import datetime, timedelta
from typing import Any

from cms.core import jobs
from cms.home.models import Subscription

ANA = "ana@ejemplo.mx"
WISHES = {"kinds": ["documents", "articles", "campaigns"], "state": "", "frequency": "weekly"}
WEEK = "2026-W48"
END = datetime.fromisoformat("2026-11-30T06:00:00+00:00")
"""Monday's first instant in Mexico City."""
IN_IT = END - timedelta(days=2)
AFTER = END + timedelta(hours=9)


def work() -> None:
    """Do what is queued."""
    while job := jobs.claim():
        jobs.run(job)


def subscriber(email: str = ANA, **fields: Any) -> Subscription:
    given = {"kinds": WISHES["kinds"], "frequency": "weekly", "told_until": END - timedelta(days=7), **fields}
    return Subscription.objects.create(email=email, **given)


def published_at(page: Any, instant: datetime = IN_IT) -> Any:
    type(page).objects.filter(pk=page.pk).update(first_published_at=instant)
    return type(page).objects.get(pk=page.pk)
