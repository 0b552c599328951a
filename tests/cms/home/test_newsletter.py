"""The newsletter: asked for by anybody, confirmed by who reads the mail, left with one press."""

import json
import re
from datetime import timedelta
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

from cms.core.reference.models import State
from cms.home.models import Delivery, Subscription, SubscriptionRequest
from cms.home.newsletter import asking, links, sending
from tests.cms.home.conftest import Sections, client_of
from tests.cms.home.subscribers import ANA, WEEK, WISHES, subscriber, work
from tests.limited import counting

__all__ = ["counting"]
pytestmark = pytest.mark.django_db
PAGE = "/boletin/"


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
