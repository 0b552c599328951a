"""Who coordinates a region works with the pages of its states, as long as it is so."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from cms.core.models import Coordination
from cms.core.models.membership import Role
from cms.core.reference.models import Institution, Region, State
from tests import factories
from tests.cms.home.test_editors import groups_of

OF_ZACATECAS, OF_JALISCO = "Comunicación de estado: ZAC", "Comunicación de estado: JAL"


@pytest.fixture
def region(db: None) -> Region:
    made: Region = Region.objects.create(name="De prueba", slug="de-prueba")
    made.states.add(State.objects.get(code="ZAC"))
    return made


@pytest.fixture
def person(db: None) -> User:
    return factories.member(Institution.objects.get(code="yuc-archivo"), Role.UNIVERSITY)


def test_it_begins_and_ends_with_its_row(region: Region, person: User) -> None:
    row = Coordination.objects.create(user=person, region=region)
    assert groups_of(person) == {OF_ZACATECAS}
    row.delete()
    assert groups_of(person) == set()


def test_it_follows_the_states_of_the_region(region: Region, person: User) -> None:
    Coordination.objects.create(user=person, region=region)
    region.states.add(State.objects.get(code="JAL"))
    assert groups_of(person) == {OF_ZACATECAS, OF_JALISCO}
    region.states.remove(State.objects.get(code="ZAC"))
    assert groups_of(person) == {OF_JALISCO}
    region.delete()
    assert groups_of(person) == set()


def test_what_a_role_gives_stays(region: Region) -> None:
    both = factories.member(Institution.objects.get(code="zac-archivo"), Role.COMMUNICATION)
    Coordination.objects.create(user=both, region=region).delete()
    assert groups_of(both) == {OF_ZACATECAS}


def test_without_any_role_nobody_coordinates(region: Region, person: User) -> None:
    Coordination.objects.create(user=person, region=region)
    person.memberships.get().delete()
    assert groups_of(person) == set()


def test_superusers_say_who_coordinates(region: Region, person: User) -> None:
    client = Client()
    client.force_login(factories.superuser(), backend="django.contrib.auth.backends.ModelBackend")
    client.post("/admin/coordinations/new/", {"user": person.pk, "region": region.pk})
    assert groups_of(person) == {OF_ZACATECAS}
    assert region.name in client.get("/admin/coordinations/").content.decode()
