"""The report on how clear texts are: each page's, the states' and the months'."""

from typing import Any, ClassVar

import django_filters
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.admin.columns import SECONDARY
from archive.admin.reports.listing import ArchiveReport
from campaigns import clarity_history
from campaigns.charts import line_chart
from campaigns.models.clarity import RevisionClarity
from cms.core.reference.models import State

NAMESPACE = "campaigns_reports"
CHANGE = "change"
GRID = (0, 40, 55, 65, 80, 100)
"""The ends of the bands of INFLESZ."""


def pages_of(request: HttpRequest) -> QuerySet[Page]:
    """The pages that the person may edit."""
    return policy_registry.get_by_type(Page).instances_user_has_any_permission_for(request.user, {CHANGE})


class ClarityFilterSet(WagtailFilterSet):
    words = django_filters.CharFilter(field_name="page__title", lookup_expr="icontains", label=_("Título"))
    state = django_filters.ModelChoiceFilter(queryset=State.objects.all(), label=_("Entidad federativa"))
    below = django_filters.BooleanFilter(
        method="below_target", label=_("Debajo de la meta"), widget=BooleanRadioSelect
    )

    class Meta:
        model = RevisionClarity
        fields: ClassVar[list[str]] = []

    def below_target(self, rows: QuerySet[RevisionClarity], _name: str, value: bool) -> QuerySet[RevisionClarity]:
        return rows.filter(inflesz__lt=F("target")) if value else rows.exclude(inflesz__lt=F("target"))


def points(value: float | None) -> str:
    """A score as it is read; nothing for a text too short to have one."""
    return "" if value is None else f"{value:.0f}"


class PagesReport(ArchiveReport):
    """A report for whoever edits some page, on what belongs to the pages that the person edits."""

    namespace = NAMESPACE
    permission_required = CHANGE

    @property
    def permission_policy(self) -> Any:  # type: ignore[override]
        return policy_registry.get_by_type(Page)


class ClarityReport(PagesReport):
    """How clear what is published is, and why some of it is not."""

    slug = "clarity"
    page_title = _("Claridad de los textos")
    header_icon = "glasses"
    filterset_class = ClarityFilterSet
    template_name = "campaigns_admin/clarity_report.html"
    columns: ClassVar = [
        TitleColumn(
            "page",
            label=_("Página"),
            accessor="page.title",
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.page_id]),
        ),
        Column("kind", label=_("Clase"), accessor=lambda row: row.page.content_type.name, classname=SECONDARY),
        Column("state", label=_("Entidad"), accessor=lambda row: row.state or _("Nacional"), classname=SECONDARY),
        Column("inflesz", label=_("INFLESZ"), accessor=lambda row: points(row.inflesz)),
        Column("first", label=_("Al principio"), accessor=lambda row: points(row.first), classname=SECONDARY),
        Column("target", label=_("Meta"), accessor=lambda row: points(row.target)),
        Column("words", label=_("Palabras"), accessor="word_count", classname=SECONDARY),
        Column("published", label=_("Publicada"), accessor="published_at", classname=SECONDARY),
        Column("reason", label=_("Motivo"), accessor="reason"),
    ]

    def get_base_queryset(self) -> QuerySet[RevisionClarity]:
        return clarity_history.in_force(pages_of(self.request))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        pages = pages_of(self.request)
        months = clarity_history.by_month(pages)
        values = [(date_format(mean.label, "M Y").lower(), mean.inflesz) for mean in months]
        return {
            **context,
            "states": clarity_history.by_state(pages),
            "months": months,
            "chart": line_chart(values, GRID),
        }
