"""axe on those templates of the reader that the gallery has no picture of, at both widths, in light and dark."""

from uuid import UUID

import pytest

from tests.instances import Instance
from tests.journeys.browser import WIDTHS, axe_finds, open_context

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("demo")]


def addresses(site: Instance) -> list[str]:
    """What test_gallery.py does not look at, by the very same rules, in the very same widths and colours."""
    (code,) = site.query("SELECT code FROM archive_document WHERE state = 'published' LIMIT 1")[0]
    (reserved,) = site.query("SELECT code FROM archive_document WHERE state = 'reserved' LIMIT 1")[0]
    (creator,) = site.query(
        "SELECT c.code FROM archive_creator c JOIN archive_document d ON d.creator_id = c.id "
        "WHERE d.state = 'published' LIMIT 1"
    )[0]
    (event, uid) = site.query(
        "SELECT p.url_path, a.uid FROM campaigns_announcement a JOIN wagtailcore_page p ON p.id = a.page_id "
        "JOIN campaigns_eventpage e ON e.page_ptr_id = p.id WHERE e.takes_registrations LIMIT 1"
    )[0]
    return [
        event.removeprefix("/home"),
        f"/eventos/{UUID(str(uid))}/registro",
        f"/productores/{creator}",
        "/buscar/?q=xyzxyz&type=guia",
        f"/d/{code}/v1",
        f"/d/{code}/citar",
        f"/d/{reserved}",
        "/d/zzzzzzzz",
    ]


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize("width", list(WIDTHS))
def test_axe_finds_nothing(demo_site: Instance, chromium: str, width: str, colours: str) -> None:
    problems: dict[str, list[str]] = {}
    with open_context(chromium, width, javascript=True) as context:
        page = context.new_page()
        page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
        for address in addresses(demo_site):
            page.goto(f"{demo_site.url}{address}")
            problems |= {f"{address} {rule}": nodes for rule, nodes in axe_finds(page).items()}
    assert problems == {}


def test_axe_would_find_something(demo_site: Instance, chromium: str) -> None:
    """The control: a page whose search box has lost its label."""
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/buscar/")
        page.evaluate(
            "document.querySelectorAll('label').forEach(label => label.remove());"
            "document.querySelectorAll('input').forEach(input => input.removeAttribute('aria-label'))"
        )
        assert axe_finds(page)
