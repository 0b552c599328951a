"""Calendars as programs read them: an event stays itself wherever it goes, and nothing closed shows in them."""

from datetime import UTC, datetime, timedelta
from typing import Any

import icalendar
import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from campaigns.events import listing
from campaigns.models import Announcement, EventPage
from cms.core.reference.models import State
from tests.campaigns.events_made import announcement, at, calendar, changed, draft, event, published
from tests.campaigns.made import Campaigns
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
pytestmark = pytest.mark.django_db
ALL = "/eventos/calendario.ics"


def told(uid: str, address: str = ALL) -> tuple[int, str, str]:
    found = calendar(address)[uid]
    return int(found["SEQUENCE"]), str(found["STATUS"]), str(found["SUMMARY"])


def test_a_moved_and_then_cancelled_event_is_followed() -> None:
    page = event("Foro del agua")
    uid = str(announcement(page).uid)
    assert told(uid) == (0, "CONFIRMED", "Foro del agua")
    later = page.starts_at + timedelta(days=1)
    moved = changed(
        page,
        starts_at=later,
        ends_at=later + timedelta(hours=2),
        status="moved",
        status_reason="Hay obras.",
    )
    assert told(uid)[:2] == (1, "CONFIRMED")
    assert calendar()[uid]["DTSTART"].dt == later.astimezone(UTC)
    changed(moved, status="cancelled", status_reason="Hay alerta por lluvia.")
    assert told(uid)[:2] == (2, "CANCELLED")
    assert "Hay alerta por lluvia." in calendar()[uid]["DESCRIPTION"]
    assert len(calendar()) == 1


def test_only_what_people_must_know_makes_the_sequence_go_up() -> None:
    page = event()
    before = announcement(page)
    page = changed(page, summary="Otra frase clara.", title="Otro título")
    assert announcement(page).sequence == 0
    assert announcement(page).changed_at == before.changed_at
    changes: list[dict[str, Any]] = [
        {"place": "Otro auditorio"},
        {"address": "Calle 2"},
        {"link": "https://example.org/", "link_is_public": True},
    ]
    for number, fields in enumerate(changes, 1):
        page = changed(page, **fields)
        assert announcement(page).sequence == number, fields


def test_a_draft_changes_nothing_for_those_who_follow() -> None:
    page = event()
    page.place = "Todavía no se decide"
    page.starts_at += timedelta(days=3)
    page.ends_at += timedelta(days=3)
    page.save_revision()
    known = announcement(page)
    assert (known.sequence, known.starts_at) == (0, EventPage.objects.get(pk=page.pk).starts_at)
    assert "Todavía" not in Client().get(ALL).content.decode()


def test_it_stays_itself_with_another_address_or_place_in_the_tree(campaigns: Campaigns) -> None:
    page = event()
    uid = str(announcement(page).uid)
    page = changed(page, slug="otra-direccion")
    page.move(campaigns.add(), pos="last-child")
    assert told(uid)[0] == 0
    assert announcement(page).campaign is not None
    assert calendar()[uid]["URL"].endswith("/otra-direccion/")


def test_a_copy_is_another_event() -> None:
    page = changed(event(), status="cancelled", status_reason="Hubo un temblor.")
    copy: EventPage = page.copy(
        update_attrs={"slug": "copia", "title": "Copia"}, keep_live=False, copy_revisions=False
    )
    assert not Announcement.objects.filter(page=copy.pk).exists()
    again = copy.get_latest_revision_as_object()
    assert (again.status, again.status_reason) == ("scheduled", "")
    assert announcement(published(again)).uid != announcement(page).uid


def test_what_is_taken_back_is_cancelled_without_its_words() -> None:
    page = event("Canario secreto")
    uid = str(announcement(page).uid)
    page.unpublish()
    assert told(uid) == (1, "CANCELLED", "Evento retirado")
    said = Client().get(ALL).content.decode()
    for word in ("Canario", "Auditorio", "Una frase clara"):
        assert word not in said
    again = published(page)
    assert announcement(again).sequence == 2
    assert told(uid)[:2] == (2, "CONFIRMED")


def test_a_deleted_event_is_told_too() -> None:
    page = event("Canario borrado")
    uid = str(announcement(page).uid)
    page.delete()
    assert told(uid) == (1, "CANCELLED", "Evento retirado")


def test_an_event_that_was_never_out_is_nowhere() -> None:
    draft("Canario en borrador")
    assert calendar() == {}
    assert not Announcement.objects.exists()


def _campaign_unpublished(above: Page) -> None:
    above.unpublish()


def _campaign_closed(above: Page) -> None:
    PageViewRestriction.objects.create(page=above, restriction_type=PageViewRestriction.LOGIN)


@pytest.mark.parametrize("hide", [_campaign_unpublished, _campaign_closed])
def test_events_are_out_for_as_long_as_their_campaign(campaigns: Campaigns, hide: Any) -> None:
    above = campaigns.add()
    page = event("Canario de campaña", above=above)
    uid, file = str(announcement(page).uid), f"/eventos/{announcement(page).uid}/evento.ics"
    hide(above)
    assert told(uid) == (1, "CANCELLED", "Evento retirado")
    assert Client().get(file).status_code == 404
    assert told(uid, f"/eventos/calendario/campanas/{above.pk}.ics")[2] == "Evento retirado"
    PageViewRestriction.objects.all().delete()
    above.refresh_from_db()
    above.get_latest_revision().publish()
    assert told(uid) == (2, "CONFIRMED", "Canario de campaña")
    assert Client().get(file).status_code == 200


def test_what_time_alone_ends_is_cancelled_then_and_never_goes_back() -> None:
    now = timezone.now()
    page = event("Canario con fin", days=30, expire_at=now + timedelta(days=2))
    uid = str(announcement(page).uid)
    assert told(uid)[1] == "CONFIRMED"
    with time_machine.travel(now + timedelta(days=3)):
        assert told(uid) == (1, "CANCELLED", "Evento retirado")
        page = changed(page, expire_at=None)
        assert told(uid) == (2, "CONFIRMED", "Canario con fin")


def test_past_and_withdrawn_events_leave_after_ninety_days() -> None:
    now = timezone.now()
    past, gone = event("Ya pasó", days=2), event("Se retiró", days=2)
    gone.unpublish()
    for after, are_there in ((60, True), (120, False)):
        with time_machine.travel(now + timedelta(days=after)):
            uids = {str(announcement(each).uid) for each in (past, gone)}
            assert (uids <= calendar().keys()) == are_there


@pytest.mark.parametrize(
    ("state", "month", "offset"),
    [("BCN", 1, 8), ("BCN", 7, 7), ("ROO", 7, 5), ("CMX", 7, 6), ("CMX", 1, 6), ("SON", 7, 7)],
)
def test_the_hour_is_that_of_the_place(state: str, month: int, offset: int) -> None:
    starts = at(state, 2027, month, 15, 10, 0)
    page = event(state=State.objects.get(code=state), starts_at=starts, ends_at=starts + timedelta(hours=1))
    found = calendar()[str(announcement(page).uid)]
    assert found["DTSTART"].dt == datetime(2027, month, 15, 10 + offset, tzinfo=UTC)
    assert "de 10:00 a 11:00 h" in found["DESCRIPTION"]


def test_the_calendars_of_a_state_a_kind_and_a_campaign(campaigns: Campaigns) -> None:
    above = campaigns.add()
    here = event("Aquí", above=above, kind="workshop")
    there = event("Allá", state=State.objects.get(code="JAL"))
    online = event("En línea", place="", address="", state=None, link="https://example.org/x", link_is_public=True)
    expected = {
        "/eventos/calendario.ics": {here, there, online},
        "/eventos/calendario/estados/zacatecas.ics": {here, online},
        "/eventos/calendario/clases/talleres.ics": {here},
        f"/eventos/calendario/campanas/{above.pk}.ics": {here},
    }
    for address, events in expected.items():
        assert calendar(address).keys() == {str(announcement(each).uid) for each in events}, address
    for address in ("estados/narnia.ics", "clases/bodas.ics", "campanas/999999.ics"):
        assert Client().get(f"/eventos/calendario/{address}").status_code == 404


def test_a_calendar_says_what_programs_need(client: Client) -> None:
    page = event("Coma, punto; y Ñ", summary="Renglones largos " * 15)
    response = client.get(ALL)
    assert response["Content-Type"].startswith("text/calendar")
    text = response.content.decode()
    assert "X-WR-CALNAME:" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT6H" in text
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    parsed = icalendar.Calendar.from_ical(response.content)
    assert parsed["VERSION"] == "2.0"
    found: Any = parsed.walk("VEVENT")[0]
    assert found["SUMMARY"] == "Coma, punto; y Ñ"
    assert found["LAST-MODIFIED"].dt == found["DTSTAMP"].dt
    assert found["DTSTAMP"].dt == page.last_published_at.replace(microsecond=0)
    one = icalendar.Calendar.from_ical(client.get(f"/eventos/{announcement(page).uid}/evento.ics").content)
    assert [str(each["UID"]) for each in one.walk("VEVENT")] == [str(announcement(page).uid)]


def test_it_is_the_same_until_something_changes(client: Client, shared_cache: None) -> None:
    page = event()
    first = client.get(ALL)
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert client.get(ALL).content == first.content
    assert client.get(ALL, headers={"if-none-match": first["ETag"]}).status_code == 304
    changed(page, place="Otra sala")
    assert client.get(ALL, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_a_link_for_those_who_have_a_place_is_in_no_calendar() -> None:
    page = event(link="https://example.org/canario", takes_registrations=True)
    for address in (ALL, f"/eventos/{announcement(page).uid}/evento.ics", page.url, "/eventos/", "/eventos/atom.xml"):
        assert "canario" not in Client().get(address).content.decode(), address
    changed(page, link_is_public=True)
    assert "canario" in Client().get(ALL).content.decode()


def test_what_the_clock_changes_is_told_to_the_cache() -> None:
    page = event(days=3, takes_registrations=True, registration_closes_at=timezone.now() + timedelta(days=1))
    now = timezone.now()
    assert listing.next_change(now) == page.registration_closes_at
    assert page.registration_closes_at
    assert listing.next_change(page.registration_closes_at) == page.starts_at
    assert listing.next_change(page.starts_at) == page.ends_at
    assert listing.next_change(page.ends_at) == page.ends_at + listing.IN_CALENDARS
