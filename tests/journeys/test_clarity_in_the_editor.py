"""A hard text is stopped in the editor, mended and published; the panel of checks says how clear it is meanwhile."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.instances import Instance
from tests.journeys.browser import open_context, picture
from tests.journeys.editing import (
    PREPARE,
    add_part,
    log_in,
    new_article,
    publish,
    tell_when_watched,
    wait_until_saved,
    wait_until_watched,
)

pytestmark = [pytest.mark.browser, pytest.mark.processes]
WORDS = {
    "title": "Cómo pedir una copia",
    "summary": "Pida una copia de un documento público y reciba la respuesta en su correo.",
    "heading": "Quién puede pedirla",
}
OF_42_POINTS = (
    "Cualquier persona puede presentar una solicitud ante la oficina correspondiente, y la institución responsable "
    "entregará la documentación disponible dentro del procedimiento establecido. Es gratis y nadie pregunta para qué "
    "la quiere."
)
MENDED = (
    "Cualquiera puede pedir una copia. Escriba a la oficina y diga qué busca. La oficina le manda lo que tiene. "
    "Si falta algo, puede quejarse."
)
SHOWN_BESIDE = re.compile("in_preview_panel")
REFUSED = "El texto tiene 42 puntos INFLESZ (algo difícil) y para publicarlo se piden 55."


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


def test_an_editor_is_stopped_mends_the_text_and_publishes_it(site: Instance, context: BrowserContext) -> None:
    page = context.new_page()
    log_in(page, site)
    text = new_article(page, site, **WORDS)
    wait_until_watched(page)
    page.locator("[data-side-panel-toggle=checks]").click()
    gauge = page.locator("[data-clarity]")
    expect(gauge).to_contain_text("Muy corto para medirlo.")
    expect(gauge.locator("meter")).to_be_hidden()
    text.click()
    page.keyboard.type(OF_42_POINTS)
    expect(gauge.locator("[data-clarity-score]")).to_have_text("42")
    expect(gauge).to_contain_text("Algo difícil. La meta es 55.")
    expect(gauge.get_by_role("meter", name="Puntos INFLESZ")).to_be_visible()
    picture(page, "clarity-gauge")
    wait_until_saved(page, site, OF_42_POINTS[-30:])
    publish(page)
    expect(page.get_by_text(REFUSED)).to_be_visible()
    picture(page, "clarity-refused")
    see_the_marks(page)
    mend(page)
    expect(gauge).to_contain_text("Bastante fácil. La meta es 55.")
    wait_until_saved(page, site, MENDED[-20:])
    publish(page)
    expect(page.get_by_text("Se publicó la página")).to_be_visible()
    assert "Cualquiera puede pedir una copia." in site.get("/articulos/como-pedir-una-copia/")[1]
    page.goto(f"{site.url}/admin/reports/campaigns/clarity/")
    expect(page.get_by_role("row", name=re.compile(WORDS["title"])).get_by_text("78").first).to_be_visible()


def see_the_marks(page: Page) -> None:
    """The preview shows the text with its marks, and the panel of checks says that it has no page to check."""
    page.locator("[data-side-panel-toggle=preview]").click()
    preview = page.frame_locator("iframe#w-preview-iframe")
    expect(preview.get_by_role("heading", name=WORDS["title"])).to_be_visible()
    mode = page.get_by_label("Modo de vista previa")
    mode.select_option(label="Lenguaje claro")
    expect(preview.locator(".marked")).to_contain_text(OF_42_POINTS[:40])
    change_its_mind(page, mode)
    expect(preview.locator(".marked")).to_contain_text(OF_42_POINTS[:40])
    page.locator("[data-side-panel-toggle=checks]").click()
    expect(page.locator("[data-clarity-elsewhere]")).to_be_visible()
    page.locator("[data-side-panel-toggle=preview]").click()
    page.get_by_label("Modo de vista previa").select_option(label="Predeterminado")
    page.locator("[data-side-panel-toggle=checks]").click()
    expect(page.locator("[data-clarity-elsewhere]")).to_be_hidden()


def change_its_mind(page: Page, mode: Locator) -> None:
    """Choose the page and, before it is there, the marks once more: what the list says is what is shown."""
    held: list[Route] = []
    page.route(SHOWN_BESIDE, lambda route: route.continue_() if held else held.append(route))
    with page.expect_request(SHOWN_BESIDE):
        mode.select_option(label="Predeterminado")
    mode.select_option(label="Lenguaje claro")
    with page.expect_request(re.compile(r"mode=clarity")):
        held[0].continue_()
    page.unroute(SHOWN_BESIDE)


def mend(page: Page) -> None:
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
    page.keyboard.press("Control+A")
    page.keyboard.type(MENDED)


def test_the_panel_says_that_it_waits_while_something_is_wrong(site: Instance, context: BrowserContext) -> None:
    page = context.new_page()
    log_in(page, site)
    new_article(page, site, **WORDS)
    wait_until_watched(page)
    page.locator("[data-side-panel-toggle=checks]").click()
    waits = page.get_by_text("La vista previa espera a que se corrija un error")
    expect(waits).to_be_hidden()
    add_part(page, "Llamado a la acción", 2)
    page.locator("[name='body-2-value-address']").fill("archivo")
    expect(waits).to_be_visible()
    picture(page, "clarity-waits")
