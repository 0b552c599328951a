"""Campaigns as readers find them: in their list, on their page, at their time."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from archive import vocabulary_lists
from archive.models import Subject
from campaigns import listing
from campaigns.gate import NotPublishable
from campaigns.models import Phase
from cms.core.reference.models import Region, State, StrategyGoal
from tests import factories
from tests.campaigns.made import Campaigns, day
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
LIST = "/campanas/"


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_a_campaign_shows_what_it_is_after(client: Client, campaigns: Campaigns) -> None:
    page = campaigns.add("Pregunte sin miedo")
    page.goals.add(StrategyGoal.objects.get(code="salud"))
    page.states.add(State.objects.get(code="JAL"))
    page.save_revision().publish()
    shown = text(client, page.url)
    for said in ("Pregunte sin miedo", "La gente sabrá pedir", "Estudiantes", "Preguntar es su derecho", "Salud"):
        assert said in shown
    assert "Jalisco" in shown
    assert "En curso" in shown


def test_drafts_are_nowhere(client: Client, campaigns: Campaigns) -> None:
    page = campaigns.draft("Canario de campaña")
    assert "Canario" not in text(client, LIST)
    text(client, page.url, 404)


@pytest.mark.parametrize(
    ("starts", "ends", "phase"),
    [
        (-1, 30, Phase.RUNNING),
        (0, 0, Phase.RUNNING),
        (-9, None, Phase.RUNNING),
        (1, 9, Phase.COMING),
        (-9, -1, Phase.PAST),
    ],
)
def test_the_list_is_narrowed_by_when(
    client: Client, campaigns: Campaigns, starts: int, ends: int | None, phase: Phase
) -> None:
    page = campaigns.add("La buscada", starts=starts, ends=ends)
    assert page.phase() == phase
    for each in Phase:
        assert ("La buscada" in text(client, f"{LIST}?cuando={each.value}")) == (each == phase)


def test_the_list_is_narrowed_by_theme_state_and_region(client: Client, campaigns: Campaigns) -> None:
    jalisco, sonora = State.objects.get(code="JAL"), State.objects.get(code="SON")
    region = Region.objects.create(name="De prueba", slug="de-prueba")
    region.states.add(jalisco)
    theme, _new = Subject.objects.named("Agua")
    local, national, other = campaigns.add("Local"), campaigns.add("Nacional"), campaigns.add("Ajena")
    local.states.add(jalisco)
    local.subjects.add(theme)
    local.save_revision().publish()
    other.states.add(sonora)
    other.save_revision().publish()
    for query in ("estado=JAL", "region=de-prueba"):
        found = text(client, f"{LIST}?{query}")
        assert ("Local" in found, national.title in found, "Ajena" in found) == (True, True, False)
    found = text(client, f"{LIST}?tema={theme.slug}")
    assert ("Local</a>" in found, "Ajena</a>" in found) == (True, False)
    assert "Ajena" in text(client, f"{LIST}?estado=NADA")
    assert "No hay campañas con esos filtros" in text(client, f"{LIST}?tema={theme.slug}&cuando=past")
    assert 'content="noindex' in text(client, f"{LIST}?estado=JAL")


def test_the_list_asks_no_more_often_for_more(client: Client, campaigns: Campaigns, shared_cache: None) -> None:
    def queries(mark: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            text(client, f"{LIST}?x={mark}")
        return len(asked)

    campaigns.add()
    text(client, f"{LIST}?x=0")
    few = queries("1")
    for _ in range(5):
        campaigns.add()
    text(client, f"{LIST}?x=2")
    assert queries("3") <= few <= 10


def test_what_a_list_says_changes_at_midnight(campaigns: Campaigns) -> None:
    campaigns.add(starts=3, ends=9)
    now = timezone.now()
    first = listing.next_change(now)
    assert first is not None
    assert timezone.localtime(first).date() == day(3)
    with time_machine.travel(first + timedelta(hours=1)):
        later = listing.next_change(timezone.now())
    assert later is not None
    assert timezone.localtime(later).date() == day(10)


def test_an_end_before_the_beginning_is_refused(campaigns: Campaigns) -> None:
    page = campaigns.draft()
    page.ends_on = page.starts_on - timedelta(days=1)
    with pytest.raises(ValidationError, match="Termina antes de empezar"):
        page.clean()


@pytest.mark.parametrize("year", [1890, 9999])
def test_a_year_that_must_be_a_slip_is_refused(campaigns: Campaigns, year: int) -> None:
    page = campaigns.draft()
    page.ends_on = page.starts_on.replace(year=year, day=1)
    with pytest.raises(ValidationError, match="Revise el año"):
        page.clean()


def test_a_draft_that_lacks_something_is_not_published_past_the_form(campaigns: Campaigns) -> None:
    page = campaigns.draft()
    page.aim = ""
    page.save_revision(clean=False)
    with pytest.raises(NotPublishable):
        page.get_latest_revision().publish()


def test_without_a_message_it_is_not_published(campaigns: Campaigns) -> None:
    page = campaigns.draft(messages=[])
    with pytest.raises(NotPublishable, match="mensaje clave"):
        page.get_latest_revision().publish()


def test_what_it_is_after_is_measured_too(campaigns: Campaigns) -> None:
    page = campaigns.draft(aim="La coadyuvancia será instrumentada por la Comisión.")
    assert {"coadyuvancia", "será instrumentada"} & {mark.text for mark in page.clarity().measure.marks}


def test_a_theme_that_is_joined_with_another_stays_on_its_campaigns(campaigns: Campaigns) -> None:
    water, other = Subject.objects.named("Agua")[0], Subject.objects.named("Agua potable")[0]
    one, both = campaigns.add(), campaigns.add()
    one.subjects.add(other)
    one.save()
    both.subjects.add(water, other)
    both.save()
    assert vocabulary_lists.is_used(other)
    vocabulary_lists.merge(other, water, actor=factories.superuser())
    for page in (one, both):
        assert list(type(page).objects.get(pk=page.pk).subjects.all()) == [water]


def test_an_empty_list_says_so(client: Client, campaigns: Campaigns) -> None:
    assert "Todavía no hay campañas publicadas" in text(client, LIST)


def test_the_front_page_leads_with_what_runs_now(client: Client, campaigns: Campaigns) -> None:
    campaigns.add("Ya pasó", starts=-9, ends=-2)
    campaigns.add("La que sigue", starts=3)
    campaigns.add("La de hoy")
    front = text(client, "/")
    assert "Ya pasó" not in front
    assert front.index("La de hoy") < front.index("La que sigue")


def test_a_state_and_its_region_show_their_campaigns(client: Client, campaigns: Campaigns) -> None:
    page = campaigns.add("Solo de Tlaxcala")
    page.states.add(State.objects.get(code="TLA"))
    page.save_revision().publish()
    assert "Solo de Tlaxcala" in text(client, "/estados/tlaxcala/")
    assert "Solo de Tlaxcala" not in text(client, "/estados/jalisco/")


def test_feeds_tell_of_campaigns(client: Client, campaigns: Campaigns) -> None:
    page = campaigns.add("Nueva campaña")
    page.states.add(State.objects.get(code="TLA"))
    page.save_revision().publish()
    for feed, is_told in (
        ("/campanas/atom.xml", True),
        ("/novedades/atom.xml", True),
        ("/estados/tlaxcala/atom.xml", True),
        ("/estados/jalisco/atom.xml", False),
    ):
        assert ("Nueva campaña" in text(client, feed)) == is_told, feed
