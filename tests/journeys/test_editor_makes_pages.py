"""A communication person makes an article and the front page from nothing, in Chromium; anybody reads them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.instances import Instance
from tests.journeys.browser import open_context, picture

pytestmark = [pytest.mark.browser, pytest.mark.processes]

PASSWORD = "una clave de prueba"
PASSAGE = "La sesión empezó a las diez de la mañana"
PREPARE = f"""
from django.contrib.auth.models import User
from cms.core.models import Membership
from cms.core.reference.models import Institution
from tests import factories
user = User.objects.create_user("comunicacion", email="comunicacion@ejemplo.mx", password="{PASSWORD}")
Membership.objects.create(user=user, institution=Institution.objects.get(code="snt-archivos"), role="communication")
factories.published("Acta de la sesión de prueba", pages=["{PASSAGE} y terminó a las doce."])
"""
ALT = "Una ventanilla con un letrero que dice Informes"


@pytest.fixture
def site(instance: Instance) -> Instance:
    instance.manage("rebuild_search")
    instance.python(PREPARE)
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


def log_in(page: Page, site: Instance) -> None:
    page.goto(f"{site.url}/admin/login/")
    page.locator("#id_username").fill("comunicacion")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("form button[type=submit]").click()
    expect(page.get_by_text("Le espera en las páginas")).to_be_visible()


def add_part(page: Page, name: str, number: int) -> Locator:
    """Append a part to the page by its name in the list, and give what the editor shows of it."""
    page.locator("[data-contentpath=body] .c-sf-add-button").last.click()
    page.get_by_role("option", name=name, exact=True).click()
    added = page.locator(f"[name='body-{number}-type']").locator("xpath=ancestor::*[@data-streamfield-child][1]")
    expect(added).to_be_visible()
    return added


def publish(page: Page) -> None:
    page.locator("footer [data-w-dropdown-target=toggle]").click()
    page.locator("button[name=action-publish]").click()


def write_article(page: Page, site: Instance) -> None:
    page.goto(f"{site.url}/admin/pages/add/home/articlepage/{pk_of(site, 'articulos')}/")
    page.locator("#id_title").fill("Cómo leer un acta")
    page.locator("#id_summary").fill("Qué dice un acta y dónde está lo que busca.")
    page.locator("[name='body-0-value']").fill("Qué es un acta")
    page.locator("[data-contentpath=body] [contenteditable=true]").first.click()
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


def pk_of(site: Instance, slug: str) -> int:
    (found,) = site.query(f"SELECT id FROM wagtailcore_page WHERE slug = '{slug}'")
    return int(found[0])


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


def test_the_front_page_menu_and_footer_are_built(site: Instance, context: BrowserContext) -> None:
    page = context.new_page()
    log_in(page, site)
    page.goto(f"{site.url}/admin/pages/{pk_of(site, 'home')}/edit/")
    add_part(page, "Llamado a la acción", 3)
    for name, value in (("title", "Pregunte"), ("label", "Ver el archivo"), ("address", "/archivo/")):
        page.locator(f"[name='body-3-value-{name}']").fill(value)
    for _step in range(3):
        page.locator("[data-streamfield-child]").filter(has=page.locator("[name='body-3-type']")).locator(
            "[data-streamfield-action=MOVE_UP]"
        ).click()
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
