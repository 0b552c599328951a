"""How far campaigns reach: counted without knowing by whom, and never mixed with what others report."""

import csv
import io
from datetime import date, timedelta

import openpyxl
import pypdfium2
import pytest
from django.core.cache import caches
from django.test import Client, override_settings
from django.utils import timezone

from campaigns.charts import bar_chart, round_up
from campaigns.models import Airing, CampaignPage, PageUse, ReachTarget, SpotPage, Use
from campaigns.reach import figures, visits
from campaigns.reach.figures import Scope, series
from campaigns.reach.measures import Origin, Period
from cms.core.models.membership import Role
from cms.core.reference.models import Institution, State
from cms.core.tally import Tally
from tests import factories
from tests.campaigns import made
from tests.campaigns.made import Campaigns

TODAY = date(2026, 5, 4)
ADDRESS = "/admin/reports/campaigns/reach/"


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch) -> Tally:
    """A tally that writes when the test says so."""
    mine = visits.new_tally()
    monkeypatch.setattr(visits, "tally", mine)
    return mine


def published_spot(campaign: CampaignPage) -> SpotPage:
    row = made.spot(campaign, recording=made.recording(), transcript=made.TRANSCRIPT)
    row.get_latest_revision().publish()
    row.refresh_from_db()
    return row


def uses(page: object) -> dict[str, int]:
    return dict(PageUse.objects.filter(page=page).values_list("kind", "count"))


def national() -> Client:
    body = Institution.objects.get(code="snt-archivos")
    return client_of(factories.member(body, Role.COMMUNICATION))


def client_of(user: object) -> Client:
    client = Client(headers={"host": "localhost"})
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")  # type: ignore[arg-type]
    return client


def test_pages_are_counted_also_from_the_shared_memory(campaigns: Campaigns, tally: Tally) -> None:
    campaign = campaigns.add()
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    caching = {name: {**memory, "LOCATION": f"visits {name}"} for name in ("default", "public", "kept")}
    with override_settings(CACHES=caching):
        caches["public"].clear()
        client = Client(headers={"host": "localhost"})
        first = client.get(campaign.url)
        again = client.get(campaign.url, headers={"If-None-Match": first["ETag"]})
        caches["public"].clear()
    assert (first.status_code, again.status_code) == (200, 304)
    client.head(campaign.url)
    client.get(campaign.url, headers={"User-Agent": "Googlebot/2.1"})
    client.get("/no-existe/")
    tally.flush()
    assert uses(campaign) == {Use.VIEW: 2}
    assert not first.cookies


def test_files_are_counted_where_they_begin(campaigns: Campaigns, tally: Tally) -> None:
    spot = published_spot(campaigns.add())
    client = Client(headers={"host": "localhost"})
    play = f"/grabaciones/{spot.recording_id}/reproducir"
    for asked in ({}, {"Range": "bytes=0-"}, {"Range": "bytes=4-"}):
        assert client.get(play, headers=asked).status_code in (200, 206)
    client.get(f"/grabaciones/{spot.recording_id}/original")
    tally.flush()
    assert uses(spot) == {Use.PLAY: 2, Use.DOWNLOAD: 1}


def test_staff_are_no_readers(campaigns: Campaigns, tally: Tally) -> None:
    campaign = campaigns.add()
    assert national().get(campaign.url).status_code == 200
    tally.flush()
    assert uses(campaign) == {}


def test_counts_add_up_and_what_is_no_page_is_left_out(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    read = visits.Used(Use.VIEW.value, visits.Of.PAGE, campaign.url)
    gone = visits.Used(Use.VIEW.value, visits.Of.PAGE, "/campanas/nada/")
    no_spot = visits.Used(Use.DOWNLOAD.value, visits.Of.SPOT, "999999")
    for _time in range(2):
        visits.write({(read, TODAY): 3, (gone, TODAY): 9, (no_spot, TODAY): 9})
    assert list(PageUse.objects.values_list("page", "day", "kind", "count")) == [(campaign.pk, TODAY, "view", 6)]


@pytest.fixture
def told(campaigns: Campaigns) -> CampaignPage:
    """A campaign that was read 1,200 times, and whose spot stations aired in two states."""
    campaign = campaigns.add("Pregunte")
    spot = published_spot(campaign)
    PageUse.objects.create(page=campaign, day=timezone.localdate(), kind=Use.VIEW, count=1000)
    PageUse.objects.create(page=spot, day=timezone.localdate(), kind=Use.VIEW, count=200)
    for code, times in (("JAL", 10), ("SON", 4)):
        Airing.objects.create(
            spot=spot,
            station="Radio",
            date=timezone.localdate(),
            state=State.objects.get(code=code),
            times=times,
            audience=500,
            key=code,
        )
    return campaign


def scope_of(*found: CampaignPage, states: frozenset[str] | None = None) -> Scope:
    today = timezone.localdate()
    return Scope(found, Period(today - timedelta(days=40), today), states)


def totals(scope: Scope, origin: Origin) -> dict[str, float]:
    return {each.measure.code: each.total for each in series(figures.numbers(scope), origin, scope.period)}


def test_what_is_measured_and_what_is_reported_stay_apart(told: CampaignPage) -> None:
    scope = scope_of(told)
    assert totals(scope, Origin.MEASURED) == {"views": 1200}
    assert totals(scope, Origin.REPORTED) == {"aired": 14, "minutes": 7, "audience": 1000}


def test_a_place_has_its_own_numbers(told: CampaignPage) -> None:
    jalisco = scope_of(told, states=frozenset({"JAL"}))
    assert totals(jalisco, Origin.REPORTED)["aired"] == 10
    assert totals(jalisco, Origin.MEASURED) == {}, "what the site counts of a national campaign is no state's"
    (aired,) = [
        each
        for each in series(figures.numbers(scope_of(told)), Origin.REPORTED, scope_of(told).period)
        if each.measure.code == "aired"
    ]
    assert [(each.label, each.value) for each in aired.states] == [("Jalisco", 10), ("Sonora", 4)]
    assert len(aired.months) in (2, 3), "a month without a number is there too"


def test_other_campaigns_do_not_count(told: CampaignPage, campaigns: Campaigns) -> None:
    assert totals(scope_of(campaigns.add()), Origin.REPORTED) == {}


def test_targets_are_met_by_what_was_reached_while_it_ran(told: CampaignPage) -> None:
    ReachTarget.objects.create(campaign=told, measure="aired", value=28)
    ReachTarget.objects.create(campaign=told, measure="aired", value=10, state=State.objects.get(code="JAL"))
    found = figures.progress([told], timezone.localdate())
    assert [(each.where, each.reached, each.share) for each in found] == [
        ("Todo el país", 14, 0.5),
        ("Jalisco", 10, 1.0),
    ]


def test_the_dashboard_shows_it_with_tables_and_targets(told: CampaignPage) -> None:
    ReachTarget.objects.create(campaign=told, measure="aired", value=28)
    page = national().get(ADDRESS).content.decode()
    assert "Lo que contó el sitio" in page
    assert "1,200" in page
    assert "Jalisco" in page
    assert 'value="0.500"' in page


def test_it_says_what_is_wrong_with_the_dates_and_keeps_them(told: CampaignPage) -> None:
    page = national().get(ADDRESS, {"first": "2026-05-05", "last": "2026-05-01"}).content.decode()
    assert "Termina antes de empezar" in page
    assert "2026-05-05" in page


def test_spreadsheets_say_where_each_number_comes_from(told: CampaignPage) -> None:
    client = national()
    text = client.get(ADDRESS, {"export": "csv"}).getvalue().decode("utf-8-sig")
    rows = {row["Qué se cuenta"]: row for row in csv.DictReader(io.StringIO(text))}
    assert rows["Páginas vistas"]["De dónde viene"] == "Medido"
    assert rows["Páginas vistas"]["Número"].isdecimal()
    assert rows["Veces que salieron al aire"]["De dónde viene"] == "Reportado"
    sheet = openpyxl.load_workbook(io.BytesIO(client.get(ADDRESS, {"export": "xlsx"}).getvalue())).active
    assert sheet is not None
    assert sheet.max_row == 1 + len(list(csv.DictReader(io.StringIO(text))))


def test_the_report_is_a_pdf_that_can_be_read(told: CampaignPage) -> None:
    response = national().get(ADDRESS, {"export": "pdf"})
    assert response["Content-Type"] == "application/pdf"
    pdf = pypdfium2.PdfDocument(response.content)
    text = " ".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "Lo que reportaron" in text
    assert "1,200" in text


def test_a_state_sees_the_campaigns_it_works_on_and_no_others(told: CampaignPage) -> None:
    other = client_of(factories.member(Institution.objects.get(code="zac-archivo"), Role.COMMUNICATION))
    page = other.get(ADDRESS).content.decode()
    assert "1,200" not in page
    assert "Pregunte" not in page
    asked = other.get(ADDRESS, {"campaign": str(told.pk)}).content.decode()
    assert "1,200" not in asked
    assert Client(headers={"host": "localhost"}).get(ADDRESS).status_code == 302


@pytest.mark.parametrize(("value", "top"), [(0, 2), (2, 2), (3, 4), (5, 10), (14, 20), (1200, 2000), (99_999, 10**5)])
def test_a_chart_ends_at_a_round_number(value: float, top: float) -> None:
    assert round_up(value) == top


def test_bars_are_as_high_as_their_values() -> None:
    low, high = bar_chart([("mayo", 5), ("junio", 10)]).bars
    assert high.height == 2 * low.height
    assert low.y + low.height == high.y + high.height
    assert bar_chart([]).bars == []
