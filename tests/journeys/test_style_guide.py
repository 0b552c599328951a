"""The style guide in a real browser: accessible in both schemes, and set in the letters that are vendored."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.instances import Instance
from tests.journeys.browser import WIDTHS, axe_finds, open_context, picture

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("demo")]
ADDRESS = "/guia-de-estilo/"
FIRST_VIEW = 170 * 1024


@pytest.fixture
def guide(demo_site: Instance, chromium: str) -> Iterator[Page]:
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}{ADDRESS}")
        yield page


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
def test_axe_finds_nothing_in_any_component(demo_site: Instance, chromium: str, width: str, colours: str) -> None:
    with open_context(chromium, width, javascript=True) as context:
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        page.goto(f"{demo_site.url}{ADDRESS}")
        picture(page, f"style-guide-{width}-{colours}")
        assert axe_finds(page) == {}
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_axe_would_find_something_in_a_component(guide: Page) -> None:
    """The control: a button whose words have lost their contrast."""
    guide.evaluate("document.querySelector('main .button').style.color = '#8a2a4a'")
    assert "color-contrast" in axe_finds(guide)


@pytest.mark.parametrize("address", ["/", "/archivo/", "/buscar/?q=informacion", ADDRESS])
def test_a_first_view_is_light(demo_site: Instance, chromium: str, address: str) -> None:
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        network = context.new_cdp_session(page)
        network.send("Network.enable")
        weights: list[float] = []
        network.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
        page.goto(f"{demo_site.url}{address}", wait_until="networkidle")
        assert 20 * 1024 < sum(weights) <= FIRST_VIEW


def test_only_a_page_that_holds_rare_letters_asks_for_them(demo_site: Instance, chromium: str) -> None:
    assert _letters_asked_for(demo_site, chromium, "/") == {"main"}
    assert _letters_asked_for(demo_site, chromium, ADDRESS) == {"main", "languages"}


def _letters_asked_for(site: Instance, chromium: str, address: str) -> set[str]:
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{site.url}{address}", wait_until="networkidle")
        return {name for name in ("main", "languages") for url in asked if f"noto-sans-{name}" in url}


@pytest.mark.parametrize("text", ["Nāhuatlahtōlli", "maayatʼaan", "a̱ e̱ o̱ u̱", "ɨ̱ ɨ́ xaꞌa", "¹ ² ⁴ ⁵ ŋ ɛ ʔ"])
def test_letters_and_their_marks_come_from_the_vendored_font_alone(guide: Page, text: str) -> None:
    guide.evaluate("text => { document.querySelector('h1').textContent = text }", text)
    guide.wait_for_function("document.fonts.status === 'loaded'")
    assert {font["familyName"] for font in _fonts_of(guide, "h1")} == {"Noto Sans"}
    assert all(font["isCustomFont"] for font in _fonts_of(guide, "h1"))


def test_a_letter_from_elsewhere_would_be_seen(guide: Page) -> None:
    """The control: Cyrillic, which no vendored file holds."""
    guide.evaluate("document.querySelector('h1').textContent = 'ж'")
    assert not any(font["isCustomFont"] for font in _fonts_of(guide, "h1"))


def _fonts_of(page: Page, selector: str) -> list[dict[str, object]]:
    session = page.context.new_cdp_session(page)
    session.send("DOM.enable")
    session.send("CSS.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    node = session.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts: list[dict[str, object]] = session.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    return fonts


class TestAWordThatIsExplained:
    """js/terms.js opens the explanation beside the word; without it the word leads to the list."""

    def test_opens_in_place_and_gives_the_focus_back(self, guide: Page) -> None:
        word = guide.locator("#uso-acervo")
        word.focus()
        guide.keyboard.press("Enter")
        note = guide.get_by_role("note", name="Acervo")
        assert "Conjunto de documentos" in note.inner_text()
        assert word.get_attribute("aria-expanded") == "true"
        assert note.evaluate("note => note === document.activeElement")
        assert note.evaluate("note => note.previousElementSibling.contains(document.querySelector('a.term'))")
        guide.keyboard.press("Escape")
        assert note.count() == 0
        assert word.evaluate("word => word === document.activeElement")

    def test_closes_with_its_button_or_its_word(self, guide: Page) -> None:
        word = guide.locator("#uso-acervo")
        for close in (guide.get_by_role("button", name="Cerrar"), word):
            word.click()
            close.click()
            assert guide.locator(".term-note").count() == 0

    def test_leads_to_the_list_and_back_without_javascript(self, demo_site: Instance, chromium: str) -> None:
        with open_context(chromium, "desktop", javascript=False) as context:
            page = context.new_page()
            page.goto(f"{demo_site.url}{ADDRESS}")
            page.locator("#uso-acervo").click()
            explained = page.locator(page.url[page.url.index("#") :])
            assert "Conjunto de documentos" in explained.inner_text()
            explained.get_by_role("link", name="Volver al texto").click()
            assert page.locator("#uso-acervo").get_attribute("id") == page.url.split("#")[1]


def test_the_menu_opens_without_javascript_on_a_phone(demo_site: Instance, chromium: str) -> None:
    with open_context(chromium, "phone", javascript=False) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/")
        entry = page.get_by_role("navigation", name="Principal").get_by_role("link", name="Archivo")
        assert not entry.is_visible()
        page.get_by_text("Menú", exact=True).click()
        assert entry.is_visible()
        picture(page, "menu-phone")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_answers_are_on_paper_without_being_opened(guide: Page) -> None:
    answer = guide.locator(".question__answer").first
    assert not answer.is_visible()
    guide.emulate_media(media="print")
    assert answer.is_visible()
