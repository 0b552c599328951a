"""Reports on the review by two bodies: whose turn it is, and how long each of them takes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.models import TaskState

from archive import review
from archive.admin.columns import SECONDARY
from archive.admin.reports.listing import (
    CODE,
    INSTITUTION,
    TITLE,
    ArchiveReport,
    DocumentFilterSet,
    DocumentReport,
    institutions_of,
    person,
)
from archive.admin.tenancy import rows_of
from archive.models import Document, ReviewTask
from archive.vocabularies import IN_REVIEW, Stage
from cms.core.reference.models import Institution

TURNS = [(stage.value, stage.label) for stage in IN_REVIEW]
DAY = timedelta(days=1)


class InReviewFilterSet(DocumentFilterSet):
    stage = django_filters.ChoiceFilter(choices=TURNS, label=_("Le toca a"))
    late = django_filters.BooleanFilter(method="filter_late", label=_("Fuera de plazo"), widget=BooleanRadioSelect)

    def filter_late(self, rows: QuerySet[Document], _name: str, value: bool) -> QuerySet[Document]:
        now, late = timezone.now(), Q()
        for days in set(ReviewTask.objects.values_list("days", flat=True)):
            late |= Q(turn_days=days, turn_since__lt=now - timedelta(days=days))
        return rows.filter(late if value else ~late)


def due_at(document: Any) -> datetime | None:
    """When the body that has the document before it should have answered."""
    if document.turn_since is None:
        return None
    due: datetime = document.turn_since + timedelta(days=document.turn_days)
    return due


def _standing(document: Any) -> Any:
    due = due_at(document)
    return _("Fuera de plazo") if due and due < timezone.now() else _("En plazo")


class InReview(DocumentReport):
    """The documents under review: which body has them, since when, until when."""

    slug = "in_review"
    page_title = _("En revisión: le toca a…")
    header_icon = "clipboard-list"
    filterset_class = InReviewFilterSet
    columns: ClassVar = [
        TITLE,
        CODE,
        INSTITUTION,
        Column("stage", label=_("Le toca a"), accessor="get_stage_display"),
        Column("since", label=_("Desde"), accessor="turn_since", classname=SECONDARY),
        Column("days", label=_("Días de espera"), accessor=lambda row: (timezone.now() - row.turn_since) // DAY),
        Column("due", label=_("Responder antes de"), accessor=due_at),
        Column("standing", label=_("Plazo"), accessor=_standing),
        Column("submitted_by", label=_("Lo envió"), accessor=lambda row: person(row.submitter), classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[Document]:
        states = review.workflow_states()
        return (
            review.in_review(super().get_base_queryset())
            .annotate(
                turn_since=Subquery(states.values("current_task_state__started_at")[:1]),
                turn_days=Subquery(states.values("current_task_state__task__reviewtask__days")[:1]),
                submitter_id=Subquery(states.values("requested_by")[:1]),
            )
            .filter(turn_since__isnull=False, turn_days__isnull=False)
            .order_by("stage_since", "pk")
        )

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        people = User.objects.in_bulk({each.submitter_id for each in object_list})
        for each in object_list:
            each.submitter = people.get(each.submitter_id)
        return object_list


@dataclass(slots=True)
class Times:
    """How many days one body of one institution took for each document."""

    institution: str
    stage: Stage
    taken: list[float] = field(default_factory=list)
    returned: int = 0

    @property
    def count(self) -> int:
        return len(self.taken)

    @property
    def median_days(self) -> float:
        return round(median(self.taken), 1)

    @property
    def slowest_days(self) -> float:
        return round(max(self.taken), 1)


class ReviewTimesFilterSet(WagtailFilterSet):
    period = django_filters.DateFromToRangeFilter(
        field_name="finished_at", label=_("Respondidas"), widget=DateRangePickerWidget
    )
    stage = django_filters.ChoiceFilter(field_name="task__reviewtask__stage", choices=TURNS, label=_("Instancia"))
    institution = django_filters.ModelChoiceFilter(
        method="filter_institution", queryset=institutions_of, label=_("Institución")
    )

    class Meta:
        model = TaskState
        fields: ClassVar[list[str]] = []

    def filter_institution(self, rows: QuerySet[Any], _name: str, value: Institution) -> QuerySet[Any]:
        return rows.filter(holder=value.pk)


class ReviewTimes(ArchiveReport):
    """How long each body took for what it approved or sent back."""

    slug = "review_times"
    page_title = _("Tiempos de revisión")
    header_icon = "time"
    filterset_class = ReviewTimesFilterSet
    columns: ClassVar = [
        Column("institution", label=_("Institución")),
        Column("stage", label=_("Instancia"), accessor="stage.label"),
        Column("count", label=_("Respuestas")),
        Column("median_days", label=_("Días, mediana")),
        Column("slowest_days", label=_("Días, la más lenta")),
        Column("returned", label=_("Devueltos")),
    ]

    def get_base_queryset(self) -> QuerySet[Any]:
        mine = rows_of(self.request.user, Document)
        document = Cast(OuterRef("workflow_state__object_id"), BigIntegerField())
        return TaskState.objects.filter(
            workflow_state__base_content_type=ContentType.objects.get_for_model(Document),
            status__in=[TaskState.STATUS_APPROVED, TaskState.STATUS_REJECTED],
            finished_at__isnull=False,
            task__reviewtask__isnull=False,
        ).annotate(holder=Subquery(mine.filter(pk=document).values("holding_institution_id")[:1]))

    def get_filtered_queryset(self) -> list[Times]:
        answers = self.get_queryset().filter(holder__isnull=False)
        columns = ("holder", "task__reviewtask__stage", "started_at", "finished_at", "status")
        return _by_body(answers.values_list(*columns).iterator())


def _by_body(answers: Iterable[tuple[int, str, datetime, datetime, str]]) -> list[Times]:
    names = dict(Institution.objects.values_list("pk", "name"))
    found: dict[tuple[int, str], Times] = {}
    for holder, stage, started_at, finished_at, status in answers:
        times = found.setdefault((holder, stage), Times(names[holder], Stage(stage)))
        times.taken.append((finished_at - started_at) / DAY)
        times.returned += status == TaskState.STATUS_REJECTED
    order = list(Stage)
    return sorted(found.values(), key=lambda each: (each.institution, order.index(each.stage)))
