"""Registering: nobody too many, nobody twice, everybody told, and nothing kept longer than was said."""

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from typing import Any

import icalendar
import pytest
import time_machine
from django.core import mail as outgoing
from django.core import signing
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from campaigns.events import mail, registering, registration_views
from campaigns.events.registering import Applicant
from campaigns.models import Attendance, EventPage, Registration
from cms.core import jobs
from cms.core.models import Job
from tests.campaigns.events_made import announcement, changed, event, published
from tests.limited import counting

__all__ = ["counting"]

NAME, MAIL = "Ana Canario", "ana.canario@example.org"


def taking(**fields: Any) -> EventPage:
    return event(**{"takes_registrations": True, "capacity": 2, **fields})


def address(page: EventPage) -> str:
    return f"/eventos/{announcement(page).uid}/registro"


def token_of(client: Client, page: EventPage) -> str:
    form = client.get(address(page)).content.decode()
    return form.partition('name="token" value="')[2].partition('"')[0]


def send(client: Client, page: EventPage, **said: str) -> Any:
    given = {"name": NAME, "mail": MAIL, "agreed": "on", "token": token_of(client, page)}
    return client.post(address(page), {**given, **said})


def join(page: EventPage, *names: str) -> list[Registration]:
    return [registering.register(page.pk, Applicant(each, f"{each.lower()}@example.org")) for each in names]


def work() -> None:
    """Do all that waits, as the worker does."""
    while job := jobs.claim():
        jobs.run(job)


def told() -> list[tuple[str, str]]:
    """Who was told what since the last time, as the worker sends it."""
    work()
    found = [(each.to[0], each.subject.partition(":")[0]) for each in outgoing.outbox]
    outgoing.outbox.clear()
    return found


def entry_of(file: str) -> Any:
    """The one event in a file for calendars."""
    (found,) = icalendar.Calendar.from_ical(file).walk("VEVENT")
    return found


def in_order(page: EventPage) -> list[tuple[str, str]]:
    return list(Registration.objects.filter(event=page).values_list("name", "place"))


@pytest.fixture
def strict_client() -> Client:
    """As a browser that has no cookie of ours."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.django_db
class TestForm:
    def test_a_person_registers_without_a_cookie(self, strict_client: Client) -> None:
        page = taking()
        assert f'href="{address(page)}"' in strict_client.get(page.url).content.decode()
        response = send(strict_client, page, needs="Intérprete")
        assert (response.status_code, response["Location"]) == (302, f"{address(page)}/recibido")
        received = strict_client.get(response["Location"])
        assert "Recibimos su registro" in received.content.decode()
        assert not strict_client.cookies
        for each in (response, received, strict_client.get(address(page))):
            assert each["Cache-Control"] == "private, no-store"
        row = Registration.objects.get()
        assert (row.event, row.name, row.mail, row.needs, row.place) == (page, NAME, MAIL, "Intérprete", "confirmed")

    def test_what_is_amiss_is_said_and_nothing_is_lost(self, client: Client) -> None:
        page = taking()
        response = send(client, page, mail="ana", agreed="", needs="Letra grande")
        shown = response.content.decode()
        assert response.status_code == 422
        for said in ("nombre@ejemplo.mx", "tiene que estar de acuerdo", NAME, "Letra grande", 'value="ana"'):
            assert said in shown
        assert not Registration.objects.exists()

    @pytest.mark.parametrize("token", ["", "inventado", None])
    def test_a_form_that_is_old_or_forged_is_sent_again(self, client: Client, token: str | None) -> None:
        page = taking()
        old = token_of(client, page)
        with time_machine.travel(timezone.now() + timedelta(hours=3)):
            response = send(client, page, token=old if token is None else token)
            assert response.status_code == 422
            shown = response.content.decode()
            assert "envíelo otra vez" in shown
            assert NAME in shown
            fresh = shown.partition('name="token" value="')[2].partition('"')[0]
            assert send(client, page, token=fresh).status_code == 302

    def test_the_token_of_one_event_is_none_for_another(self, client: Client) -> None:
        page, other = taking(), taking()
        assert send(client, page, token=token_of(client, other)).status_code == 422

    def test_the_clock_opens_and_closes_the_door(self, client: Client) -> None:
        now = timezone.now()
        page = taking(
            days=10, registration_opens_at=now + timedelta(days=2), registration_closes_at=now + timedelta(days=4)
        )
        for days, said, status in (
            (1, "El registro abre el", 409),
            (3, "Quedan 2 lugares", 302),
            (5, "El registro cerró el", 409),
        ):
            with time_machine.travel(now + timedelta(days=days)):
                form = client.get(address(page)).content.decode()
                assert said in form
                token = signing.dumps(str(announcement(page).uid), salt="campaigns.events.form")
                assert send(client, page, token=token).status_code == status
        assert Registration.objects.count() == 1

    def test_where_nobody_registers_or_nobody_may_read_there_is_no_form(self, client: Client) -> None:
        page, closed = taking(), event()
        assert client.get(address(closed)).status_code == 404
        where = address(page)
        page.unpublish()
        assert client.get(where).status_code == 404
        assert client.post(where, {"name": NAME}).status_code == 404

    def test_sent_twice_is_once_and_looks_the_same(self, client: Client) -> None:
        page = taking()
        first = send(client, page)
        again = send(client, page, mail=MAIL.upper())
        assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])
        assert Registration.objects.count() == 1

    def test_one_mail_is_written_to_so_often_and_no_more(self, client: Client, counting: None) -> None:
        """Each time sends a mail to somebody who perhaps never asked for it."""
        page = taking(capacity=None)
        with time_machine.travel(timezone.now().replace(minute=10), tick=False):
            statuses = [send(client, page, name=f"Ana {each}").status_code for each in range(4)]
            assert statuses == [302] * registration_views.MOST_TO_A_MAIL + [429]
            refused = send(client, page, mail=MAIL.upper(), needs="Se queda aquí")
            shown = refused.content.decode()
            assert refused.status_code == 429
            for said in ("Se queda aquí", NAME, "espere unos minutos"):
                assert said in shown
            assert send(client, page, mail="otra@example.org").status_code == 302
            assert send(Client(REMOTE_ADDR="198.51.100.9"), page).status_code == 302

    def test_a_class_registers_and_a_program_does_not(self, client: Client, counting: None) -> None:
        page = taking(capacity=None)
        with time_machine.travel(timezone.now().replace(minute=10), tick=False):
            statuses = [send(client, page, mail=f"ana.{each}@example.org").status_code for each in range(41)]
        assert statuses == [302] * registration_views.MOST + [429]
        assert Registration.objects.count() == registration_views.MOST

    def test_how_full_it_is_shows_on_the_form_alone(self, client: Client) -> None:
        page = taking(capacity=1)
        join(page, "Ana")
        assert "lista de espera" in client.get(address(page)).content.decode()
        assert "lista de espera" not in client.get(page.url).content.decode()


@pytest.mark.django_db
class TestPlaces:
    def test_who_waits_follows_in_order(self) -> None:
        page = taking()
        ana, _beto, caro, _dora = join(page, "Ana", "Beto", "Caro", "Dora")
        assert [place for _name, place in in_order(page)] == ["confirmed", "confirmed", "waiting", "waiting"]
        told()
        assert registering.cancel(ana.pk)
        assert in_order(page) == [("Beto", "confirmed"), ("Caro", "confirmed"), ("Dora", "waiting")]
        assert told() == [(caro.mail, "Ya tiene lugar")]
        assert not registering.cancel(ana.pk)

    def test_more_room_lets_those_in_who_wait(self) -> None:
        page = taking(capacity=1)
        join(page, "Ana", "Beto", "Caro")
        changed(page, capacity=2)
        assert [place for _name, place in in_order(page)] == ["confirmed", "confirmed", "waiting"]
        changed(page, capacity=None)
        assert [place for _name, place in in_order(page)] == ["confirmed"] * 3

    def test_less_room_takes_no_place_away(self) -> None:
        page = taking(capacity=2)
        join(page, "Ana", "Beto")
        changed(page, capacity=1)
        assert [place for _name, place in in_order(page)] == ["confirmed", "confirmed"]


def at_once(acts: list[Callable[[], object]]) -> None:
    begin = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        begin.wait(20)
        act()
        connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for each in threads:
        each.start()
    for each in threads:
        each.join()


def test_of_many_at_once_one_gets_the_last_place(committed_db: None) -> None:
    page = taking(capacity=1)
    at_once([lambda name=name: join(page, name) for name in ("Ana", "Beto", "Caro", "Dora")])  # type: ignore[misc]
    assert sorted(place for _name, place in in_order(page)) == ["confirmed", "waiting", "waiting", "waiting"]


def test_the_same_person_twice_at_once_is_one(committed_db: None) -> None:
    page = taking()
    at_once([lambda: join(page, "Ana")] * 3)
    assert in_order(page) == [("Ana", "confirmed")]


@pytest.mark.django_db
class TestMail:
    def test_it_confirms_with_the_event_the_link_and_a_way_out(self, client: Client) -> None:
        page = taking(link="https://example.org/sala")
        send(client, page)
        work()
        (message,) = outgoing.outbox
        assert message.to == [MAIL]
        assert message.reply_to == ["contacto@example.org"]
        assert "Tiene lugar" in message.body
        assert "https://example.org/sala" in message.body
        name, content, kind = message.attachments[0]
        assert (name, kind) == ("evento.ics", "text/calendar")
        entry = entry_of(content)
        assert str(entry["UID"]) == str(announcement(page).uid)
        assert "https://example.org/sala" in entry["DESCRIPTION"]
        way_out = next(line for line in message.body.splitlines() if "/eventos/registro/" in line)
        path = way_out[way_out.index("/eventos/registro/") :]
        asked = client.get(path)
        assert "¿Cancelar su registro?" in asked.content.decode()
        assert Registration.objects.exists()
        assert "está cancelado" in client.post(path).content.decode()
        assert not Registration.objects.exists()
        assert "está cancelado" in client.get(path).content.decode()

    def test_an_address_that_was_not_made_here_cancels_nothing(self, client: Client) -> None:
        (row,) = join(taking(), "Ana")
        other = signing.dumps(row.pk, salt="otra")
        for query in ("", f"?clave={row.pk}", f"?clave={other}"):
            assert client.post(f"/eventos/registro/cancelar{query}").status_code == 404
        assert client.post(f"{mail.cancel_path(row.pk)}x").status_code == 404
        assert Registration.objects.exists()

    def test_who_waits_gets_neither_link_nor_entry(self) -> None:
        page = taking(capacity=1, link="https://example.org/sala")
        join(page, "Ana", "Beto")
        work()
        waiting = outgoing.outbox[1]
        assert "lista de espera" in waiting.body
        assert "https://example.org/sala" not in waiting.body
        assert not waiting.attachments

    def test_everybody_is_told_once_of_each_change(self) -> None:
        page = taking(capacity=1)
        ana, beto = join(page, "Ana", "Beto")
        told()
        page = changed(page, summary="Otra frase clara.")
        assert told() == []
        page = changed(page, place="Otra sala", status="moved", status_reason="Hay obras.")
        assert told() == [(ana.mail, "Hay cambios"), (beto.mail, "Hay cambios")]
        page = changed(page, status="cancelled", status_reason="Hay alerta por lluvia.")
        work()
        assert [each.subject.partition(":")[0] for each in outgoing.outbox] == ["Se cancela", "Se cancela"]
        assert "Hay alerta por lluvia." in outgoing.outbox[0].body
        entry = entry_of(outgoing.outbox[0].attachments[0][1])
        assert (str(entry["STATUS"]), int(entry["SEQUENCE"])) == ("CANCELLED", 2)

    def test_a_withdrawn_event_is_told_as_such(self) -> None:
        page = taking()
        (ana,) = join(page, "Ana")
        told()
        page.unpublish()
        assert told() == [(ana.mail, "Se retira")]
        published(page)
        assert told() == [(ana.mail, "Hay cambios")]

    def test_news_that_is_old_by_now_is_not_told(self) -> None:
        page = taking()
        (ana,) = join(page, "Ana")
        changed(page, status="cancelled", status_reason="Hay alerta por lluvia.")
        assert told() == [(ana.mail, "Se cancela")]

    def test_nobody_is_told_of_what_is_over(self) -> None:
        page = taking(days=2)
        join(page, "Ana")
        told()
        with time_machine.travel(page.ends_at + timedelta(days=1)):
            changed(page, address="Calle 2")
            assert told() == []

    def test_a_job_holds_nothing_of_the_person(self) -> None:
        join(taking(), "Canario")
        for job in Job.objects.filter(kind=mail.KIND):
            assert "canario" not in json.dumps([job.key, job.payload]).lower()

    def test_mail_that_is_sent_again_is_the_same_mail(self) -> None:
        join(taking(), "Ana")
        payload = Job.objects.get(kind=mail.KIND).payload
        one, again = mail.written(payload), mail.written(payload)
        assert one
        assert again
        assert one.extra_headers["Message-ID"] == again.extra_headers["Message-ID"]

    def test_a_server_that_is_away_is_asked_later(self, monkeypatch: pytest.MonkeyPatch) -> None:
        join(taking(), "Ana")

        def refuse(*_args: Any, **_kwargs: Any) -> None:
            raise ConnectionRefusedError

        with monkeypatch.context() as patched:
            patched.setattr(EmailMessage, "send", refuse)
            work()
        job = Job.objects.get(kind=mail.KIND)
        assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)
        with time_machine.travel(timezone.now() + timedelta(minutes=5)):
            assert [what for _who, what in told()] == ["Su registro"]


@pytest.mark.django_db
class TestDisposal:
    def run(self, **options: Any) -> str:
        out = StringIO()
        call_command("dispose_registrations", stdout=out, **options)
        return out.getvalue()

    def test_names_go_when_their_time_is_over_and_counts_stay(self) -> None:
        page, later = taking(days=2, capacity=1), taking(days=30)
        join(page, "Ana", "Beto")
        join(later, "Caro")
        Registration.objects.filter(name="Ana").update(came=True)
        with time_machine.travel(page.kept_until - timedelta(minutes=1)):
            assert "0 registros" in self.run()
        with time_machine.travel(page.kept_until + timedelta(minutes=1)):
            told_of = json.loads(self.run(dry_run=True, json=True))
            assert (told_of["event"], told_of["registrations"], told_of["dry_run"]) == (page.pk, 2, True)
            assert Registration.objects.count() == 3
            assert "Se borraron 2 registros." in self.run()
            assert "0 registros" in self.run()
        assert [each.name for each in Registration.objects.all()] == ["Caro"]
        kept = Attendance.objects.get(event=page)
        assert (kept.kept_confirmed, kept.kept_waiting, kept.kept_came) == (1, 1, 1)

    def test_the_worker_does_it_by_itself_on_its_day(self) -> None:
        page = taking(days=2)
        join(page, "Ana")
        later = page.starts_at + timedelta(days=20)
        moved = {"starts_at": later, "ends_at": later + timedelta(hours=1)}
        first, page = page.kept_until, changed(page, **moved, status="moved", status_reason="Hay obras.")
        for at, left in ((first, 1), (page.kept_until - timedelta(hours=1), 1), (page.kept_until, 0)):
            with time_machine.travel(at + timedelta(minutes=1)):
                work()
                assert Registration.objects.count() == left
        assert Attendance.objects.get(event=page).kept_confirmed == 1

    def test_an_event_that_was_put_off_keeps_its_people(self) -> None:
        page = taking(days=2)
        join(page, "Ana")
        later = page.starts_at + timedelta(days=60)
        page = changed(
            page, starts_at=later, ends_at=later + timedelta(hours=1), status="moved", status_reason="Hay obras."
        )
        with time_machine.travel(later - timedelta(days=1) + timedelta(days=60)):
            self.run()
        assert Registration.objects.exists()
