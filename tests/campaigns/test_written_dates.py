"""Dates and times of day as tables from stations have them."""

from datetime import date, time

import pytest

from campaigns.written_dates import (
    BadTime,
    BadWrittenDate,
    MonthFirst,
    ShortYear,
    parse_date,
    parse_time,
    split_date_and_time,
)


@pytest.mark.parametrize(
    "text",
    [
        "15/04/2016",
        "15-04-2016",
        "15.4.2016",
        "2016-04-15",
        "2016/04/15",
        "15 de abril de 2016",
        "15 de Abril del 2016",
        "viernes, 15 de abril de 2016",
        "15-abr-2016",
        " 15/abr/2016 ",
    ],
)
def test_a_date_is_read_with_its_day_first(text: str) -> None:
    assert parse_date(text) == date(2016, 4, 15)


@pytest.mark.parametrize("text", ["3 de septiembre de 2016", "3 sept 2016", "3-sep-2016", "3 de setiembre de 2016"])
def test_september_is_spelled_in_several_ways(text: str) -> None:
    assert parse_date(text) == date(2016, 9, 3)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("15/04/16", ShortYear),
        ("15-abr-16", ShortYear),
        ("04/15/2016", MonthFirst),
        ("31/02/2016", BadWrittenDate),
        ("15/04-2016", BadWrittenDate),
        ("abril de 2016", BadWrittenDate),
        ("15 de ma de 2016", BadWrittenDate),
        ("15 de brumario de 2016", BadWrittenDate),
        ("", BadWrittenDate),
    ],
)
def test_what_is_no_date_says_why(text: str, error: type[Exception]) -> None:
    with pytest.raises(BadWrittenDate) as caught:
        parse_date(text)
    assert caught.type is error


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:30", time(14, 30)),
        ("14:30:15", time(14, 30, 15)),
        ("14:30:15.000", time(14, 30, 15)),
        ("14.30 h", time(14, 30)),
        ("14:30 hrs.", time(14, 30)),
        ("2:30 p. m.", time(14, 30)),
        ("2:30 PM", time(14, 30)),
        ("12:05 a.m.", time(0, 5)),
        ("12:05 pm", time(12, 5)),
        ("0:00", time(0, 0)),
    ],
)
def test_a_time_is_read(text: str, expected: time) -> None:
    assert parse_time(text) == expected


@pytest.mark.parametrize("text", ["24:00", "25:30", "14:75", "13:00 pm", "0:30 am", "media noche", "14", ""])
def test_what_is_no_time_of_day_is_refused(text: str) -> None:
    with pytest.raises(BadTime):
        parse_time(text)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("15/04/2016 14:30", ("15/04/2016", "14:30")),
        ("2016-04-15T14:30:00", ("2016-04-15", "14:30:00")),
        ("15 de abril de 2016 2:30 p. m.", ("15 de abril de 2016", "2:30 p. m.")),
        (" 15/04/2016 ", ("15/04/2016", "")),
    ],
)
def test_a_cell_may_hold_both(text: str, parts: tuple[str, str]) -> None:
    assert split_date_and_time(text) == parts
