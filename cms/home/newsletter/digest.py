"""What one subscriber is told of one period, as a message: plain text and simple HTML, without anything that tells us
whether it was opened."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from cms.home.models.newsletter import Subscription
from cms.home.newsletter import links, periods
from cms.home.newsletter.sources import Told, all_sources


@dataclass(frozen=True, slots=True)
class Part:
    """What is new of one kind."""

    title: str
    told: Sequence[Told]


@dataclass(frozen=True, slots=True)
class Digest:
    """What became public after one instant and up to another, and anybody may see at the moment of asking."""

    parts: Sequence[Part]
    until: datetime

    @property
    def size(self) -> int:
        return sum(len(part.told) for part in self.parts)


def of(subscription: Subscription, period: str) -> Digest:
    """What there is to tell; without parts where nothing is new. Raises BadPeriod."""
    until = periods.end_of(period)
    span = subscription.told_until, until
    wanted = [source for source in all_sources() if source.code in subscription.kinds]
    parts = [Part(str(source.label), list(source.new(span, subscription.state))) for source in wanted]
    return Digest([part for part in parts if part.told], until)


def message(subscription: Subscription, digest: Digest) -> EmailMultiAlternatives:
    """The digest as a mail, with the headers by which a mail program unsubscribes with one click (RFC 8058)."""
    context = {
        "parts": digest.parts,
        "subscription": subscription,
        "base": settings.BASE_URL,
        "site": settings.WAGTAIL_SITE_NAME,
        "manage": links.manage(subscription),
        "unsubscribe": links.unsubscribe(subscription),
    }
    place = f" · {subscription.state.name}" if subscription.state else ""
    made = EmailMultiAlternatives(
        subject=_("Lo nuevo en %(site)s%(place)s") % {"site": settings.WAGTAIL_SITE_NAME, "place": place},
        body=render_to_string("mail/digest.txt", context),
        to=[subscription.email],
        headers={
            "List-Unsubscribe": f"<{links.unsubscribe(subscription)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    made.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return made
