"""A hard text is stopped in the editor, mended and published; anybody measures a text by the keyboard alone."""

import re

import pytest
from playwright.sync_api import expect

from tests.instances import Instance
from tests.journeys.browser import WIDTHS, axe_finds, open_context, picture
from tests.journeys.keyboard import enter, type_into

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("demo")]
OF_42_POINTS = (
    "Cualquier persona puede presentar una solicitud ante la oficina correspondiente, y la institución responsable "
    "entregará la documentación disponible dentro del procedimiento establecido. Es gratis y nadie pregunta para qué "
    "la quiere."
)


@pytest.mark.parametrize("width", list(WIDTHS))
def test_anybody_measures_a_text_by_the_keyboard_without_scripts(
    demo_site: Instance, chromium: str, width: str
) -> None:
    with open_context(chromium, width, javascript=False) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/lenguaje-claro/")
        enter(page, "main button[type=submit]", r"/lenguaje-claro/")
        expect(page.get_by_role("link", name="Pegue o escriba un texto.")).to_be_visible()
        type_into(page, "textarea", OF_42_POINTS)
        enter(page, "main button[type=submit]", r"#resultado$")
        result = page.get_by_role("region", name="Resultado")
        expect(result.get_by_role("img", name=re.compile(r"de 100 puntos INFLESZ"))).to_be_visible()
        assert page.get_by_label("Su texto").input_value() == OF_42_POINTS
        assert context.cookies() == []
        picture(page, f"clarity-tool-{width}")


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
def test_axe_finds_nothing_on_the_tool(demo_site: Instance, chromium: str, width: str, colours: str) -> None:
    problems: dict[str, dict[str, list[str]]] = {}
    with open_context(chromium, width, javascript=True) as context:
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        page.goto(f"{demo_site.url}/lenguaje-claro/")
        problems["empty"] = axe_finds(page)
        page.locator("main button[type=submit]").click()
        expect(page.get_by_role("link", name="Pegue o escriba un texto.")).to_be_visible()
        problems["refused"] = axe_finds(page)
        page.locator("textarea").fill(f"# Aviso\n\n{OF_42_POINTS} Lea [aquí](/x) la normatividad.")
        page.locator("main button[type=submit]").click()
        expect(page.get_by_role("heading", name="Resultado")).to_be_visible()
        problems["measured"] = axe_finds(page)
    assert problems == {"empty": {}, "refused": {}, "measured": {}}
