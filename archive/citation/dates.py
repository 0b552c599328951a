"""Dates of uncertain precision as Spanish citations write them, from EDTF (ISO 8601-2, levels 0 and 1).

What is approximate (`~`) is "ca.", what is in doubt (`?`) stands between question marks, and what has no date is
"s. f.".
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

UNDATED = "s. f."
MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)
_POINT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?(?P<doubt>[~?%]?)")


@dataclass(frozen=True, slots=True)
class Point:
    """A year, a month or a day."""

    year: int
    month: int | None = None
    day: int | None = None
    doubt: str = ""

    @property
    def parts(self) -> list[int]:
        return [each for each in (self.year, self.month, self.day) if each is not None]

    @property
    def within_year(self) -> str:
        """ "15 de abril", "abril", or nothing."""
        month = MONTHS[self.month - 1] if self.month else ""
        return f"{self.day} de {month}" if self.day else month

    @property
    def long(self) -> str:
        within = self.within_year
        return f"{within} de {self.year}" if within else str(self.year)


@dataclass(frozen=True, slots=True)
class Span:
    """From one point to another; None where one of them is not known."""

    first: Point | None
    last: Point | None

    @property
    def known(self) -> Point:
        return cast("Point", self.first or self.last)

    @property
    def is_single(self) -> bool:
        return self.first == self.last

    @property
    def is_whole(self) -> bool:
        return self.first is not None and self.last is not None

    @property
    def doubt(self) -> str:
        return next((each.doubt for each in (self.first, self.last) if each and each.doubt), "")


def interval(first: date | None, last: date | None) -> str:
    """Extreme dates as EDTF, no more precise than they were meant: all days of a year are the year."""
    if first is None and last is None:
        return ""
    begins_year = first is None or (first.month, first.day) == (1, 1)
    ends_year = last is None or (last.month, last.day) == (12, 31)
    ends_month = last is None or last.day == monthrange(last.year, last.month)[1]
    digits = 10
    if first != last:
        digits = 4 if begins_year and ends_year else 7 if ends_month and (first is None or first.day == 1) else 10
    begin, end = (each.isoformat()[:digits] if each else ".." for each in (first, last))
    return begin if begin == end else f"{begin}/{end}"


def parse(edtf: str) -> Span | None:
    """What the text says, or None for nothing that is a date."""
    begin, slash, end = edtf.strip().partition("/")
    first = _point(begin)
    last = _point(end) if slash else first
    return Span(first, last) if first or last else None


def _point(text: str) -> Point | None:
    match = _POINT.fullmatch(text.strip())
    if not match or not 1 <= int(match["month"] or 1) <= 12:
        return None
    month, day = (int(match[name]) if match[name] else None for name in ("month", "day"))
    return Point(int(match["year"]), month, day, match["doubt"])


def long(edtf: str) -> str:
    """As in a sentence: "15 de abril de 2016", "1990–2020", "3–15 de mayo de 2016", "ca. 1910", "s. f."."""
    span = parse(edtf)
    return _doubted(_long(_sure(span)), span.doubt) if span else UNDATED


def year_first(edtf: str) -> str:
    """As APA has it, the year before all else: "2016, 15 de abril"; of more years than one, only those."""
    span = parse(edtf)
    if span is None:
        return UNDATED
    sure, year = _sure(span), span.known.year
    within = _long_within_year(sure) if _is_within_year(sure) else ""
    return _doubted(f"{year}, {within}" if within else _years(sure), span.doubt)


def years(edtf: str) -> str:
    """Only years: "2016", "1990–2020", "desde 1990", "s. f."."""
    span = parse(edtf)
    return _doubted(_years(_sure(span)), span.doubt) if span else UNDATED


def _sure(span: Span) -> Span:
    first, last = (replace(each, doubt="") if each else None for each in (span.first, span.last))
    return Span(first, last)


def _doubted(said: str, doubt: str) -> str:
    if doubt == "?":
        return f"¿{said}?"
    return f"ca. {said}" if doubt else said


def _is_within_year(span: Span) -> bool:
    return span.first is not None and span.last is not None and span.first.year == span.last.year


def _years(span: Span) -> str:
    if _is_within_year(span):
        return str(span.known.year)
    if span.first and span.last:
        return f"{span.first.year}–{span.last.year}"
    return f"desde {span.known.year}" if span.first else f"hasta {span.known.year}"


def _long(span: Span) -> str:
    if span.first and span.last:
        within = _long_within_year(span) if _is_within_year(span) else ""
        if within:
            return f"{within} de {span.first.year}"
        return _range(span.first.long, span.last.long) if not span.is_single else span.first.long
    article = "el " if span.known.day else ""
    return f"desde {article}{span.known.long}" if span.first else f"hasta {article}{span.known.long}"


def _long_within_year(span: Span) -> str:
    """ "15 de abril – 3 de mayo", "3–15 de mayo", "abril–junio", "abril"; nothing where only the year is known."""
    first, last = span.first, span.last
    if first is None or last is None or not first.month or not last.month:
        return ""
    if first == last:
        return first.within_year
    if first.month == last.month and first.day and last.day:
        return f"{first.day}–{last.within_year}"
    return _range(first.within_year, last.within_year)


def _range(first: str, last: str) -> str:
    """The dash stands between spaces where there are spaces on its sides."""
    return f"{first} – {last}" if " " in first + last else f"{first}–{last}"
