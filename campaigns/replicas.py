"""How far the states are with the campaigns that they took: one row for each campaign and state."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from campaigns.corrections import behind
from campaigns.models import Adaptation, CampaignPage, Correction
from cms.core import mexico
from cms.core.reference.models import State
from cms.core.visibility import pages_shown


class Stage(models.TextChoices):
    """The furthest that a state came with a campaign."""

    TAKEN = "taken", _("Tomada")
    ADAPTED = "adapted", _("Adaptada")
    PUBLISHED = "published", _("Publicada")


SHADES: dict[str, int] = {Stage.TAKEN: 1, Stage.ADAPTED: 2, Stage.PUBLISHED: 3}


@dataclass(frozen=True, slots=True)
class StateStage:
    """A state on the map: how far it is, and whether it lacks something that was corrected nationally."""

    code: str
    name: str
    stage: str
    """Empty for a state that did not take it."""
    is_behind: bool
    outline: str
    close_up: str

    @property
    def shade(self) -> int:
        """How dark it is drawn: 0 for a state that did not take it."""
        return SHADES.get(self.stage, 0)

    @property
    def said(self) -> str:
        """How far it is, in words."""
        return str(Stage(self.stage).label) if self.stage else str(_("No la ha tomado"))


def of(pages: QuerySet[Page]) -> QuerySet[Adaptation]:
    """The campaigns among these pages that were taken, each with its stage and with what waits or stays behind."""
    rows = Adaptation.objects.filter(
        page__in=pages.order_by().values("pk"), source__in=CampaignPage.objects.values("pk")
    )
    late = behind().filter(adaptation__page__path__startswith=OuterRef("page__path"))
    stage = Case(
        When(Exists(pages_shown(Page.objects.filter(pk=OuterRef("page")))), then=Value(Stage.PUBLISHED)),
        When(adapted_at__isnull=False, then=Value(Stage.ADAPTED)),
        default=Value(Stage.TAKEN),
        output_field=models.CharField(),
    )
    shown = pages_shown(Page.objects.filter(pk=OuterRef("source")))
    rows = rows.annotate(
        stage=stage,
        waiting=_counted(late.filter(status=Correction.Status.OFFERED)),
        behind=_counted(late.exclude(status=Correction.Status.OFFERED)),
        is_source_shown=Exists(shown),
    )
    return rows.select_related("page", "source", "state", "taken_by").order_by("-taken_at", "-pk")


def orphaned(pages: QuerySet[Page]) -> QuerySet[Adaptation]:
    """The campaigns among these pages whose original readers do not get any more."""
    rows = of(pages)
    return rows.exclude(source__in=pages_shown(Page.objects.all()).order_by().values("pk"))


def _counted(rows: QuerySet[Correction]) -> Coalesce:
    one = rows.order_by().annotate(all=Value(1)).values("all").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(one, output_field=IntegerField()), 0)


def on_map(rows: Iterable[Adaptation]) -> list[StateStage]:
    """All states by name, each at the furthest stage that it reached in one of these rows (as `of` gives them)."""
    furthest: dict[int, str] = {}
    late: set[int] = set()
    for row in rows:
        stage: str = row.stage  # type: ignore[attr-defined]
        if SHADES[stage] > SHADES.get(furthest.get(row.state_id, ""), 0):
            furthest[row.state_id] = stage
        if row.waiting or row.behind:  # type: ignore[attr-defined]
            late.add(row.state_id)
    drawn = mexico.outlines()
    return [
        StateStage(
            code=state.code,
            name=state.name,
            stage=furthest.get(state.pk, ""),
            is_behind=state.pk in late,
            outline=drawn.country.get(state.code, ""),
            close_up=drawn.close_up.get(state.code, ""),
        )
        for state in State.objects.all()
    ]


def with_corrections(rows: QuerySet[Adaptation], is_behind: bool) -> QuerySet[Adaptation]:
    """Those that lack something that was corrected nationally, or the others."""
    late = Q(waiting__gt=0) | Q(behind__gt=0)
    return rows.filter(late) if is_behind else rows.exclude(late)
