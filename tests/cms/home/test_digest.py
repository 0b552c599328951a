"""What a digest tells, and that nobody is told twice."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns.models import CampaignPage
from cms.core import jobs, schedule
from cms.core.models import Job
from cms.core.reference.models import State
from cms.home.models import ArticlePage, Delivery, Subscription
from cms.home.newsletter import digest, links, periods, sending, sources
from tests import factories
from tests.campaigns.made import TRANSCRIPT, campaigns_of, recording, spot
from tests.cms.home.conftest import Sections
from tests.cms.home.subscribers import AFTER, ANA, END, IN_IT, WEEK, published_at, subscriber, work
from tests.servers import smtp

pytestmark = pytest.mark.django_db


def told(subscription: Subscription, period: str = WEEK) -> list[str]:
    return [each.title for part in digest.of(subscription, period).parts for each in part.told]


def sent(period: str = WEEK) -> list[Any]:
    """The digests that are sent for a period."""
    mail.outbox.clear()
    sending.enqueue(period)
    work()
    return list(mail.outbox)


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

    def test_what_fails_in_a_minute_keeps_nobody_else_from_their_turn(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def away() -> None:
            raise OSError

        subscriber()
        monkeypatch.setattr(schedule, "_publish", away)
        # The connection of the test holds its transaction.
        monkeypatch.setattr(schedule, "close_old_connections", lambda: None)
        schedule.Publisher().turn()
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
        job = jobs.claim(keys=list(Job.objects.filter(kind=sending.DIGEST).values_list("key", flat=True)))
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
