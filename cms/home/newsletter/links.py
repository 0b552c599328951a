"""The addresses in our mails. Each is signed; the token stands in the query, which no log of the site holds.

To unsubscribe works for ever, as the mail may be old; to confirm and to change something works for a while only.
"""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.core.signing import BadSignature, Signer, TimestampSigner
from django.urls import reverse

from cms.home.models.newsletter import Subscription, SubscriptionRequest

TOKEN = "t"  # noqa: S105 - the name in the query
CONFIRM, MANAGE, UNSUBSCRIBE = "confirm", "manage", "unsubscribe"
TO_CONFIRM = timedelta(hours=48)
TO_MANAGE = timedelta(days=60)
_LIFE = {CONFIRM: TO_CONFIRM, MANAGE: TO_MANAGE}


class NotOurs(Exception):
    """A token that we did not make for this, or that has run out."""


def confirm(asked: SubscriptionRequest) -> str:
    return _link("home:newsletter_confirm", CONFIRM, asked.pk)


def manage(subscription: Subscription) -> str:
    return _link("home:newsletter_manage", MANAGE, subscription.pk)


def unsubscribe(subscription: Subscription) -> str:
    return _link("home:newsletter_unsubscribe", UNSUBSCRIBE, subscription.pk)


def token(purpose: str, pk: int) -> str:
    """What proves that its bearer got our mail."""
    return _signer(purpose).sign(str(pk))


def read(purpose: str, token: str) -> int:
    """The key of the row that it was made for, which may be gone. Raises NotOurs."""
    signer = _signer(purpose)
    try:
        if isinstance(signer, TimestampSigner):
            return int(signer.unsign(token, max_age=_LIFE[purpose]))
        return int(signer.unsign(token))
    except (BadSignature, ValueError) as error:
        raise NotOurs(purpose) from error


def _signer(purpose: str) -> Signer:
    made = TimestampSigner if purpose in _LIFE else Signer
    return made(salt=f"cms.home.newsletter.{purpose}")


def _link(name: str, purpose: str, pk: int) -> str:
    return f"{settings.BASE_URL}{reverse(name)}?{urlencode({TOKEN: token(purpose, pk)})}"
