"""The log of where a spot was on the air: handed in as a CSV, read as a report."""

from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin import messages
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from archive.admin.columns import SECONDARY
from campaigns.admin.clarity_report import NAMESPACE, PagesReport, pages_of
from campaigns.admin.titled import TitledView
from campaigns.airing_import import Imported, NotUndoable, import_log, undo
from campaigns.broadcast_log import COLUMNS, MOST_BYTES, BadLog
from campaigns.models import Airing, AiringImport, SpotPage
from campaigns.recording_access import may_edit
from cms.core import zones
from cms.core.reference.models import State

MOST_SHOWN = 20


class LogForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Bitácora de la estación (CSV)"),
        help_text=gettext_lazy("Como la entrega la estación: separada por comas, punto y coma o tabuladores."),
    )

    def clean_file(self) -> Any:
        if self.cleaned_data["file"].size > MOST_BYTES:
            raise ValidationError(_("La bitácora es demasiado grande: divídala por meses."))
        return self.cleaned_data["file"]

    keep_good = forms.BooleanField(
        label=gettext_lazy("Si hay renglones con problemas, guardar los demás"), required=False
    )


class ImportAirings(TitledView, FormView):  # type: ignore[type-arg]
    """Hand in the log of a station for one spot; what is amiss is said row by row, and nothing is half taken."""

    template_name = "campaigns_admin/import_airings.html"
    page_title = gettext_lazy("Bitácora de transmisiones")
    header_icon = "upload"
    form_class = LogForm

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.spot = get_object_or_404(SpotPage, pk=kwargs["pk"])
        if not may_edit(request.user, self.spot):
            raise Http404

    def get_page_subtitle(self) -> str:
        return str(self.spot.get_admin_display_title())

    def form_valid(self, form: LogForm) -> HttpResponse:
        try:
            found = import_log(
                self.spot,
                form.cleaned_data["file"].read(),
                actor=self.request.user,  # type: ignore[arg-type]
                filename=form.cleaned_data["file"].name,
                keep_good=form.cleaned_data["keep_good"],
            )
        except BadLog as bad:
            form.add_error("file", _("No se guardó nada. Corrija estos renglones y súbala otra vez."))
            return self.render_to_response(self.get_context_data(form=form, problems=bad.problems))
        messages.success(self.request, _said(found))
        if found.problems:
            return self.render_to_response(self.get_context_data(form=LogForm(), problems=found.problems))
        return redirect(f"{reverse(f'{NAMESPACE}:{AiringsReport.slug}')}?spot={self.spot.pk}")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        problems = context.get("problems", [])
        return {
            **context,
            "columns": COLUMNS,
            "problems": problems[:MOST_SHOWN],
            "more_problems": max(len(problems) - MOST_SHOWN, 0),
            "way_back": reverse("wagtailadmin_pages:edit", args=[self.spot.pk]),
            "spot": self.spot,
            "handed_in": self.spot.airing_imports.select_related("by")[:MOST_SHOWN],
        }


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


def _said(found: Imported) -> str:
    said = [ngettext("Se agregó %d transmisión.", "Se agregaron %d transmisiones.", found.added) % found.added]
    if found.changed:
        said.append(ngettext("Se corrigió %d.", "Se corrigieron %d.", found.changed) % found.changed)
    if found.known:
        said.append(ngettext("%d ya estaba.", "%d ya estaban.", found.known) % found.known)
    return " ".join(said)


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
