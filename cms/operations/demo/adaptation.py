"""A state's own version of the demo campaign, as `campaign.toml` tells it."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from campaigns import state_pages, taking
from campaigns.models import Adaptation, CampaignPage
from cms.core import demonstration
from cms.core.reference.models import State

FOLDER = Path(__file__).parent


def load_adaptation(actor: User) -> int:
    """Let a state take the demo campaign where none of it was ever brought; how many pages came."""
    said = tomllib.loads((FOLDER / "campaign.toml").read_text(encoding="utf-8"))
    campaign = CampaignPage.objects.filter(slug=said["slug"], adaptation=None).first()
    state = State.objects.get(code=said["adaptation"]["state"])
    if campaign is None or not demonstration.is_marked(campaign) or not campaign.live:
        return 0
    name = _name(said["slug"], state)
    is_there = Adaptation.objects.filter(source=campaign.pk, state=state).exists()
    if is_there or state_pages.page_of(state) is None or demonstration.was_brought(CampaignPage, name):
        return 0
    with transaction.atomic():
        copy = taking.take(campaign, state, actor).adaptation.page
        pages = [copy, *copy.get_children().order_by("path")]
        _make_own(CampaignPage.objects.get(pk=copy.pk), said["adaptation"], actor)
        for each in pages[1:]:
            _publish(each.specific.get_latest_revision_as_object(), actor)
        for each in pages:
            demonstration.mark(Page.objects.get(pk=each.pk).specific, _name(each.slug, state))
    return len(pages)


def is_taken(page: Page) -> bool:
    """Whether a state took the page: then it stays, because the state's names it."""
    return Adaptation.objects.filter(source=page.pk).exists()


def _name(slug: str, state: State) -> str:
    return f"{slug} {state.code}"


def _make_own(campaign: CampaignPage, said: Mapping[str, Any], actor: User) -> None:
    draft: CampaignPage = campaign.get_latest_revision_as_object()
    draft.title, draft.summary = said["title"], said["summary"]
    day = timezone.localdate().isoformat()
    draft.local_parts = [
        ("date", {"day": day, "what": said["date"]["what"], "where": said["date"]["where"]}),
        ("example", said["example"]),
        ("contact", said["contact"]),
    ]
    _publish(draft, actor)


def _publish(page: Any, actor: User) -> None:
    # The account that commands act as has no role: whoever runs the command has the machine.
    page.publish(page.save_revision(user=actor, log_action=False), user=actor, skip_permission_checks=True)
