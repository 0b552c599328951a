"""Selectors for lists of campaigns: a few queries, however many there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, DateField, F, IntegerField, Min, Q, QuerySet, When
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.query import PageQuerySet

from archive.models import Subject
from archive.paging import Pager, asked_number
from campaigns import adapted, artwork_files, spots
from campaigns.artwork_files import File
from campaigns.kit.box import KitBox, box_of
from campaigns.models import CampaignPage, Phase, SocialPost, SpotPage, UniversityActivityPage
from cms.core import freshness, visibility
from cms.core.reference.models import Region, State, StrategyGoal

ON_A_PAGE = 12
MOST_POSTS = 6
"""Of a campaign's posts, on its page."""
WHEN, SUBJECT, REGION, STATE = "cuando", "tema", "region", "estado"
"""What the address of a list says of what it is narrowed by."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One value by which the list can be narrowed."""

    value: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Filter:
    """What the list can be narrowed by, as a field of a form."""

    name: str
    label: str
    none: str
    """What it says where the list is not narrowed by it."""
    choices: Sequence[Choice]


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list as it was asked for."""

    campaigns: Sequence[CampaignPage]
    total: int
    pager: Pager
    filters: Sequence[Filter]
    is_filtered: bool


@dataclass(frozen=True, slots=True)
class Known:
    """What the site knows of one campaign."""

    spots: Sequence[SpotPage]
    activities: Sequence[UniversityActivityPage]
    posts: Sequence[SocialPost]
    files: Sequence[File]
    states: Sequence[State]
    goals: Sequence[StrategyGoal]
    kit: KitBox | None
    family: adapted.Family


def shown() -> PageQuerySet:
    """The campaigns that anybody may see, those that began last first, with what their cards show."""
    rows = visibility.pages_shown(CampaignPage.objects.all()).select_related("institution", "image")
    rows = adapted.counted(rows)
    return rows.order_by("-starts_on", "-pk").prefetch_related("image__renditions")


def in_phase(rows: PageQuerySet, phase: str, today: date | None = None) -> PageQuerySet:
    """Those that stand there on the day (today, on the clocks of the site)."""
    today = today or timezone.localdate()
    goes_on = Q(ends_on=None) | Q(ends_on__gte=today)
    conditions = {
        Phase.RUNNING: Q(starts_on__lte=today) & goes_on,
        Phase.COMING: Q(starts_on__gt=today),
        Phase.PAST: Q(ends_on__lt=today),
    }
    return rows.filter(conditions[Phase(phase)])


def in_states(rows: PageQuerySet, states: QuerySet[State]) -> PageQuerySet:
    """Those that run in one of the states; what names no state runs in all."""
    return rows.filter(Q(states__in=states) | Q(states=None)).distinct()


def now(limit: int) -> list[CampaignPage]:
    """Those that run, the newest first, and after them the next ones to come."""
    today = timezone.localdate()
    rows = adapted.once(shown()).filter(Q(ends_on=None) | Q(ends_on__gte=today))
    is_coming = Case(When(starts_on__gt=today, then=F("starts_on")), default=None, output_field=DateField())
    return list(
        rows.annotate(coming=is_coming).order_by(F("coming").asc(nulls_first=True), "-starts_on", "-pk")[:limit]
    )


def of_state(state: State) -> PageQuerySet:
    """What runs or ran in the state, in its own words where it has them."""
    return adapted.as_told_in(in_states(shown(), State.objects.filter(pk=state.pk)), state)


def of_states(states: QuerySet[State]) -> PageQuerySet:
    """What runs or ran in one of the states, each campaign once."""
    return adapted.once(in_states(shown(), states))


def first(rows: PageQuerySet, limit: int) -> list[CampaignPage]:
    """The newest of these, what is over last."""
    today = timezone.localdate()
    is_over = Case(When(ends_on__lt=today, then=1), default=0, output_field=IntegerField())
    rows = rows.annotate(over=is_over)
    return list(rows.order_by("over", "-starts_on", "-pk")[:limit])


def asked(query: QueryDict, state: str = "") -> Listed:
    """The part of the list that a reader asks for; `state` is that of the public site. A filter that does not exist
    narrows nothing."""
    possible = {
        WHEN: {each.value: str(each.label) for each in Phase},
        SUBJECT: dict(_subjects().values_list("slug", "name")),
        **places(state),
    }
    narrowed = {name: query.get(name, "") for name in possible if query.get(name, "") in possible[name]}
    rows = _narrowed(narrowed)
    total = rows.count()
    pager = Pager.at(asked_number(query) or 1, total, ON_A_PAGE, keep=narrowed)
    names = {
        WHEN: (_("Cuándo"), _("En cualquier momento")),
        SUBJECT: (_("Tema"), _("Todos los temas")),
        REGION: (_("Región"), _("Todas las regiones")),
        STATE: (_("Estado"), _("Todos los estados")),
    }
    filters = [
        Filter(name, *names[name], choices(values, narrowed.get(name, "")))
        for name, values in possible.items()
        if values
    ]
    return Listed(list(rows[pager.span]), total, pager, filters, bool(narrowed))


def _subjects() -> QuerySet[Subject]:
    """What the campaigns that are shown now are about."""
    return Subject.objects.filter(pk__in=shown().order_by().values("subjects"))


def places(state: str) -> dict[str, dict[str, str]]:
    """Regions and states to narrow a list by; `state` is that of the public site."""
    return freshness.kept(state, "places", _places)


def _places() -> dict[str, dict[str, str]]:
    return {
        REGION: dict(Region.objects.values_list("slug", "name")),
        STATE: dict(State.objects.values_list("code", "name")),
    }


def choices(values: Mapping[str, str], chosen: str) -> list[Choice]:
    """What a field of a form offers, by value and label."""
    return [Choice(value, label, value == chosen) for value, label in values.items()]


def _narrowed(by: Mapping[str, str]) -> PageQuerySet:
    rows = _told_in(by)
    if WHEN in by:
        rows = in_phase(rows, by[WHEN])
    if SUBJECT in by:
        rows = rows.filter(subjects__slug=by[SUBJECT])
    return rows


def _told_in(by: Mapping[str, str]) -> PageQuerySet:
    """Each campaign once, or as the state tells it that was asked for."""
    rows = shown()
    if REGION in by:
        rows = in_states(rows, State.objects.filter(regions__slug=by[REGION]))
    if STATE in by:
        state = State.objects.get(code=by[STATE])
        return adapted.as_told_in(in_states(rows, State.objects.filter(pk=state.pk)), state)
    return adapted.once(rows)


def next_change(after: datetime) -> datetime | None:
    """When the next campaign begins or is over: what lists say of it is another thing from that midnight on."""
    today = timezone.localdate(after)
    rows = CampaignPage.objects.filter(live=True)
    begins = rows.filter(starts_on__gt=today).aggregate(first=Min("starts_on"))["first"]
    ends = rows.filter(ends_on__gte=today).aggregate(first=Min("ends_on"))["first"]
    days = [day for day in (begins, ends and ends + timedelta(days=1)) if day]
    return timezone.make_aware(datetime.combine(min(days), time.min)) if days else None


def known_of(campaign: CampaignPage) -> Known:
    """What is shown on the page of a campaign."""
    from campaigns import universities  # noqa: PLC0415 - its list is narrowed as this one

    return Known(
        spots=spots.below(campaign),
        activities=universities.below(campaign, ON_A_PAGE),
        posts=list(campaign.posts.public()[:MOST_POSTS]) if campaign.pk else [],
        files=artwork_files.for_readers(campaign) if campaign.pk else [],
        states=list(campaign.states.all()),
        goals=list(campaign.goals.all()),
        kit=box_of(campaign),
        family=adapted.family_of(campaign),
    )
