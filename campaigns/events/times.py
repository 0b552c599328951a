"""When events are, as clocks at the place show it and as Mexicans write it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format

from cms.core import zones


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant in words and for programs."""

    iso: str
    day: str
    hour: str


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when, on the clocks of one zone."""

    first_day: date
    starts: Moment
    ends: Moment
    is_one_day: bool
    zone: str

    @property
    def said(self) -> str:
        """All of it in one line, for mails and calendars."""
        if self.is_one_day:
            return f"{self.starts.day}, de {self.starts.hour} a {self.ends.hour} h, {self.zone}"
        return f"del {self.starts.day}, {self.starts.hour} h, al {self.ends.day}, {self.ends.hour} h, {self.zone}"


def span(starts_at: datetime, ends_at: datetime, zone: str) -> Span:
    """The time of an event, where it is."""
    starts, ends = moment(starts_at, zone), moment(ends_at, zone)
    return Span(local(starts_at, zone).date(), starts, ends, starts.day == ends.day, str(zones.ZONES[zone]))


def moment(instant: datetime, zone: str) -> Moment:
    there = local(instant, zone)
    # Without its zone, so that nothing moves it to the clocks of the site.
    shown = there.replace(tzinfo=None)
    return Moment(there.isoformat(), day(shown.date()), f"{shown:%H:%M}")


def day(on: date) -> str:
    """ "jueves 15 de abril de 2027"."""
    return date_format(on, r"l j \d\e F \d\e Y").lower()


def local(instant: datetime, zone: str) -> datetime:
    """The instant on the clocks of the zone."""
    return instant.astimezone(ZoneInfo(zone))


def earliest(instants: Iterable[datetime | None]) -> datetime | None:
    """The first of those that are known."""
    return min((each for each in instants if each), default=None)
