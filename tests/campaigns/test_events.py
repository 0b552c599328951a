"""Events as readers find them, and what keeps one from being published."""

import json
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.gate import NotPublishable
from campaigns.models import EventPage
from cms.core.reference.models import Region, State
from tests.campaigns.events_made import at, changed, draft, event, published
from tests.campaigns.made import Campaigns
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db
LIST = "/eventos/"
HOST = {"name": "Persona", "role": "host", "position": ""}


def text(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


def structured(shown: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(shown.partition('type="application/ld+json">')[2].partition("</script>")[0])
    return found


def session(title: str, begins: time, **fields: Any) -> tuple[str, dict[str, Any]]:
    given: dict[str, Any] = {"day": None, "ends": None, "text": "", "speakers": []}
    return "session", {**given, "title": title, "begins": begins, **fields}


def test_an_event_says_when_where_and_how(client: Client) -> None:
    starts = at("BCN", 2027, 7, 15, 23, 30)
    page = event(
        "Taller en la frontera",
        state=State.objects.get(code="BCN"),
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        place_access="Hay rampa.",
        has_sign_language=True,
        languages="español y cucapá",
        programme=[
            session("Bienvenida", time(23, 30), speakers=[{"name": "Persona", "role": "host", "position": ""}])
        ],
    )
    shown = text(client, page.url)
    for said in (
        "jueves 15 de julio de 2027",
        "viernes 16 de julio de 2027",
        "noroeste (Tijuana)",
        "Auditorio de prueba",
        "Hay rampa.",
        "Lengua de Señas Mexicana",
        "español y cucapá",
        "Bienvenida",
        "Da la bienvenida",
        'datetime="2027-07-15T23:30:00-07:00"',
        "contacto@example.org",
    ):
        assert said in shown, said


def test_programs_read_what_became_of_it(client: Client) -> None:
    page = event()
    known = structured(text(client, page.url))
    assert (known["@type"], known["eventStatus"]) == ("Event", "https://schema.org/EventScheduled")
    assert known["eventAttendanceMode"].endswith("/OfflineEventAttendanceMode")
    before, later = page.starts_at, page.starts_at + timedelta(days=1)
    page = changed(
        page, starts_at=later, ends_at=later + timedelta(hours=1), status="moved", status_reason="Hay obras."
    )
    shown = text(client, page.url)
    known = structured(shown)
    assert known["eventStatus"].endswith("/EventRescheduled")
    assert known["previousStartDate"].startswith(f"{before.astimezone():%Y-}")
    assert "Hay obras." in shown
    assert "Antes era el" in shown
    page = changed(page, status="cancelled", status_reason="Hay alerta por lluvia.")
    shown = text(client, page.url)
    assert structured(shown)["eventStatus"].endswith("/EventCancelled")
    assert "Este evento se canceló." in shown


def test_who_must_register_for_the_link_does_not_read_it(client: Client) -> None:
    page = event(link="https://example.org/canario", takes_registrations=True)
    shown = text(client, page.url)
    assert "canario" not in shown
    assert "por correo quien tiene lugar" in shown
    assert structured(shown)["eventAttendanceMode"].endswith("/MixedEventAttendanceMode")


def test_drafts_are_nowhere(client: Client) -> None:
    page = draft("Canario de evento")
    for address in (LIST, "/", "/estados/zacatecas/", "/eventos/atom.xml", "/sitemap-paginas.xml"):
        assert "canario" not in text(client, address).lower(), address
    text(client, page.url, 404)


def test_an_event_of_a_campaign_is_there_for_as_long_as_it(client: Client, campaigns: Campaigns) -> None:
    above = campaigns.add()
    page = event("Foro de campaña", above=above)
    assert "Foro de campaña" in text(client, above.url)
    assert page.url in text(client, "/sitemap-paginas.xml")
    above.unpublish()
    for address in (LIST, "/", "/estados/zacatecas/", "/eventos/atom.xml"):
        assert "Foro de campaña" not in text(client, address), address
    text(client, page.url, 404)


def test_the_next_ones_come_first_and_past_ones_by_year(client: Client) -> None:
    with time_machine.travel(at("CMX", 2027, 6, 1, 12, 0)):
        event("El segundo", days=20)
        event("El primero", days=2)
        event("Del año pasado", days=-300)
        event("De este año", days=-30)
        running = event("El que corre", days=-0.01, hours=3)
        shown = text(client, LIST)
        assert shown.index(running.title) < shown.index("El primero") < shown.index("El segundo")
        assert "De este año" not in shown
        assert "Pasados de 2026" in shown
        for year, title, other in ((2026, "Del año pasado", "De este año"), (2027, "De este año", "Del año pasado")):
            found = text(client, f"{LIST}?cuando={year}")
            assert (title in found, other in found, "El primero" in found) == (True, False, False)
    assert "Eventos pasados" not in text(client, f"{LIST}?cuando=1812")


def test_the_list_is_narrowed_by_kind_place_and_way(client: Client) -> None:
    region = Region.objects.create(name="De prueba", slug="de-prueba")
    region.states.add(State.objects.get(code="ZAC"))
    event("Taller en Zacatecas", kind="workshop")
    event("Foro en Jalisco", state=State.objects.get(code="JAL"))
    event("Charla para todos", kind="talk", place="", state=None, link="https://example.org/x", link_is_public=True)
    for query, there in (
        ("clase=workshop", "T"),
        ("estado=ZAC", "TC"),
        ("region=de-prueba", "TC"),
        ("modo=en-linea", "C"),
        ("modo=presencial", "TF"),
        ("estado=NADA", "TFC"),
        ("estado=JAL&clase=workshop", ""),
    ):
        found = text(client, f"{LIST}?{query}")
        titles = {"T": "Taller en Zacatecas", "F": "Foro en Jalisco", "C": "Charla para todos"}
        assert "".join(letter for letter, title in titles.items() if title in found) == there, query
    assert "No hay eventos con esos filtros" in text(client, f"{LIST}?estado=JAL&clase=workshop")
    assert "/eventos/calendario/estados/jalisco.ics" in text(client, f"{LIST}?estado=JAL")


def test_the_list_asks_no_more_often_for_more(client: Client, shared_cache: None) -> None:
    def queries(mark: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            text(client, f"{LIST}?x={mark}")
        return len(asked)

    event()
    text(client, f"{LIST}?x=0")
    few = queries("1")
    for _ in range(5):
        event()
    text(client, f"{LIST}?x=2")
    assert queries("3") <= few <= 10


def test_states_regions_the_front_page_and_feeds_tell_of_events(client: Client) -> None:
    event("Foro de Tlaxcala", state=State.objects.get(code="TLA"))
    for address, is_told in (
        ("/", True),
        ("/estados/tlaxcala/", True),
        ("/estados/jalisco/", False),
        ("/estados/region-centro/", True),
        ("/eventos/atom.xml", True),
        ("/novedades/atom.xml", True),
        ("/estados/tlaxcala/atom.xml", True),
        ("/estados/jalisco/atom.xml", False),
    ):
        assert ("Foro de Tlaxcala" in text(client, address)) == is_told, address


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"place": "", "link": ""}, "Escriba el lugar o el enlace"),
        ({"state": None}, "Elija la entidad federativa"),
        ({"link": "https://example.org/x"}, "Sin registro nadie recibe el enlace"),
        ({"takes_registrations": True, "contact_mail": ""}, "Escriba un correo de contacto"),
        ({"status": "cancelled"}, "Diga por qué"),
        ({"programme": [session("Fuera", time(3), day=date(2031, 1, 1))]}, "no cae dentro del evento"),
        ({"takes_registrations": True, "expire_at": timezone.now() + timedelta(days=1)}, "La página se retira antes"),
    ],
)
def test_what_it_lacks_keeps_it_from_being_published(fields: dict[str, Any], said: str) -> None:
    page = draft(**fields)
    with pytest.raises(NotPublishable, match=said):
        published(page)
    assert not EventPage.objects.get(pk=page.pk).live


@pytest.mark.parametrize(
    ("name", "hours", "field"),
    [
        ("ends_at", -1, "ends_at"),
        ("ends_at", 24 * 365 * 200, "ends_at"),
        ("registration_closes_at", 1, "registration_closes_at"),
        ("registration_opens_at", 1, "registration_opens_at"),
    ],
)
def test_hours_that_contradict_each_other_are_refused(name: str, hours: int, field: str) -> None:
    page = draft()
    setattr(page, name, page.starts_at + timedelta(hours=hours))
    with pytest.raises(ValidationError) as refused:
        page.clean()
    assert list(refused.value.message_dict) == [field]


def test_who_moves_an_event_says_so() -> None:
    page = event()
    later = page.starts_at + timedelta(days=1)
    with pytest.raises(NotPublishable, match="Ya se había anunciado"):
        changed(page, starts_at=later, ends_at=later + timedelta(hours=1))


def test_an_event_is_not_published_before_its_campaign(campaigns: Campaigns) -> None:
    with pytest.raises(NotPublishable, match="Publique primero la página"):
        published(draft(above=campaigns.draft()))
