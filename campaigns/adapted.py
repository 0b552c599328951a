"""Selectors for what readers get of campaigns that states took: each once where all are listed, as the state tells it
where one state's are.

An original stands for its adaptations for as long as readers get it. Where it is withdrawn or over, they stand for
themselves: what a state publishes stays its own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
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


def once(rows: PageQuerySet, *apart: str) -> PageQuerySet:
    """Without the adaptations whose original is among them, and says the same in the fields that tell two apart: an
    event that a state holds on another day is another one."""
    return rows.exclude(is_represented(rows, *apart))


def is_represented(rows: PageQuerySet, *apart: str) -> Exists:
    """Whether a row was made of another one among these that says the same in these fields."""
    originals = rows.order_by().annotate(told_apart=_in_one(F(name) for name in apart))
    originals = originals.filter(told_apart=_in_one(OuterRef(OuterRef(name)) for name in apart))
    return Exists(Adaptation.objects.filter(page=OuterRef("pk"), source__in=originals.values("pk")))


def _in_one(fields: Iterable[Any]) -> Concat:
    """The fields in one text, in which what is not said is alike too."""
    return Concat(Value(""), Value(""), *(Cast(each, TextField()) for each in fields), output_field=TextField())


def as_told_in(rows: PageQuerySet, state: State, *apart: str) -> PageQuerySet:
    """As `once`, but with what the state made of its own that readers get, in place of the originals of that."""
    own = Adaptation.objects.filter(state=state, page__in=_shown())
    told = rows.filter(Q(pk__in=own.values("page")) | ~Q(is_represented(rows, *apart)))
    return told.exclude(pk__in=own.values("source"))


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
