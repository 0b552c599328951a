"""Kits in the administration: what lacks credit or licence is refused by name; panel and report say how it stands."""

import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from campaigns.gate import NotPublishable
from campaigns.models import CampaignPage, KitUse, SpotPage
from cms.core.models import Job
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from tests import factories
from tests.campaigns.kit.made import (
    CREDIT,
    FREE,
    TEXTS,
    choose,
    kit,
    leaflet,
    of_file,
    of_image,
    of_page,
    photo,
    shown_spot,
    with_kit,
    work,
)
from tests.campaigns.made import Campaigns, spot
from tests.cms.home.conftest import client_of

REPORT = "campaigns_reports:kits"


@pytest.fixture
def editor(db: None) -> Client:
    national = Institution.objects.get(code="snt-archivos")
    return client_of(factories.member(national, Role.COMMUNICATION))


def editing(client: Client, campaign: CampaignPage) -> str:
    response = client.get(reverse("wagtailadmin_pages:edit", args=[campaign.pk]))
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode()).split())


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (lambda: of_image(photo(credit="", licence="")), "«La plaza» no tiene crédito ni licencia"),
        (lambda: of_image(photo(credit="")), "«La plaza» no tiene crédito"),
        (lambda: of_file(leaflet(), licence=""), "«Volante» no tiene licencia"),
        (lambda: ("material", {"kind": "texts", "credit": "", "licence": ""}), "«Mensajes clave» no tiene licencia"),
    ],
)
def test_a_part_without_credit_or_licence_is_refused_by_name(campaigns: Campaigns, choice: Any, said: str) -> None:
    with pytest.raises(NotPublishable, match=said):
        choose(campaigns.add(), TEXTS, choice())


def test_what_the_kit_says_of_it_is_enough(campaigns: Campaigns) -> None:
    campaign = choose(campaigns.add(), of_image(photo(credit="", licence=""), "Portada", CREDIT, FREE))
    (part,) = kit(campaign).made.parts
    assert (part.title, part.credit, part.licence) == ("Portada", CREDIT, FREE)


def test_a_spot_of_another_campaign_stays_outside(editor: Client, campaigns: Campaigns) -> None:
    other = campaigns.add()
    foreign, draft = shown_spot(other), spot(other, "CANARIO")
    campaign = choose(campaigns.add(), TEXTS, of_page(foreign), of_page(draft))
    assert all(part.path.startswith("textos/") for part in kit(campaign).made.parts)
    said = editing(editor, campaign)
    assert "«Spot del agua» no cuelga de esta campaña" in said
    assert "CANARIO" not in said


def test_a_spot_in_a_kit_says_whose_it_is(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    page = spot(campaign, "Otro", recording=shown_spot(campaign).recording, transcript="")
    page = SpotPage.objects.get(pk=page.pk)
    page.transcript = "WEBVTT\n\n00:00:00.000 --> 00:00:02.000\nPregunte sin miedo.\n"
    choose(campaign, TEXTS, of_page(page))
    with pytest.raises(NotPublishable, match="Está en el kit de la campaña"):
        page.save_revision().publish()
    page.credits, page.licence = CREDIT, FREE
    page.save_revision().publish()


def test_the_editor_says_how_it_stands(editor: Client, campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    draft = spot(campaign, "Spot que espera")
    assert "lista para descargar" not in editing(editor, campaign)
    campaign = choose(campaign, TEXTS, of_page(draft))
    said = editing(editor, campaign)
    assert "La versión 1 se está preparando." in said
    assert "«Spot que espera» no es pública" in said
    Job.objects.filter(kind="campaigns.kit").update(status=Job.Status.FAILED, reason="Falta el archivo.")
    said = editing(editor, campaign)
    assert "La versión 1 no se pudo preparar." in said
    assert "Falta el archivo." in said
    CampaignPage.objects.get(pk=campaign.pk).save_revision().publish()
    work()
    assert "Versión 1, lista para descargar." in editing(editor, campaign)


def test_the_report_tells_versions_and_downloads(editor: Client, campaigns: Campaigns) -> None:
    campaign = with_kit(campaigns)
    for version, part, count in ((1, "", 4), (1, "textos/campana.txt", 3)):
        KitUse.objects.create(date="2026-03-01", campaign=campaign, version=version, part=part, count=count)
    said = " ".join(strip_tags(editor.get(reverse(REPORT)).content.decode()).split())
    assert "Pregunte por el agua" in said
    assert "Lista" in said
    rows = editor.get(reverse(REPORT), {"export": "csv"}).getvalue().decode()
    assert "Pregunte por el agua" in rows
    sheet = openpyxl.load_workbook(io.BytesIO(editor.get(reverse(REPORT), {"export": "xlsx"}).getvalue())).active
    assert sheet is not None
    header, row = sheet.iter_rows(values_only=True)
    told = dict(zip(header, row, strict=True))
    assert (told["Versión"], told["De todas"], told["De partes sueltas"]) == (1, 4, 3)
    assert told["Situación"] == "Lista"


def test_the_report_is_narrowed(editor: Client, campaigns: Campaigns) -> None:
    with_kit(campaigns)
    choose(campaigns.add("Sin archivo todavía"), TEXTS)

    def rows(**narrowed: str) -> str:
        return str(editor.get(reverse(REPORT), {**narrowed, "export": "csv"}).getvalue().decode())

    assert "Sin archivo todavía" in rows()
    assert "Sin archivo todavía" not in rows(situation="ready")
    assert "Pregunte por el agua" not in rows(situation="pending")
    assert "Pregunte por el agua" in rows(words="agua")
    assert "Sin archivo todavía" not in rows(words="agua")


def test_people_of_a_state_see_no_kit_but_their_own(campaigns: Campaigns) -> None:
    with_kit(campaigns)
    of_state = Institution.objects.filter(state__code="ZAC").order_by("pk").first()
    assert of_state is not None
    person = client_of(factories.member(of_state, Role.COMMUNICATION))
    answer = person.get(reverse(REPORT))
    assert answer.status_code == 200
    assert "Pregunte por el agua" not in answer.content.decode()
