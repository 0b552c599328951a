"""What people who registered are told by mail: one job for each person and each thing to tell."""

import smtplib
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import models
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns.events import calendars, times
from campaigns.models import Announcement, EventPage, Registration
from cms.core import jobs
from cms.core.jobs import Effect, Handler, NotNow, PermanentFailure
from cms.core.visibility import pages_shown

KIND = "campaigns.event_mail"
CANCEL_SALT, CANCEL_KEY = "campaigns.events.cancel", "clave"
AWAY = (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, ConnectionError, TimeoutError)


class Notice(models.TextChoices):
    """What a mail is about; the labels are its subjects."""

    REGISTERED = "registered", gettext_lazy("Su registro")
    PROMOTED = "promoted", gettext_lazy("Ya tiene lugar")
    CHANGED = "changed", gettext_lazy("Hay cambios")
    CANCELLED = "cancelled", gettext_lazy("Se cancela")
    WITHDRAWN = "withdrawn", gettext_lazy("Se retira")


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(KIND, Handler(run=send, give_up=lambda payload, reason: None))


def tell(registration: Registration, notice: Notice, *, again: bool = False) -> None:
    """One person, in the transaction of what there is to tell. Who asks `again` gets it once more a day."""
    once = f"-{timezone.localdate():%Y%m%d}" if again else ""
    key = f"{KIND}:{registration.pk}:{notice.value}{once}"
    jobs.enqueue(KIND, key, _payload(key, registration.pk, notice))


def tell_all(event: EventPage, notice: Notice, sequence: int) -> None:
    """Everybody who registered for the event, once for each number of its sequence."""
    keys = {f"{KIND}:{pk}:{notice.value}:{sequence}": pk for pk in event.registrations.values_list("pk", flat=True)}
    jobs.enqueue_all(KIND, {key: _payload(key, pk, notice) for key, pk in keys.items()})


def _payload(key: str, registration_pk: int, notice: Notice) -> dict[str, Any]:
    return {"key": key, "registration": registration_pk, "notice": notice.value}


def send(payload: jobs.Payload) -> Effect:
    """Say how things stand now. A registration that is gone, or an event that nobody reads, needs no news."""
    message = written(payload)
    if message is not None:
        _hand_over(message)
    return lambda: None


def _hand_over(message: EmailMessage) -> None:
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        raise PermanentFailure(_("El servidor de correo no acepta la dirección de esta persona.")) from refused
    except AWAY as error:
        raise NotNow(_("El servidor de correo no responde.")) from error


def written(payload: jobs.Payload) -> EmailMessage | None:
    """The mail, or None where there is nothing to tell any more."""
    person = Registration.objects.filter(pk=payload["registration"]).select_related("event").first()
    if person is None:
        return None
    notice, event = Notice(payload["notice"]), person.event
    is_shown = pages_shown(EventPage.objects.filter(pk=event.pk)).exists()
    announcement = Announcement.objects.filter(page=event).first()
    if is_shown == (notice is Notice.WITHDRAWN) or announcement is None:
        return None
    if event.is_cancelled != (notice is Notice.CANCELLED) and notice is not Notice.WITHDRAWN:
        return None
    told = _told(person, notice, event)
    message = EmailMessage(
        subject=f"{notice.label}: {event.title}",
        body=render_to_string("campaigns_mail/event.txt", told).strip() + "\n",
        to=[person.mail],
        reply_to=[event.contact_mail] if event.contact_mail else None,
        headers={"Message-ID": _message_id(payload), "Auto-Submitted": "auto-generated"},
    )
    if notice is not Notice.WITHDRAWN and told["has_place"]:
        _attach(message, event, announcement)
    return message


def _told(person: Registration, notice: Notice, event: EventPage) -> dict[str, Any]:
    return {
        "person": person,
        "event": event,
        "notice": notice.value,
        "span": times.span(event.starts_at, event.ends_at, event.clock),
        "has_place": person.place == person.Place.CONFIRMED,
        "address": calendars.address_of(event, settings.BASE_URL),
        "cancel": f"{settings.BASE_URL}{cancel_path(person.pk)}",
        "kept_until": times.day(times.local(event.kept_until, event.clock).date()),
    }


def _attach(message: EmailMessage, event: EventPage, announcement: Announcement) -> None:
    """The event for the person's calendar, with the link that only those who have a place get."""
    entry = calendars.entry(event, announcement, settings.BASE_URL, link=event.link)
    content = calendars.calendar([entry], name=event.title)
    message.attach("evento.ics", content.decode(), "text/calendar")


class BadCancelToken(Exception):
    """The address was not made by this site."""


def cancel_path(registration_pk: int) -> str:
    """The person's own way to cancel, for as long as there is something to cancel. Web servers log no query."""
    token = signing.dumps(registration_pk, salt=CANCEL_SALT)
    return f"{reverse('campaigns:cancel_registration')}?{urlencode({CANCEL_KEY: token})}"


def registration_of(token: str) -> int:
    """Raises BadCancelToken."""
    try:
        return int(signing.loads(token, salt=CANCEL_SALT))
    except signing.BadSignature as error:
        raise BadCancelToken from error


def _message_id(payload: jobs.Payload) -> str:
    """One for each thing to tell: what a killed worker sent, and sends again, is the same mail."""
    return f"<{payload['key'].replace(':', '.')}@{urlsplit(settings.BASE_URL).hostname}>"
