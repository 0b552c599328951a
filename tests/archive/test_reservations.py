"""A reservation opens to the second, in each of Mexico's time zones, with every scheduler off; or it stays closed."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client

from archive import publication
from archive.models import Document
from cms.core import zones
from cms.core.visibility import State
from tests import factories

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
WALL_CLOCKS = [datetime(2030, 1, 15, 9, 30), datetime(2030, 7, 15, 23, 59), datetime(2031, 1, 1)]  # noqa: DTZ001


def closed(zone: str, wall_clock: datetime, *, approved: bool) -> Document:
    return publication.reserve(
        factories.document("Acta", pages=["texto"]),
        actor=factories.superuser(),
        legal_basis="Artículo de prueba",
        until=zones.at(wall_clock, zone),
        zone=zone,
        release_approved=approved,
    )


@pytest.mark.parametrize("wall_clock", WALL_CLOCKS, ids=str)
@pytest.mark.parametrize("zone", zones.ZONES)
def test_it_opens_when_clocks_of_the_zone_show_the_time(zone: str, wall_clock: datetime) -> None:
    document = closed(zone, wall_clock, approved=True)
    opens = wall_clock.replace(tzinfo=ZoneInfo(zone))
    for instant, status in ((opens - SECOND, 404), (opens, 200), (opens + SECOND, 200)):
        with time_machine.travel(instant, tick=False):
            assert Client().get(document.get_absolute_url()).status_code == status
            assert Client().get(f"{document.get_absolute_url()}/p1").status_code == status
    assert Document.objects.get(pk=document.pk).state == State.RESERVED, "nobody has written anything"


def test_without_an_approved_release_it_stays_closed_and_becomes_due() -> None:
    document = closed(zones.CENTRAL, WALL_CLOCKS[0], approved=False)
    with time_machine.travel(zones.at(WALL_CLOCKS[0], zones.CENTRAL) + timedelta(days=1), tick=False):
        assert Client().get(document.get_absolute_url()).status_code == 404


def test_zones_differ_and_states_have_theirs() -> None:
    summer = datetime(2030, 7, 15, 12)  # noqa: DTZ001
    instants = {zone: zones.at(summer, zone) for zone in zones.ZONES}
    assert instants["America/Cancun"] < instants[zones.CENTRAL] < instants["America/Hermosillo"]
    assert zones.of_state("BCN") == "America/Tijuana"
    assert zones.of_state("ZAC") == zones.of_state(None) == zones.CENTRAL


def test_an_hour_that_clocks_skip_is_named_and_one_that_comes_twice_is_the_first() -> None:
    with pytest.raises(zones.NoSuchTime):
        zones.at(datetime(2030, 3, 10, 2, 30), "America/Tijuana")  # noqa: DTZ001
    twice = datetime(2030, 11, 3, 1, 30)  # noqa: DTZ001
    assert zones.at(twice, "America/Tijuana") == twice.replace(tzinfo=ZoneInfo("America/Tijuana"), fold=0)
