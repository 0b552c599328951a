"""States and regions: the map, what sources say, and what their pages cost."""

import gzip
import re
from collections.abc import Mapping

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from archive.models import Document
from cms.core import mexico
from cms.core.reference.models import Fact, Institution, Region, Source, State
from cms.home.models import RegionPage, StatePage
from tests import factories
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db


def said(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def of_state(code: str, title: str) -> Document:
    row = factories.published(title)
    Document.objects.filter(pk=row.pk).update(place=State.objects.get(code=code))
    return row


def test_each_of_the_32_states_has_an_outline_and_no_outline_is_left_over() -> None:
    drawn = mexico.outlines()
    codes = set(State.objects.values_list("code", flat=True))
    assert len(codes) == 32
    assert set(drawn.country) == codes
    assert {"CMX", "TLA", "MOR"} <= set(drawn.close_up) <= codes


def test_the_map_weighs_little() -> None:
    drawn = mexico.outlines()
    svg = "".join([*drawn.country.values(), *drawn.close_up.values()]).encode()
    assert len(svg) <= 30 * 1024
    assert len(gzip.compress(svg)) <= 12 * 1024


def test_list_and_map_lead_to_the_page_of_each_state_and_only_the_list_takes_the_focus() -> None:
    page = said("/estados/")
    for state in StatePage.objects.select_related("state"):
        address = f'href="/estados/{state.slug}/"'
        listed = page.index(address)
        assert page.count(address) >= 2, state.title
        assert page[listed:].startswith(f'{address}><span class="atlas__name">{state.state.name}</span>')
    drawn = page[page.index('<svg class="atlas__map"') :]
    assert 'aria-hidden="true"' in drawn[: drawn.index(">")]
    in_map = re.findall(r"<a [^>]*>", drawn[: drawn.index("</svg>")])
    assert len(in_map) == 32 + len(mexico.outlines().close_up)
    assert all('tabindex="-1"' in link for link in in_map)


def test_the_style_sheet_lights_up_every_state() -> None:
    css = (settings.BASE_DIR / "templates" / "static" / "css" / "site.css").read_text(encoding="utf-8")
    for code in State.objects.values_list("code", flat=True):
        assert f'.atlas:has([data-state="{code}"]:is(:hover, :focus-within)) [data-state="{code}"]' in css


def test_the_map_names_whose_work_it_is() -> None:
    page = said("/estados/")
    for address in ("github.com/VictorCazanave/svg-maps", "mapsvg.com", "creativecommons.org/licenses/by/4.0"):
        assert address in page


def test_the_map_counts_what_the_public_may_read() -> None:
    of_state("ZAC", "Acta abierta")
    closed = factories.reserved("Acta cerrada")
    Document.objects.filter(pk=closed.pk).update(place=State.objects.get(code="ZAC"))
    entry = re.search(
        r'href="/estados/zacatecas/"><span class="atlas__name">Zacatecas</span>(.*?)</a>', said("/estados/")
    )
    assert entry is not None
    assert re.sub(r"<[^>]*>", "", entry[1]).split() == ["1", "documento"]


def test_nine_states_had_not_signed_and_the_other_23_had() -> None:
    not_signed = Fact.objects.get(slug="sin-firma-2017-01")
    assert set(not_signed.states.values_list("name", flat=True)) == {
        "Aguascalientes",
        "Baja California Sur",
        "Colima",
        "Guanajuato",
        "Nayarit",
        "Puebla",
        "Quintana Roo",
        "Tamaulipas",
        "Yucatán",
    }
    signed = Fact.objects.get(slug="habian-firmado-2017-01")
    rest = State.objects.exclude(pk__in=not_signed.states.all())
    assert set(signed.states.all()) == set(rest)
    assert rest.count() == 23


SERIES: Mapping[str, Mapping[str, str]] = {
    "2017": {"firmas-2017-01": "23 de 32", "stl-2017-01": "11", "pal-2017-01": "7"},
    "2017-12": {"firmas-2017-12": "26 de 32", "stl-2017-12": "16", "pal-2017-12": "10"},
    "2018-12": {"firmas-2018-12": "27 de 32", "stl-2018-12": "18", "pal-2018-12": "12"},
}
COMMITMENTS = {"pal-2017-01": "43 compromisos", "pal-2017-12": "62 compromisos"}


def test_the_series_is_what_the_sources_say() -> None:
    for as_of, numbers in SERIES.items():
        rows = Fact.objects.filter(slug__in=numbers)
        assert {row.slug: row.number for row in rows} == numbers
        assert {row.as_of for row in rows} == {as_of}
    for slug, commitments in COMMITMENTS.items():
        assert commitments in Fact.objects.get(slug=slug).statement


def test_a_fact_names_as_many_states_as_its_number_says_or_none() -> None:
    for fact in Fact.objects.filter(statement__startswith="estados "):
        assert fact.states.count() in {0, int(fact.number.split()[0])}, fact.slug


def test_the_work_plan_names_no_state_that_had_a_secretariat_or_a_plan_but_zacatecas() -> None:
    for slug in ("stl-2017-01", "pal-2017-01", "firmas-2017-01", "intercambio-g16-2017"):
        assert not Fact.objects.get(slug=slug).states.exists()
    zacatecas = Fact.objects.filter(slug__startswith="zacatecas-")
    assert [[state.code for state in fact.states.all()] for fact in zacatecas] == [["ZAC"], ["ZAC"]]


def test_what_was_deduced_is_marked_and_nothing_else_is() -> None:
    deduced = Fact.objects.filter(is_interpretation=True).values_list("slug", flat=True)
    assert set(deduced) == {"habian-firmado-2017-01", "que-son-g15-y-g16"}


def test_a_source_names_eight_states_of_one_region_and_none_of_the_others() -> None:
    members = {region.slug: set(region.states.values_list("code", flat=True)) for region in Region.objects.all()}
    assert members == {
        "norte": set(),
        "centro-occidente": set(),
        "centro-sur": set(),
        "centro": {"MOR", "MEX", "PUE", "HID", "CMX", "GRO", "OAX", "TLA"},
    }
    assert all(region.source and region.note for region in Region.objects.all())


def test_a_region_has_its_page_with_its_states_or_says_that_no_source_names_them() -> None:
    assert RegionPage.objects.count() == Region.objects.count()
    centro = said("/estados/region-centro/")
    assert 'href="/estados/tlaxcala/"' in centro
    assert "21 de octubre de 2015" in centro
    assert "Ninguna fuente consultada dice qué estados la forman." in said("/estados/region-norte/")


def test_a_state_page_tells_date_and_source_of_what_it_says() -> None:
    page = said("/estados/zacatecas/")
    assert '<time datetime="2017-12">A diciembre de 2017</time>' in page
    assert "El Universal, 3 de enero de 2018</a>." in page
    assert "Zacatecas es uno de ellos." in page
    assert "séptimo en instalar" in page


def test_a_state_without_anything_says_so() -> None:
    yucatan = State.objects.get(code="YUC")
    Institution.objects.filter(state=yucatan).update(existed_to="2020")
    yucatan.facts.clear()
    page = said("/estados/yucatan/")
    for words in (
        "Todavía no tenemos registrado quién responde",
        "Ninguna fuente consultada",
        "todavía no tiene documentos",
    ):
        assert words in page


def test_the_guarantor_body_comes_first() -> None:
    page = said("/estados/jalisco/")
    assert page.index("Organismo garante de transparencia de Jalisco") < page.index("Archivo del organismo garante")


def queries(address: str) -> int:
    client = Client()
    # With words after its address a page is made anew each time.
    address += "?hecha=de+nuevo"
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize(
    ("address", "most"), [("/estados/", 10), ("/estados/tlaxcala/", 13), ("/estados/region-centro/", 10)]
)
def test_pages_of_places_ask_as_often_however_much_there_is(address: str, most: int, shared_cache: None) -> None:
    of_state("TLA", "Acta primera")
    few = queries(address)
    tlaxcala, source = State.objects.get(code="TLA"), Source.objects.all()[0]
    for number in range(12):
        of_state("TLA", f"Acta {number}")
        Institution.objects.create(
            code=f"tla-{number}", name=f"Organismo {number}", kind="other", state=tlaxcala, source=source
        )
        Fact.objects.create(slug=f"d-{number}", statement="Dice algo", as_of="2020", source=source).states.add(
            tlaxcala
        )
    assert queries(address) == few <= most
