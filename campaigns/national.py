"""What a state can take of the national campaigns, what it took, and what changed since."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from wagtail.models import Page

from campaigns import taking
from campaigns.corrections import behind
from campaigns.models import Adaptation, CampaignPage, Correction
from cms.core.reference.models import State


@dataclass(frozen=True, slots=True)
class National:
    """A national campaign as a state finds it."""

    campaign: CampaignPage
    is_shown: bool
    copy: Adaptation | None
    """The state's own."""
    missing: int
    """Pieces that the state does not have."""
    waiting: int
    """Corrections to be decided, in the campaign and its pieces."""
    behind: int
    """Other corrections that what is public there does not have."""


def of_state(state: State) -> list[National]:
    """Those that can be taken and those that were, the newest first."""
    shown = set(taking.takeable().values_list("pk", flat=True))
    taken = Adaptation.objects.filter(state=state).select_related("page")
    sources = [each.source_id for each in taken]
    rows = CampaignPage.objects.filter(pk__in=[*shown, *sources])
    rows = rows.prefetch_related(Prefetch("adaptations", queryset=taken, to_attr="own"))
    late = list(behind().filter(adaptation__state=state).values_list("adaptation__page__path", "status"))
    missing = _missing(set(sources))
    return [_national(each, each.pk in shown, late, missing) for each in rows.order_by("-starts_on", "-pk")]


def _missing(taken: set[int]) -> dict[str, int]:
    """By the path of each campaign, how many of its pieces the state lacks."""
    found: dict[str, int] = {}
    for pk, path in taking.pieces().values_list("pk", "path"):
        if pk not in taken:
            above = path[: -Page.steplen]
            found[above] = found.get(above, 0) + 1
    return found


def _national(
    campaign: CampaignPage, is_shown: bool, late: Sequence[tuple[str, str]], missing: dict[str, int]
) -> National:
    copy = next(iter(campaign.own), None)
    states = [status for path, status in late if copy and path.startswith(copy.page.path)]
    waiting = states.count(Correction.Status.OFFERED)
    return National(
        campaign=campaign,
        is_shown=is_shown,
        copy=copy,
        missing=missing.get(campaign.path, 0),
        waiting=waiting,
        behind=len(states) - waiting,
    )
