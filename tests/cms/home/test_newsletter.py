"""The newsletter: asked for by anybody, confirmed by who reads the mail, told once, left with one press."""

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from campaigns.models import CampaignPage
from cms.core import jobs
from cms.core.models import Job
from cms.core.reference.models import State
from cms.home.models import ArticlePage, Delivery, Subscription, SubscriptionRequest
from cms.home.newsletter import asking, digest, links, periods, sending, sources
from tests import factories
from tests.campaigns.made import TRANSCRIPT, campaigns_of, recording, spot
from tests.cms.home.conftest import Sections, client_of
from tests.limited import counting
from tests.servers import smtp

__all__ = ["counting"]
pytestmark = pytest.mark.django_db
PAGE = "/boletin/"
ANA = "ana@ejemplo.mx"
WISHES = {"kinds": ["documents", "articles", "campaigns"], "state": "", "frequency": "weekly"}
WEEK = "2026-W48"
END = datetime.fromisoformat("2026-11-30T06:00:00+00:00")
"""Monday's first instant in Mexico City."""
IN_IT = END - timedelta(days=2)
AFTER = END + timedelta(hours=9)


def work() -> None:
    """Do what is queued."""
    while job := jobs.claim():
        jobs.run(job)


def token(client: Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(PAGE).content.decode())
    assert found
    return found[1]


def asked(client: Client, email: str = ANA, **wishes: Any) -> Any:
    return client.post(PAGE, {"token": token(client), "email": email, **WISHES, **wishes})


def link_in(message: Any, part: str) -> str:
    """The address in a mail, without its host."""
    found = next(each for each in re.findall(r"https?://\S+", str(message.body)) if part in each)
    parts = urlsplit(found)
    return f"{parts.path}?{parts.query}"


def subscriber(email: str = ANA, **fields: Any) -> Subscription:
    given = {"kinds": WISHES["kinds"], "frequency": "weekly", "told_until": END - timedelta(days=7), **fields}
    return Subscription.objects.create(email=email, **given)


def published_at(page: Any, instant: datetime = IN_IT) -> Any:
    type(page).objects.filter(pk=page.pk).update(first_published_at=instant)
    return type(page).objects.get(pk=page.pk)


def told(subscription: Subscription, period: str = WEEK) -> list[str]:
    return [each.title for part in digest.of(subscription, period).parts for each in part.told]


def sent(period: str = WEEK) -> list[Any]:
    """The digests that are sent for a period."""
    mail.outbox.clear()
    sending.enqueue(period)
    work()
    return list(mail.outbox)


class TestAsking:
    def test_the_form_is_the_same_for_everybody(self, client: Client) -> None:
        shown = client.get(PAGE)
        assert shown.status_code == 200
        assert "public" in shown["Cache-Control"]
        assert not shown.cookies

    def test_nobody_is_a_subscriber_before_the_mail_was_answered(self, client: Client) -> None:
        assert asked(client)["Location"] == reverse("home:newsletter_asked")
        work()
        (message,) = mail.outbox
        assert message.to == [ANA]
        assert not Subscription.objects.exists()
        address = link_in(message, "confirmar")
        assert "Sí, quiero recibirlo" in client.get(address).content.decode()
        assert not Subscription.objects.exists()
        confirmed = client.post(address)
        assert "Listo: recibirá el boletín" in confirmed.content.decode()
        assert "no-store" in confirmed["Cache-Control"]
        row = Subscription.objects.get()
        assert (row.email, row.kinds, row.state, row.frequency) == (ANA, WISHES["kinds"], None, "weekly")
        assert not SubscriptionRequest.objects.exists()
        assert not client.cookies

    def test_it_works_where_tokens_of_sessions_are_asked_for(self) -> None:
        assert asked(Client(enforce_csrf_checks=True)).status_code == 302

    def test_the_same_is_answered_whether_the_address_gets_it_or_not(self, client: Client) -> None:
        subscriber()
        known, unknown = asked(client), asked(client, "otra@ejemplo.mx")
        work()
        assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
        bodies = [re.sub(r"\?t=\S+", "", str(each.body)) for each in mail.outbox]
        assert len(bodies) == 2
        assert bodies[0] == bodies[1]

    def test_a_subscriber_who_asks_again_has_other_wishes_once_confirmed(self, client: Client) -> None:
        before = subscriber()
        asked(client, ANA.upper(), kinds=["documents"], frequency="monthly")
        work()
        before.refresh_from_db()
        assert before.frequency == "weekly"
        client.post(link_in(mail.outbox[0], "confirmar"))
        row = Subscription.objects.get()
        assert (row.pk, row.kinds, row.frequency, row.told_until) == (
            before.pk,
            ["documents"],
            "monthly",
            before.told_until,
        )

    def test_what_nobody_confirms_is_gone_after_two_days(self, client: Client) -> None:
        asked(client)
        work()
        with time_machine.travel(timezone.now() + links.TO_CONFIRM + timedelta(minutes=1)):
            assert client.post(link_in(mail.outbox[0], "confirmar")).status_code == 404
            assert not Subscription.objects.exists()
            out = StringIO()
            call_command("dispose_reader_data", "--dry-run", "--json", stdout=out)
            assert json.loads(out.getvalue())["requests"] == SubscriptionRequest.objects.count() == 1
            sending.turn()
        assert not SubscriptionRequest.objects.exists()

    def test_a_link_is_good_once(self, client: Client) -> None:
        asked(client)
        work()
        address = link_in(mail.outbox[0], "confirmar")
        client.post(address)
        assert "Este enlace ya no sirve" in client.post(address).content.decode()

    def test_nobody_fills_the_mailbox_of_another(self, client: Client) -> None:
        for _time in range(asking.MOST_REQUESTS + 2):
            assert asked(client).status_code == 302
        work()
        assert len(mail.outbox) == asking.MOST_REQUESTS

    def test_who_asks_very_often_waits_and_loses_nothing(self, client: Client, counting: None) -> None:
        with time_machine.travel("2026-11-27T18:00:00Z", tick=False):
            for number in range(10):
                assert asked(client, f"persona-{number}@ejemplo.mx").status_code == 302
            refused = asked(client)
        assert (refused.status_code, ANA in refused.content.decode()) == (429, True)

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"email": "ana@"}, "Escriba un correo completo"),
            ({"email": ""}, "Escriba su correo"),
            ({"kinds": []}, "Marque por lo menos una cosa"),
            ({"kinds": ["secretos"]}, "secretos"),
            ({"frequency": ""}, "cada semana o cada mes"),
            ({"token": "falso"}, "estuvo abierta mucho tiempo"),
        ],
    )
    def test_what_is_amiss_comes_back_with_what_to_do(self, client: Client, given: dict[str, Any], said: str) -> None:
        answer = client.post(PAGE, {"token": token(client), "email": ANA, **WISHES, **given})
        assert answer.status_code == 400
        assert said in answer.content.decode()
        assert given.get("email", ANA) in answer.content.decode()
        assert not SubscriptionRequest.objects.exists()

    def test_without_a_server_of_mail_nothing_is_promised(self, client: Client, settings: Any) -> None:
        settings.EMAIL_BACKEND = sending.NOWHERE
        assert "no envía correos" in client.get(PAGE).content.decode()
        client.post(PAGE, {"email": ANA, **WISHES})
        assert not SubscriptionRequest.objects.exists()
        with pytest.raises(CommandError, match="EMAIL_URL"):
            call_command("send_digest")


class TestWhatIsTold:
    def test_each_kind_that_was_wished_and_became_public_in_the_time(self) -> None:
        everything = subscriber()
        factories.published("Ley nueva", at=IN_IT)
        before = factories.published("Ley de antes")
        type(before).objects.filter(pk=before.pk).update(public_from=END - timedelta(days=8))
        published_at(factories.article("Artículo nuevo"))
        published_at(factories.article("Artículo de después"), END + timedelta(hours=1))
        campaign = published_at(campaigns_of().add("Campaña nueva"))
        heard = spot(campaign, "Spot nuevo", recording=recording(), transcript=TRANSCRIPT)
        heard.get_latest_revision().publish()
        published_at(heard)
        with time_machine.travel(AFTER):
            assert told(everything) == ["Ley nueva", "Artículo nuevo", "Campaña nueva", "Spot nuevo"]
            everything.kinds = ["articles"]
            assert told(everything) == ["Artículo nuevo"]

    def test_nothing_that_is_closed_when_it_is_made(self) -> None:
        reader = subscriber()
        factories.withdrawn("Canario retirado")
        factories.published("Canario embargado", at=AFTER + timedelta(minutes=1))
        factories.document("Canario borrador")
        ended = published_at(factories.article("Canario terminado"))
        ArticlePage.objects.filter(pk=ended.pk).update(expire_at=END)
        campaign = published_at(campaigns_of().add("Canario de campaña"))
        heard = spot(campaign, "Canario al aire", recording=recording(), transcript=TRANSCRIPT)
        heard.get_latest_revision().publish()
        published_at(heard)
        CampaignPage.objects.get(pk=campaign.pk).unpublish()
        with time_machine.travel(AFTER):
            assert told(reader) == []

    def test_of_one_state_only_what_is_of_it(self, sections: Sections) -> None:
        zacatecas = State.objects.get(code="ZAC")
        reader = subscriber(state=zacatecas)
        for each in (sections.own.live, sections.other.live):
            published_at(each)
        published_at(factories.article("Nacional"))
        local, national = campaigns_of().add("Campaña local"), campaigns_of().add("Campaña nacional")
        other = campaigns_of().add("Campaña ajena")
        local.states.add(zacatecas)
        other.states.add(State.objects.get(code="JAL"))
        for page in (local, other):
            page.save_revision().publish()
        for page in (local, national, other):
            published_at(page)
        with time_machine.travel(AFTER):
            assert set(told(reader)) == {sections.own.live.title, "Campaña local", "Campaña nacional"}

    def test_a_kind_is_offered_by_whoever_has_it_and_once(self) -> None:
        with pytest.raises(sources.AlreadyRegistered):
            sources.register_own()


class TestSending:
    @pytest.fixture(autouse=True)
    def after_the_week(self) -> Iterator[None]:
        article = factories.article("Artículo nuevo", summary="De qué trata & más")
        published_at(article)
        with time_machine.travel(AFTER):
            yield

    def test_the_mail_says_it_in_two_ways_and_how_to_leave(self) -> None:
        row = subscriber()
        (message,) = sent()
        assert message.to == [ANA]
        assert "Artículo nuevo" in message.body
        assert "De qué trata & más" in message.body
        (html,) = (str(content) for content, kind in message.alternatives if kind == "text/html")
        assert "De qué trata &amp; más" in html
        assert not re.search(r"<img|<link|<script|style=", html)
        leave = links.unsubscribe(row)
        headers = message.message()
        assert headers["List-Unsubscribe"] == f"<{leave}>"
        assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert leave in message.body

    def test_each_period_is_told_once(self) -> None:
        row = subscriber()
        assert len(sent()) == 1
        Job.objects.all().delete()
        assert sent() == []
        row.refresh_from_db()
        assert row.told_until == END
        assert Delivery.objects.get().sent_at is not None

    def test_where_nothing_is_new_nobody_is_written_to(self) -> None:
        row = subscriber(kinds=["documents"])
        assert sent() == []
        row.refresh_from_db()
        assert row.told_until == END
        assert not Delivery.objects.exists()

    def test_what_was_begun_by_another_is_left_to_it_and_told_the_next_time(self) -> None:
        row = subscriber()
        Delivery.objects.create(subscription=row, period=WEEK)
        assert sent() == []
        with time_machine.travel(AFTER + timedelta(days=7)):
            (message,) = sent("2026-W49")
        assert "Artículo nuevo" in message.body

    def test_months_are_for_who_asked_for_months(self) -> None:
        subscriber()
        subscriber("mes@ejemplo.mx", frequency="monthly", told_until=END - timedelta(days=40))
        assert [each.to for each in sent()] == [[ANA]]
        with time_machine.travel("2026-12-01T15:00:00Z"):
            assert periods.last_ended("monthly") == "2026-11"
            assert [each.to for each in sent("2026-11")] == [["mes@ejemplo.mx"]]

    def test_the_worker_sends_them_by_itself(self) -> None:
        subscriber()
        sending.turn()
        sending.turn()
        work()
        assert len(mail.outbox) == 1
        sending.turn()
        assert Job.objects.filter(kind=sending.DIGEST).count() == 1

    def test_the_command_tells_before_it_does(self) -> None:
        subscriber()
        subscriber("otra@ejemplo.mx", kinds=["documents"])
        out = StringIO()
        call_command("send_digest", "--period", WEEK, "--dry-run", "--json", stdout=out)
        assert json.loads(out.getvalue()) == {
            "dry_run": True,
            "periods": [{"period": WEEK, "subscribers": 2, "with_news": 1, "entries": 1}],
        }
        assert not Job.objects.filter(kind=sending.DIGEST).exists()
        call_command("send_digest", "--period", WEEK, stdout=StringIO())
        work()
        assert [each.to for each in mail.outbox] == [[ANA]]

    @pytest.mark.parametrize("period", ["", "2026", "2026-W54", "2026-13", "ayer"])
    def test_a_period_that_is_none_is_refused(self, period: str) -> None:
        with pytest.raises(CommandError, match="no week"):
            call_command("send_digest", "--period", period)


class TestServersOfMail:
    @pytest.fixture
    def server(self, settings: Any) -> Iterator[smtp.Server]:
        with smtp.running() as running:
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
            settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", running.port
            yield running

    @pytest.fixture(autouse=True)
    def something_new(self) -> None:
        published_at(factories.article("Artículo nuevo"))

    def send(self) -> Job:
        sending.enqueue(WEEK)
        job = jobs.claim()
        assert job
        jobs.run(job)
        return Job.objects.get(pk=job.pk)

    def test_a_mail_arrives_whole(self, server: smtp.Server) -> None:
        subscriber()
        assert self.send().status == Job.Status.DONE
        (message,) = server.received
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        part = message.get_body(("plain",))
        assert part
        assert "Artículo nuevo" in part.get_content()

    def test_an_address_that_is_none_is_marked_and_not_written_to_again(self, server: smtp.Server) -> None:
        row = subscriber()
        server.refused[ANA] = "550 5.1.1 no hay tal"
        assert self.send().status == Job.Status.DONE
        row.refresh_from_db()
        assert row.refused_at is not None
        assert not sending.due("2026-W49").exists()
        with time_machine.travel(timezone.now() + links.TO_MANAGE + timedelta(days=1)):
            call_command("dispose_reader_data", stdout=StringIO())
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize("reply", ["450 4.2.0 más tarde", "550 5.7.1 no se reenvía"])
    def test_a_refusal_that_is_not_of_the_address_is_tried_again(self, server: smtp.Server, reply: str) -> None:
        row = subscriber()
        server.refused[ANA] = reply
        assert self.send().status == Job.Status.QUEUED
        row.refresh_from_db()
        assert row.refused_at is None
        assert not Delivery.objects.exists()

    def test_a_server_that_is_away_costs_no_attempt(self, server: smtp.Server, settings: Any) -> None:
        subscriber()
        settings.EMAIL_PORT = 1
        job = self.send()
        assert (job.status, job.attempts) == (Job.Status.QUEUED, 0)
        assert not Delivery.objects.exists()


class TestLeaving:
    def test_one_press_of_a_mail_program_is_enough(self) -> None:
        row = subscriber()
        address = links.unsubscribe(row)
        client = Client(enforce_csrf_checks=True)
        answer = client.post(address, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not Subscription.objects.exists()
        assert not client.cookies
        assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200

    def test_to_look_is_not_to_leave(self, client: Client) -> None:
        row = subscriber()
        assert "No recibir más" in client.get(links.unsubscribe(row)).content.decode()
        assert Subscription.objects.filter(pk=row.pk).exists()

    def test_old_mails_still_lead_out_and_lead_nowhere_else(self, client: Client) -> None:
        row = subscriber()
        leave, manage = links.unsubscribe(row), links.manage(row)
        with time_machine.travel(timezone.now() + timedelta(days=900)):
            assert client.get(manage).status_code == 404
            assert client.post(leave).status_code == 200
        assert not Subscription.objects.exists()

    @pytest.mark.parametrize("page", ["confirmar", "baja", "preferencias", "mis-datos"])
    def test_a_forged_link_shows_nothing(self, client: Client, page: str) -> None:
        row = subscriber()
        other = links.token(links.CONFIRM if page != "confirmar" else links.MANAGE, row.pk)
        for token in ("", str(row.pk), f"{row.pk}:abc", other):
            answer = client.get(f"{PAGE}{page}/?t={token}")
            assert answer.status_code == 404
            assert ANA not in answer.content.decode()

    def test_the_bearer_of_a_mail_changes_reads_and_takes_along(self, client: Client) -> None:
        row = subscriber()
        address = links.manage(row)
        shown = client.get(address)
        assert ANA in shown.content.decode()
        assert (shown["Referrer-Policy"], shown["Cache-Control"]) == ("no-referrer", "private, no-store")
        jalisco = State.objects.get(code="JAL")
        saved = client.post(address, {"kinds": ["campaigns"], "state": jalisco.pk, "frequency": "monthly"})
        assert "Guardamos los cambios" in saved.content.decode()
        row.refresh_from_db()
        assert (row.kinds, row.state, row.frequency) == (["campaigns"], jalisco, "monthly")
        amiss = client.post(address, {"kinds": [], "frequency": "monthly"})
        assert amiss.status_code == 400
        data = client.get(address.replace("preferencias", "mis-datos"))
        assert "attachment" in data["Content-Disposition"]
        assert json.loads(data.content)["subscriptions"][0]["state"] == "JAL"

    def test_operators_answer_who_asks_by_law(self) -> None:
        subscriber()
        out = StringIO()
        call_command("subscriber", ANA.upper(), stdout=out)
        assert json.loads(out.getvalue())["subscriptions"][0]["kinds"] == WISHES["kinds"]
        call_command("subscriber", ANA, "--delete", stdout=out)
        assert not Subscription.objects.exists()

    def test_staff_see_numbers_and_no_addresses(self, sections: Sections) -> None:
        row = subscriber()
        Delivery.objects.create(subscription=row, period=WEEK)
        address = reverse("newsletter_reports:newsletter")
        shown = client_of(sections.national).get(address).content.decode()
        assert (WEEK in shown, ANA in shown) == (True, False)
        assert client_of(sections.own.person).get(address).status_code == 302
