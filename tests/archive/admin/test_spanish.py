"""The administration as people meet it: every page that a link leads to, without a word of English."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from lxml import etree, html
from wagtail.models import Site

from tests.archive.admin.conftest import World

ENGLISH = set(
    re.findall(
        r"\w+",
        """
        the and with please save delete view your you page pages this from edit add search by of is not been there
        which to it remove settings choose select all users help report items item change changes have was were will
        can cannot must should when where what how show hide more than out new last first name type status history
        draft publish unpublish lock unlock
        """,
    )
)
WORD = re.compile(r"[^\W\d_]+")
SPOKEN = ("title", "alt", "aria-label", "aria-description", "placeholder", "data-w-tooltip-content-value")
LEFT_IN_ENGLISH = {
    "Site name": "Wagtail makes this heading of the list of sites from the name in its code",
    "Root page": "the same",
    "Page": "the label of the page chooser in the form of a group: Wagtail makes it from the name in its code",
}
"""What stays in English, and why. The names of time zones are those of their database."""
SILENT = "script", "style", "svg", "code", "noscript"


def walk(client: Client, *starts: str) -> Iterator[tuple[str, html.HtmlElement]]:
    """One page of each kind that links lead to."""
    waiting, met = list(starts), set()
    while waiting:
        address = waiting.pop(0)
        try:
            route = resolve(address.partition("?")[0]).route
        except Resolver404:
            continue
        if route in met:
            continue
        met.add(route)
        response = client.get(address)
        if response.status_code != 200 or not response.headers["Content-Type"].startswith("text/html"):
            continue
        page = html.document_fromstring(response.content)
        yield address, page
        links = (link.partition("#")[0] for link in page.xpath("//a/@href"))
        waiting += [link for link in links if link.startswith("/admin/") and "logout" not in link]


def spoken(page: html.HtmlElement) -> Iterator[str]:
    """What is shown or read aloud."""
    for zones in page.xpath("//select[contains(@name, 'time_zone')]"):
        zones.drop_tree()
    etree.strip_elements(page, *SILENT, with_tail=False)
    yield from page.itertext()
    for name in SPOKEN:
        yield from page.xpath(f"//@{name}")
    yield from page.xpath("//input[@type='submit' or @type='button']/@value")


def english(page: html.HtmlElement) -> set[str]:
    texts = {" ".join(text.split()) for text in spoken(page)}
    return {text for text in texts if ENGLISH & set(WORD.findall(text.lower()))} - set(LEFT_IN_ENGLISH)


@pytest.mark.parametrize(("who", "at_least"), [("superuser", 50), ("archivist", 8)])
def test_no_page_of_the_administration_shows_english(world: World, who: str, at_least: int) -> None:
    pages = list(walk(world.client(who), "/admin/", "/admin/account/"))
    assert {address: found for address, page in pages if (found := english(page))} == {}
    assert len(pages) >= at_least


def test_no_page_before_the_administration_shows_english(client: Client, db: None) -> None:
    reset = "/admin/password_reset/"
    starts = ["/admin/login/", reset, f"{reset}done/", f"{reset}complete/", f"{reset}confirm/x/y/"]
    pages = list(walk(client, *starts))
    assert {address: found for address, page in pages if (found := english(page))} == {}
    assert len(pages) == len(starts)


def test_a_preview_is_checked_in_spanish_and_the_public_page_carries_no_checks(world: World) -> None:
    home = Site.objects.get(is_default_site=True).root_page
    client = world.client("superuser")
    preview = client.get(f"/admin/pages/{home.pk}/view_draft/").content.decode()
    assert "Hay un subt" in preview
    assert ".site-footer" in preview
    assert "wagtail-userbar" not in client.get("/").content.decode()


def test_english_would_be_found() -> None:
    """The control."""
    page = html.document_fromstring('<p>Páginas</p><a title="Delete this"></a><input type="submit" value="Search">')
    assert english(page) == {"Delete this", "Search"}
