"""What of campaigns and their channels stands in the editorial calendar."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from campaigns import networks, social_access
from campaigns.editorial import entries
from campaigns.editorial.entries import Asked, CannotMove, Entry, Standing
from campaigns.editorial.pages import DatedPages, PublishedPages, known_places
from campaigns.models import (
    AppearancePage,
    CampaignPage,
    EventPage,
    PressReleasePage,
    SocialPost,
    SpotPage,
    UniversityActivityPage,
)
from campaigns.models.event import EventStatus
from campaigns.models.social import PostStatus
from cms.core import zones

STANDINGS = {
    PostStatus.DRAFT: Standing.DRAFT,
    PostStatus.PLANNED: Standing.SCHEDULED,
    PostStatus.POSTED: Standing.PUBLIC,
    PostStatus.CANCELLED: Standing.CANCELLED,
}
MOVABLE = (PostStatus.DRAFT, PostStatus.PLANNED)
LONGEST_TITLE = 60


class PostsOnNetworks:
    """Posts by the instant at which they are planned; only for who works on their campaign."""

    code = "post"
    label = gettext_lazy("Redes sociales")

    def find(self, asked: Asked) -> Iterable[Entry]:
        places = known_places(asked)
        # One day more on both sides: the day of an instant depends on the zone.
        first = timezone.make_aware(datetime.combine(asked.span.first - timedelta(days=1), time.min))
        last = timezone.make_aware(datetime.combine(asked.span.last + timedelta(days=2), time.min))
        rows = social_access.posts_of(asked.user).filter(planned_at__gte=first, planned_at__lt=last)
        for post in rows.select_related("campaign"):
            state = places.state_of(post.campaign.path)
            zone = ZoneInfo(zones.of_state(state.code if state else None))
            at = timezone.localtime(post.planned_at, zone)
            if asked.span.touches(at.date(), None):
                yield self._entry(post, at, state)

    def _entry(self, post: SocialPost, at: datetime, state: Any) -> Entry:
        return Entry(
            key=f"{self.code}-{post.pk}",
            channel=self.code,
            channel_label=str(networks.NETWORKS[post.network].name),
            title=Truncator(post.text).chars(LONGEST_TITLE),
            first=at.date(),
            last=None,
            at=at,
            state=state.code if state else "",
            state_name=state.name if state else _("Nacional"),
            campaign_path=post.campaign.path,
            campaign=post.campaign.title,
            standing=STANDINGS[PostStatus(post.status)],
            url=reverse("wagtailsnippets_campaigns_socialpost:edit", args=[post.pk]),
            is_movable=post.status in MOVABLE,
        )

    @transaction.atomic
    def move(self, user: User, number: int, day: date) -> str:
        post = social_access.posts_of(user).select_for_update(of=("self",)).filter(pk=number).first()
        if post is None or post.planned_at is None:
            raise CannotMove(_("No puede mover eso: es de otras personas."))
        if post.status not in MOVABLE:
            raise CannotMove(_("Ya se publicó o se canceló: no se mueve."))
        zone = zones.of_state(post.state.code if post.state else None)
        wall = datetime.combine(day, post.planned_at.astimezone(ZoneInfo(zone)).time())
        try:
            post.planned_at = zones.at(wall, zone)
            post.full_clean()
        except zones.NoSuchTime as error:
            raise CannotMove(_("Ese día los relojes se adelantan y esa hora no existe: elija otro día.")) from error
        except ValidationError as error:
            raise CannotMove(" ".join(error.messages)) from error
        post.save(update_fields=["planned_at"])
        return _("Se movió.")


def register() -> None:
    """Have them in the calendar; called once, when the apps are ready."""
    entries.register(DatedPages("campaign", gettext_lazy("Campaña"), CampaignPage, "starts_on", "ends_on"))
    entries.register(PublishedPages("spot", gettext_lazy("Radio y televisión"), SpotPage))
    entries.register(DatedPages("appearance", gettext_lazy("En un programa"), AppearancePage, "on_air_at"))
    entries.register(DatedPages("release", gettext_lazy("Prensa"), PressReleasePage, "issued_on"))
    cancelled = {"status": EventStatus.CANCELLED.value}
    entries.register(
        DatedPages("event", gettext_lazy("Evento"), EventPage, "starts_at", "ends_at", cancelled=cancelled)
    )
    entries.register(
        DatedPages("university", gettext_lazy("Universidades"), UniversityActivityPage, "starts_on", "ends_on")
    )
    deadlines = gettext_lazy("Cierre de una convocatoria")
    entries.register(DatedPages("deadline", deadlines, UniversityActivityPage, "deadline"))
    entries.register(PostsOnNetworks())
