"""The one rule of visibility. Apps supply `Facts`; every surface asks here, through the database or the index.

Three forms of one rule, held together by a contract test: `verdict` for a row at hand, `condition` for querysets,
`audience` for index entries. Time is part of the question (`public_from <= now`), never of a scheduled job.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.models import User as DjangoUser
from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import PageViewRestriction

from cms.core import tenancy
from cms.core.audience import EVERYTHING, NOBODY, SUBMITTED, Audience, Viewer, institution_tag
from cms.core.models.embargo import PageEmbargo

SilentPages = Callable[[datetime], Q]
_silent: list[SilentPages] = []


class State(models.TextChoices):
    """Where a record stands. What is superseded is a version, not a record."""

    DRAFT = "draft", _("Borrador")
    PUBLISHED = "published", _("Publicado")
    RESERVED = "reserved", _("Reservado")
    CONFIDENTIAL = "confidential", _("Confidencial")
    WITHDRAWN = "withdrawn", _("Retirado")


class Verdict(Enum):
    """What a viewer gets: all of it, why it is closed and until when, that it is gone, or nothing at all."""

    FULL = "full"
    NOTICE = "notice"
    TOMBSTONE = "tombstone"
    ABSENT = "absent"


OPENABLE = (State.PUBLISHED, State.RESERVED)
CLOSED_BY_LAW = (State.RESERVED, State.CONFIDENTIAL)
"""What a reservation closes until an instant, and what is confidential without a term."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rule looks at.

    `public_from` is when a published row opens, or when a reservation ends whose release was approved beforehand;
    None for a reservation without such an approval, which becomes due and stays closed. `submitted` says whether the
    institution has given the row to the Archives commission.
    """

    state: str
    public_from: datetime | None
    institution_id: int
    existence_public: bool = False
    submitted: bool = False


def viewer_of(user: DjangoUser | AnonymousUser | None, now: datetime | None = None) -> Viewer:
    """The viewer that a user is at this instant; without a user, the public."""
    return Viewer(now=now or timezone.now(), tags=_tags(user))


def _tags(user: DjangoUser | AnonymousUser | None) -> frozenset[str]:
    if user is None or isinstance(user, AnonymousUser) or not user.is_active:
        return frozenset()
    if user.is_superuser:
        return frozenset({EVERYTHING})
    own = frozenset(institution_tag(pk) for pk in tenancy.institution_ids(user))
    return own | {SUBMITTED} if tenancy.approves_for_the_commission(user) else own


def audience(facts: Facts) -> Audience:
    """Who may see the row in full, and from when on."""
    if facts.state == State.WITHDRAWN:
        return NOBODY
    tags = {EVERYTHING, institution_tag(facts.institution_id)}
    return Audience(
        public_from=facts.public_from if facts.state in OPENABLE else None,
        tags=frozenset(tags | {SUBMITTED} if facts.submitted else tags),
    )


def may_see(audience: Audience, viewer: Viewer) -> bool:
    """Whether the viewer belongs to the audience now."""
    is_public = audience.public_from is not None and audience.public_from <= viewer.now
    return is_public or not audience.tags.isdisjoint(viewer.tags)


def verdict(facts: Facts, viewer: Viewer) -> Verdict:
    """What the viewer gets at the row's own address."""
    if may_see(audience(facts), viewer):
        return Verdict.FULL
    if facts.state == State.WITHDRAWN:
        return Verdict.TOMBSTONE
    if facts.state in CLOSED_BY_LAW and facts.existence_public:
        return Verdict.NOTICE
    return Verdict.ABSENT


def condition(viewer: Viewer, *, state: str, public_from: str, institution: str, submitted: str = "") -> Q:
    """`may_see` as a queryset condition; the names are lookups of the columns that hold the facts."""
    public = Q(**{f"{state}__in": OPENABLE, f"{public_from}__lte": viewer.now})
    if EVERYTHING in viewer.tags:
        return public | ~Q(**{state: State.WITHDRAWN})
    prefix = institution_tag(0)[:-1]
    own = [int(tag.removeprefix(prefix)) for tag in viewer.tags if tag.startswith(prefix)]
    staff = Q(**{f"{institution}__in": own}) if own else Q()
    if submitted and SUBMITTED in viewer.tags:
        staff |= Q(**{submitted: True})
    return public | (staff & ~Q(**{state: State.WITHDRAWN})) if staff else public


def register_silent(asks: SilentPages) -> None:
    """`asks` gives the condition on pages that are not shown although they are public by themselves."""
    _silent.append(asks)


def pages_shown(pages: Any, now: datetime | None = None) -> Any:
    """Of these pages of the site (a queryset), those that anybody may read now.

    When a page ends, and until when it is under embargo, is part of the question, as with records: it must not wait
    for the command that notes the end.
    """
    return pages_readable(pages, now).filter(~restricted())


def pages_for_some(pages: Any, now: datetime | None = None) -> Any:
    """Of these pages, those that only some people may read now: their restrictions say who."""
    return pages_readable(pages, now).filter(restricted())


def pages_standing(pages: Any, now: datetime) -> Any:
    """Of these pages, those that are public by themselves: what apps register may still silence them."""
    goes_on = Q(expire_at=None) | Q(expire_at__gt=now)
    return pages.live().filter(goes_on, ~under_embargo(now))


def pages_readable(pages: Any, now: datetime | None = None) -> Any:
    """Of these pages, those that somebody may read now who is no editor: everybody, or whom restrictions let in."""
    now = now or timezone.now()
    return pages_standing(pages, now).filter(*(~asks(now) for asks in _silent))


def pages_gone(pages: Any, now: datetime | None = None) -> Any:
    """Of these pages, those that anybody could read once, and nobody can any more."""
    now = now or timezone.now()
    ended = Q(live=True, expire_at__lte=now)
    was_public = ended | Q(live=False, first_published_at__isnull=False)
    return pages.filter(was_public, ~restricted(), ~under_embargo(now))


def under_embargo(now: datetime | None = None) -> Exists:
    """Whether a page, or one that it hangs from, is published for later."""
    rows = PageEmbargo.objects.filter(until__gt=now or timezone.now(), page__live=True)
    below = rows.annotate(below=ExpressionWrapper(OuterRef("path"), models.CharField()))
    return Exists(below.filter(below__startswith=F("page__path")))


def restricted() -> Exists:
    """Whether a page, or one that it hangs from, is for some people only. Wagtail's `public` asks for those pages
    beforehand, each time."""
    rows = PageViewRestriction.objects.annotate(below=ExpressionWrapper(OuterRef("path"), models.CharField()))
    return Exists(rows.filter(below__startswith=F("page__path")))
