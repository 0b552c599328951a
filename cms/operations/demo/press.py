"""The demo release with what came of it, and the demo appearance, as `campaign.toml` tells them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from campaigns.models import AppearancePage, CampaignPage, Clipping, PressReleasePage
from cms.core import demonstration

COMES_IN = timedelta(days=7)
"""After the day on which it is brought: a programme that is announced is what there is to be seen."""


def load_press(campaign: CampaignPage, said: Mapping[str, Any], actor: User) -> list[Any]:
    """The pages that were brought. Call it in the transaction of their campaign."""
    return [_release(campaign, said["release"], actor), _appearance(campaign, said["appearance"], actor)]


def publish(page: Any, actor: User) -> None:
    """Publish what is brought."""
    # The account that commands act as has no role: whoever runs the command has the machine.
    page.publish(page.save_revision(user=actor, log_action=False), user=actor, skip_permission_checks=True)


def _release(campaign: CampaignPage, said: Mapping[str, Any], actor: User) -> PressReleasePage:
    page: PressReleasePage = campaign.add_child(
        instance=PressReleasePage(
            slug=said["slug"],
            title=said["title"],
            summary=said["summary"],
            institution=campaign.institution,
            place=said["place"],
            about=said["about"],
            contacts=[("contact", said["contact"])],
            body=[("paragraph", said["body"].strip().replace("\n", " "))],
            live=False,
        )
    )
    publish(page, actor)
    told = said["clipping"]
    clipping = Clipping(
        page=page, medium=told["medium"], title=told["title"], source=told["source"], date=timezone.localdate()
    )
    clipping.key = clipping.own_key()
    clipping.save()
    demonstration.mark(clipping)
    return page


def _appearance(campaign: CampaignPage, said: Mapping[str, Any], actor: User) -> AppearancePage:
    begins = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + COMES_IN
    page: AppearancePage = campaign.add_child(
        instance=AppearancePage(
            slug=said["slug"],
            title=said["title"],
            summary=said["summary"],
            programme=said["programme"],
            station=said["station"],
            topic=said["topic"],
            speaker=said["speaker"],
            on_air_at=begins,
            minutes=20,
            live=False,
        )
    )
    publish(page, actor)
    return page
