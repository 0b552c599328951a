"""The editorial calendar: over all channels, states and campaigns, for whom it concerns."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.editorial import entries, grid
from campaigns.editorial.entries import CannotMove, Entry, Span, Standing
from campaigns.models import CampaignPage
from cms.core.models.membership import Role
from cms.core.reference.models import Institution, State
from tests import factories
from tests.campaigns import adapting, made
from tests.campaigns.made import Campaigns
from tests.campaigns.test_reach import client_of, published_spot

ADDRESS = "/admin/reports/campaigns/calendar/"
MOVE = f"{ADDRESS}move/"
MOST_QUERIES = 20


@pytest.fixture
def national(db: None) -> User:
    return factories.member(Institution.objects.get(code="snt-archivos"), Role.COMMUNICATION)


@pytest.fixture
def zacatecas(db: None) -> User:
    return factories.member(Institution.objects.get(code="zac-archivo"), Role.COMMUNICATION)


def around() -> Span:
    return Span(made.day(-40), made.day(40))


def found(user: User, span: Span | None = None) -> dict[str, Entry]:
    return {each.title: each for each in entries.find(user, span or around())}


def test_what_is_public_stands_there_for_everybody_and_drafts_for_their_own(
    campaigns: Campaigns, national: User, zacatecas: User
) -> None:
    campaigns.add("Pública", starts=2, ends=5)
    campaigns.draft("Secreta", starts=3, ends=6)
    own = found(national)
    assert (own["Pública"].standing, own["Secreta"].standing) == (Standing.PUBLIC, Standing.DRAFT)
    assert own["Secreta"].is_movable
    others = found(zacatecas)
    assert "Secreta" not in others
    assert not others["Pública"].is_movable
    assert others["Pública"].url.startswith("/campanas/")


def test_a_draft_stands_where_it_says(campaigns: Campaigns, national: User, zacatecas: User) -> None:
    campaign = campaigns.add("Pública", starts=2, ends=5)
    campaign.starts_on, campaign.ends_on = made.day(12), made.day(15)
    campaign.save_revision()
    drafted = found(national)["Pública"]
    assert (drafted.first, drafted.last, drafted.at) == (made.day(12), made.day(15), None)
    assert found(zacatecas)["Pública"].first == made.day(2)
    assert "Pública" not in found(national, Span(made.day(1), made.day(6)))


def test_the_day_of_a_draft_is_the_same_on_all_clocks(campaigns: Campaigns, national: User) -> None:
    draft = campaigns.draft("En la frontera", starts=3, ends=6)
    draft.move(State.objects.get(code="BCN").page, pos="last-child")
    assert (found(national)[draft.title].first, found(national)[draft.title].last) == (made.day(3), made.day(6))


def test_what_has_no_date_stands_where_it_was_or_will_be_published(campaigns: Campaigns, national: User) -> None:
    campaign = campaigns.add()
    published_spot(campaign)
    due = made.spot(campaign, "Por salir", recording=made.recording(b"RIFF otra"), transcript=made.TRANSCRIPT)
    due.go_live_at = timezone.now() + timedelta(days=7)
    due.save_revision().publish()
    standing = {each.standing: each.first for each in found(national).values() if each.channel == "spot"}
    assert standing == {Standing.PUBLIC: made.day(0), Standing.SCHEDULED: made.day(7)}


def test_moving_leaves_a_draft_and_the_length_as_it_was(campaigns: Campaigns, national: User) -> None:
    campaign = campaigns.add("Pública", starts=2, ends=5)
    said = entries.move(national, f"campaign-{campaign.pk}", made.day(10))
    assert "publíquelo" in said
    campaign.refresh_from_db()
    assert campaign.starts_on == made.day(2), "readers see the old date until somebody publishes"
    draft = campaign.get_latest_revision_as_object()
    assert (draft.starts_on, draft.ends_on) == (made.day(10), made.day(13))
    assert campaign.latest_revision is not None
    assert campaign.latest_revision.user == national


def test_moving_loses_no_draft(campaigns: Campaigns, national: User) -> None:
    campaign = campaigns.add("Pública", starts=2, ends=5)
    campaign.aim = "Otra cosa."
    campaign.save_revision()
    entries.move(national, f"campaign-{campaign.pk}", made.day(10))
    assert CampaignPage.objects.get(pk=campaign.pk).get_latest_revision_as_object().aim == "Otra cosa."


def test_what_the_national_team_locked_is_not_moved(campaigns: Campaigns, national: User) -> None:
    own = adapting.take(campaigns.add("Nacional", locked_fields=["starts_on"])).page
    own.specific.save_revision()
    with pytest.raises(CannotMove, match="campaña nacional"):
        entries.move(national, f"campaign-{own.pk}", made.day(10))


@pytest.mark.parametrize("key", ["campaign-999999", "nada-1", "campaign-x", "", "campaign--1"])
def test_what_is_not_there_is_not_moved(national: User, key: str) -> None:
    with pytest.raises(CannotMove):
        entries.move(national, key, made.day(1))


def test_others_do_not_move_it_and_a_lock_holds(campaigns: Campaigns, national: User, zacatecas: User) -> None:
    campaign = campaigns.add("Pública", starts=2, ends=5)
    with pytest.raises(CannotMove, match="otras personas"):
        entries.move(zacatecas, f"campaign-{campaign.pk}", made.day(10))
    campaign.locked, campaign.locked_by, campaign.locked_at = True, zacatecas, timezone.now()
    campaign.save()
    with pytest.raises(CannotMove, match="bloqueada"):
        entries.move(national, f"campaign-{campaign.pk}", made.day(10))
    spot = published_spot(campaign)
    with pytest.raises(CannotMove, match="página misma"):
        entries.move(national, f"spot-{spot.pk}", made.day(10))
    assert CampaignPage.objects.get(pk=campaign.pk).get_latest_revision_as_object().starts_on == made.day(2)


@pytest.mark.parametrize("view", ["month", "week", "list"])
def test_every_view_shows_it(campaigns: Campaigns, national: User, view: str) -> None:
    campaigns.add("Pública", starts=0, ends=1)
    page = client_of(national).get(ADDRESS, {"view": view}).content.decode()
    assert "Pública" in page
    assert "Nacional" in page


def test_it_is_narrowed_and_exported(campaigns: Campaigns, national: User) -> None:
    campaign = campaigns.add("Pública", starts=0, ends=1)
    campaigns.add("Otra", starts=0, ends=1)
    client = client_of(national)
    asked = {"view": "list", "campaign": campaign.path, "export": "csv"}
    rows = list(csv.DictReader(io.StringIO(client.get(ADDRESS, asked).getvalue().decode("utf-8-sig"))))
    assert [(row["Título"], row["Fecha"]) for row in rows] == [("Pública", made.day(0).isoformat())]
    for name, value in (("state", "JAL"), ("channel", "spot"), ("standing", "draft")):
        assert "Pública" not in entries_of(client.get(ADDRESS, {"view": "list", name: value}).content.decode())
    assert "Pública" in entries_of(client.get(ADDRESS, {"view": "list", "state": "nacional"}).content.decode())
    assert client.get(ADDRESS, {"view": "nada", "day": "ayer", "state": "???"}).status_code == 200


def entries_of(page: str) -> str:
    """The page without the choices of its filters."""
    return page.split("plan__when", 1)[1]


def test_it_is_moved_by_the_form_and_says_what_came_of_it(campaigns: Campaigns, national: User) -> None:
    campaign = campaigns.draft("Borrador", starts=0, ends=1)
    client = client_of(national)
    sent = {"key": f"campaign-{campaign.pk}", "day": made.day(3).isoformat(), "back": f"{ADDRESS}?view=list"}
    assert client.post(MOVE, sent).url == f"{ADDRESS}?view=list"  # type: ignore[attr-defined]
    assert CampaignPage.objects.get(pk=campaign.pk).get_latest_revision_as_object().starts_on == made.day(3)
    page = client.post(MOVE, {**sent, "day": "mañana", "back": "https://otro.example/"}, follow=True)
    assert page.redirect_chain[0][0] == ADDRESS
    assert "Escriba la fecha" in page.content.decode()
    assert Client(headers={"host": "localhost"}).post(MOVE, sent).status_code == 302


def test_the_number_of_queries_does_not_grow(campaigns: Campaigns, national: User) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            entries.find(national, around())
        return len(queries)

    def add(number: int) -> None:
        campaigns.add(starts=number, ends=number + 1)
        campaigns.draft(starts=number, ends=number + 1)

    add(0)
    few = asked()
    for number in range(1, 6):
        add(number)
    # One for each channel, and what all of them need to know.
    assert asked() <= few <= MOST_QUERIES


def entry(first: date, last: date | None = None) -> Entry:
    return Entry("a-1", "a", "A", "x", first, last, None, "", "", "", "", Standing.PUBLIC, "/", True)


def test_a_month_is_whole_weeks_and_long_things_stand_above() -> None:
    long = entry(date(2026, 4, 1), date(2026, 6, 30))
    short = entry(date(2026, 5, 30), date(2026, 6, 2))
    sheet = grid.month_sheet(date(2026, 5, 14), [long, short], date(2026, 5, 30))
    days = [day for week in sheet.weeks for day in week]
    assert (days[0].date, days[-1].date) == (date(2026, 4, 27), date(2026, 5, 31))
    assert sheet.long == [long]
    assert [day.date.day for day in days if day.entries] == [30, 31]
    assert [day.date.day for day in days if day.is_today] == [30]
    assert [day.date.day for day in days if not day.is_inside] == [27, 28, 29, 30]
    assert (sheet.before, sheet.after) == (date(2026, 4, 30), date(2026, 6, 1))


def test_a_week_begins_on_monday() -> None:
    sheet = grid.week_sheet(date(2026, 11, 29), [], date(2026, 11, 29))
    assert (sheet.span.first, sheet.span.last) == (date(2026, 11, 23), date(2026, 11, 29))
