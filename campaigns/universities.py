"""Selectors for what is done with universities: a few queries, however much there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Case, DateField, F, Min, Q, QuerySet, When
from django.db.models.functions import Coalesce
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.query import PageQuerySet

from archive.paging import Pager, asked_number
from campaigns import adapted, listing
from campaigns.listing import ON_A_PAGE, REGION, STATE, WHEN, Filter
from campaigns.models.university import Kind, Openness, UniversityActivityPage
from cms.core.reference.models import State
from cms.core.visibility import pages_shown

KIND = "clase"
TELL_APART = ("starts_on", "deadline", "university", "place")
"""What makes an activity that a state took another one."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list as it was asked for."""

    activities: Sequence[UniversityActivityPage]
    total: int
    pager: Pager
    filters: Sequence[Filter]
    is_filtered: bool


def shown() -> PageQuerySet:
    """What anybody may see, with what its cards show: what is open first, what closes next before the others, and
    what is closed last, the newest first."""
    today = timezone.localdate()
    rows = pages_shown(UniversityActivityPage.objects.all()).annotate(closing=_closing())
    closes_next = Case(When(_is_closed(today), then=None), default=F("closing"), output_field=DateField())
    is_closed = Case(When(_is_closed(today), then=1), default=0)
    rows = rows.annotate(closes_next=closes_next, is_closed=is_closed)
    in_order = ("is_closed", F("closes_next").asc(nulls_last=True), F("starts_on").desc(nulls_last=True), "-pk")
    related = rows.select_related("institution", "state", "image").prefetch_related("image__renditions")
    return related.order_by(*in_order)


def _closing() -> Coalesce:
    """The last day on which one can take part (`UniversityActivityPage.closes_on`)."""
    return Coalesce("deadline", "starts_on")


def _is_closed(today: date) -> Q:
    return Q(closing__lt=today)


def standing(rows: PageQuerySet, openness: str, today: date | None = None) -> PageQuerySet:
    """Those of `shown` that stand so on the day (today, on the clocks of the site)."""
    today = today or timezone.localdate()
    begun = Q(opens_on=None) | Q(opens_on__lte=today)
    not_over = Q(closing=None) | Q(closing__gte=today)
    conditions = {
        Openness.OPEN: begun & not_over,
        Openness.COMING: Q(opens_on__gt=today),
        Openness.CLOSED: begun & _is_closed(today),
    }
    return rows.filter(conditions[Openness(openness)])


def in_states(rows: PageQuerySet, states: QuerySet[State]) -> PageQuerySet:
    """Those of one of the states; what names no state is for all."""
    return rows.filter(Q(state__in=states) | Q(state=None))


def below(page: Page, limit: int) -> list[UniversityActivityPage]:
    """What hangs from a campaign."""
    return list(shown().child_of(page)[:limit])


def once(rows: PageQuerySet) -> PageQuerySet:
    """Without what a state took and offers at the same time in the same place as what it took."""
    return adapted.once(rows, *TELL_APART)


def told_in(state: State) -> PageQuerySet:
    """What there is in the state and for all, in the state's own words where it has them."""
    return adapted.as_told_in(in_states(shown(), State.objects.filter(pk=state.pk)), state, *TELL_APART)


def of_state(state: State, limit: int) -> list[UniversityActivityPage]:
    """What is still open, or will be, in the state."""
    return list(told_in(state).exclude(_is_closed(timezone.localdate()))[:limit])


def now(limit: int) -> list[UniversityActivityPage]:
    """What is open now, and after it what will be."""
    return list(once(shown()).exclude(_is_closed(timezone.localdate()))[:limit])


def asked(query: QueryDict, state: str = "") -> Listed:
    """The part of the list that a reader asks for; `state` is that of the public site. A filter that does not exist
    narrows nothing."""
    possible = {
        WHEN: {each.value: str(each.label) for each in Openness},
        KIND: {each.value: str(each.label) for each in Kind},
        **listing.places(state),
    }
    narrowed = {name: query.get(name, "") for name in possible if query.get(name, "") in possible[name]}
    rows = _narrowed(narrowed)
    total = rows.count()
    pager = Pager.at(asked_number(query) or 1, total, ON_A_PAGE, keep=narrowed)
    names = {
        WHEN: (_("Se puede participar"), _("En cualquier momento")),
        KIND: (_("Qué es"), _("Todo")),
        REGION: (_("Región"), _("Todas las regiones")),
        STATE: (_("Estado"), _("Todos los estados")),
    }
    filters = [
        Filter(name, *names[name], listing.choices(values, narrowed.get(name, "")))
        for name, values in possible.items()
        if values
    ]
    return Listed(list(rows[pager.span]), total, pager, filters, bool(narrowed))


def _narrowed(by: Mapping[str, str]) -> PageQuerySet:
    rows = told_in(State.objects.get(code=by[STATE])) if STATE in by else once(shown())
    if WHEN in by:
        rows = standing(rows, by[WHEN])
    if KIND in by:
        rows = rows.filter(kind=by[KIND])
    if REGION in by:
        rows = in_states(rows, State.objects.filter(regions__slug=by[REGION]))
    return rows


def next_change(after: datetime) -> datetime | None:
    """When something opens or is closed next: what lists say of it is another thing from that midnight on."""
    today = timezone.localdate(after)
    rows = UniversityActivityPage.objects.filter(live=True).annotate(closing=_closing())
    opens = rows.filter(opens_on__gt=today).aggregate(first=Min("opens_on"))["first"]
    closes = rows.filter(closing__gte=today).aggregate(first=Min("closing"))["first"]
    days = [day for day in (opens, closes and closes + timedelta(days=1)) if day]
    return timezone.make_aware(datetime.combine(min(days), time.min)) if days else None
