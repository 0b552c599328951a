"""Dates of uncertain precision."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cms.core.dates import BadDate, Interval, as_of, humanize, parse_edtf, parse_interval, validate_edtf


@pytest.mark.parametrize(
    ("text", "first", "last", "shown"),
    [
        ("2013", date(2013, 1, 1), date(2013, 12, 31), "2013"),
        ("2021-04", date(2021, 4, 1), date(2021, 4, 30), "abril de 2021"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "febrero de 2024"),
        ("2016-04-15", date(2016, 4, 15), date(2016, 4, 15), "15 de abril de 2016"),
        (" 2016-04-15 ", date(2016, 4, 15), date(2016, 4, 15), "15 de abril de 2016"),
    ],
)
def test_precision_becomes_a_range_and_is_written_as_people_do(
    text: str, first: date, last: date, shown: str
) -> None:
    days = parse_edtf(text)
    assert (days.first, days.last, str(days)) == (first, last, shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("2018-01-03", "al 3 de enero de 2018"), ("2017-03", "a marzo de 2017"), ("2017", "en 2017")],
)
def test_when_something_was_known_is_said_as_people_do(text: str, shown: str) -> None:
    assert as_of(text) == shown


@pytest.mark.parametrize("text", ["", "13", "2021-13", "2021-02-30", "15/04/2016", "2021-4", "0000", "dos mil"])
def test_what_is_no_date_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(BadDate):
        parse_edtf(text)
    with pytest.raises(ValidationError, match="AAAA-MM-DD"):
        validate_edtf(text)


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (None, None, ""),
        (date(2007, 1, 1), date(2010, 12, 31), "2007–2010"),
        (date(2021, 4, 3), date(2021, 5, 9), "3 de abril de 2021 – 9 de mayo de 2021"),
        (date(2021, 4, 3), None, "3 de abril de 2021"),
    ],
)
def test_ranges(first: date | None, last: date | None, shown: str) -> None:
    assert humanize(first, last) == shown


@pytest.mark.parametrize(
    ("text", "first", "last", "exact"),
    [
        ("2001-01-01/2001-12-31", date(2001, 1, 1), date(2001, 12, 31), True),
        ("2001 / 2003-05", date(2001, 1, 1), date(2003, 5, 31), False),
        ("2016-04-15", date(2016, 4, 15), date(2016, 4, 15), True),
        ("2016", date(2016, 1, 1), date(2016, 12, 31), False),
        ("2016-04-15/", date(2016, 4, 15), None, True),
        ("../2016", None, date(2016, 12, 31), False),
    ],
)
def test_two_extreme_dates_are_an_interval(text: str, first: date | None, last: date | None, exact: bool) -> None:
    assert parse_interval(text) == Interval(first, last, exact)
    written = parse_interval(str(Interval(first, last)))
    assert (written.first, written.last) == (first, last)


@pytest.mark.parametrize("text", ["", "/", "../..", "2003/2001", "2001/2002/2003", "2001-13/2002", "ayer/hoy"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(BadDate):
        parse_interval(text)
