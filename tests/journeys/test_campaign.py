"""A campaign from nothing to the public, with its spot: refused without what it says, then heard and read."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.campaigns.made import tone
from tests.instances import Instance, until
from tests.journeys.browser import WIDTHS, axe_finds, open_context, picture
from tests.journeys.editing import (
    PREPARE,
    log_in,
    pk_of,
    publish,
    tell_when_watched,
    wait_until_saved,
    wait_until_watched,
)
from tests.journeys.keyboard import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.processes]
HARD = (
    "Se procederá a la instrumentación de los procedimientos administrativos correspondientes, a efecto de "
    "garantizar el cumplimiento irrestricto de las obligaciones institucionales en materia de transparencia y de la "
    "normatividad aplicable."
)
CLEAR = "La gente sabrá que puede preguntar, que es gratis y que nadie le pide decir para qué. Sabrá adónde ir."
SAID = "WEBVTT\n\n00:00:00.000 --> 00:00:04.000\nPregunte sin miedo.\n\n00:00:04.500 --> 00:00:09.000\nEs gratis.\n"


@pytest.fixture
def site(instance: Instance) -> Instance:
    instance.prepare(PREPARE)
    instance.serve()
    return instance


@pytest.fixture
def context(chromium: str) -> Iterator[BrowserContext]:
    with open_context(chromium, "desktop", javascript=True) as opened:
        tell_when_watched(opened)
        yield opened


@pytest.fixture
def sound(tmp_path: Path) -> Path:
    path = tmp_path / "spot.wav"
    path.write_bytes(tone(10))
    return path


def test_a_campaign_and_its_spot_go_from_nothing_to_the_public(
    site: Instance, context: BrowserContext, sound: Path
) -> None:
    page = context.new_page()
    log_in(page, site)
    write_campaign(page, site)
    page.locator("#id_aim").fill(HARD)
    wait_until_saved(page, site, HARD[:40])
    publish(page)
    expect(page.get_by_text(re.compile("puntos INFLESZ.*para publicarlo se piden 55"))).to_be_visible()
    picture(page, "campaign-refused")
    page.locator("#id_aim").fill(CLEAR)
    wait_until_saved(page, site, CLEAR[:40])
    publish(page)
    expect(page.get_by_text("Se publicó la página")).to_be_visible()
    hand_in_a_spot(page, site, sound)
    wait_until_saved(page, site, "Spot de diez segundos")
    publish(page)
    expect(page.get_by_text("sin ella, quien no oye no sabe qué dice el spot")).to_be_visible()
    picture(page, "spot-refused")
    page.locator("#id_transcript").fill(SAID)
    wait_until_saved(page, site, "Es gratis.")
    publish(page)
    expect(page.get_by_text("Se publicó la página")).to_be_visible()
    site.spawn("run_worker")
    until(lambda: site.query("SELECT count(*) FROM campaigns_spotformat")[0][0] >= 4, what="the formats are made")
    assert context.browser
    for width, (across, down) in WIDTHS.items():
        readers = context.browser.new_context(viewport={"width": across, "height": down}, accept_downloads=True)
        listen(readers.new_page(), site, width)
        assert readers.cookies() == []


def write_campaign(page: Page, site: Instance) -> None:
    page.goto(f"{site.url}/admin/pages/add/campaigns/campaignpage/{pk_of(site, 'campanas')}/")
    wait_until_watched(page)
    page.locator("#id_title").fill("Pregunte sin miedo")
    page.locator("#id_summary").fill("Una campaña para que la gente pregunte a su gobierno.")
    page.locator("#id_audience").fill("Quienes hacen trámites")
    page.locator("[data-contentpath=messages] .c-sf-add-button").last.click()
    page.locator("[name='messages-0-value']").fill("Preguntar es gratis")
    page.locator("#id_starts_on").fill("2026-01-15")
    page.locator("#id_starts_on").press("Escape")


def hand_in_a_spot(page: Page, site: Instance, sound: Path) -> None:
    page.goto(f"{site.url}/admin/pages/add/campaigns/spotpage/{pk_of(site, 'pregunte-sin-miedo')}/")
    wait_until_watched(page)
    page.locator("#id_title").fill("Spot de diez segundos")
    page.locator("#id_summary").fill("Un mensaje corto para la radio.")
    page.get_by_role("button", name="Elegir o subir una grabación").click()
    modal = page.locator(".modal")
    modal.get_by_role("tab", name="Subir una nueva").click()
    modal.locator("[name$=title]").fill("Tono de prueba")
    modal.locator("input[type=file]").set_input_files(sound)
    picture(page, "spot-upload")
    modal.get_by_role("button", name="Subir").click()
    expect(page.locator("#id_recording-chooser").get_by_text("Tono de prueba")).to_be_visible()


def listen(page: Page, site: Instance, width: str) -> None:
    """The list leads to the campaign, the campaign to its spot; it plays, and says what it says."""
    page.goto(f"{site.url}/campanas/")
    page.get_by_role("link", name="Pregunte sin miedo").click()
    expect(page.get_by_text("Preguntar es gratis")).to_be_visible()
    assert axe_finds(page) == {}
    page.get_by_role("link", name="Spot de diez segundos").click()
    expect(page.get_by_text("Pregunte sin miedo.")).to_be_visible()
    assert axe_finds(page) == {}
    picture(page, f"campaign-spot-{width}")
    assert page.evaluate(PLAYS) > 0
    tab_to(page, "a[href*=subtitulos]")
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("MP3, 320")).click()
    assert download.value.suggested_filename == "spot-de-diez-segundos.mp3"
    said = page.request.get(f"{site.url}{page.locator('a[href*=subtitulos]').get_attribute('href')}")
    assert "Es gratis." in said.text()


PLAYS = """async () => {
  const sound = document.querySelector("audio");
  sound.muted = true;
  await sound.play();
  await new Promise((resolve) => sound.addEventListener("timeupdate", resolve));
  await new Promise((resolve) => sound.addEventListener("timeupdate", resolve));
  return sound.currentTime;
}"""
"""How far the player came."""
