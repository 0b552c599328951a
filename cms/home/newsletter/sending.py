"""The mails of the newsletter, each as a job. Nobody gets one twice, whatever process dies when.

Handing a mail to its server can't be part of a transaction. So a row says beforehand that it is about to happen: who
finds the row sends nothing. What a server surely did not take is tried again; where nobody knows, nothing is sent,
and the next digest tells what this one told.
"""

import logging
import re
import smtplib
from collections.abc import Iterator

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import CharField, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _

from cms.core import jobs
from cms.core.jobs import Effect, Handler, NotNow, Payload
from cms.core.models import Job
from cms.home.models.newsletter import Delivery, Frequency, Subscription, SubscriptionRequest
from cms.home.newsletter import asking, digest, links, periods

logger = logging.getLogger(__name__)

DIGEST = "home.digest"
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"
NO_SUCH_ADDRESS = (550, 551, 553)
"""What a server of mail says of an address that is none (RFC 5321)."""
ENHANCED = re.compile(rb"5\.(\d{1,3})\.\d{1,3}\b")
ABOUT_THE_ADDRESS = (b"1", b"2")
"""Subjects of enhanced codes (RFC 3463): the address, the mailbox."""
AT_ONCE = 200
"""Digests that are enqueued in one turn: a server of mail takes them for what they are, not for a flood."""


class Refused(Exception):
    """The server says that the address is none."""


class NotTaken(Exception):
    """The server did not take the mail; it may take it later. Says nothing of the address."""


def is_on() -> bool:
    """Whether mails go anywhere."""
    return bool(settings.EMAIL_BACKEND != NOWHERE)


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(asking.CONFIRMATION, Handler(run=send_confirmation, give_up=lambda payload, reason: None))
    jobs.register(DIGEST, Handler(run=send_digest, give_up=lambda payload, reason: None))


def send_confirmation(payload: Payload) -> Effect:
    """Ask the address whether it wants the newsletter. Sent again after a kill: two such mails harm nobody."""
    asked = SubscriptionRequest.objects.filter(pk=payload["request"]).first()
    if asked is None:
        return lambda: None
    context = {"link": links.confirm(asked), "site": settings.WAGTAIL_SITE_NAME, "base": settings.BASE_URL}
    subject = _("Confirme que quiere el boletín de %(site)s") % {"site": settings.WAGTAIL_SITE_NAME}
    body = render_to_string("mail/newsletter_confirmation.txt", context)
    try:
        _hand_over(EmailMessage(subject, body, to=[asked.email], headers={"Auto-Submitted": "auto-generated"}))
    except Refused:
        return lambda: _forget(asked)
    return lambda: None


def _forget(asked: SubscriptionRequest) -> None:
    SubscriptionRequest.objects.filter(pk=asked.pk).delete()


def send_digest(payload: Payload) -> Effect:
    """Tell one subscriber of one period, once; nothing where nothing is new."""
    period = str(payload["period"])
    subscription = _waiting(period).filter(pk=payload["subscription"]).first()
    if subscription is None:
        return lambda: None
    made = digest.of(subscription, period)
    if not made.parts:
        return lambda: _told(subscription, made)
    delivery, is_ours = Delivery.objects.get_or_create(subscription=subscription, period=period)
    if not is_ours:
        return lambda: None
    try:
        _hand_over(digest.message(subscription, made))
    except Refused:
        return lambda: _refused(subscription, delivery)
    except (NotTaken, NotNow):
        delivery.delete()
        raise
    # What has happened is written down, whoever holds the job by now.
    with transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(sent_at=timezone.now())
        _told(subscription, made)
    return lambda: None


def _told(subscription: Subscription, made: digest.Digest) -> None:
    Subscription.objects.filter(pk=subscription.pk, told_until__lt=made.until).update(told_until=made.until)


def _refused(subscription: Subscription, delivery: Delivery) -> None:
    logger.warning("subscription %s is refused by its server of mail", subscription.pk)
    Subscription.objects.filter(pk=subscription.pk).update(refused_at=timezone.now())
    Delivery.objects.filter(pk=delivery.pk).delete()


def _hand_over(mail: EmailMessage) -> None:
    """Raises NotNow where there is no server, Refused, NotTaken; anything else leaves open whether it was taken."""
    server = get_connection()
    try:
        server.open()
    except (OSError, smtplib.SMTPException) as away:
        raise NotNow(_("El servidor de correo no responde: %(why)s") % {"why": type(away).__name__}) from away
    mail.connection = server
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as refused:
        replies = refused.recipients.values()
        raise (Refused if all(_means_the_address(*each) for each in replies) else NotTaken)("recipient") from refused
    except smtplib.SMTPResponseException as error:
        raise NotTaken(f"{type(error).__name__} {error.smtp_code}") from error
    finally:
        server.close()


def _means_the_address(code: int, said: bytes) -> bool:
    """Whether a server refuses this address for good. One that refuses us (5.7.1) says nothing of the address."""
    known = ENHANCED.match(said)
    return known[1] in ABOUT_THE_ADDRESS if known else code in NO_SUCH_ADDRESS


def _waiting(period: str) -> QuerySet[Subscription]:
    """Who is to be told of the period and has not been."""
    end = periods.end_of(period)
    rows = Subscription.objects.filter(frequency=periods.frequency_of(period), refused_at=None, told_until__lt=end)
    return rows.select_related("state").order_by("pk")


def due(period: str) -> QuerySet[Subscription]:
    """Who waits for the digest of the period, and nobody is about to send it. Raises BadPeriod."""
    key = Concat(Value(f"{DIGEST}:"), Cast(OuterRef("pk"), CharField()), Value(f":{period}"))
    has_job = Exists(Job.objects.annotate(wanted=key).filter(key=F("wanted")))
    has_delivery = Exists(Delivery.objects.filter(subscription=OuterRef("pk"), period=period))
    return _waiting(period).exclude(has_job).exclude(has_delivery)


def enqueue(period: str, most: int | None = None) -> int:
    """Let the digest of the period be sent to who waits for it (to the first `most`); how many. Raises BadPeriod."""
    found = list(due(period).values_list("pk", flat=True)[:most])
    payloads = {f"{DIGEST}:{pk}:{period}": {"subscription": pk, "period": period} for pk in found}
    if payloads:
        with transaction.atomic():
            jobs.enqueue_all(DIGEST, payloads, priority=jobs.AT_LEISURE)
    return len(payloads)


def current_periods() -> Iterator[str]:
    """The last week and the last month that are over."""
    return (periods.last_ended(each) for each in Frequency)


def turn() -> None:
    """Every minute: forget requests that nobody confirmed, and let digests be sent that are due."""
    asking.unconfirmed().delete()
    if is_on():
        for period in current_periods():
            enqueue(period, AT_ONCE)
