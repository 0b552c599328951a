"""Selectors for what readers get of campaigns that states took: each once where all are listed, as the state tells it
where one state's are.

An original stands for its adaptations for as long as readers get it. Where it is withdrawn or over, they stand for
themselves: what a state publishes stays its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce
from wagtail.models import Page
from wagtail.query import PageQuerySet

from campaigns import locks
from campaigns.corrections import behind
from campaigns.models import Adaptation, CampaignPage
from cms.core.models.page import page_address
from cms.core.reference.models import State
from cms.core.visibility import pages_shown


@dataclass(frozen=True, slots=True)
class Relative:
    """A page that another was made of, or that was made of it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Family:
    """What a campaign was taken from, and who took it; of both what readers get."""

    original: Relative | None
    adaptations: Sequence[Relative]
    is_behind: bool
    """Whether the national campaign says something else since, in what states do not change."""


def once(rows: PageQuerySet) -> PageQuerySet:
    """Without the adaptations whose original is among them."""
    represented = Adaptation.objects.filter(source__in=rows.order_by().values("pk"))
    return rows.exclude(pk__in=represented.values("page"))


def as_told_in(rows: PageQuerySet, state: State) -> PageQuerySet:
    """Without the originals of which the state has its own that readers get."""
    own = Adaptation.objects.filter(state=state, page__in=_shown())
    return rows.exclude(pk__in=own.values("source"))


def counted(rows: PageQuerySet) -> PageQuerySet:
    """With the number of states that run their own of it (`state_count`)."""
    taken = Adaptation.objects.filter(source=OuterRef("pk"), page__in=_shown()).order_by().values("source")
    number = Subquery(taken.annotate(number=Count("pk")).values("number"), output_field=IntegerField())
    return rows.annotate(state_count=Coalesce(number, 0))


def family_of(campaign: CampaignPage) -> Family:
    """What is shown of it on the campaign's page."""
    if campaign.pk is None:
        return Family(None, [], is_behind=False)
    own = Adaptation.objects.filter(page=campaign.pk).select_related("source").first()
    if own is None:
        return Family(None, _adaptations(campaign), is_behind=False)
    is_shown = pages_shown(Page.objects.filter(pk=own.source_id)).exists()
    original = Relative(own.source.title, page_address(own.source.url_path)) if is_shown else None
    late = behind().filter(adaptation=own, field__in=locks.locked(campaign)) if original else None
    return Family(original, [], is_behind=late is not None and late.exists())


def _adaptations(campaign: CampaignPage) -> list[Relative]:
    taken = Adaptation.objects.filter(source=campaign.pk, page__in=_shown()).select_related("page", "state")
    return [Relative(each.state.name, page_address(each.page.url_path)) for each in taken.order_by("state__name")]


def _shown() -> PageQuerySet:
    return pages_shown(Page.objects.all()).order_by().values("pk")
