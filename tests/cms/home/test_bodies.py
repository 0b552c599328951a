"""Bodies that answer for transparency: their list, and what the page of each says."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from campaigns.gate import NotPublishable
from cms.core.reference.models import Fact, Institution, Region, Source, State, Succession
from cms.home.models import BodiesPage, BodyPage, StatePage
from tests.campaigns.events_made import event
from tests.campaigns.made import Campaigns, campaigns_of
from tests.cms.home.conftest import Sections, client_of
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db
LIST = "/organismos/"


@pytest.fixture
def campaigns() -> Campaigns:
    return campaigns_of()


def body(code: str, *, live: bool = True, **fields: Any) -> BodyPage:
    institution = Institution.objects.get(code=code)
    parent = institution.state.page if institution.state else BodiesPage.objects.get()
    given: dict[str, Any] = {
        "title": f"Qué hace {code}",
        "slug": f"organismo-{code}",
        "institution": institution,
        "powers": [("power", {"what": "Resolver las quejas de la gente", "law": "Ley de ejemplo, artículo 1"})],
        "phone": "55 0000 0000",
        "live": False,
    }
    made = BodyPage(**{**given, **fields})
    parent.add_child(instance=made)
    made.save_revision()
    if live:
        made.get_latest_revision().publish()
        made.refresh_from_db()
    return made


def said(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_the_list_has_all_that_answer_the_national_ones_first() -> None:
    page = said(LIST)
    names = Institution.objects.filter(kind__in=["guarantor", "commission"]).values_list("name", flat=True)
    assert all(name in page for name in names)
    assert page.index("Comisión de Gobierno Abierto") < page.index("Organismo garante de transparencia de Aguas")
    assert page.index("Comisión de Gobierno Abierto") < page.index("existió hasta marzo de 2025")
    assert "Archivo del organismo garante" not in page


def test_the_list_is_narrowed_by_state_and_region() -> None:
    region = Region.objects.create(name="De prueba", slug="de-prueba")
    region.states.add(State.objects.get(code="JAL"))
    for query in ("estado=JAL", "region=de-prueba"):
        page = said(f"{LIST}?{query}")
        assert "Organismo garante de transparencia de Jalisco" in page
        assert "Organismo garante de transparencia de Sonora" not in page
        assert 'content="noindex' in page


def test_the_page_of_a_body_says_what_it_may_do_and_how_to_reach_it(campaigns: Campaigns) -> None:
    source = Source.objects.all()[0]
    fact = Fact.objects.create(slug="d", number="120", statement="quejas resueltas", as_of="2020", source=source)
    page = body("jal-garante", email="ejemplo@example.org", hours="De 9 a 15 horas", address="Calle 1\nGuadalajara")
    page.results.add(fact)
    page.save_revision().publish()
    campaign = campaigns.add("La suya", institution=page.institution)
    shown = said(page.url)
    for each in (
        "Resolver las quejas de la gente",
        "Ley de ejemplo, artículo 1",
        'href="tel:5500000000"',
        "mailto:ejemplo@example.org",
        "De 9 a 15 horas",
        "Calle 1<br>Guadalajara",
        "quejas resueltas",
        source.title,
        campaign.url,
        page.institution.name,
        "GovernmentOrganization",
    ):
        assert each in shown, each


def test_list_and_state_lead_to_the_page_while_readers_get_it() -> None:
    page = body("jal-garante")
    for address in (LIST, "/estados/jalisco/"):
        assert f'href="{page.url}"' in said(address), address
    assert "Resolver las quejas de la gente" in said(LIST)
    page.results.add(Fact.objects.all()[0])
    page.save_revision().publish()
    assert "1 resultado con su fuente" in said(LIST)
    page.unpublish()
    for address in (LIST, "/estados/jalisco/"):
        assert page.url not in said(address), address
    assert "Resolver las quejas de la gente" not in said(LIST)


def test_a_body_that_ended_names_who_went_on() -> None:
    after = Institution.objects.create(code="nueva", name="Nueva autoridad de ejemplo", kind="guarantor")
    ended = Institution.objects.get(code="inai")
    Succession.objects.create(predecessor=ended, successor=after, date="2025-03")
    old, new = body("inai", phone=""), body("nueva")
    assert "Este organismo ya no existe." in said(old.url)
    assert f'<a href="{new.url}">Nueva autoridad de ejemplo</a>' in said(old.url)
    assert f'<a href="{old.url}">{ended.name}</a>' in said(new.url)
    new.unpublish()
    assert "Nueva autoridad de ejemplo" in said(old.url)
    assert new.url not in said(old.url)


@pytest.mark.parametrize(
    ("fields", "message"),
    [({"powers": []}, "una cosa que puede"), ({"phone": ""}, "cómo comunicarse")],
)
def test_what_people_look_for_is_asked_for_before_it_goes_out(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(NotPublishable, match=message):
        body("jal-garante", **fields)


def test_its_powers_are_measured_as_text() -> None:
    page = body(
        "jal-garante", powers=[("power", {"what": "La coadyuvancia será instrumentada", "law": ""})], live=False
    )
    assert {"coadyuvancia", "será instrumentada"} & {mark.text for mark in page.clarity().measure.marks}


def test_a_body_has_its_place() -> None:
    page = body("jal-garante", live=False)
    page.institution = Institution.objects.get(code="son-garante")
    with pytest.raises(ValidationError, match="cuelga de la de Jalisco"):
        page.clean()
    national = body("snt-archivos", live=False)
    national.institution = page.institution
    with pytest.raises(ValidationError, match="cuelga de la del estado"):
        national.clean()


def test_the_page_of_a_body_has_the_events_that_it_answers_for() -> None:
    page = body("jal-garante")
    event("Foro del organismo", institution=page.institution)
    event("Foro de otro organismo")
    shown = said(page.url)
    assert "Foro del organismo" in shown
    assert "Foro de otro organismo" not in shown


def test_a_states_people_write_of_their_own_bodies_only(sections: Sections) -> None:
    client = client_of(sections.own.person)
    mine = reverse("wagtailadmin_pages:add", args=["home", "bodypage", sections.own.page.pk])
    form = client.get(mine).content.decode()
    assert "Organismo garante de transparencia de Zacatecas" in form
    assert "Organismo garante de transparencia de la Ciudad de México" not in form
    for parent in (sections.other.page, BodiesPage.objects.get()):
        address = reverse("wagtailadmin_pages:add", args=["home", "bodypage", parent.pk])
        assert client.get(address).status_code in {302, 403}, parent
    other = body("cmx-garante", title="Canario", live=False)
    edit = reverse("wagtailadmin_pages:edit", args=[other.pk])
    assert "Canario" not in client.get(edit, follow=True).content.decode()
    assert "Canario" in client_of(sections.national).get(edit).content.decode()


@pytest.mark.parametrize(("place", "most"), [("list", 10), ("page", 13)])
def test_pages_ask_no_more_often_for_more(place: str, most: int, shared_cache: None) -> None:
    first = body("jal-garante")
    address = {"list": LIST, "page": first.url}[place]

    def queries(mark: int) -> int:
        said(f"{address}?x={mark}")
        with CaptureQueriesContext(connection) as asked:
            said(f"{address}?y={mark}")
        return len(asked)

    few = queries(1)
    for code in ("son-garante", "tla-garante", "inai"):
        body(code)
    assert queries(2) <= few <= most


def test_every_state_page_takes_a_body() -> None:
    assert BodyPage in StatePage.allowed_subpage_models()
