"""What is done with universities, as people find it: in time, in their state, with what they need to take part."""

import json
import re
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.documents import get_document_model

from archive import cited_pages, publication
from campaigns import universities
from campaigns.gate import NotPublishable
from campaigns.models import UniversitiesPage, UniversityActivityPage
from campaigns.models.university import Openness
from cms.core.reference.models import Institution, Region, State
from cms.home.models import StatePage
from tests import factories
from tests.campaigns.made import Campaigns, day
from tests.campaigns.texts import CLEAR
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db
LIST = "/universidades/"
_numbers = count(1)


def activity(parent: Any, title: str = "", *, live: bool = True, **fields: Any) -> UniversityActivityPage:
    """A call that is open until in ten days, unless told otherwise."""
    number = next(_numbers)
    given: dict[str, Any] = {
        "title": title or f"Convocatoria {number}",
        "slug": f"actividad-{number}",
        "summary": "Una frase clara.",
        "kind": "call",
        "university": "Universidad de Ejemplo",
        "deadline": day(10),
        "how_to_enrol": "Mande su texto por correo.",
        "contact_email": "ejemplo@example.org",
        "body": [("paragraph", f"<p>{CLEAR}</p>")],
        "live": False,
    }
    made = UniversityActivityPage(**{**given, **fields})
    parent.add_child(instance=made)
    made.save_revision()
    if live:
        made.get_latest_revision().publish()
        made.refresh_from_db()
    return made


def text(address: str, status: int = 200) -> str:
    response = Client().get(address)
    assert response.status_code == status, address
    return response.content.decode()


def test_every_site_has_its_list() -> None:
    assert UniversitiesPage.objects.get().url == LIST
    assert "Todavía no hay actividades publicadas" in text(LIST)


def test_a_course_says_all_that_one_needs(campaigns: Campaigns) -> None:
    page = activity(
        campaigns.add(),
        "Diplomado de ejemplo",
        kind="diplomado",
        faculty="Facultad de Derecho",
        starts_on=date(2030, 3, 4),
        ends_on=date(2030, 6, 1),
        schedule="Martes de 17 a 19 horas",
        hours=120,
        modality="mixed",
        place="Sala 3",
        requirements="Carta de motivos\nCopia de un documento con foto",
        cost="Sin costo",
        recognition="Diploma",
        enrol_url="https://example.org/inscripcion",
        contact="Área de extensión",
        contact_phone="55 0000 0000",
        deadline=None,
    )
    shown = text(page.url)
    for said in (
        "Facultad de Derecho, Universidad de Ejemplo",
        '<time datetime="2030-03-04">4 de marzo de 2030</time>',
        "Martes de 17 a 19 horas",
        "120 horas",
        "Mixta",
        "Sala 3",
        "<li>Copia de un documento con foto</li>",
        "Sin costo",
        "Diploma",
        "https://example.org/inscripcion",
        "Área de extensión",
        "mailto:ejemplo@example.org",
    ):
        assert said in shown, said


@pytest.mark.parametrize(
    ("fields", "stands"),
    [
        ({"deadline": 0}, Openness.OPEN),
        ({"deadline": -1}, Openness.CLOSED),
        ({"deadline": 5, "opens_on": 1}, Openness.COMING),
        ({"deadline": 5, "opens_on": 0}, Openness.OPEN),
        ({"deadline": None, "kind": "visit", "starts_on": 0}, Openness.OPEN),
        ({"deadline": None, "kind": "visit", "starts_on": -1, "ends_on": 3}, Openness.CLOSED),
        ({"deadline": -1, "kind": "visit", "starts_on": 4}, Openness.CLOSED),
    ],
)
def test_whether_it_is_open_is_said_the_same_on_page_and_list(
    campaigns: Campaigns, fields: dict[str, Any], stands: Openness
) -> None:
    dates: dict[str, Any] = {name: day(value) if isinstance(value, int) else value for name, value in fields.items()}
    page = activity(campaigns.add(), "La buscada", **dates)
    assert page.openness() == stands
    for each in Openness:
        assert ("La buscada" in text(f"{LIST}?cuando={each.value}")) == (each == stands), each


def test_materials_are_always_there(campaigns: Campaigns) -> None:
    law = factories.published("Ley de ejemplo")
    page = activity(campaigns.add(), kind="materials", deadline=None, readings=[_reading(law)])
    assert page.openness() == Openness.OPEN
    assert "Se puede participar" not in text(page.url)


def _reading(document: Any, **fields: Any) -> tuple[str, dict[str, Any]]:
    return "reading", {"document": document, "version": None, "part": "", "why": "", **fields}


def test_the_list_is_narrowed_by_kind_state_and_region(campaigns: Campaigns) -> None:
    jalisco, sonora = State.objects.get(code="JAL"), State.objects.get(code="SON")
    region = Region.objects.create(name="De prueba", slug="de-prueba")
    region.states.add(jalisco)
    campaign = campaigns.add()
    activity(campaign, "La de Jalisco", state=jalisco)
    activity(campaign, "La de Sonora", state=sonora)
    activity(campaign, "La de todos", kind="visit", deadline=None, starts_on=day(3))
    for query in ("estado=JAL", "region=de-prueba"):
        found = text(f"{LIST}?{query}")
        assert ("La de Jalisco" in found, "La de todos" in found, "La de Sonora" in found) == (True, True, False)
    found = text(f"{LIST}?clase=visit")
    assert ("La de todos" in found, "La de Jalisco" in found) == (True, False)
    assert "La de Sonora" in text(f"{LIST}?clase=nada")
    assert "No hay actividades con esos filtros" in text(f"{LIST}?clase=course")
    assert 'content="noindex' in text(f"{LIST}?clase=visit")


def test_what_closes_next_is_first_and_what_is_closed_last(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    for title, closes in (("Cerrada", -1), ("Lejana", 20), ("Cercana", 2)):
        activity(campaign, title, deadline=day(closes))
    assert [page.title for page in universities.shown()] == ["Cercana", "Lejana", "Cerrada"]


def test_nobody_gets_it_without_its_campaign(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    page, draft = activity(campaign, "Canario"), activity(campaign, "Borrador", live=False)
    assert "Canario" in text(LIST)
    assert "Borrador" not in text(LIST)
    text(draft.url, 404)
    campaign.unpublish()
    text(page.url, 404)
    for address in (LIST, "/universidades/atom.xml", "/novedades/atom.xml", "/sitemap-paginas.xml"):
        assert page.slug not in text(address), address


def test_campaign_state_and_feeds_show_it(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    page = activity(campaign, "La nueva", state=State.objects.get(code="TLA"))
    for address, is_told in (
        (campaign.url, True),
        ("/estados/tlaxcala/", True),
        ("/estados/jalisco/", False),
        ("/universidades/atom.xml", True),
        ("/novedades/atom.xml", True),
        ("/estados/tlaxcala/atom.xml", True),
        ("/estados/jalisco/atom.xml", False),
    ):
        assert (page.url in text(address)) == is_told, address


def test_lists_change_at_midnight(campaigns: Campaigns) -> None:
    activity(campaigns.add(ends=None), opens_on=day(3), deadline=day(9))
    first = universities.next_change(timezone.now())
    assert first is not None
    assert timezone.localtime(first) == timezone.make_aware(datetime.combine(day(3), time.min))
    with time_machine.travel(first + timedelta(hours=1)):
        later = universities.next_change(timezone.now())
    assert later is not None
    assert timezone.localtime(later).date() == day(10)
    with time_machine.travel(later + timedelta(hours=1)):
        assert universities.next_change(timezone.now()) is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"university": ""}, "Escriba la universidad"),
        ({"deadline": None}, "hasta qué día"),
        ({"kind": "course"}, "qué día empieza"),
        ({"how_to_enrol": " "}, "cómo inscribirse"),
        ({"kind": "materials"}, "Agregue los materiales"),
        ({"contact_email": ""}, "un correo o un teléfono"),
    ],
)
def test_what_people_need_is_asked_for_before_it_goes_out(
    campaigns: Campaigns, fields: dict[str, Any], said: str
) -> None:
    with pytest.raises(NotPublishable, match=said):
        activity(campaigns.add(), **fields)


def test_files_go_out_with_their_licence(campaigns: Campaigns) -> None:
    files = [("downloads", {"files": [{"title": "", "document": _file()}]})]
    with pytest.raises(NotPublishable, match="licencia"):
        activity(campaigns.add(), kind="materials", deadline=None, body=files)
    page = activity(campaigns.add(), kind="materials", deadline=None, body=files, licence="CC BY 4.0")
    assert "CC BY 4.0" in text(page.url)


def _file() -> Any:
    return get_document_model().objects.create(title="Guía", file=ContentFile(b"%PDF-1.4", name="guia.pdf"))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"starts_on": 3, "ends_on": 2}, "Termina antes de empezar"),
        ({"ends_on": 2}, "escriba también cuándo empieza"),
        ({"opens_on": 3, "deadline": 2}, "Se cierra antes de abrirse"),
    ],
)
def test_dates_that_cannot_be_are_refused(campaigns: Campaigns, fields: dict[str, int], said: str) -> None:
    page = activity(campaigns.add(), live=False)
    for name, offset in fields.items():
        setattr(page, name, day(offset))
    with pytest.raises(ValidationError, match=said):
        page.clean()


def test_below_a_state_it_is_of_that_state_or_of_all() -> None:
    section = StatePage.objects.get(state__code="TLA")
    page = activity(section, state=section.state)
    assert page.url.startswith("/estados/tlaxcala/")
    assert page.speaks_for() == section.state
    page.state = None
    page.clean()
    page.state = State.objects.get(code="JAL")
    with pytest.raises(ValidationError, match="sección de Tlaxcala"):
        page.clean()


def test_a_reading_is_pinned_and_flags_its_page_when_its_document_changes(campaigns: Campaigns) -> None:
    law = factories.published("Ley de ejemplo")
    block = UniversityActivityPage._meta.get_field("readings").stream_block
    value = block.clean(block.to_python([{"type": "reading", "value": {"document": law.pk, "why": "Léala"}}]))
    assert value[0].value["version"] == 1
    page = activity(campaigns.add(), kind="materials", deadline=None, readings=value)
    shown = text(page.url)
    assert f"/d/{law.code}" in shown
    assert "Léala" in shown
    assert cited_pages.fallen(type(page).objects.filter(pk=page.pk)) == []
    publication.withdraw(law, actor=factories.superuser(), reason="Datos personales")
    assert law.title not in text(page.url)
    assert "ya no se puede consultar" in text(page.url)
    pages = [each.page.pk for each in cited_pages.fallen(type(page).objects.filter(pk=page.pk))]
    assert pages == [page.pk]


def test_a_version_that_is_not_there_is_refused() -> None:
    law = factories.published("Ley de ejemplo")
    block = UniversityActivityPage._meta.get_field("readings").stream_block
    with pytest.raises(ValidationError):
        block.clean(block.to_python([{"type": "reading", "value": {"document": law.pk, "version": 7}}]))


def schema(address: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text(address))
    assert found is not None
    return json.loads(found[1])


def test_programs_learn_what_it_is(campaigns: Campaigns) -> None:
    campaign = campaigns.add()
    course = schema(
        activity(campaign, kind="course", starts_on=date(2030, 3, 4), ends_on=date(2030, 3, 8), hours=20).url
    )
    assert course["@type"] == "Course"
    assert course["provider"]["name"] == "Universidad de Ejemplo"
    instance = course["hasCourseInstance"]
    assert (instance["startDate"], instance["endDate"]) == ("2030-03-04", "2030-03-08")
    assert (instance["courseMode"], instance["courseWorkload"]) == ("onsite", "PT20H")
    visit = schema(activity(campaign, kind="visit", starts_on=date(2030, 3, 4), modality="online").url)
    assert (visit["@type"], visit["endDate"]) == ("EducationEvent", "2030-03-04")
    assert visit["eventAttendanceMode"] == "https://schema.org/OnlineEventAttendanceMode"


@pytest.mark.parametrize("place", ["list", "campaign", "state"])
def test_pages_ask_no_more_often_for_more(campaigns: Campaigns, shared_cache: None, place: str) -> None:
    campaign, state = campaigns.add(), State.objects.get(code="TLA")
    address = {"list": LIST, "campaign": campaign.url, "state": "/estados/tlaxcala/"}[place]
    # A campaign asks each of its channels once.
    most = {"list": 10, "campaign": 21, "state": 13}[place]

    def queries(mark: int) -> int:
        text(f"{address}?x={mark}")
        with CaptureQueriesContext(connection) as asked:
            text(f"{address}?y={mark}")
        return len(asked)

    activity(campaign, state=state, institution=Institution.objects.get(code="tla-garante"))
    few = queries(1)
    for _ in range(4):
        activity(campaign, state=state)
    assert queries(2) <= few <= most
