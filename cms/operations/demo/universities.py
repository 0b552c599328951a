"""What the demonstration shows at universities, in easy-read, and of a body, as `universities.toml` tells it."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from campaigns.models import CampaignPage, EasyReadPage, UniversityActivityPage
from cms.core import demonstration
from cms.core.reference.models import Fact, Institution

FILE = Path(__file__).parent / "universities.toml"
IN_DAYS = {"starts_in": "starts_on", "ends_in": "ends_on", "deadline_in": "deadline"}
"""Days from the one on which it is brought: what is still open is what there is to be seen."""


def load_universities(campaign_slug: str, actor: User) -> int:
    """Bring what this instance never received; how many pages came."""
    said = tomllib.loads(FILE.read_text(encoding="utf-8"))
    campaign = demonstration.marked(CampaignPage).filter(slug=campaign_slug, adaptation=None).first()
    brought = 0
    if campaign is not None and campaign.live:
        brought += _easy_read(campaign, said["easy_read"], actor)
        brought += sum(_activity(campaign, each, actor) for each in said["activities"])
    return brought + _body(said["body"], actor)


def body_model() -> type[Page]:
    """The model of the pages of bodies: this package lies beside `cms.home`."""
    return apps.get_model("home", "BodyPage")


@transaction.atomic
def _easy_read(campaign: CampaignPage, said: Mapping[str, Any], actor: User) -> bool:
    name = f"{campaign.slug}-lectura-facil"
    if demonstration.was_brought(EasyReadPage, name) or EasyReadPage.objects.child_of(campaign).exists():
        return False
    page = EasyReadPage(title=said["title"], summary=said["summary"], body=_text(said), live=False)
    return _bring(campaign, page, name, actor)


@transaction.atomic
def _activity(campaign: CampaignPage, said: Mapping[str, Any], actor: User) -> bool:
    if _is_taken(campaign, UniversityActivityPage, said["slug"]):
        return False
    today = timezone.localdate()
    days = {name: today + timedelta(days=said[key]) for key, name in IN_DAYS.items() if key in said}
    told = {name: value for name, value in said.items() if name not in IN_DAYS}
    told["requirements"] = told["requirements"].strip()
    page = UniversityActivityPage(**{**told, **days, "body": _text(said), "live": False})
    return _bring(campaign, page, said["slug"], actor)


@transaction.atomic
def _body(said: Mapping[str, Any], actor: User) -> bool:
    model = body_model()
    index = apps.get_model("home", "BodiesPage").objects.first()
    institution = Institution.objects.get(code=said["institution"])
    if (
        index is None
        or _is_taken(index, model, said["slug"])
        or model.objects.filter(institution=institution).exists()
    ):
        return False
    columns = {name: said[name] for name in ("slug", "title", "summary", "address", "email")}
    powers = [("power", {"what": power, "law": said["law"]}) for power in said["powers"]]
    page = model(**columns, institution=institution, powers=powers, body=_text(said), live=False)
    index.add_child(instance=page)
    page.results.set(Fact.objects.filter(slug__in=said["results"]))
    page.save()
    _publish(page, said["slug"], actor)
    return True


def _is_taken(parent: Page, model: type[Page], slug: str) -> bool:
    return demonstration.was_brought(model, slug) or Page.objects.child_of(parent).filter(slug=slug).exists()


def _text(said: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [("paragraph", said["body"].strip().replace("\n", " "))]


def _bring(parent: Page, page: Any, name: str, actor: User) -> bool:
    parent.add_child(instance=page)
    _publish(page, name, actor)
    return True


def _publish(page: Any, name: str, actor: User) -> None:
    # The account that commands act as has no role: whoever runs the command has the machine.
    page.publish(page.save_revision(user=actor, log_action=False), user=actor, skip_permission_checks=True)
    demonstration.mark(page, name)
