"""How far campaigns reach, for whoever works on them: figures, charts with their tables, spreadsheets, a PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.widgets import AdminDateInput

from campaigns.admin.clarity_report import pages_of
from campaigns.admin.exported import ExportedRows, ForEditors
from campaigns.admin.titled import TitledView
from campaigns.charts import BarChart, bar_chart
from campaigns.models import CampaignPage
from campaigns.reach import figures, report_pdf
from campaigns.reach.figures import Number, Scope, Series
from campaigns.reach.measures import Origin, Period
from cms.core.reference.models import Region, State

LONGEST = timedelta(days=366 * 5)
SHOWN_AT_FIRST = timedelta(days=364)
PDF = "pdf"
ORIGINS = {
    Origin.MEASURED: gettext_lazy("Lo que contó el sitio"),
    Origin.REPORTED: gettext_lazy("Lo que reportaron estaciones, medios e institutos"),
}
SAID_OF_ORIGIN = {Origin.MEASURED: gettext_lazy("Medido"), Origin.REPORTED: gettext_lazy("Reportado")}


class ReachForm(forms.Form):
    """What the figures are narrowed to."""

    campaign = forms.ModelChoiceField(
        label=gettext_lazy("Campaña"),
        queryset=CampaignPage.objects.none(),
        required=False,
        empty_label=gettext_lazy("Todas"),
    )
    state = forms.ModelChoiceField(
        label=gettext_lazy("Entidad federativa"),
        queryset=State.objects.all(),
        required=False,
        empty_label=gettext_lazy("Todas"),
    )
    region = forms.ModelChoiceField(
        label=gettext_lazy("Región"),
        queryset=Region.objects.all(),
        required=False,
        empty_label=gettext_lazy("Todas"),
    )
    first = forms.DateField(label=gettext_lazy("Desde"), required=False, widget=AdminDateInput)
    last = forms.DateField(label=gettext_lazy("Hasta"), required=False, widget=AdminDateInput)

    def __init__(self, data: QueryDict, campaigns: Any) -> None:
        super().__init__(data)
        self.fields["campaign"].queryset = campaigns  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        last = given.get("last") or timezone.localdate()
        first = given.get("first") or last - SHOWN_AT_FIRST
        if first > last:
            self.add_error("last", _("Termina antes de empezar: corrija una de las dos fechas."))
        elif last - first > LONGEST:
            self.add_error("first", _("Son más de cinco años: pida menos."))
        return {**given, "first": first, "last": last}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A measure as the page shows it."""

    series: Series
    chart: BarChart


@dataclass(frozen=True, slots=True)
class Part:
    """What came from one kind of source; the two parts are never added up."""

    code: str
    heading: str
    measures: Sequence[Drawn]


def _counted(value: float) -> float | int:
    """Most numbers count whole things; minutes may be parts."""
    return int(value) if value.is_integer() else round(value, 2)


class ReachReport(ForEditors, ExportedRows, TitledView, TemplateView):
    """The dashboard of reach: only the campaigns that the person edits."""

    slug = "reach"
    page_title = gettext_lazy("Alcance de las campañas")
    header_icon = "globe"
    template_name = "campaigns_admin/reach.html"
    list_export: ClassVar = ["origin", "channel", "measure", "campaign", "state", "month", "value"]
    custom_field_preprocess: ClassVar = {"value": {"csv": _counted, "xlsx": _counted}}
    export_headings: ClassVar = {
        "origin": gettext_lazy("De dónde viene"),
        "channel": gettext_lazy("Canal"),
        "measure": gettext_lazy("Qué se cuenta"),
        "campaign": gettext_lazy("Campaña"),
        "state": gettext_lazy("Entidad federativa"),
        "month": gettext_lazy("Mes"),
        "value": gettext_lazy("Número"),
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.campaigns = CampaignPage.objects.filter(pk__in=pages_of(request).values("pk")).order_by("title")
        self.form = ReachForm(request.GET, self.campaigns)
        self.scope = self._scope() if self.form.is_valid() else None
        self.found = figures.numbers(self.scope) if self.scope else []
        asked = request.GET.get("export")
        if self.scope and asked in self.FORMATS:
            return self.as_spreadsheet(self.found, asked)
        if self.scope and asked == PDF:
            return self._as_pdf(self.scope)
        return super().get(request, *args, **kwargs)

    def _scope(self) -> Scope:
        given = self.form.cleaned_data
        campaigns = [given["campaign"]] if given["campaign"] else list(self.campaigns.select_related("institution"))
        codes = None
        if given["region"]:
            codes = frozenset(given["region"].states.values_list("code", flat=True))
        if given["state"]:
            own = frozenset({given["state"].code})
            codes = own if codes is None else codes & own
        return Scope(campaigns, Period(given["first"], given["last"]), codes)

    def _parts(self, scope: Scope) -> list[Part]:
        return [
            Part(
                origin.value,
                str(heading),
                [Drawn(each, _chart(each)) for each in figures.series(self.found, origin, scope.period)],
            )
            for origin, heading in ORIGINS.items()
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {
            **context,
            "form": self.form,
            "scope": self.scope,
            "parts": self._parts(self.scope) if self.scope else [],
            "progress": figures.progress(self.scope.campaigns, timezone.localdate()) if self.scope else [],
            "pdf_url": self.get_export_url(PDF),
        }

    def _as_pdf(self, scope: Scope) -> HttpResponse:
        given = self.form.cleaned_data
        where = given["state"] or given["region"] or _("Todo el país")
        what = given["campaign"].title if given["campaign"] else _("Todas las campañas")
        content = report_pdf.render(
            report_pdf.Report(
                title=str(self.page_title),
                what=f"{what} · {where}",
                period=scope.period,
                made=timezone.localdate(),
                parts=[
                    (str(heading), figures.series(self.found, origin, scope.period))
                    for origin, heading in ORIGINS.items()
                ],
                progress=figures.progress(scope.campaigns, timezone.localdate()),
            )
        )
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{self.get_filename()}.pdf"'
        return response

    def get_filename(self) -> str:
        return f"{_('alcance')}-{timezone.localdate():%Y-%m-%d}"

    def to_row_dict(self, item: Number) -> dict[str, Any]:
        names = self._state_names()
        return {
            "origin": str(SAID_OF_ORIGIN[item.measure.origin]),
            "channel": str(item.measure.channel),
            "measure": str(item.measure.label),
            "campaign": item.campaign.title,
            "state": names.get(item.state, _("Nacional")),
            "month": f"{item.month:%Y-%m}",
            "value": round(item.value, 2),
        }

    def _state_names(self) -> dict[str, str]:
        if not hasattr(self, "_names"):
            self._names = dict(State.objects.values_list("code", "name"))
        return self._names


def month_said(month: date) -> str:
    """As short as an axis has room for: "nov 2026"."""
    return date_format(month, "M Y").lower()


def _chart(series: Series) -> BarChart:
    return bar_chart([(month_said(month), value) for month, value in series.months])
