"""What the national team, a region and a state see of the campaigns that states took."""

import csv
import io

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.formats import date_format
from openpyxl import load_workbook
from wagtail.models import ModelLogEntry

from campaigns.models import Adaptation
from cms.core.models import Coordination
from cms.core.models.membership import Role
from cms.core.reference.models import Institution, Region
from tests import factories
from tests.campaigns.adapting import (
    DECLINE,
    correct,
    decide,
    latest,
    publish,
    save,
    state,
    take,
)
from tests.campaigns.admin.asking import LIST, NEW, body, corrections_address, report, take_address
from tests.campaigns.admin.conftest import Cast
from tests.campaigns.made import Campaigns, day
from tests.cms.home.conftest import client_of


class TestSeeing:
    def test_the_national_team_sees_all_and_a_state_its_own(self, cast: Cast) -> None:
        publish(cast.zacatecas.page, title="En Zacatecas")
        national = body(client_of(cast.national).get(report("replicas")))
        for said in ("Zacatecas: Publicada", "Ciudad de México: Tomada", "Jalisco: No la ha tomado"):
            assert f"<title>{said}</title>" in national, said
        own_report = client_of(cast.of_zacatecas).get(report("replicas"))
        assert [row.state.code for row in own_report.context["object_list"]] == ["ZAC"]
        assert "replicas__map" not in body(own_report)

    def test_the_map_is_of_the_campaign_that_was_chosen(self, cast: Cast, campaigns: Campaigns) -> None:
        other = campaigns.add()
        take(other, "JAL")
        shown = body(client_of(cast.national).get(f"{report('replicas')}?source={other.pk}"))
        assert "<title>Jalisco: Tomada</title>" in shown
        assert "<title>Zacatecas: No la ha tomado</title>" in shown

    def test_another_filter_takes_no_state_off_the_map(self, cast: Cast) -> None:
        shown = body(client_of(cast.national).get(f"{report('replicas')}?state={state('JAL').pk}"))
        assert "<title>Zacatecas: Tomada</title>" in shown

    def test_who_is_behind_is_found(self, cast: Cast) -> None:
        correct(cast.campaign, ends_on=day(60))
        decide(cast.zacatecas, ends_on=DECLINE)
        decide(cast.mexico_city, ends_on=DECLINE)
        save(cast.mexico_city.page, ends_on=day(70))
        client = client_of(cast.national)
        found = client.get(f"{report('replicas')}?late=true")
        assert {row.state.code for row in found.context["object_list"]} == {"ZAC", "CMX"}
        assert "Le falta algo que se corrigió" in body(found)
        assert not client.get(f"{report('replicas')}?late=false").context["object_list"]

    def test_spreadsheets_hold_the_same_rows(self, cast: Cast) -> None:
        publish(cast.zacatecas.page)
        client = client_of(cast.national)
        answer = client.get(f"{report('replicas')}?export=csv")
        rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))
        assert {row["Entidad"]: row["Hasta dónde llegó"] for row in rows} == {
            "Zacatecas": "Publicada",
            "Ciudad de México": "Tomada",
        }
        assert {row["Entidad"]: row["Días"] for row in rows}["Zacatecas"] == "0"
        book = load_workbook(io.BytesIO(client.get(f"{report('replicas')}?export=xlsx").getvalue()))
        assert book.active.max_row == 3

    def test_the_dashboard_says_what_waits_as_the_lists_count_it(self, cast: Cast) -> None:
        correct(cast.campaign, ends_on=day(60), messages=NEW)
        decide(cast.mexico_city, ends_on=DECLINE)
        of_state = body(client_of(cast.of_zacatecas).get("/admin/"))
        assert "<strong>2</strong> · Correcciones por decidir" in of_state
        assert "no aceptaron" not in of_state
        national = body(client_of(cast.national).get("/admin/"))
        assert "<strong>3</strong> · Correcciones que los estados no han decidido" in national
        assert "<strong>1</strong> · Correcciones que los estados no aceptaron" in national
        listed = client_of(cast.national).get(f"{report('corrections_log')}?status=declined&current=true")
        assert len(listed.context["object_list"]) == 1
        correct(cast.campaign, ends_on=day(70))
        assert "<strong>0</strong> · Correcciones que los estados no aceptaron" in body(
            client_of(cast.national).get("/admin/")
        )

    def test_a_state_is_told_that_an_original_was_withdrawn(self, cast: Cast) -> None:
        client, said = client_of(cast.of_zacatecas), "Campañas suyas cuya original ya no está publicada"
        listed = f"{report('replicas')}?is_source_shown=false"
        assert f"<strong>0</strong> · {said}" in body(client.get("/admin/"))
        assert not client.get(listed).context["object_list"]
        cast.campaign.unpublish()
        assert f"<strong>1</strong> · {said}" in body(client.get("/admin/"))
        assert len(client.get(listed).context["object_list"]) == 1

    def test_reports_ask_no_more_often_for_more(self, cast: Cast, campaigns: Campaigns) -> None:
        client = client_of(cast.national)

        def queries(address: str) -> int:
            with CaptureQueriesContext(connection) as asked:
                client.get(address)
            return len(asked)

        def more() -> None:
            for page in (campaigns.add(), campaigns.add()):
                take(page)
                correct(page, ends_on=day(60))

        more()
        for name in ("replicas", "corrections_log"):
            queries(report(name))
            few = queries(report(name))
            more()
            assert queries(report(name)) == few, name

    def test_the_history_tells_of_it(self, cast: Cast) -> None:
        client = client_of(cast.of_zacatecas)
        shown = body(client.get(reverse("wagtailadmin_pages:history", args=[cast.zacatecas.page_id])))
        assert "Se tomó, con 0 piezas" in shown
        assert not ModelLogEntry.objects.filter(action__startswith="campaigns.take").exists()


class TestRegions:
    def test_a_coordinator_helps_the_states_of_the_region_and_no_other(self, cast: Cast) -> None:
        region = Region.objects.create(name="De prueba", slug="de-prueba")
        region.states.add(state("ZAC"), state("JAL"))
        person = factories.member(Institution.objects.filter(state__code="JAL")[0], Role.UNIVERSITY)
        assert client_of(person).get(corrections_address(cast.zacatecas)).status_code == 404
        Coordination.objects.create(user=person, region=region)
        client = client_of(person)
        assert client.get(corrections_address(cast.zacatecas)).status_code == 200
        assert client.get(corrections_address(cast.mexico_city)).status_code == 404
        offered = client.get(f"{LIST}?state=ZAC").content.decode()
        assert '<option value="JAL"' in offered
        assert '<option value="CMX"' not in offered
        client.post(take_address(cast.campaign, "JAL"))
        assert Adaptation.objects.filter(state=state("JAL"), taken_by=person).exists()


def test_versions_are_compared_in_words(cast: Cast) -> None:
    first = cast.campaign.get_latest_revision()
    correct(cast.campaign, ends_on=day(60), locked_fields=["aim"])
    second = latest(cast.campaign).get_latest_revision()
    address = reverse("wagtailadmin_pages:revisions_compare", args=[cast.campaign.pk, first.pk, second.pk])
    shown = body(client_of(cast.national).get(address))
    assert date_format(day(60), "DATE_FORMAT") in shown
    assert "qué busca" in shown
    assert "ends_on" not in shown
