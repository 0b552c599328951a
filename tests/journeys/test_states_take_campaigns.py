"""Two states take a campaign; the national team corrects it; one accepts, the other says why not. In Chromium."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.instances import Instance
from tests.journeys.browser import ARGUMENTS, picture
from tests.journeys.editing import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.processes]
PREPARE = f"""
from tests.campaigns.adapting import national_writer, writer
from tests.campaigns.made import campaigns_of
for name, user in (("zac", writer("ZAC")), ("jal", writer("JAL")), ("nacional", national_writer())):
    user.username = name
    user.set_password("{PASSWORD}")
    user.save()
campaigns_of().add("Pregunte sin miedo")
"""
CORRECT = """
from campaigns.models import CampaignPage
from tests.campaigns.adapting import correct
from tests.campaigns.made import day
campaign = CampaignPage.objects.get(adaptation=None)
correct(campaign, messages=[("message", "Preguntar es gratis")], ends_on=day(60))
"""
REASON = "Aquí la feria es antes"


@pytest.fixture
def site(instance: Instance) -> Instance:
    instance.prepare(PREPARE)
    instance.serve()
    return instance


@pytest.fixture
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def signed_in(browser: Browser, site: Instance, name: str) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="es-MX")
    context.set_default_timeout(20_000)
    page = context.new_page()
    page.goto(f"{site.url}/admin/login/")
    page.locator("#id_username").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    expect(page.get_by_text("Le espera en las páginas")).to_be_visible()
    yield page
    context.close()


def take(page: Page) -> None:
    page.get_by_role("link", name="Tomar campañas").click()
    page.get_by_role("button", name="Tomar").click()
    expect(page.get_by_text("ya tiene su propia copia")).to_be_visible()
    expect(page.get_by_text("Lo que fija la campaña nacional")).to_be_visible()


def to_corrections(page: Page) -> None:
    page.get_by_role("link", name="Tomar campañas").click()
    page.get_by_role("link", name="Decidir correcciones").click()


def test_one_state_accepts_and_the_other_does_not(site: Instance, browser: Browser) -> None:
    with signed_in(browser, site, "zac") as zacatecas, signed_in(browser, site, "jal") as jalisco:
        take(zacatecas)
        zacatecas.locator("#id_summary").fill("Así lo decimos en Zacatecas.")
        with zacatecas.expect_response(lambda answer: answer.request.method == "POST" and "/edit/" in answer.url):
            zacatecas.get_by_role("button", name="Guardar borrador").click()
        take(jalisco)
        site.python(CORRECT)
        to_corrections(zacatecas)
        expect(zacatecas.get_by_text("Preguntar es gratis")).to_be_visible()
        picture(zacatecas, "corrections")
        for box in zacatecas.get_by_label("Aceptarla", exact=True).all():
            box.check()
        zacatecas.get_by_role("button", name="Guardar las decisiones").click()
        expect(zacatecas.get_by_text("Se guardaron 2 decisiones")).to_be_visible()
        zacatecas.get_by_role("link", name="Volver a la campaña").click()
        expect(zacatecas.locator(".locked-fields")).to_contain_text("Preguntar es gratis")
        expect(zacatecas.locator("#id_summary")).to_have_value("Así lo decimos en Zacatecas.")
        to_corrections(jalisco)
        date = jalisco.get_by_role("group", name="Termina el").first
        date.get_by_label("No aceptarla").check()
        jalisco.get_by_role("button", name="Guardar las decisiones").click()
        expect(jalisco.get_by_text("Escriba por qué no la acepta")).to_be_visible()
        date.get_by_label("Motivo, si no la acepta").fill(REASON)
        jalisco.get_by_role("button", name="Guardar las decisiones").click()
        expect(jalisco.get_by_text(REASON)).to_be_visible()
    with signed_in(browser, site, "nacional") as national:
        national.goto(f"{site.url}/admin/campaigns/reports/replicas/")
        expect(national.locator(".replicas")).to_contain_text("Jalisco")
        picture(national, "campaigns-in-the-states")
        national.goto(f"{site.url}/admin/campaigns/reports/corrections_log/?status=declined")
        expect(national.get_by_text(REASON)).to_be_visible()
