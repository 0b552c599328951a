"""A citizen's way from a few words to the very page, with and without JavaScript, on a phone and on a desk."""

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.instances import Instance
from tests.journeys.browser import WIDTHS, open_context, picture

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("demo")]


@pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "no-javascript"])
@pytest.mark.parametrize("width", list(WIDTHS))
def test_from_words_to_the_marked_page_and_its_file(
    demo_site: Instance, chromium: str, width: str, javascript: bool, tmp_path: Path
) -> None:
    with open_context(chromium, width, javascript=javascript) as context:
        page = context.new_page()
        requests: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.goto(f"{demo_site.url}/")
        picture(page, f"front-{width}")
        page.get_by_role("searchbox").first.fill("solicitud de informacion publica")
        page.get_by_role("searchbox").first.press("Enter")
        page.wait_for_url(re.compile(r"/buscar/\?"))
        picture(page, f"results-{width}")
        everything = total(page)
        narrow_to(page, width, "Guía")
        assert 0 < total(page) < everything
        picture(page, f"results-facet-{width}")
        page.get_by_role("link", name=re.compile(r"[Pp]ágina \d+")).first.click()
        page.wait_for_url(re.compile(r"/d/\w+/p\d+\?q="))
        expect(page.locator("mark").first).to_be_visible()
        assert any("información" in mark.lower() for mark in page.locator("mark").all_inner_texts())
        picture(page, f"page-{width}")
        turn_the_page_and_back(page)
        with page.expect_download() as download:
            page.get_by_role("link", name=re.compile("Descargar (?!esta)")).first.click()
        assert digest(download.value.path()) in stored_digests(demo_site)
        page.goto(re.sub(r"/p\d+\?.*", "", page.url))
        picture(page, f"document-{width}")
        assert context.cookies() == []
        assert all(url.startswith((demo_site.url, "data:")) for url in requests), requests


def total(page: Page) -> int:
    said = page.get_by_role("status").inner_text()
    number = re.search(r"[\d,]+", said)
    assert number, said
    return int(number.group().replace(",", ""))


def narrow_to(page: Page, width: str, value: str) -> None:
    if width == "phone":
        page.get_by_text("Filtrar", exact=False).first.click()
    page.get_by_role("link", name=re.compile(rf"^\s*{value}\b", re.IGNORECASE)).first.click()
    page.wait_for_url(re.compile(r"type="))


def turn_the_page_and_back(page: Page) -> None:
    here = page.url
    turn = (
        page.locator("a[rel=next]").first
        if page.locator("a[rel=next]").count()
        else page.locator("a[rel=prev]").first
    )
    turn.click()
    page.wait_for_url(lambda url: url != here)
    assert "q=" in page.url
    page.go_back()


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def stored_digests(site: Instance) -> set[str]:
    return {each for (each,) in site.query("SELECT digest FROM archive_original")}


@pytest.mark.parametrize("width", list(WIDTHS))
def test_what_there_is_not_is_said_well(demo_site: Instance, chromium: str, width: str) -> None:
    with open_context(chromium, width, javascript=False) as context:
        page = context.new_page()
        for name, path, status in (
            ("archive", "/archivo/", 200),
            ("empty", "/buscar/?q=xyzxyzxyz", 200),
            ("browse", "/buscar/", 200),
            ("missing", "/d/zzzzzzzz", 404),
        ):
            response = page.goto(f"{demo_site.url}{path}")
            assert response
            assert response.status == status
            assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width][0], path
            picture(page, f"{name}-{width}")
