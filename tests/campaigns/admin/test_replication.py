"""How a state takes a national campaign, makes it its own and decides on corrections; and what others may not."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageLogEntry
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from campaigns.models import Adaptation, CampaignPage, Correction
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from tests import factories
from tests.campaigns import made
from tests.campaigns.adapting import (
    DECLINE,
    correct,
    decide,
    latest,
    national_writer,
    save,
    state,
    take,
    waiting,
    writer,
)
from tests.campaigns.admin.asking import LIST, NEW, answers, body, corrections_address, report, take_address
from tests.campaigns.admin.conftest import Cast
from tests.campaigns.made import TRANSCRIPT, Campaigns, day
from tests.campaigns.test_adaptations import own
from tests.cms.home.conftest import CANARY, client_of


def editor_data(page: CampaignPage, **changes: Any) -> dict[str, Any]:
    """What the editor of a campaign posts."""
    draft = latest(page)
    return {
        **nested_form_data(
            {
                "body": streamfield([]),
                "local_parts": streamfield([]),
                "kit": streamfield([]),
                "targets": inline_formset([]),
            }
        ),
        "title": draft.title,
        "slug": draft.slug,
        "summary": draft.summary,
        "aim": draft.aim,
        "audience": draft.audience,
        "starts_on": draft.starts_on.isoformat(),
        "ends_on": draft.ends_on.isoformat(),
        "institution": draft.institution_id,
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **changes,
    }


class TestTaking:
    def test_one_press_gives_a_state_its_own(self, campaigns: Campaigns) -> None:
        campaign = campaigns.add("Pregunte sin miedo")
        client = client_of(writer("ZAC"))
        offered = body(client.get(LIST))
        assert take_address(campaign, "ZAC") in offered
        answer = client.post(take_address(campaign, "ZAC"))
        row = Adaptation.objects.get()
        edit = reverse("wagtailadmin_pages:edit", args=[row.page_id])
        assert answer["Location"] == edit
        assert "ya tiene su propia copia" in body(client.get(edit))
        assert client.post(take_address(campaign, "ZAC"))["Location"] == edit
        assert Adaptation.objects.get() == row
        assert take_address(campaign, "ZAC") not in body(client.get(LIST))

    def test_nobody_takes_for_a_state_that_is_not_theirs(self, campaigns: Campaigns) -> None:
        campaign = campaigns.add()
        archivist = factories.member(Institution.objects.get(code="zac-archivo"), Role.ARCHIVIST)
        for person, status in ((writer("CMX"), 404), (archivist, 404)):
            assert client_of(person).post(take_address(campaign, "ZAC")).status_code == status
        assert client_of(archivist).get(LIST).status_code == 404
        assert client_of(writer("CMX")).get(f"{LIST}?state=ZAC").status_code == 404
        assert client_of(writer("ZAC")).get(take_address(campaign, "ZAC")).status_code == 405
        assert Client().post(take_address(campaign, "ZAC")).status_code == 302
        assert not Adaptation.objects.exists()

    def test_a_draft_is_neither_offered_nor_taken(self, campaigns: Campaigns) -> None:
        campaign = campaigns.draft(f"Todavía {CANARY}")
        client = client_of(writer("ZAC"))
        assert CANARY not in body(client.get(LIST))
        answer = client.post(take_address(campaign, "ZAC"), follow=True)
        assert "no se puede tomar" in body(answer)
        assert CANARY not in body(answer)
        assert not Adaptation.objects.exists()

    def test_the_national_team_takes_for_any_state(self, campaigns: Campaigns) -> None:
        campaign = campaigns.add()
        client = client_of(national_writer())
        assert '<option value="TLA" selected>' in body(client.get(f"{LIST}?state=TLA"))
        client.post(take_address(campaign, "TLA"))
        assert Adaptation.objects.get().state == state("TLA")
        edit = body(client.get(reverse("wagtailadmin_pages:edit", args=[campaign.pk])))
        assert "Tomarla para un estado" in edit

    def test_the_list_says_what_is_outdated_or_withdrawn(self, cast: Cast) -> None:
        correct(cast.campaign, ends_on=day(60))
        client = client_of(cast.of_zacatecas)
        assert "1 corrección por decidir" in body(client.get(LIST))
        decide(cast.zacatecas, ends_on=DECLINE)
        assert "1 corrección no aceptada o sin publicar" in body(client.get(LIST))
        cast.campaign.unpublish()
        assert "Ya no está publicada a nivel nacional" in body(client.get(LIST))

    def test_a_longer_list_asks_no_more_often(self, campaigns: Campaigns, cast: Cast) -> None:
        client = client_of(cast.of_zacatecas)

        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                client.get(LIST)
            return len(asked)

        queries()
        few = queries()
        for _ in range(3):
            take(campaigns.add())
            campaigns.add()
        assert queries() == few

    def test_what_states_took_is_not_deleted(self, cast: Cast) -> None:
        client = client_of(cast.national)
        address = reverse("wagtailadmin_pages:delete", args=[cast.campaign.pk])
        assert "2 estados la tomaron" in body(client.post(address, follow=True))
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        client.post(f"{bulk}?id={cast.campaign.pk}", {})
        assert CampaignPage.objects.filter(pk=cast.campaign.pk).exists()


class TestEditing:
    def test_what_is_locked_is_read_there_and_not_asked(self, cast: Cast) -> None:
        client = client_of(cast.of_zacatecas)
        page = own(cast.zacatecas)
        editor = body(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
        assert "Lo que fija la campaña nacional" in editor
        assert "Preguntar es su derecho" in editor
        for name in ('id="messages"', 'name="goals"', 'name="states"', 'name="locked_fields"'):
            assert name not in editor, name
        assert 'id="local_parts"' in editor

    def test_a_forged_value_of_what_is_locked_changes_nothing(self, cast: Cast) -> None:
        page = own(cast.zacatecas)
        forged = {
            **editor_data(page, title="Lo nuestro"),
            **nested_form_data({"messages": streamfield([("message", "Otro mensaje")])}),
            "states": [state("JAL").pk],
            "locked_fields": [],
        }
        client_of(cast.of_zacatecas).post(reverse("wagtailadmin_pages:edit", args=[page.pk]), forged)
        draft = latest(page)
        assert draft.title == "Lo nuestro"
        assert [each.value for each in draft.messages] == ["Preguntar es su derecho"]
        assert [each.code for each in draft.states.all()] == ["ZAC"]

    def test_the_national_editor_asks_what_is_locked_and_nothing_of_a_state(self, cast: Cast) -> None:
        address = reverse("wagtailadmin_pages:edit", args=[cast.campaign.pk])
        editor = body(client_of(cast.national).get(address))
        assert 'name="locked_fields"' in editor
        for name in ('id="local_parts"', "local_logo", "Lo que fija la campaña nacional"):
            assert name not in editor, name

    def test_a_state_writes_a_campaign_of_its_own(self, cast: Cast) -> None:
        below = cast.zacatecas.page.get_parent()
        client = client_of(cast.of_zacatecas)
        address = reverse("wagtailadmin_pages:add", args=["campaigns", "campaignpage", below.pk])
        assert 'name="states"' not in body(client.get(address))
        data = {
            **editor_data(own(cast.zacatecas), title="Solo de aquí", slug="solo-de-aqui"),
            **nested_form_data({"messages": streamfield([("message", "Pregunte aquí")])}),
        }
        client.post(address, data)
        made_page = latest(CampaignPage.objects.get(slug="solo-de-aqui"))
        assert [each.code for each in made_page.states.all()] == ["ZAC"]

    def test_below_a_states_page_one_of_that_state_signs(self, cast: Cast) -> None:
        """Also where somebody else helps: who coordinates the region, or the national team."""
        below = cast.zacatecas.page.get_parent()
        address = reverse("wagtailadmin_pages:add", args=["campaigns", "campaignpage", below.pk])
        for person in (cast.national, cast.of_zacatecas):
            offered = client_of(person).get(address).context["form"].fields["institution"].queryset
            assert {each.state.code for each in offered} == {"ZAC"}, person
        mine = client_of(cast.of_zacatecas).get(address).context["form"]
        assert mine.initial["institution"] == mine.fields["institution"].queryset.get().pk

    def test_the_editor_says_what_waits(self, cast: Cast) -> None:
        correct(cast.campaign, ends_on=day(60))
        address = reverse("wagtailadmin_pages:edit", args=[cast.zacatecas.page_id])
        editor = body(client_of(cast.of_zacatecas).get(address))
        assert "hay 1 corrección por decidir" in editor
        assert corrections_address(cast.zacatecas) in editor


class TestDeciding:
    def test_one_state_accepts_and_the_other_says_why_not(self, cast: Cast) -> None:
        correct(cast.campaign, messages=NEW, ends_on=day(60))
        zacatecas, mexico_city = client_of(cast.of_zacatecas), client_of(cast.of_mexico_city)
        shown = body(zacatecas.get(corrections_address(cast.zacatecas)))
        for said in ("Mensajes clave", "Termina el", "Y es gratis", "El cambio nacional"):
            assert said in shown
        accepts = {"decision": "accept"}
        answer = zacatecas.post(
            corrections_address(cast.zacatecas),
            answers(cast.zacatecas, messages=accepts, ends_on=accepts),
            follow=True,
        )
        assert "Se guardaron 2 decisiones" in body(answer)
        assert [each.value for each in latest(cast.zacatecas.page).messages] == [text for _kind, text in NEW]
        declines = {"decision": "decline", "reason": f"Aquí termina antes: {CANARY}"}
        mexico_city.post(corrections_address(cast.mexico_city), answers(cast.mexico_city, ends_on=declines))
        assert set(waiting(cast.mexico_city)) == {"messages"}
        assert latest(cast.mexico_city.page).ends_on == day(30)
        assert CANARY in body(client_of(cast.national).get(report("corrections_log")))
        assert CANARY not in body(zacatecas.get(report("corrections_log")))
        assert PageLogEntry.objects.filter(action="campaigns.decide_corrections").count() == 2

    def test_what_was_not_accepted_may_be_decided_again(self, cast: Cast) -> None:
        correct(cast.campaign, messages=NEW, title="Pregunte y reciba")
        client, address = client_of(cast.of_zacatecas), corrections_address(cast.zacatecas)
        assert "y reciba" in body(client.get(address))
        client.post(address, answers(cast.zacatecas, messages={"decision": "decline", "reason": "Por error"}))
        row = cast.zacatecas.corrections.get(field="messages")
        assert f'name="reopen" value="{row.pk}"' in body(client.get(address))
        assert "espera otra vez" in body(client.post(address, {"reopen": row.pk}, follow=True))
        assert PageLogEntry.objects.get(action="campaigns.reopen_correction").data["reason"] == "Por error"
        client.post(address, answers(cast.zacatecas, messages={"decision": "accept"}))
        assert [each.value for each in latest(cast.zacatecas.page).messages] == [text for _kind, text in NEW]

    def test_what_a_newer_correction_replaced_is_not_decided_again(self, cast: Cast) -> None:
        correct(cast.campaign, ends_on=day(60))
        client, address = client_of(cast.of_zacatecas), corrections_address(cast.zacatecas)
        client.post(address, answers(cast.zacatecas, ends_on={"decision": "decline", "reason": "No"}))
        row = cast.zacatecas.corrections.get()
        correct(cast.campaign, ends_on=day(70))
        assert f'name="reopen" value="{row.pk}"' not in body(client.get(address))
        for key in (row.pk, 999_999, "x"):
            assert "Alguien decidió antes" in body(client.post(address, {"reopen": key}, follow=True))
        other = client_of(cast.of_mexico_city)
        assert other.post(address, {"reopen": row.pk}).status_code == 404

    def test_without_a_reason_it_is_asked_and_nothing_typed_is_lost(self, cast: Cast) -> None:
        correct(cast.campaign, messages=NEW, ends_on=day(60))
        said = answers(
            cast.zacatecas,
            ends_on={"decision": "decline"},
            messages={"decision": "later", "reason": "A medio escribir"},
        )
        shown = body(client_of(cast.of_zacatecas).post(corrections_address(cast.zacatecas), said))
        assert "Escriba por qué no la acepta" in shown
        assert "A medio escribir" in shown
        assert len(waiting(cast.zacatecas)) == 2

    def test_a_conflict_shows_both_and_asks_which_stands(self, cast: Cast) -> None:
        save(cast.zacatecas.page, aim="Lo que busca Zacatecas.")
        correct(cast.campaign, aim="Lo que busca el país.")
        client, address = client_of(cast.of_zacatecas), corrections_address(cast.zacatecas)
        shown = body(client.get(address))
        assert "Lo que su estado ya cambió ahí" in shown
        assert "Zacatecas." in shown
        answer = body(client.post(address, answers(cast.zacatecas, aim={"decision": "accept"})))
        assert "Diga cuál texto queda" in answer
        client.post(address, answers(cast.zacatecas, aim={"decision": "accept", "conflict": "replace"}))
        assert latest(cast.zacatecas.page).aim == "Lo que busca el país."

    def test_what_was_decided_meanwhile_is_not_decided_again(self, cast: Cast) -> None:
        correct(cast.campaign, ends_on=day(60))
        said = answers(cast.zacatecas, ends_on={"decision": "accept"})
        decide(cast.zacatecas, ends_on=DECLINE)
        shown = body(client_of(cast.of_zacatecas).post(corrections_address(cast.zacatecas), said))
        assert "Alguien decidió antes" in shown
        assert cast.zacatecas.corrections.get().status == Correction.Status.DECLINED

    def test_a_piece_is_decided_on_the_page_of_its_campaign(self, cast: Cast) -> None:
        spot = made.spot(cast.campaign, "Spot", recording=made.recording(), transcript=TRANSCRIPT)
        spot.get_latest_revision().publish()
        take(cast.campaign)
        piece = Adaptation.objects.get(source=spot.pk)
        correct(spot, transcript=TRANSCRIPT.replace("miedo", "pena"))
        client, address = client_of(cast.of_zacatecas), corrections_address(cast.zacatecas)
        assert "Transcripción con tiempos" in body(client.get(address))
        client.post(address, answers(piece, transcript={"decision": "accept"}))
        assert "pena" in latest(piece.page).transcript

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_another_states_corrections_do_not_exist(self, cast: Cast, method: str) -> None:
        save(cast.zacatecas.page, title=f"Borrador {CANARY}")
        correct(cast.campaign, ends_on=day(60))
        address = corrections_address(cast.zacatecas)
        said = answers(cast.zacatecas, ends_on={"decision": "accept"})
        answer = getattr(client_of(cast.of_mexico_city), method)(address, said)
        assert answer.status_code == 404
        assert CANARY not in body(answer)
        assert waiting(cast.zacatecas)
        assert client_of(cast.of_mexico_city).get(corrections_address(cast.mexico_city)).status_code == 200

    def test_what_waits_in_another_state_is_not_decided_from_ones_own(self, cast: Cast) -> None:
        correct(cast.campaign, ends_on=day(60))
        forged = answers(cast.zacatecas, ends_on={"decision": "accept"})
        client_of(cast.of_mexico_city).post(corrections_address(cast.mexico_city), forged)
        assert waiting(cast.zacatecas)
