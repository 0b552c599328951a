"""The numbers of campaigns as people read them: in all, by month, by state and region, against what was aimed at."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from campaigns.models import Adaptation, CampaignPage, ReachTarget
from campaigns.reach.measures import MEASURES, Counted, Measure, Origin, Period, counted
from cms.core.reference.models import Region, State

STEP = CampaignPage.steplen


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked about: which campaigns, when, and where (nowhere in particular: everywhere)."""

    campaigns: Sequence[CampaignPage]
    period: Period
    states: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Number:
    """A number of one campaign, one measure, one month and one state."""

    measure: Measure
    campaign: CampaignPage
    state: str
    """The code; empty for what is nobody's in particular."""
    month: date
    value: float


@dataclass(frozen=True, slots=True)
class Sum:
    """What numbers come to under a heading."""

    label: str
    value: float


@dataclass(frozen=True, slots=True)
class Series:
    """One measure: in all, month by month without a gap, and by state."""

    measure: Measure
    total: float
    months: Sequence[tuple[date, float]]
    states: Sequence[Sum]
    regions: Sequence[Sum]


@dataclass(frozen=True, slots=True)
class Progress:
    """What was aimed at, and how far it is."""

    target: ReachTarget
    measure: Measure
    campaign: CampaignPage
    where: str
    reached: float

    @property
    def share(self) -> float:
        """0 to 1; more where more was reached."""
        return self.reached / self.target.value


def numbers(scope: Scope) -> list[Number]:
    """Every number that is asked for, in the order of measures, then of time."""
    known = {each.code: (place, each) for place, each in enumerate(MEASURES)}
    owners = _owners(scope.campaigns)
    found: dict[tuple[str, int, str, date], float] = defaultdict(float)
    campaigns = {each.pk: each for each in scope.campaigns}
    for row in counted(scope.period):
        owner = _owner(row, owners)
        if owner is None:
            continue
        campaign, state = owner[0], row.state or owner[1]
        if scope.states is None or state in scope.states:
            found[row.measure, campaign, state, row.month] += row.value
    made = [
        Number(known[measure][1], campaigns[campaign], state, month, value)
        for (measure, campaign, state, month), value in found.items()
    ]
    return sorted(made, key=lambda each: (known[each.measure.code][0], each.month, each.campaign.pk, each.state))


def _code(state: State | None) -> str:
    return state.code if state else ""


def _owners(campaigns: Sequence[CampaignPage]) -> dict[str, tuple[int, str]]:
    """By path: the campaign whose the numbers are, and the state where they say none. What a state made of a national
    campaign counts for that one, unless it is asked about by itself."""
    own = {each.path: (each.pk, _code(each.speaks_for())) for each in campaigns}
    taken = Adaptation.objects.filter(source__in=[each.pk for each in campaigns])
    rows = taken.values_list("page__path", "source", "state__code")
    return {path: (source, state) for path, source, state in rows} | own


def _owner(row: Counted, owners: Mapping[str, tuple[int, str]]) -> tuple[int, str] | None:
    """Those of the campaign from which the page hangs, however deep."""
    steps = range(len(row.path), 0, -STEP)
    return next((owners[row.path[:end]] for end in steps if row.path[:end] in owners), None)


def series(found: Sequence[Number], origin: Origin, period: Period) -> list[Series]:
    """Each measure of this origin that has a number."""
    names = dict(State.objects.values_list("code", "name"))
    regions = _regions()
    made = []
    for measure in MEASURES:
        own = [each for each in found if each.measure is measure]
        if measure.origin is not origin or not own:
            continue
        made.append(
            Series(
                measure,
                sum(each.value for each in own),
                _by_month(own, period),
                _summed(own, lambda each: [names.get(each.state) or _("Nacional")]),
                _summed(own, lambda each: regions.get(each.state, [])),
            )
        )
    return made


def _regions() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, code in Region.objects.filter(states__isnull=False).values_list("name", "states__code"):
        found[code].append(name)
    return found


def _by_month(found: Sequence[Number], period: Period) -> list[tuple[date, float]]:
    sums: dict[date, float] = defaultdict(float)
    for each in found:
        sums[each.month] += each.value
    return [(month, sums[month]) for month in _months(period)]


def _months(period: Period) -> list[date]:
    month, found = period.first.replace(day=1), []
    while month <= period.last:
        found.append(month)
        month = month.replace(year=month.year + month.month // 12, month=month.month % 12 + 1)
    return found


def _summed(found: Sequence[Number], headings: Callable[[Number], Iterable[str]]) -> list[Sum]:
    """The highest first."""
    sums: dict[str, float] = defaultdict(float)
    for each in found:
        for heading in headings(each):
            sums[heading] += each.value
    return [Sum(label, value) for label, value in sorted(sums.items(), key=lambda item: (-item[1], item[0]))]


def progress(campaigns: Sequence[CampaignPage], today: date) -> list[Progress]:
    """Of each target, what was reached between the first and the last day of its campaign."""
    targets: QuerySet[ReachTarget] = ReachTarget.objects.filter(campaign__in=campaigns).select_related("state")
    by_code = {each.code: each for each in MEASURES}
    by_pk = {each.pk: each for each in campaigns}
    spans: dict[int, list[Number]] = {}
    made = []
    for target in targets.order_by("campaign__title", "pk"):
        campaign = by_pk[target.campaign_id]
        if campaign.pk not in spans:
            period = Period(campaign.starts_on, min(campaign.ends_on or today, today))
            spans[campaign.pk] = numbers(Scope([campaign], period))
        reached = sum(
            each.value
            for each in spans[campaign.pk]
            if each.measure.code == target.measure and (target.state is None or each.state == target.state.code)
        )
        where = target.state.name if target.state else _("Todo el país")
        made.append(Progress(target, by_code[target.measure], campaign, where, reached))
    return made
