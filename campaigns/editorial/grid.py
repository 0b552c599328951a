"""Days on paper: the weeks of a month, and what stands on each day. Pure."""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.editorial.entries import Entry, Span

LONG = timedelta(days=6)
"""What goes on for longer than a week stands above the days, and on the days when it begins and ends."""
WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a sheet. `is_inside`: it belongs to the month that is shown."""

    date: date
    is_inside: bool
    is_today: bool
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown at once."""

    span: Span
    weeks: Sequence[Sequence[Day]]
    long: Sequence[Entry]
    before: date
    """A day of the sheet before this one."""
    after: date


def month_span(day: date) -> Span:
    """The weeks, Monday to Sunday, that hold the month of the day."""
    weeks = calendar.Calendar().monthdatescalendar(day.year, day.month)
    return Span(weeks[0][0], weeks[-1][-1])


def week_span(day: date) -> Span:
    """The week, Monday to Sunday, of the day."""
    monday = day - timedelta(days=day.weekday())
    return Span(monday, monday + WEEK - timedelta(days=1))


def is_long(entry: Entry) -> bool:
    """Whether it would fill the days of a whole week."""
    return entry.last is not None and entry.last - entry.first > LONG


def month_sheet(day: date, entries: Iterable[Entry], today: date) -> Sheet:
    """The month of the day."""
    span = month_span(day)
    first = day.replace(day=1)
    return _sheet(span, entries, today, first - timedelta(days=1), (first + timedelta(days=31)).replace(day=1), day)


def week_sheet(day: date, entries: Iterable[Entry], today: date) -> Sheet:
    """The week of the day."""
    span = week_span(day)
    return _sheet(span, entries, today, span.first - WEEK, span.first + WEEK, None)


def _sheet(span: Span, entries: Iterable[Entry], today: date, before: date, after: date, month: date | None) -> Sheet:
    on: dict[date, list[Entry]] = defaultdict(list)
    long = []
    for entry in entries:
        if is_long(entry):
            long.append(entry)
        for day in _days_of(entry, span):
            on[day].append(entry)
    days = [span.first + timedelta(days=number) for number in range((span.last - span.first).days + 1)]
    made = [Day(day, month is None or day.month == month.month, day == today, on[day]) for day in days]
    weeks = [made[start : start + 7] for start in range(0, len(made), 7)]
    return Sheet(span, weeks, long, before, after)


def _days_of(entry: Entry, span: Span) -> list[date]:
    last = entry.last or entry.first
    if is_long(entry):
        ends = [entry.first, last]
    else:
        ends = [entry.first + timedelta(days=number) for number in range((last - entry.first).days + 1)]
    return [day for day in ends if span.first <= day <= span.last]
