"""Dates and times of day as people in Mexico write them in tables: the day first, hours up to 24. Pure."""

import re
from datetime import date, time

from archive.citation.dates import MONTHS
from search.language import folded_words

_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})([/.-])(?P<month>\d{1,2})\2(?P<year>\d{4})")
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})([/.-])(?P<month>\d{1,2})\2(?P<day>\d{1,2})")
_SHORT_YEAR = re.compile(r"\d{1,2}[/. -](\d{1,2}|[a-z]+)[/. -]\d{2}")
_TIME = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d{2}))(?:[:.](?P<second>\d{2})(?:\.0+)?)?"
    r"\s*(?:(?P<half>[ap])\.?\s*m\.?|h\.?|hr\.?|hrs\.?|horas)?",
    re.IGNORECASE,
)
_DATE_WITH_TIME = re.compile(r"(?P<date>.*\d{4}|\d{4}\S+)(?:\s+|T)(?P<time>\d{1,2}[:.]\d{2}.*)")
_WEEKDAYS = frozenset({"lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"})
_LINKS = frozenset({"de", "del"})
_SHORTEST_MONTH = 3


class BadWrittenDate(ValueError):
    """The text is no date, or no single one."""


class ShortYear(BadWrittenDate):
    """A year of two digits: of which century?"""


class MonthFirst(BadWrittenDate):
    """A date that only makes sense with its month first, as in the United States."""


class BadTime(ValueError):
    """The text is no time of day."""


def parse_date(text: str) -> date:
    """The day of "15/04/2016", "15-04-2016", "2016-04-15" or "viernes 15 de abril de 2016". Raises BadWrittenDate."""
    text = text.strip()
    match = _DAY_FIRST.fullmatch(text) or _YEAR_FIRST.fullmatch(text)
    if match:
        return _date(int(match["year"]), int(match["month"]), int(match["day"]))
    words = [word for word in folded_words(text) if word not in _LINKS and word not in _WEEKDAYS]
    if _SHORT_YEAR.fullmatch(" ".join(words)):
        raise ShortYear(text)
    match words:
        case [day, name, year] if day.isdecimal() and year.isdecimal() and len(year) == len("2016"):
            return _date(int(year), _month(name), int(day))
    raise BadWrittenDate(text)


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        if month > len(MONTHS) >= day:
            raise MonthFirst(f"{year}-{month}-{day}") from error
        raise BadWrittenDate(str(error)) from error


def _month(name: str) -> int:
    """Of a name, whole or cut: "septiembre", "sept", "sep"."""
    name = "sep" if name == "setiembre" else name
    found = [number for number, month in enumerate(MONTHS, 1) if month.startswith(name)]
    if len(found) != 1 or len(name) < _SHORTEST_MONTH:
        raise BadWrittenDate(name)
    return found[0]


def parse_time(text: str) -> time:
    """The time of day of "14:30", "14:30:15", "2:30 p. m." or "14:30 h". Raises BadTime."""
    match = _TIME.fullmatch(text.strip())
    if not match:
        raise BadTime(text)
    hour = int(match["hour"])
    if match["half"]:
        if not 1 <= hour <= 12:
            raise BadTime(text)
        hour = hour % 12 + (12 if match["half"].lower() == "p" else 0)
    try:
        return time(hour, int(match["minute"]), int(match["second"] or 0))
    except ValueError as error:
        raise BadTime(text) from error


def split_date_and_time(text: str) -> tuple[str, str]:
    """A cell that holds both, as spreadsheets export it; the second is empty where there is no time."""
    match = _DATE_WITH_TIME.fullmatch(text.strip())
    return (match["date"], match["time"]) if match else (text.strip(), "")
