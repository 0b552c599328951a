"""From a form to a subscriber and back: asked for, confirmed by who reads the mail, changed, gone.

Whoever fills in the form learns nothing of the address: the same happens, whether it gets the newsletter or not.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cms.core import jobs
from cms.home.models.newsletter import Subscription, SubscriptionRequest
from cms.home.newsletter import links

CONFIRMATION = "home.newsletter_confirmation"
MOST_REQUESTS = 3
"""For one address in `WINDOW`: nobody can fill another's mailbox from here."""
WINDOW = timedelta(hours=24)


@transaction.atomic
def ask(email: str, wishes: Mapping[str, Any]) -> None:
    """Have a mail sent that asks whether the address wants this; nothing where it was asked too often already."""
    email = email.lower()
    lately = SubscriptionRequest.objects.filter(email=email, asked_at__gt=timezone.now() - WINDOW)
    if lately.count() >= MOST_REQUESTS:
        return
    asked = SubscriptionRequest.objects.create(email=email, **wishes)
    jobs.enqueue(CONFIRMATION, f"{CONFIRMATION}:{asked.pk}", {"request": asked.pk})


@transaction.atomic
def confirm(pk: int) -> Subscription | None:
    """Begin, or change, a subscription as it was asked for; None where that was done before or waited too long."""
    asked = SubscriptionRequest.objects.select_for_update().filter(pk=pk).first()
    if asked is None or asked.asked_at <= timezone.now() - links.TO_CONFIRM:
        return None
    given = {**asked.wishes, "refused_at": None}
    subscription, _is_new = Subscription.objects.update_or_create(
        email=asked.email, defaults=given, create_defaults={**given, "told_until": timezone.now()}
    )
    SubscriptionRequest.objects.filter(email=asked.email).delete()
    return subscription


def change(subscription: Subscription, wishes: Mapping[str, Any]) -> None:
    """What comes from now on."""
    Subscription.objects.filter(pk=subscription.pk).update(**wishes)


@transaction.atomic
def unsubscribe(pk: int) -> None:
    """Forget the address, whether it was known or not."""
    for row in Subscription.objects.filter(pk=pk):
        forget(row.email)


@transaction.atomic
def forget(email: str) -> int:
    """Delete everything that is kept of an address; how many rows that were."""
    rows = (SubscriptionRequest.objects.filter(email=email.lower()), Subscription.objects.filter(email=email.lower()))
    return sum(each.delete()[0] for each in rows)


def kept_of(email: str) -> dict[str, Any]:
    """Everything that is kept of an address, for its owner."""
    subscriptions = Subscription.objects.filter(email=email.lower()).select_related("state")
    requests = SubscriptionRequest.objects.filter(email=email.lower()).select_related("state")
    return {
        "email": email.lower(),
        "subscriptions": [
            {
                **_said(row),
                "confirmed_at": row.confirmed_at,
                "told_until": row.told_until,
                "refused_at": row.refused_at,
                "deliveries": list(row.deliveries.order_by("pk").values("period", "begun_at", "sent_at")),
            }
            for row in subscriptions
        ],
        "requests": [{**_said(row), "asked_at": row.asked_at} for row in requests],
    }


def _said(row: Subscription | SubscriptionRequest) -> dict[str, Any]:
    return {"kinds": row.kinds, "state": row.state.code if row.state else None, "frequency": row.frequency}


def unconfirmed() -> QuerySet[SubscriptionRequest]:
    """Requests that nobody can confirm any more."""
    return SubscriptionRequest.objects.filter(asked_at__lte=timezone.now() - links.TO_CONFIRM)


def unreachable() -> QuerySet[Subscription]:
    """Addresses that their servers have refused for so long that they will not come back."""
    return Subscription.objects.filter(refused_at__lte=timezone.now() - links.TO_MANAGE)
