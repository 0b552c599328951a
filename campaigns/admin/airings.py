"""The log of where a spot was on the air: handed in as a CSV, read as a report."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import django_filters
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from archive.admin.columns import SECONDARY
from campaigns.admin.clarity_report import NAMESPACE, PagesReport, pages_of
from campaigns.admin.import_log import MOST_SHOWN, HandedInForm, ImportLog, said_of
from campaigns.admin.titled import TitledView
from campaigns.airing_import import NotUndoable, import_log, undo
from campaigns.broadcast_log import COLUMNS
from campaigns.log_import import Imported
from campaigns.models import Airing, AiringImport, SpotPage
from campaigns.recording_access import may_edit
from cms.core import zones
from cms.core.reference.models import State


class LogForm(HandedInForm):
    """The log as a station hands it in."""

    file_label = gettext_lazy("Bitácora de la estación (CSV)")
    file_help = gettext_lazy("Como la entrega la estación: separada por comas, punto y coma o tabuladores.")


class ImportAirings(ImportLog):
    """Hand in the log of a station for one spot."""

    page_title = gettext_lazy("Bitácora de transmisiones")
    form_class = LogForm
    models = (SpotPage,)
    columns = COLUMNS
    report = "airings"
    report_filter = "spot"
    twice = gettext_lazy("Si sube dos veces la misma bitácora no se cuenta doble.")
    way_back_label = gettext_lazy("Volver al spot")

    def take_in(self, content: bytes, *, keep_good: bool) -> Imported:
        return import_log(
            self.page,
            content,
            actor=self.request.user,  # type: ignore[arg-type]
            filename=self.get_form().files["file"].name,
            keep_good=keep_good,
        )

    def said(self, found: Imported) -> str:
        return said_of(found, ngettext("Se agregó %d transmisión.", "Se agregaron %d transmisiones.", found.added))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        handed_in = self.page.airing_imports.select_related("by")[:MOST_SHOWN]
        return {**context, "spot": self.page, "handed_in": handed_in}


class UndoAirings(TitledView, TemplateView):
    """Take back one log as a whole, after a question that says what will go."""

    template_name = "campaigns_admin/undo_airings.html"
    page_title = gettext_lazy("Deshacer una carga")
    header_icon = "history"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = AiringImport.objects.select_related("spot", "by")
        self.handed_in = get_object_or_404(rows, pk=kwargs["log"], spot=kwargs["pk"])
        if not may_edit(request.user, self.handed_in.spot):
            raise Http404

    def get_page_subtitle(self) -> str:
        return str(self.handed_in)

    @property
    def way_back(self) -> str:
        return reverse(f"{NAMESPACE}:import_airings", args=[self.handed_in.spot_id])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            undo(self.handed_in, actor=request.user)  # type: ignore[arg-type]
        except NotUndoable as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("La carga se deshizo."))
        return redirect(self.way_back)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        lines = self.handed_in.airings.count()
        return {**context, "handed_in": self.handed_in, "lines": lines, "way_back": self.way_back}


def _spots(request: HttpRequest | None) -> QuerySet[SpotPage]:
    own = (
        SpotPage.objects.none() if request is None else SpotPage.objects.filter(pk__in=pages_of(request).values("pk"))
    )
    return own.order_by("title")


class AiringsFilterSet(WagtailFilterSet):
    spot = django_filters.ModelChoiceFilter(queryset=_spots, label=gettext_lazy("Spot"))
    state = django_filters.ModelChoiceFilter(queryset=State.objects.all(), label=gettext_lazy("Entidad federativa"))
    station = django_filters.CharFilter(lookup_expr="icontains", label=gettext_lazy("Estación"))
    date = django_filters.DateFromToRangeFilter(label=gettext_lazy("Fecha"), widget=DateRangePickerWidget)

    class Meta:
        model = Airing
        fields: ClassVar[list[str]] = []


def _clock(row: Airing) -> str:
    """The time of day on the clocks of the state."""
    zone = ZoneInfo(zones.of_state(row.state.code))
    return f"{row.at.astimezone(zone):%H:%M}" if row.at else ""


class AiringsReport(PagesReport):
    """What stations reported, line by line."""

    slug = "airings"
    page_title = gettext_lazy("Transmisiones de spots")
    header_icon = "media"
    filterset_class = AiringsFilterSet
    columns: ClassVar = [
        TitleColumn(
            "spot",
            label=gettext_lazy("Spot"),
            accessor="spot.title",
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.spot_id]),
        ),
        Column("station", label=gettext_lazy("Estación")),
        Column("call_sign", label=gettext_lazy("Siglas"), classname=SECONDARY),
        Column("date", label=gettext_lazy("Fecha")),
        Column("at", label=gettext_lazy("Hora"), accessor=_clock, classname=SECONDARY),
        Column("state", label=gettext_lazy("Entidad")),
        Column("times", label=gettext_lazy("Veces")),
        Column("audience", label=gettext_lazy("Audiencia reportada"), classname=SECONDARY),
        Column("source", label=gettext_lazy("Fuente"), classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[Airing]:
        return Airing.objects.filter(spot__in=_spots(self.request)).select_related("spot", "state")
