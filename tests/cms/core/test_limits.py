"""How often one connection may send something, and tokens that all readers of an hour share."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import caches
from django.http import HttpRequest
from django.test import RequestFactory

from cms.core import limits, tokens
from tests.limited import counting

__all__ = ["counting"]
HOUR = timedelta(hours=1)
NOON = "2026-11-27T18:00:00Z"


def request(address: str = "203.0.113.7", forwarded: str = "") -> HttpRequest:
    made = RequestFactory().post("/", REMOTE_ADDR=address)
    return RequestFactory().post("/", REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=forwarded) if forwarded else made


@pytest.fixture
def at_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def answers(*asked: HttpRequest, name: str = "prueba", limit: int = 2) -> list[bool]:
    return [limits.limited(each, name, limit, HOUR) for each in asked]


def test_so_many_pass_and_no_more_until_the_window_is_over(counting: None, at_noon: time_machine.Traveller) -> None:
    assert answers(*[request()] * 4) == [False, False, True, True]
    assert answers(request(), name="otra cosa") == [False]
    assert answers(request("203.0.113.8")) == [False]
    at_noon.shift(HOUR)
    assert answers(request()) == [False]


def test_an_address_of_ipv6_stands_for_its_whole_connection(counting: None, at_noon: object) -> None:
    one, same, other = request("2001:db8:1:1::1"), request("2001:db8:1:1:ffff::9"), request("2001:db8:1:2::1")
    assert answers(one, same, limit=1) == [False, True]
    assert answers(other, limit=1) == [False]


def test_the_address_is_the_one_that_our_own_proxy_names(counting: None, at_noon: object, settings: Any) -> None:
    forged = [request("10.0.0.1", forwarded=f"192.0.2.{number}, 198.51.100.4") for number in range(3)]
    assert answers(*[request(forwarded=f"192.0.2.{number}") for number in range(3)], limit=1)[-1]
    settings.READER_ADDRESS_HEADER = "HTTP_X_FORWARDED_FOR"
    assert answers(*forged, limit=1) == [False, True, True]
    assert answers(request("10.0.0.1", forwarded="198.51.100.5"), limit=1) == [False]


def test_what_stands_for_a_reader_changes_every_day_and_tells_no_address() -> None:
    with time_machine.travel(NOON, tick=False):
        today = limits.reader_key(request())
    with time_machine.travel("2026-11-28T18:00:00Z", tick=False):
        assert limits.reader_key(request()) != today
    assert "203.0.113.7" not in today


def test_nothing_but_the_memory_holds_it(counting: None, at_noon: object, db: None) -> None:
    limits.limited(request(), "prueba", 1, HOUR)
    held = caches["limits"]._cache  # type: ignore[attr-defined]
    assert held
    assert not any("203.0.113.7" in name for name in held)


def test_the_same_sent_twice_is_known(counting: None, at_noon: object) -> None:
    assert [limits.repeated(request(), "x", text, HOUR) for text in ("sí", "sí", "no")] == [False, True, False]


def test_a_token_is_the_same_for_an_hour_and_good_for_a_day(at_noon: time_machine.Traveller) -> None:
    token = tokens.issue("prueba", "7-12")
    at_noon.shift(timedelta(minutes=50))
    assert tokens.issue("prueba", "7-12") == token
    at_noon.shift(timedelta(minutes=20))
    assert tokens.issue("prueba", "7-12") != token
    assert tokens.read("prueba", token) == "7-12"
    at_noon.shift(timedelta(hours=25))
    with pytest.raises(tokens.OldToken) as old:
        tokens.read("prueba", token)
    assert old.value.about == "7-12"


@pytest.mark.parametrize("token", ["", "7-12", "7-12:abc:def"])
def test_a_token_of_nobody_is_refused(token: str) -> None:
    with pytest.raises(tokens.BadToken):
        tokens.read("prueba", token)


def test_a_token_for_one_form_is_none_for_another() -> None:
    with pytest.raises(tokens.BadToken):
        tokens.read("otra", tokens.issue("prueba"))
