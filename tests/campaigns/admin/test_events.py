"""What staff see of events, and of those who registered: their own, and nothing of others."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import PageLogEntry

from campaigns.admin.clarity_report import NAMESPACE
from campaigns.events import registering
from campaigns.models import Attendance, EventPage, EventsPage, Registration
from cms.core.reference.models import Institution, State
from tests import factories
from tests.campaigns.events_made import at, changed, event
from tests.cms.home.conftest import Sections, client_of, sections

__all__ = ["sections"]
pytestmark = pytest.mark.django_db
CANARY = "Canario de la Lista"


def address(name: str, page: EventPage) -> str:
    return reverse(f"{NAMESPACE}:{name}", args=[page.pk])


@pytest.fixture
def taking(sections: Sections) -> EventPage:
    """An event of another state, with somebody who registered."""
    page = event(above=sections.other.page, takes_registrations=True, capacity=5, state=State.objects.get(code="CMX"))
    registering.register(page.pk, registering.Applicant(CANARY, "canario@example.org", needs="=HIPERVÍNCULO()"))
    return page


def test_only_the_people_of_its_page_see_who_registered(sections: Sections, taking: EventPage) -> None:
    for user, may in ((sections.other.person, True), (sections.national, True), (sections.own.person, False)):
        for name in ("event_registrations", "export_registrations"):
            response = client_of(user).get(address(name, taking))
            said = response.content.decode()
            assert (response.status_code, CANARY in said) == ((200, True) if may else (404, False)), (user, name)
    before = Attendance.objects.count()
    assert client_of(sections.own.person).post(address("event_registrations", taking), {}).status_code == 404
    assert Attendance.objects.count() == before
    assert Client().get(address("export_registrations", taking)).status_code == 302


def test_the_list_that_is_taken_away_is_harmless_and_noted(sections: Sections, taking: EventPage) -> None:
    said = client_of(sections.other.person).get(address("export_registrations", taking)).content.decode()
    assert said.startswith("\ufeffnombre,correo")
    assert "'=HIPERVÍNCULO()" in said
    entry = PageLogEntry.objects.get(page=taking.pk, action="campaigns.export_registrations")
    assert (entry.user, entry.data) == (sections.other.person, {"count": 1})


def test_two_tick_the_same_list_and_neither_undoes_the_other(sections: Sections, taking: EventPage) -> None:
    registering.register(taking.pk, registering.Applicant("Beto", "beto@example.org"))
    ana, beto = Registration.objects.order_by("pk")
    client, where = client_of(sections.other.person), address("event_registrations", taking)
    for came in (ana, beto):
        assert client.post(where, {"came": [came.pk], "reported": "", "source": ""}).status_code == 302
    assert Registration.objects.filter(came=True).count() == 2
    client.post(where, {"was": [ana.pk, beto.pk], "came": [beto.pk], "reported": "", "source": ""})
    assert list(Registration.objects.filter(came=True)) == [beto]
    assert Attendance.objects.get(event=taking).ticked_at is not None


def test_a_reported_number_says_who_reports_it(sections: Sections) -> None:
    page = event(above=sections.other.page, state=State.objects.get(code="CMX"))
    client, where = client_of(sections.other.person), address("event_registrations", page)
    refused = client.post(where, {"reported": "80", "source": ""}).content.decode()
    assert "Diga quién la reporta" in refused
    assert 'value="80"' in refused
    client.post(where, {"reported": "80", "source": "Lista de la puerta"})
    kept = Attendance.objects.get(event=page)
    assert (kept.reported, kept.source, kept.ticked_at) == (80, "Lista de la puerta", None)


def report(user: User, query: str = "") -> str:
    response = client_of(user).get(reverse(f"{NAMESPACE}:events") + query)
    return bytes(response.getvalue()).decode()


def test_the_report_tells_each_their_own_events(sections: Sections, taking: EventPage) -> None:
    Attendance.objects.create(event=taking, reported=80, source="La puerta")
    assert taking.title in report(sections.other.person)
    assert taking.title in report(sections.national)
    assert taking.title not in report(sections.own.person)
    assert taking.title not in report(sections.national, "?kind=congress")
    header, line = report(sections.other.person, "?export=csv").strip().splitlines()
    told = dict(zip(header.split(","), line.split(","), strict=True))
    assert (told["Con lugar"], told["Cupo"], told["Asistencia medida"], told["Asistencia reportada"]) == (
        "1",
        "5",
        "",
        "80",
    )
    workbook = client_of(sections.other.person).get(reverse(f"{NAMESPACE}:events") + "?export=xlsx")
    assert b"".join(workbook.streaming_content).startswith(b"PK")  # type: ignore[attr-defined]


def test_an_event_that_people_come_to_does_not_just_disappear(sections: Sections, taking: EventPage) -> None:
    client = client_of(sections.national)
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "unpublish"])
    for who, where in (
        (client, reverse("wagtailadmin_pages:delete", args=[taking.pk])),
        (client, reverse("wagtailadmin_pages:unpublish", args=[taking.pk])),
        (client_of(factories.superuser()), reverse("wagtailadmin_pages:delete", args=[taking.get_parent().pk])),
        (client, f"{bulk}?id={taking.pk}"),
    ):
        response = who.post(where, {}, follow=True)
        assert "Primero cancele el evento" in response.content.decode(), where
    assert EventPage.objects.get(pk=taking.pk).live
    changed(taking, status="cancelled", status_reason="Hay alerta por lluvia.")
    client.post(reverse("wagtailadmin_pages:unpublish", args=[taking.pk]))
    assert not EventPage.objects.get(pk=taking.pk).live


def form(page: EventPage, **said: Any) -> dict[str, Any]:
    given = {
        "title": page.title,
        "slug": page.slug,
        "summary": page.summary,
        "kind": page.kind,
        "institution": page.institution_id,
        "zone": "",
        "status": page.status,
        "place": page.place,
        "state": page.state_id,
        "starts_at": "2027-07-15 10:00",
        "ends_at": "2027-07-15 12:00",
        "body-count": "0",
        "programme-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    return {**given, **said}


def test_hours_are_typed_and_shown_as_the_place_has_them(sections: Sections) -> None:
    client = client_of(sections.national)
    page = event(above=EventsPage.objects.get())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    tijuana = State.objects.get(code="BCN")
    assert client.post(edit, form(page, state=tijuana.pk)).status_code == 302
    kept = EventPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert kept.starts_at == at("BCN", 2027, 7, 15, 10, 0)
    assert kept.zone == "America/Tijuana"
    shown = client.get(edit).content.decode()
    assert 'value="2027-07-15 10:00"' in shown
    refused = client.post(edit, form(page, state=tijuana.pk, zone="America/Tijuana", starts_at="2027-03-14 02:30"))
    assert "esa hora no existe" in refused.content.decode()


def test_an_event_for_nobody_is_refused(sections: Sections) -> None:
    page = event(above=EventsPage.objects.get())
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    refused = client_of(sections.national).post(edit, form(page, takes_registrations="on", capacity="0"))
    assert "por lo menos un lugar" in refused.content.decode()


def test_a_states_people_announce_what_is_in_their_state(sections: Sections) -> None:
    own = event(above=sections.own.page)
    edit = reverse("wagtailadmin_pages:edit", args=[own.pk])
    client = client_of(sections.own.person)
    elsewhere = client.post(edit, form(own, state=State.objects.get(code="CMX").pk))
    assert elsewhere.status_code == 200
    assert EventPage.objects.get(pk=own.pk).get_latest_revision_as_object().starts_at == own.starts_at
    institution = Institution.objects.filter(state__code="ZAC").first()
    assert institution
    own.institution = institution
    own.save()
    assert client.post(edit, form(own)).status_code == 302


def test_the_editor_shows_the_way_to_the_list(sections: Sections, taking: EventPage) -> None:
    shown = (
        client_of(sections.other.person).get(reverse("wagtailadmin_pages:edit", args=[taking.pk])).content.decode()
    )
    assert address("event_registrations", taking) in shown
    assert "(1/5)" in shown


def test_an_event_is_copied_for_the_next_time(sections: Sections, taking: EventPage) -> None:
    """Wagtail's own copy: without the people, the cancellation, and its place in calendars."""
    changed(taking, status="cancelled", status_reason="Hay alerta por lluvia.")
    where = reverse("wagtailadmin_pages:copy", args=[taking.pk])
    said = {"new_title": "Otra vez", "new_slug": "otra-vez", "new_parent_page": taking.get_parent().pk}
    assert client_of(sections.other.person).post(where, said).status_code == 302
    copy = EventPage.objects.get(slug="otra-vez")
    assert (copy.live, copy.status, copy.registrations.count()) == (False, "scheduled", 0)
    assert copy.get_latest_revision_as_object().status == "scheduled"
    assert copy.starts_at - taking.starts_at == timedelta(0)


def test_other_roles_have_no_report(sections: Sections) -> None:
    assert client_of(factories.member(factories.institution())).get(reverse(f"{NAMESPACE}:events")).status_code == 302
