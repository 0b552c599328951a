"""A student takes a citation along: with JavaScript by a button, without it by selecting the text."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.instances import Instance
from tests.journeys.browser import WIDTHS, open_context, picture

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("demo")]


def open_citation(page: Page, site: Instance) -> None:
    """From a page of a document to what is said of how to cite it."""
    (code,) = site.query("SELECT code FROM archive_document WHERE state = 'published' LIMIT 1")[0]
    page.goto(f"{site.url}/d/{code}/p1")
    page.get_by_role("link", name="Citar esta página").click()
    page.wait_for_url(re.compile(r"/p1/citar$"))


@pytest.mark.parametrize("width", list(WIDTHS))
def test_a_citation_is_copied_with_its_italics(demo_site: Instance, chromium: str, width: str) -> None:
    with open_context(chromium, width, javascript=True) as context:
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text))
        open_citation(page, demo_site)
        reference = page.locator("#apa-referencia")
        page.get_by_role("button", name="Copiar APA 7, para la lista de referencias").click()
        expect(page.get_by_role("status").first).to_have_text("Copiado")
        assert page.evaluate("navigator.clipboard.readText()") == reference.text_content()
        copied = page.evaluate(
            "navigator.clipboard.read().then(all => all[0].getType('text/html')).then(it => it.text())"
        )
        assert "<i>" in copied
        assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0]
        picture(page, f"citation-{width}")
        assert complaints == []


def test_where_nothing_can_be_copied_the_text_is_selected(demo_site: Instance, chromium: str) -> None:
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        page.add_init_script("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        open_citation(page, demo_site)
        page.get_by_role("button", name="Copiar APA 7, dentro del texto").click()
        expect(page.get_by_role("status").nth(1)).to_contain_text("Quedó seleccionado")
        assert page.evaluate("String(getSelection())") == page.locator("#apa-texto").text_content()


def test_without_javascript_there_are_texts_and_files(demo_site: Instance, chromium: str) -> None:
    with open_context(chromium, "phone", javascript=False) as context:
        page = context.new_page()
        open_citation(page, demo_site)
        expect(page.get_by_role("button", name="Copiar")).to_have_count(0)
        expect(page.get_by_label("BibTeX")).to_have_attribute("readonly", "")
        with page.expect_download() as download:
            page.get_by_role("link", name="Descargar RIS").click()
        assert download.value.suggested_filename.endswith("-p1.ris")
        assert download.value.path().read_bytes().startswith(b"TY  - ")
