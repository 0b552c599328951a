"""The page about a kit: each part alone, and whether what somebody has is current."""

import hashlib
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from campaigns.models import CampaignPage
from tests.campaigns.kit.made import SOUND, address, kit, page_of, page_text, work
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]


@pytest.fixture
def changed(campaign: CampaignPage) -> CampaignPage:
    """The kit has a second version: other messages."""
    page = CampaignPage.objects.get(pk=campaign.pk)
    page.messages = [("message", "Preguntar es gratis")]
    page.save_revision().publish()
    work()
    published: CampaignPage = CampaignPage.objects.get(pk=page.pk)
    return published


def test_it_lists_what_is_in_it(client: Client, campaign: CampaignPage) -> None:
    said = page_text(client, campaign)
    for part in kit(campaign).made.parts:
        assert part.title in said
        assert part.sha256 in said
        assert reverse("campaigns:kit_part", args=[campaign.pk, part.path]) in said
    assert kit(campaign).version.digest in said
    assert address(campaign) in said


def test_a_part_is_sent_alone_whole_and_by_range(client: Client, campaign: CampaignPage) -> None:
    part = next(each for each in kit(campaign).made.parts if each.sha256 == hashlib.sha256(SOUND).hexdigest())
    url = reverse("campaigns:kit_part", args=[campaign.pk, part.path])
    response = client.get(url)
    assert response.getvalue() == SOUND
    assert response["ETag"] == f'"{part.sha256}"'
    assert "attachment" in response["Content-Disposition"]
    assert client.get(url, headers={"range": "bytes=4-7"}).getvalue() == b"0000"
    assert client.get(f"{url}x").status_code == 404


def test_the_web_server_in_front_hands_them_over(client: Client, campaign: CampaignPage, settings: Any) -> None:
    settings.ACCEL_REDIRECT_PREFIX = "/_privado/"
    template = (settings.BASE_DIR / "cms/operations/nginx/acervo.conf.template").read_text()
    served = re.search(r'location ~ "(\^/_privado/.+)" \{', template)
    assert served
    inside = client.get(address(campaign))["X-Accel-Redirect"]
    assert inside.startswith("/_privado/kits/")
    assert re.fullmatch(served[1].replace("?<acervo_file>", "?P<acervo_file>"), inside)


def test_nobody_is_given_a_cookie_and_the_page_is_shared(
    client: Client, campaign: CampaignPage, shared_cache: None
) -> None:
    response = client.get(page_of(campaign))
    assert "public" in response["Cache-Control"]
    asked = client.get(f"{page_of(campaign)}?version=1")
    assert "public" not in asked["Cache-Control"]
    assert "Su kit está al día" in asked.content.decode()
    assert not client.cookies


@pytest.mark.parametrize("typed", ["1", "v1", " Versión 1 ", "01"])
def test_who_asks_by_number_is_told(client: Client, changed: CampaignPage, typed: str) -> None:
    said = page_text(client, changed, f"?version={typed}")
    assert "Su kit ya no es el vigente." in said
    assert "la vigente es la 2" in said
    assert "Mensajes clave" in said


def test_who_asks_by_sum_is_told(client: Client, changed: CampaignPage) -> None:
    versions = {each.number: each for each in changed.kit_versions.all()}
    assert "ya no es el vigente" in page_text(client, changed, f"?version={versions[1].digest}")
    assert "Su kit está al día" in page_text(client, changed, f"?version={versions[2].digest.upper()}")
    files = {each["path"]: each["sha256"] for each in versions[1].parts}
    sound = next(sha256 for path, sha256 in files.items() if path.endswith(".wav"))
    assert "está al día" in page_text(client, changed, f"?version={sound}")
    messages = page_text(client, changed, f"?version={files['textos/mensajes-clave.txt']}")
    assert "Su archivo de «Mensajes clave» ya no es el vigente" in messages


@pytest.mark.parametrize("typed", ["", "siete", "9", "a" * 64, "1" * 63])
def test_what_is_none_of_it_meets_what_to_do_and_stays(client: Client, campaign: CampaignPage, typed: str) -> None:
    response = client.get(f"{page_of(campaign)}?version={typed}")
    said = response.content.decode()
    assert response.status_code == 422
    assert "Revise lo que escribió" in said
    assert f'value="{typed}"' in said or not typed


def test_the_address_in_the_kit_tells_people_and_programs(client: Client, changed: CampaignPage) -> None:
    led = client.get(reverse("campaigns:kit_check", args=[changed.pk, 1]), follow=True)
    assert "Su kit ya no es el vigente." in led.content.decode()
    old, new = (client.get(reverse("campaigns:kit_check_json", args=[changed.pk, n])).json() for n in (1, 2))
    assert (old["is_current"], old["current_version"]) == (False, 2)
    assert set(old["outdated"]) == {
        "textos/mensajes-clave.txt",
        "textos/campana.txt",
        "textos/campana.html",
    }
    assert (new["is_current"], new["outdated"]) == (True, [])
    assert client.get(new["download"].removeprefix("http://127.0.0.1:8000")).status_code == 200
    assert client.get(reverse("campaigns:kit_check_json", args=[changed.pk, 7])).status_code == 404


def test_the_address_in_the_kit_survives_a_new_name(client: Client, campaign: CampaignPage) -> None:
    campaign.slug = "otro-nombre"
    campaign.save_revision().publish()
    led = client.get(reverse("campaigns:kit_check", args=[campaign.pk, 1]), follow=True)
    assert led.status_code == 200
    assert "otro-nombre/kit/" in led.redirect_chain[0][0]
