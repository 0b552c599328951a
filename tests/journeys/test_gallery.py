"""Every template of the site in its states, at three widths, in light and dark: pictures to be looked at, and axe."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from tests.instances import Instance
from tests.journeys.browser import axe_finds, open_context, picture

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("demo")]
WIDTHS = {"phone": 360, "tablet": 768, "desktop": 1280}


def gallery(site: Instance) -> dict[str, str]:
    """Addresses by the name of their picture: each template that readers meet, with what makes it look different."""
    code = first(site, "d.state = 'published' AND r.unit = 'page' AND r.pages_with_text >= 2")
    reserved = first(site, "d.state = 'reserved' AND d.existence_public")
    return {
        "front": "/",
        "articles": "/articulos/",
        "articles-filtered": "/articulos/?clase=guide",
        **{f"article-{place}": url for place, url in enumerate(pages(site, "home_articlepage")[:3], 1)},
        "campaigns": "/campanas/",
        "campaigns-none": "/campanas/?cuando=past",
        **{f"campaign-{place}": url for place, url in enumerate(pages(site, "campaigns_campaignpage")[:1], 1)},
        **{f"campaign-spot-{place}": url for place, url in enumerate(pages(site, "campaigns_spotpage")[:1], 1)},
        "universities": "/universidades/",
        **{f"activity-{place}": url for place, url in enumerate(pages(site, "campaigns_universityactivitypage"), 1)},
        **{f"easy-read-{place}": url for place, url in enumerate(pages(site, "campaigns_easyreadpage")[:1], 1)},
        "bodies": "/organismos/",
        **{f"body-{place}": url for place, url in enumerate(pages(site, "home_bodypage")[:1], 1)},
        **{
            f"campaign-kit-{place}": f"{url}kit/"
            for place, url in enumerate(pages(site, "campaigns_campaignpage")[:1], 1)
        },
        "press-room": "/prensa/",
        **{f"release-{place}": url for place, url in enumerate(pages(site, "campaigns_pressreleasepage")[:1], 1)},
        **{f"appearance-{place}": url for place, url in enumerate(pages(site, "campaigns_appearancepage")[:1], 1)},
        "plain-language": "/lenguaje-claro/",
        "newsletter": "/boletin/",
        "newsletter-asked": "/boletin/revise-su-correo/",
        "text": "/acerca/",
        "accessibility": "/accesibilidad/",
        "contact": "/contacto/",
        "glossary": "/glosario/",
        "places": "/estados/",
        "state": "/estados/zacatecas/",
        "state-empty": "/estados/colima/",
        "archive": "/archivo/",
        "results": "/buscar/?q=informacion",
        "results-empty": "/buscar/?q=xyzxyzxyz",
        "browse": "/buscar/",
        "document": f"/d/{code}",
        "page": f"/d/{code}/p1?q=informacion",
        "glance": f"/d/{code}/paginas",
        "citation": f"/d/{code}/p1/citar",
        "found": f"/d/{code}/buscar?q=informacion",
        "reserved": f"/d/{reserved}",
        "missing": "/nada/",
        "guide": "/guia-de-estilo/",
        **seen_where_there_is_one(site),
    }


def seen_where_there_is_one(site: Instance) -> dict[str, str]:
    """Kinds that the demo content brings."""
    return dict(kinds(site))


def kinds(site: Instance) -> Iterator[tuple[str, str]]:
    for name, where in (
        ("scan", "r.state = 'ocr'"),
        ("sheet", "r.unit = 'sheet'"),
        ("slide", "r.unit = 'slide'"),
        ("spot", "r.unit = 'moment'"),
    ):
        for code in codes(site, f"d.state = 'published' AND {where}")[:1]:
            yield f"{name}-document", f"/d/{code}"
            yield f"{name}-page", f"/d/{code}/p1"
    for code in codes(site, "d.state = 'withdrawn'")[:1]:
        yield "withdrawn", f"/d/{code}"
    for (code,) in site.query("SELECT code FROM archive_archivalunit WHERE level = 'fonds' LIMIT 1"):
        yield "unit", f"/u/{code}"
    for region in pages(site, "home_regionpage")[:1]:
        yield "region", region


def pages(site: Instance, table: str) -> list[str]:
    rows = site.query(
        f"SELECT url_path FROM wagtailcore_page JOIN {table} ON page_ptr_id = id WHERE live ORDER BY id"
    )
    return [f"/{path.split('/', 2)[2]}" for (path,) in rows]


def codes(site: Instance, where: str) -> list[str]:
    rows = site.query(
        "SELECT d.code FROM archive_document d LEFT JOIN archive_reading r ON r.original_id = d.original_id "
        f"WHERE {where} ORDER BY d.id"
    )
    return [code for (code,) in rows]


def first(site: Instance, where: str) -> str:
    return codes(site, where)[0]


@pytest.mark.parametrize("width", list(WIDTHS))
def test_every_template_is_pictured_and_breaks_no_rule(demo_site: Instance, chromium: str, width: str) -> None:
    problems: dict[str, list[str]] = {}
    with open_context(chromium, "desktop", javascript=True) as context:
        page = context.new_page()
        page.set_viewport_size({"width": WIDTHS[width], "height": 900})
        for name, address in gallery(demo_site).items():
            page.goto(f"{demo_site.url}{address}")
            for colours in ("light", "dark"):
                show(page, colours)
                picture(page, f"gallery-{name}-{width}-{colours}")
                found = axe_finds(page) if width != "tablet" else {}
                problems |= {f"{name} {colours} {rule}": nodes for rule, nodes in found.items()}
    assert problems == {}


def show(page: Page, colours: str) -> None:
    page.emulate_media(color_scheme="dark" if colours == "dark" else "light")
