"""Dates of uncertain precision."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from cms.core.dates import BadDate, humanize, parse_edtf, validate_edtf


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
