"""The demo events, as `events.toml` tells them: a workshop of the demo campaign, and a talk that is over."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from campaigns.models import CampaignPage, EventPage, EventsPage
from cms.core import demonstration, zones
from cms.core.reference.models import Institution, State
from cms.operations.demo.pages import INSTITUTION

TEXTS = Path(__file__).parent / "events.toml"
AS_TOLD = (
    "slug",
    "title",
    "summary",
    "kind",
    "place",
    "address",
    "place_access",
    "link",
    "link_is_public",
    "has_sign_language",
    "has_captions",
    "takes_registrations",
    "capacity",
    "contact_name",
    "contact_mail",
)


def load_events(actor: User) -> int:
    """Bring the events that this instance never received; how many came."""
    said = tomllib.loads(TEXTS.read_text(encoding="utf-8"))
    campaign = demonstration.marked(CampaignPage).filter(adaptation=None).first()
    index = EventsPage.objects.first()
    return _bring(campaign, said["taller"], actor) + _bring(index, said["charla"], actor)


def _bring(above: Page | None, said: Mapping[str, Any], actor: User) -> int:
    if above is None or not above.live or demonstration.was_brought(EventPage, said["slug"]):
        return 0
    if Page.objects.child_of(above).filter(slug=said["slug"]).exists():
        return 0
    with transaction.atomic():
        event: EventPage = above.add_child(instance=_event(said))
        # The account that commands act as has no role: whoever runs the command has the machine.
        event.publish(event.save_revision(user=actor, log_action=False), user=actor, skip_permission_checks=True)
        demonstration.mark(event, event.slug)
    return 1


def _event(said: Mapping[str, Any]) -> EventPage:
    state = State.objects.filter(code=said.get("state", "")).first()
    day, zone = timezone.localdate() + timedelta(days=said["in_days"]), zones.of_state(state.code if state else None)
    return EventPage(
        **{name: said[name] for name in AS_TOLD if name in said},
        starts_at=zones.at(datetime.combine(day, time.fromisoformat(said["begins"])), zone),
        ends_at=zones.at(datetime.combine(day, time.fromisoformat(said["ends"])), zone),
        zone=zone,
        state=state,
        institution=Institution.objects.get(code=INSTITUTION),
        programme=[("session", _session(each)) for each in said.get("sessions", [])],
        body=[("paragraph", said["body"])],
        live=False,
    )


def _session(said: Mapping[str, str]) -> dict[str, Any]:
    hours = {name: time.fromisoformat(said[name]) for name in ("begins", "ends")}
    return {"day": None, **hours, "title": said["title"], "text": said["text"], "speakers": []}
