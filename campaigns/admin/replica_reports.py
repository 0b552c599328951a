"""What the national team sees of the campaigns that states took, and a state of its own: a map and two tables."""

from datetime import date, datetime
from typing import Any, ClassVar

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.widgets import BooleanRadioSelect
from wagtail.models import Page

from archive.admin.columns import SECONDARY
from archive.admin.reports.listing import person
from campaigns import adapted_fields, corrections, replicas
from campaigns.admin.clarity_report import PagesReport, pages_of
from campaigns.admin.national_campaigns import NAMESPACE
from campaigns.models import Adaptation, CampaignPage, Correction
from campaigns.replicas import Stage
from cms.core.reference.models import State
from cms.core.tenancy import KEEPS_THE_SITE


def _campaigns(request: HttpRequest | None) -> QuerySet[CampaignPage]:
    """The national campaigns that were taken, as far as the person works with what was made of them."""
    if request is None:
        return CampaignPage.objects.none()
    taken = Adaptation.objects.filter(page__in=pages_of(request).order_by().values("pk"))
    return CampaignPage.objects.filter(pk__in=taken.values("source")).order_by("title")


class ReplicasFilterSet(WagtailFilterSet):
    source = django_filters.ModelChoiceFilter(queryset=_campaigns, label=_("Campaña nacional"))
    state = django_filters.ModelChoiceFilter(queryset=State.objects.all(), label=_("Entidad federativa"))
    stage = django_filters.ChoiceFilter(choices=Stage.choices, label=_("Hasta dónde llegó"))
    late = django_filters.BooleanFilter(
        method="filter_late", label=_("Le falta algo que se corrigió"), widget=BooleanRadioSelect
    )
    is_source_shown = django_filters.BooleanFilter(label=_("La nacional sigue publicada"), widget=BooleanRadioSelect)

    class Meta:
        model = Adaptation
        fields: ClassVar[list[str]] = []

    def filter_late(self, rows: QuerySet[Adaptation], _name: str, value: bool) -> QuerySet[Adaptation]:
        return replicas.with_corrections(rows, value)


def _day(instant: datetime | None) -> date | None:
    """The day on the clocks of the site."""
    return timezone.localdate(instant) if instant else None


def _days(row: Adaptation) -> int | None:
    """How many it took from taking it to publishing it."""
    published = _day(row.page.first_published_at)
    return (published - timezone.localdate(row.taken_at)).days if published else None


def _edit(page_pk: int) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page_pk])


class ReplicasReport(PagesReport):
    """Who took which campaign, made it its own, published it, in how many days, and who is behind."""

    slug = "replicas"
    namespace = NAMESPACE
    page_title = _("Campañas en los estados")
    header_icon = "site"
    filterset_class = ReplicasFilterSet
    template_name = "campaigns_admin/replicas.html"
    columns: ClassVar = [
        TitleColumn(
            "campaign",
            label=_("Campaña"),
            accessor="source.title",
            get_url=lambda row: _edit(row.page_id),
            classname="title title--wide",
        ),
        Column("state", label=_("Entidad")),
        Column("stage", label=_("Hasta dónde llegó"), accessor=lambda row: Stage(row.stage).label),
        Column("taken", label=_("Tomada"), accessor=lambda row: _day(row.taken_at)),
        Column("adapted", label=_("Adaptada"), accessor=lambda row: _day(row.adapted_at), classname=SECONDARY),
        Column(
            "published",
            label=_("Publicada"),
            accessor=lambda row: _day(row.page.first_published_at),
            classname=SECONDARY,
        ),
        Column("days", label=_("Días"), accessor=_days),
        Column("waiting", label=_("Por decidir")),
        Column("behind", label=_("Sin aceptar o publicar")),
        Column(
            "source_shown",
            label=_("La nacional"),
            accessor=lambda row: _("Publicada") if row.is_source_shown else _("Ya no está publicada"),
            classname=SECONDARY,
        ),
        Column("by", label=_("La tomó"), accessor=lambda row: person(row.taken_by), classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[Adaptation]:
        return replicas.of(pages_of(self.request))

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        if not self.request.user.has_perm(KEEPS_THE_SITE):
            return context
        # By campaign alone: a state that another filter leaves out has taken it all the same.
        rows = self.get_base_queryset()
        if source := self.filters.form.cleaned_data.get("source"):
            rows = rows.filter(source=source.pk)
        states = replicas.on_map(rows)
        return {
            **context,
            "states": states,
            "stages": [(replicas.SHADES[stage], stage.label) for stage in Stage],
            "untaken": [each for each in states if not each.stage],
            "late": [each for each in states if each.is_behind],
        }


class CorrectionsFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(choices=Correction.Status.choices, label=_("Situación"))
    source = django_filters.ModelChoiceFilter(
        method="filter_source", queryset=_campaigns, label=_("Campaña nacional")
    )
    state = django_filters.ModelChoiceFilter(
        field_name="adaptation__state", queryset=State.objects.all(), label=_("Entidad federativa")
    )
    current = django_filters.BooleanFilter(
        method="filter_current", label=_("La última de su campo"), widget=BooleanRadioSelect
    )

    class Meta:
        model = Correction
        fields: ClassVar[list[str]] = []

    def filter_source(self, rows: QuerySet[Correction], _name: str, value: CampaignPage) -> QuerySet[Correction]:
        """Of the campaign and of its pieces."""
        below = Page.objects.descendant_of(value, inclusive=True)
        return rows.filter(adaptation__source__in=below.order_by().values("pk"))

    def filter_current(self, rows: QuerySet[Correction], _name: str, value: bool) -> QuerySet[Correction]:
        current = corrections.in_force(rows)
        return current if value else rows.exclude(pk__in=current.values("pk"))


def _label(row: Correction) -> str:
    return adapted_fields.label(row.adaptation.source.specific_class, row.field)


class CorrectionsReport(PagesReport):
    """Every national correction that was offered, and what became of it, with the reason."""

    slug = "corrections_log"
    namespace = NAMESPACE
    page_title = _("Correcciones nacionales")
    header_icon = "history"
    filterset_class = CorrectionsFilterSet
    columns: ClassVar = [
        TitleColumn(
            "page",
            label=_("Página"),
            accessor="adaptation.source.title",
            get_url=lambda row: _edit(row.adaptation.page_id),
        ),
        Column("state", label=_("Entidad"), accessor="adaptation.state"),
        Column("field", label=_("Campo"), accessor=_label),
        Column("status", label=_("Situación"), accessor="get_status_display"),
        Column("offered", label=_("Ofrecida"), accessor="offered_at"),
        Column("decided", label=_("Decidida"), accessor="decided_at"),
        Column("by", label=_("Quién decidió"), accessor=lambda row: person(row.decided_by), classname=SECONDARY),
        Column("reason", label=_("Motivo"), accessor="reason"),
    ]

    def get_base_queryset(self) -> QuerySet[Correction]:
        rows = Correction.objects.filter(adaptation__page__in=pages_of(self.request).order_by().values("pk"))
        related = ("adaptation__source__content_type", "adaptation__state", "decided_by")
        return rows.select_related(*related).order_by("-offered_at", "-pk")
