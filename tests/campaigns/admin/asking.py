"""Where the administration of replicated campaigns is asked, and what is posted there."""

from typing import Any

from django.urls import reverse
from wagtail.models import Page

from campaigns.models import Adaptation
from tests.campaigns.adapting import waiting

LIST = "/admin/campaigns/national/"
NEW = [("message", "Preguntar es su derecho"), ("message", "Y es gratis")]


def take_address(campaign: Page, code: str) -> str:
    return reverse("campaigns_replication:take", args=[campaign.pk, code])


def corrections_address(adaptation: Adaptation) -> str:
    return reverse("campaigns_replication:corrections", args=[adaptation.page_id])


def report(name: str) -> str:
    return reverse(f"campaigns_replication:{name}")


def body(response: Any) -> str:
    return f"{response.headers}{response.content.decode('utf-8', 'replace')}"


def answers(adaptation: Adaptation, **by_field: dict[str, str]) -> dict[str, str]:
    """What is posted to decide, by the names of fields."""
    said: dict[str, str] = {}
    for field, offered in waiting(adaptation).items():
        for name, value in {"decision": "later", "reason": "", **by_field.get(field, {})}.items():
            said[f"c{offered.correction.pk}-{name}"] = value
    return said
