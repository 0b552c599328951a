"""The log of where a spot was on the air: handed in as a CSV, read as a report."""

from typing import ClassVar
from zoneinfo import ZoneInfo

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from archive.admin.columns import SECONDARY
from campaigns.admin.clarity_report import PagesReport, pages_of
from campaigns.admin.import_log import HandedInForm, ImportLog, said_of
from campaigns.airing_import import import_log
from campaigns.broadcast_log import COLUMNS
from campaigns.log_import import Imported
from campaigns.models import Airing, SpotPage
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
        return import_log(self.page, content, actor=self.request.user, keep_good=keep_good)  # type: ignore[arg-type]

    def said(self, found: Imported) -> str:
        return said_of(found, ngettext("Se agregó %d transmisión.", "Se agregaron %d transmisiones.", found.added))


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
