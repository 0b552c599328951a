"""Dates of uncertain precision: ISO 8601-2 (EDTF level 0) in, an inclusive range of days, Spanish out.

Archival description knows extreme dates (ISAD(G) 3.1.3): "2013" is the whole year, "2021-04" the whole month. As an
interval one of them may be unknown (EDTF level 1): "2013/" begins in 2013.
"""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_EDTF = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


class BadDate(ValueError):
    """The text is no date of the form AAAA, AAAA-MM or AAAA-MM-DD."""


class BackwardDates(BadDate):
    """Two dates of which the second is the older one."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """From the first to the last day, both included."""

    first: date
    last: date

    @property
    def is_exact(self) -> bool:
        return self.first == self.last

    def __str__(self) -> str:
        return humanize(self.first, self.last)


def parse_edtf(text: str) -> DateRange:
    """The days that "2013", "2021-04" or "2016-04-15" stand for. Raises BadDate."""
    match = _EDTF.fullmatch(text.strip())
    if not match:
        raise BadDate(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError as error:
        raise BadDate(text) from error
    last_month = month or 12
    last_day = day or calendar.monthrange(first.year, last_month)[1]
    return DateRange(first, date(first.year, last_month, last_day))


@dataclass(frozen=True, slots=True)
class Interval:
    """Extreme dates of which one may be unknown. `is_exact` where each known one was given to the day."""

    first: date | None
    last: date | None
    is_exact: bool = True

    def __str__(self) -> str:
        """As `parse_interval` reads it, to the day; empty where nothing is known."""
        first, last = (day.isoformat() if day else "" for day in (self.first, self.last))
        return first if first == last else f"{first}/{last}"


def parse_interval(text: str) -> Interval:
    """The extreme dates of "2013", "2001-01-01/2001-12-31", "2013/" (end unknown) or "../2013". Raises BadDate."""
    begin, slash, end = text.strip().partition("/")
    if not slash:
        days = parse_edtf(begin)
        return Interval(days.first, days.last, days.is_exact)
    first, last = (None if part.strip() in {"", ".."} else parse_edtf(part) for part in (begin, end))
    found = Interval(
        first.first if first else None,
        last.last if last else None,
        all(each.is_exact for each in (first, last) if each),
    )
    in_order = found.first is None or found.last is None or found.first <= found.last
    if not in_order:
        raise BackwardDates(text)
    if not (first or last):
        raise BadDate(text)
    return found


def validate_edtf(text: str) -> None:
    """Django validator for a column that holds such a date."""
    try:
        parse_edtf(text)
    except BadDate as error:
        message = gettext_lazy("Escriba la fecha como AAAA, AAAA-MM o AAAA-MM-DD; por ejemplo, 2021-04.")
        raise ValidationError(message) from error


def humanize(first: date | None, last: date | None) -> str:
    """How a Mexican reader writes the range: "15 de abril de 2016", "abril de 2021", "2013", "2007–2010"."""
    if first is None or last is None:
        known = first or last
        return _long(known) if known else ""
    if first == last:
        return _long(first)
    whole_years = (first.month, first.day) == (1, 1) and (last.month, last.day) == (12, 31)
    if whole_years:
        return str(first.year) if first.year == last.year else f"{first.year}–{last.year}"
    if first.day == 1 and last == parse_edtf(f"{first.year:04d}-{first.month:02d}").last:
        return formats.date_format(first, r"F \d\e Y").lower()
    return f"{_long(first)} – {_long(last)}"


def as_of(text: str) -> str:
    """When something was known: "al 3 de enero de 2018", "a marzo de 2017", "en 2017". Raises BadDate."""
    days = parse_edtf(text)
    said = {"when": str(days)}
    if days.is_exact:
        return _("al %(when)s") % said
    return _("en %(when)s") % said if str(days).isdigit() else _("a %(when)s") % said


def _long(day: date) -> str:
    return formats.date_format(day, r"j \d\e F \d\e Y").lower()
