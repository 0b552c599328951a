"""A scan, a workbook and a radio spot: from words to where they stand, by touch, by keys and without scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.browser import axe_finds, open_context, picture
from tests.journeys.formats import SCAN, SPOT, WORKBOOK, FormatsSite

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("formats")]

WAYS = pytest.mark.parametrize(
    ("width", "javascript"),
    [("phone", True), ("phone", False), ("desktop", True)],
    ids=["phone", "phone-no-javascript", "desktop"],
)
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINES = """each => {
  const range = document.createRange();
  range.selectNodeContents(each);
  return new Set([...range.getClientRects()].map(line => line.top)).size;
}"""
# Within the player the browser shows the focus itself; past the last link it leaves the page.
FOCUS = """reached => {
  const focused = document.activeElement;
  const isSeen = focused.matches("audio, body") || getComputedStyle(focused).outlineStyle === "solid";
  return [isSeen, focused.matches(reached)];
}"""
SAID_BEFORE = "each => getComputedStyle(each, '::before').content"
STARTS = """each => new Promise(found => {
  const look = () => each.readyState > 1 && !each.seeking && found(each.currentTime);
  for (const event of ["loadeddata", "seeked", "canplay"]) each.addEventListener(event, look);
  look();
})"""


def pages_of(site: FormatsSite) -> dict[str, str]:
    """Every kind of page on which one of the formats shows itself."""
    return {
        "scan-document": site.address(SCAN),
        "scan-page": site.address(SCAN, "p1?q=manantial"),
        "scan-large": site.address(SCAN, "p1?ampliar=1"),
        "scan-glance": site.address(SCAN, "paginas"),
        "scan-found": site.address(SCAN, "buscar?q=tuberia"),
        "scan-not-found": site.address(SCAN, "buscar?q=zapato"),
        "workbook-document": site.address(WORKBOOK),
        "workbook-page": site.address(WORKBOOK, "p1?q=barranquilla"),
        "workbook-glance": site.address(WORKBOOK, "paginas"),
        "workbook-citation": site.address(WORKBOOK, "p1/citar"),
        "spot-document": site.address(SPOT),
        "spot-page": site.address(SPOT, "p2?q=domingo"),
        "spot-glance": site.address(SPOT, "paginas"),
        "spot-citation": site.address(SPOT, "p2/citar"),
    }


def find(page: Page, site: FormatsSite, words: str, title: str, *, place: int) -> None:
    """Search for the words and open the place in the document that the hit names."""
    page.goto(f"{site.url}/buscar/")
    page.get_by_label("¿Qué quiere encontrar?").fill(words)
    page.get_by_role("button", name="Buscar", exact=True).click()
    hit = page.locator(".hit", has=page.get_by_role("link", name=title))
    hit.locator(f"a.passage__page[href*='/p{place}?']").click()
    page.wait_for_url(re.compile(rf"/p{place}\?q="))


def go_round(page: Page, *, cite: str, glance: str, words: str) -> None:
    """The tools of a page, each opened from it and left by going back."""
    here = page.url
    page.get_by_role("link", name=glance, exact=True).click()
    page.wait_for_url(re.compile(r"/paginas$"))
    page.go_back()
    page.get_by_role("link", name=cite).click()
    page.wait_for_url(re.compile(r"/citar$"))
    expect(page.get_by_role("heading", name="Cómo citar")).to_be_visible()
    page.go_back()
    page.get_by_label("Buscar en este documento").fill(words)
    page.get_by_role("button", name="Buscar", exact=True).last.click()
    page.wait_for_url(re.compile(r"/buscar\?q="))
    expect(page.locator(".passage mark").first).to_be_visible()
    page.locator(".passage__page").first.click()
    expect(page.locator(".page-text mark").first).to_be_visible()
    page.goto(here)


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
def test_a_scan_is_found_by_words_of_its_image(formats_site: FormatsSite, chromium: str, javascript: bool) -> None:
    with open_context(chromium, "phone", javascript=javascript) as context:
        page = context.new_page()
        images: list[str] = []
        page.on("request", lambda request: images.append(request.url) if "/imagen" in request.url else None)
        find(page, formats_site, "tuberia del manantial", SCAN, place=1)
        assert set(page.locator(".page-text mark").all_inner_texts()) == {"tubería", "manantial"}
        expect(page.get_by_text("se reconoció de su imagen (OCR)")).to_be_visible()
        go_round(page, cite="Citar esta página", glance="Todas las páginas", words="vocales")
        assert all("mini=1" in each for each in images), "no image but the small ones of all pages"
        page.get_by_role("link", name="Ver la imagen de la página").click()
        page.wait_for_url(re.compile(r"/imagen$"))
        page.go_back()
        page.reload()
        weighed = re.compile(r"Ver la imagen de la página \([\d.]+\sKB\)")
        expect(page.get_by_role("link", name=weighed)).to_be_visible()
        page.get_by_role("link", name="Resultados de").click()
        expect(page.locator(".hit")).to_have_count(1)


def test_a_scan_beside_its_text(formats_site: FormatsSite, chromium: str) -> None:
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        find(page, formats_site, "manantial", SCAN, place=1)
        image = page.locator(".page-image__sheet img")
        drawn(image)
        marks = page.locator(".page-image__marks rect")
        assert marks.count() == page.locator(".page-text mark").count() == 2
        upright = shape(image)
        assert all(within(mark, image) for mark in marks.all())
        page.get_by_role("link", name="Girar a la derecha").click()
        page.wait_for_url(re.compile("girar=90"))
        drawn(image)
        turned = shape(image)
        assert turned == pytest.approx(1 / upright, rel=0.01)
        assert all(within(mark, image) for mark in marks.all())
        page.get_by_role("link", name="Ampliar").click()
        page.wait_for_url(re.compile("ampliar=1"))
        drawn(image)
        frame = page.locator(".page-image__frame")
        assert frame.evaluate("each => each.scrollWidth > each.clientWidth")
        assert page.evaluate(SIDEWAYS) == 0
        page.get_by_role("link", name="Como estaba").click()
        page.wait_for_url(lambda url: "girar" not in url and "ampliar" not in url)
        assert "q=manantial" in page.url


def drawn(image: Locator) -> None:
    """Wait until the browser has it, and make sure that it is one."""
    image.scroll_into_view_if_needed()
    assert image.evaluate("each => each.decode().then(() => each.naturalWidth > 0)")


def shape(element: Locator) -> float:
    box = element.bounding_box()
    assert box
    return box["width"] / box["height"]


def within(inner: Locator, outer: Locator) -> bool:
    small, large = inner.bounding_box(), outer.bounding_box()
    assert small
    assert large
    across = large["x"] <= small["x"] and small["x"] + small["width"] <= large["x"] + large["width"]
    return across and large["y"] <= small["y"] and small["y"] + small["height"] <= large["y"] + large["height"]


@WAYS
def test_a_wide_table_moves_within_its_frame_and_is_cards_on_a_phone(
    formats_site: FormatsSite, chromium: str, width: str, javascript: bool
) -> None:
    with open_context(chromium, width, javascript=javascript) as context:
        page = context.new_page()
        find(page, formats_site, "barranquilla", WORKBOOK, place=1)
        expect(page.locator(".page-text mark")).to_have_text(["Barranquilla"] * 3)
        expect(page.get_by_role("heading", level=1)).to_contain_text("Gasto mensual")
        frame = page.get_by_role("region", name="Tabla")
        is_wider = frame.evaluate("each => each.scrollWidth > each.clientWidth")
        assert is_wider == (width == "desktop")
        assert page.evaluate(SIDEWAYS) == 0
        figure = frame.get_by_role("row").nth(1).get_by_role("cell").nth(2)
        expect(figure).to_have_text("1,250.50")
        assert figure.evaluate(LINES) == 1
        if width == "desktop":
            last = frame.get_by_role("columnheader", name="Observaciones")
            last.scroll_into_view_if_needed()
            expect(last).to_be_in_viewport()
            expect(frame.get_by_role("columnheader", name="Municipio")).to_be_in_viewport()
        else:
            remark = frame.get_by_role("cell", name="Incluye la compostura").first
            assert remark.evaluate(SAID_BEFORE) == '"Observaciones"'
            remark.scroll_into_view_if_needed()
            expect(remark).to_be_in_viewport(ratio=1)
            picture(page, "cards-phone")
            go_round(page, cite="Citar esta parte", glance="Todas las partes", words="compuerta")
        page.get_by_role("link", name="Siguiente").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Notas")


@WAYS
def test_a_spot_plays_from_where_the_words_are_said(
    formats_site: FormatsSite, chromium: str, width: str, javascript: bool
) -> None:
    with open_context(chromium, width, javascript=javascript) as context:
        page = context.new_page()
        find(page, formats_site, "sombrero", SPOT, place=2)
        player = page.locator("audio")
        expect(player).to_have_attribute("src", re.compile(r"/reproducir#t=78$"))
        assert starts_at(player) == pytest.approx(78, abs=0.5)
        page.get_by_role("link", name="Oír desde 1:04").click()
        page.wait_for_url(re.compile(r"t=64#reproductor"))
        expect(player).to_be_in_viewport()
        assert starts_at(player) == pytest.approx(64, abs=0.5)
        with page.expect_download() as download:
            page.get_by_role("link", name="Subtítulos (WebVTT)").click()
        assert download.value.path().read_bytes().startswith(b"WEBVTT")
        if width == "phone":
            go_round(page, cite="Citar esta parte", glance="Todas las partes", words="guardias")
        page.get_by_role("link", name="Sobre este documento").click()
        page.get_by_role("link", name="Leer lo que se dice").click()
        expect(page.locator(".page-text")).to_contain_text("Yo llevo la pala")


def starts_at(player: Locator) -> float:
    """The second at which it would begin, once the browser has its length."""
    return float(player.evaluate(STARTS))


def tab_to(page: Page, reached: str) -> Locator:
    """Press Tab until the focus is on what the selector says. Wherever it stands, it can be seen."""
    for _ in range(60):
        page.keyboard.press("Tab")
        is_seen, is_there = page.evaluate(FOCUS, reached)
        assert is_seen, page.evaluate("document.activeElement.outerHTML")
        if is_there:
            return page.locator(":focus")
    raise AssertionError(f"no way to {reached} by Tab")


def enter(page: Page, reached: str, arrives: str) -> None:
    tab_to(page, reached)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(arrives))


def moves(page: Page, frame: str, key: str, side: str) -> None:
    """The frame takes the focus, and an arrow shows what is beyond its edge."""
    tab_to(page, frame)
    page.keyboard.press(key)
    page.wait_for_function("([frame, side]) => document.querySelector(frame)[side] > 0", arg=[frame, side])


def test_by_the_keyboard_alone(formats_site: FormatsSite, chromium: str) -> None:
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        page.goto(f"{formats_site.url}/")
        tab_to(page, "input[type=search]")
        page.keyboard.type("compuerta")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/buscar/\?"))
        enter(page, f"a.passage__page[href*='{formats_site.codes[WORKBOOK]}']", r"/p1\?q=compuerta")
        tab_to(page, ".table-frame")
        expect(page.locator("td[data-heading='Observaciones']").first).to_contain_text("compuerta")
        picture(page, "keyboard-table-phone")
        tab_to(page, "#buscar-dentro")
        page.keyboard.press("Control+A")
        page.keyboard.type("caminos")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/buscar\?q=caminos"))
        enter(page, ".passage__page", r"/p1\?q=caminos")
        enter(page, "a[href$='/p1/citar']", r"/citar$")
        enter(page, ".way-back a", r"/p1$")
        page.goto(formats_site.address(SPOT, "p2"))
        enter(page, ".said-at", r"t=64#reproductor")
        page.goto(formats_site.address(SCAN, "p1?q=manantial"))
        enter(page, "a[href$='/paginas']", r"/paginas$")
        enter(page, ".glance__link", r"/p1$")


def test_an_image_is_enlarged_turned_and_moved_by_the_keyboard_alone(
    formats_site: FormatsSite, chromium: str
) -> None:
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        page.goto(formats_site.address(SCAN, "p1?q=manantial"))
        enter(page, ".tool[href*='girar=90']", r"girar=90#imagen")
        enter(page, ".tool[href*='ampliar=1']", r"ampliar=1.*#imagen")
        moves(page, ".page-image__frame", "ArrowDown", "scrollTop")
        picture(page, "keyboard-image-desktop")


def test_nothing_moves_sideways_on_the_narrowest_screen(formats_site: FormatsSite, chromium: str) -> None:
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        page.set_viewport_size({"width": 320, "height": 640})
        wide: dict[str, int] = {}
        for name, address in pages_of(formats_site).items():
            page.goto(address)
            wide[name] = page.evaluate(SIDEWAYS)
        assert {name: by for name, by in wide.items() if by} == {}


@pytest.mark.parametrize(("width", "colours"), [("phone", "light"), ("desktop", "dark")])
def test_axe_finds_nothing(formats_site: FormatsSite, chromium: str, width: str, colours: str) -> None:
    problems: dict[str, list[str]] = {}
    with open_context(chromium, width, javascript=True) as context:
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        for name, address in pages_of(formats_site).items():
            page.goto(address)
            problems |= {f"{name} {rule}": nodes for rule, nodes in axe_finds(page).items()}
            picture(page, f"{name}-{width}-{colours}")
    assert problems == {}
