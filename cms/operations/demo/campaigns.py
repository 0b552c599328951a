"""The demo campaign with its spot, as `campaign.toml` tells it."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.files import File
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page, Revision

from archive.models import Subject
from campaigns.kit import text_parts
from campaigns.models import CampaignPage, CampaignsPage, Recording, SocialPost, SocialQuestion, SpotPage
from campaigns.models.social import PostStatus
from campaigns.recording_intake import receive
from campaigns.recordings.making import PREFIX, folder_of
from cms.core import demonstration
from cms.core.reference.models import Institution, StrategyGoal
from cms.operations.demo.pages import INSTITUTION
from cms.operations.demo.press import load_press, publish

FOLDER = Path(__file__).parent
BEGAN, GOES_ON = timedelta(days=14), timedelta(days=180)
"""Before and after the day on which it is brought: a campaign that runs is what there is to be seen."""


def load_campaign(actor: User) -> int:
    """Bring the campaign where this instance never received it; how many pages came."""
    said = tomllib.loads((FOLDER / "campaign.toml").read_text(encoding="utf-8"))
    index = CampaignsPage.objects.first()
    if index is None or demonstration.was_brought(CampaignPage, said["slug"]):
        return 0
    if Page.objects.child_of(index).filter(slug=said["slug"]).exists():
        return 0
    institution = Institution.objects.get(code=INSTITUTION)
    recording, is_new = _recording(said["spot"], institution)
    with transaction.atomic():
        campaign = _campaign(index, said, institution, actor)
        spot = _spot(campaign, said["spot"], recording, actor)
        campaign = _with_kit(campaign, spot, said["kit"], actor)
        for page in (campaign, spot, *load_press(campaign, said, actor)):
            demonstration.mark(page, page.slug)
        for row in _on_networks(campaign, said):
            demonstration.mark(row)
        if is_new:
            demonstration.mark(recording)
    return 4


def slug_of_the_campaign() -> str:
    """By which what hangs from the campaign finds it."""
    slug: str = tomllib.loads((FOLDER / "campaign.toml").read_text(encoding="utf-8"))["slug"]
    return slug


def is_drafted(recording: Recording) -> bool:
    """Whether a draft of a spot holds the recording: without it, nobody could open the draft."""
    spots = ContentType.objects.get_for_model(SpotPage)
    return bool(Revision.objects.filter(content_type=spots, content__recording=recording.pk).exists())


def remove_recording(recording: Recording) -> None:
    """Delete a recording that was brought, and its bytes where no other institution has the same."""
    demonstration.forget(recording)
    path = recording.path
    recording.delete()
    if not Recording.objects.filter(digest=recording.digest).exists():
        made = folder_of(Path(settings.DERIVATIVES_DIR), recording.digest).glob(f"{PREFIX}*")
        for each in (path, *made):
            transaction.on_commit(partial(each.unlink, missing_ok=True))


def _recording(said: Mapping[str, Any], institution: Institution) -> tuple[Recording, bool]:
    known = set(Recording.objects.values_list("pk", flat=True))
    path = FOLDER / "files" / said["file"]
    with path.open("rb") as file:
        made = receive(File(file, name=path.name), title=said["name"], institution=institution)
    return made, made.pk not in known


def _campaign(index: CampaignsPage, said: Mapping[str, Any], institution: Institution, actor: User) -> CampaignPage:
    today = timezone.localdate()
    campaign: CampaignPage = index.add_child(
        instance=CampaignPage(
            slug=said["slug"],
            title=said["title"],
            summary=said["summary"],
            aim=said["aim"],
            audience=said["audience"],
            messages=[("message", message) for message in said["messages"]],
            starts_on=today - BEGAN,
            ends_on=today + GOES_ON,
            institution=institution,
            body=[
                ("paragraph", said["body"].strip().replace("\n", " ")),
                ("steps", {"steps": [{"title": step, "text": ""} for step in said["steps"]]}),
            ],
            live=False,
        )
    )
    campaign.goals.set(StrategyGoal.objects.filter(code__in=said["goals"]))
    campaign.subjects.set(Subject.objects.filter(name__in=said["subjects"]))
    campaign.save()
    publish(campaign, actor)
    return campaign


def _spot(campaign: CampaignPage, said: Mapping[str, Any], recording: Recording, actor: User) -> SpotPage:
    spot: SpotPage = campaign.add_child(
        instance=SpotPage(
            slug=said["slug"],
            title=said["title"],
            summary=said["summary"],
            recording=recording,
            transcript=(FOLDER / "files" / said["captions"]).read_text(encoding="utf-8"),
            credits=said["credits"],
            licence=said["licence"],
            live=False,
        )
    )
    publish(spot, actor)
    return spot


def _with_kit(campaign: CampaignPage, spot: SpotPage, said: Mapping[str, Any], actor: User) -> CampaignPage:
    """The campaign as it stands, with what others may take of it."""
    campaign = CampaignPage.objects.get(pk=campaign.pk)
    campaign.kit = [
        ("material", {"kind": text_parts.KIND, "credit": "", "licence": said["licence"]}),
        ("channel", {"page": spot, "credit": "", "licence": ""}),
    ]
    publish(campaign, actor)
    return CampaignPage.objects.get(pk=campaign.pk)


def _on_networks(campaign: CampaignPage, said: Mapping[str, Any]) -> list[Model]:
    """Posts to come and a log of questions. None is "posted": that would name an address on a network."""
    now = timezone.now()
    rows: list[Model] = [
        SocialPost.objects.create(
            campaign=campaign, status=PostStatus.PLANNED, planned_at=now + timedelta(days=each.pop("in_days")), **each
        )
        for each in (dict(post) for post in said["posts"])
    ]
    for number, told in enumerate(said["questions"], 1):
        asked = now - timedelta(days=number)
        answered = asked + timedelta(hours=told["hours"]) if told["answer"] else None
        rows.append(
            SocialQuestion.objects.create(
                campaign=campaign,
                institution=campaign.institution,
                network=told["network"],
                question=told["question"],
                asked_at=asked,
                answer=told["answer"],
                answered_at=answered,
            )
        )
    return rows
