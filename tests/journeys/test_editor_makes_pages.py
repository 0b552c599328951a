"""A communication person makes an article and the front page from nothing, in Chromium; anybody reads them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.instances import Instance
from tests.journeys.browser import open_context, picture
from tests.journeys.editing import PREPARE, add_part, log_in, new_article, pk_of, publish

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PASSAGE = "La sesión empezó a las diez de la mañana"
DOCUMENT = f"""
from tests import factories
factories.published("Acta de la sesión de prueba", pages=["{PASSAGE} y terminó a las doce."])
"""
ALT = "Una ventanilla con un letrero que dice Informes"


@pytest.fixture
def site(instance: Instance) -> Instance:
    instance.prepare(PREPARE + DOCUMENT)
    instance.serve()
    return instance


@pytest.fixture
def context(chromium: str) -> Iterator[BrowserContext]:
    with open_context(chromium, "desktop", javascript=True) as opened:
        yield opened


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "ventanilla.png"
    Image.new("RGB", (1200, 800), "#6b1532").save(path)
    return path


def write_article(page: Page, site: Instance) -> None:
    summary = "Qué dice un acta y dónde está lo que busca."
    new_article(page, site, title="Cómo leer un acta", summary=summary, heading="Qué es un acta")
    page.keyboard.type("Un acta cuenta lo que pasó en una reunión.")
    steps = add_part(page, "Pasos", 2)
    steps.locator(".c-sf-add-button").last.click()
    for number, title in enumerate(["Busque el acta", "Lea los acuerdos"]):
        page.locator(f"[name='body-2-value-steps-{number}-value-title']").fill(title)


def quote_the_archive(page: Page) -> None:
    part = add_part(page, "Prueba del archivo", 3)
    part.get_by_role("button", name="Elegir un documento del archivo").click()
    page.locator(".modal").get_by_role("link", name="Acta de la sesión de prueba").click()
    expect(part.get_by_text("Acta de la sesión de prueba")).to_be_visible()
    part.locator("textarea").fill("La sesión empezó a las once")


def put_an_image(page: Page, photo: Path) -> None:
    part = add_part(page, "Imagen", 4)
    part.locator("[data-chooser-action-choose]:visible").click()
    modal = page.locator(".modal")
    modal.locator("[role=tab]").last.click()
    modal.locator("input[type=file]").set_input_files(photo)
    modal.locator("[name$=title]").fill("Ventanilla")
    upload = modal.locator("form[action*=upload] button[type=submit], form[action*=create] button[type=submit]")
    upload.click()
    expect(modal.locator("[name$=description]")).to_be_focused()
    modal.locator("[name$=description]").fill(ALT)
    picture(page, "editor-image-upload")
    upload.click()
    expect(page.locator("[name='body-4-value-image-alt_text']")).to_have_value(ALT)


def test_an_article_is_made_from_nothing(site: Instance, context: BrowserContext, photo: Path) -> None:
    page = context.new_page()
    log_in(page, site)
    picture(page, "editor-dashboard")
    write_article(page, site)
    quote_the_archive(page)
    put_an_image(page, photo)
    publish(page)
    expect(page.get_by_text("Estas palabras no están en la página 1")).to_be_visible()
    picture(page, "editor-refused")
    page.locator("[name='body-3-value-text']").fill(PASSAGE)
    see_the_preview(page)
    publish(page)
    expect(page.get_by_text("publicad").first).to_be_visible()
    picture(page, "editor-published")
    reader = context.browser.new_context(locale="es-MX").new_page()  # type: ignore[union-attr]
    reader.goto(f"{site.url}/articulos/como-leer-un-acta/")
    for words in ("Qué es un acta", "Busque el acta", PASSAGE, "Acta de la sesión de prueba"):
        expect(reader.get_by_text(words).first).to_be_visible()
    expect(reader.get_by_role("img", name=ALT)).to_be_visible()
    picture(reader, "editor-article-read")


def see_the_preview(page: Page) -> None:
    """The preview beside the fields follows what is typed."""
    page.locator("[data-side-panel-toggle=preview]").click()
    preview = page.frame_locator("iframe#w-preview-iframe")
    expect(preview.get_by_role("heading", name="Cómo leer un acta")).to_be_visible()
    expect(preview.get_by_text(PASSAGE)).to_be_visible()
    picture(page, "editor-preview")
    page.locator("[data-side-panel-toggle=preview]").click()


AT_ITS_TIME = """
import time_machine
from datetime import timedelta
from django.core.management import call_command
from cms.home.models import ArticlePage
page = ArticlePage.objects.get(slug="sale-y-se-va")
revision = page.revisions.exclude(approved_go_live_at=None).get()
with time_machine.travel({moment} + timedelta(minutes=1)):
    call_command("publish_scheduled")
"""


def test_an_article_comes_and_goes_by_itself(site: Instance, context: BrowserContext) -> None:
    page = context.new_page()
    log_in(page, site)
    new_article(page, site, title="Sale y se va", summary="Sale en su fecha.", heading="Cuándo")
    page.keyboard.type("Sale en su fecha y se va en otra.")
    page.locator("[data-side-panel-toggle=status]").click()
    page.get_by_role("button", name="Poner fechas").click()
    set_dates(page, begins="2100-12-24 09:00", ends="2100-12-20 09:00")
    expect(page.get_by_text("Fechas de publicación no válidas")).to_be_visible()
    page.get_by_role("button", name="Editar las fechas").click()
    refused = "La fecha y hora de publicación debe ser anterior a aquella en que deja de publicarse"
    expect(page.get_by_text(refused).first).to_be_visible()
    set_dates(page, begins="2100-12-24 09:00", ends="2100-12-30 09:00")
    expect(page.get_by_text("Cuando se programe:")).to_be_visible()
    publish(page)
    expect(page.get_by_text("Se programó la publicación")).to_be_visible()
    address = "/articulos/sale-y-se-va/"
    assert site.get(address)[0] == 404
    site.python(AT_ITS_TIME.format(moment="revision.approved_go_live_at"))
    status, shown = site.get(address)
    assert (status, "Sale en su fecha y se va en otra." in shown) == (200, True)
    site.python(AT_ITS_TIME.replace("revision = ", "# ").format(moment="page.expire_at"))
    assert site.get(address)[0] == 410


def set_dates(page: Page, *, begins: str, ends: str) -> None:
    """In the dialogue of the dates."""
    page.locator("#id_go_live_at").fill(begins)
    page.locator("#id_expire_at").fill(ends)
    # The calendar lies over the button for whoever uses a mouse.
    page.get_by_role("button", name="Guardar las fechas").press("Enter")


def test_the_front_page_menu_and_footer_are_built(site: Instance, context: BrowserContext) -> None:
    page = context.new_page()
    log_in(page, site)
    page.goto(f"{site.url}/admin/pages/{pk_of(site, 'home')}/edit/")
    number = int(page.locator("[name=body-count]").input_value())
    action = add_part(page, "Llamado a la acción", number)
    for name, value in (("title", "Pregunte"), ("label", "Ver el archivo"), ("address", "/archivo/")):
        page.locator(f"[name='body-{number}-value-{name}']").fill(value)
    for _step in range(number):
        action.locator("[data-streamfield-action=MOVE_UP]").click()
    picture(page, "editor-front")
    publish(page)
    expect(page.get_by_text("publicad").first).to_be_visible()
    set_menu(page, site)
    reader = context.browser.new_context(locale="es-MX").new_page()  # type: ignore[union-attr]
    reader.goto(site.url)
    expect(reader.get_by_role("link", name="Ver el archivo")).to_be_visible()
    assert reader.locator("main").inner_text().index("Pregunte") < reader.locator("main").inner_text().index(
        "Su estado"
    )
    expect(reader.locator("header").get_by_role("link", name="Documentos de todos")).to_be_visible()
    expect(reader.locator("footer").get_by_text("Un pie escrito para la prueba.")).to_be_visible()
    picture(reader, "editor-front-read")


def set_menu(page: Page, site: Instance) -> None:
    page.goto(f"{site.url}/admin/settings/navigation/navigation/")
    # There is one kind of part: it needs no choosing.
    page.locator("[data-contentpath=menu] .c-sf-add-button").last.click()
    page.locator("[name='menu-0-value-label']").fill("Documentos de todos")
    page.locator("[name='menu-0-value-address']").fill("archivo")
    page.locator("footer button[type=submit]").click()
    expect(page.get_by_text("Escriba la dirección completa")).to_be_visible()
    page.locator("[name='menu-0-value-address']").fill("/archivo/")
    page.locator("footer button[type=submit]").click()
    page.goto(f"{site.url}/admin/settings/navigation/sitetexts/")
    page.locator("#id_footer_text").fill("Un pie escrito para la prueba.")
    page.locator("footer button[type=submit]").click()
    expect(page.locator(".messages")).to_be_visible()
