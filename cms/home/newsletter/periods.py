"""The weeks and months that a digest tells of, on the clocks of the site: "2026-W48" (ISO 8601), "2026-11"."""

import re
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cms.home.models.newsletter import Frequency

_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")


class BadPeriod(ValueError):
    """The text names no week and no month."""


def last_ended(frequency: str, now: datetime | None = None) -> str:
    """The last week or month that is over."""
    today = timezone.localdate(now)
    if frequency == Frequency.WEEKLY:
        year, week, _day = (today - timedelta(days=7)).isocalendar()
        return f"{year}-W{week:02d}"
    last_day = today.replace(day=1) - timedelta(days=1)
    return f"{last_day:%Y-%m}"


def frequency_of(period: str) -> Frequency:
    """How often there is such a period. Raises BadPeriod."""
    end_of(period)
    return Frequency.WEEKLY if _WEEK.fullmatch(period) else Frequency.MONTHLY


def end_of(period: str) -> datetime:
    """The midnight with which the period is over. Raises BadPeriod."""
    try:
        if week := _WEEK.fullmatch(period):
            day = date.fromisocalendar(int(week[1]), int(week[2]), 7) + timedelta(days=1)
        elif month := _MONTH.fullmatch(period):
            day = (date(int(month[1]), int(month[2]), 1) + timedelta(days=31)).replace(day=1)
        else:
            raise BadPeriod(period)
    except ValueError as error:
        raise BadPeriod(period) from error
    return timezone.make_aware(datetime.combine(day, time.min))
