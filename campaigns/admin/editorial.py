"""The editorial calendar in the administration: month, week, list; narrowed, moved, exported."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateInput

from campaigns.admin.clarity_report import NAMESPACE
from campaigns.admin.exported import ExportedRows, ForEditors
from campaigns.admin.titled import TitledView
from campaigns.editorial import entries, grid
from campaigns.editorial.entries import CannotMove, Entry, Span, Standing
from campaigns.models import CampaignPage
from cms.core.reference.models import State

MONTH, WEEK, LIST = "month", "week", "list"
VIEWS = [(MONTH, gettext_lazy("Mes")), (WEEK, gettext_lazy("Semana")), (LIST, gettext_lazy("Lista"))]
LIST_GOES_ON = timedelta(days=90)
NATIONAL = "nacional"


class CalendarForm(forms.Form):
    """What the calendar is narrowed to."""

    view = forms.ChoiceField(choices=VIEWS, required=False, widget=forms.HiddenInput)
    day = forms.DateField(label=gettext_lazy("Fecha"), required=False, widget=AdminDateInput)
    channel = forms.ChoiceField(label=gettext_lazy("Canal"), required=False)
    state = forms.ChoiceField(label=gettext_lazy("Entidad federativa"), required=False)
    campaign = forms.ChoiceField(label=gettext_lazy("Campaña"), required=False)
    standing = forms.ChoiceField(
        label=gettext_lazy("Situación"), required=False, choices=[("", gettext_lazy("Todas")), *Standing.choices]
    )

    def __init__(self, data: QueryDict, campaigns: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        states = State.objects.order_by("name").values_list("code", "name")
        self._choose("channel", [("", _("Todos")), *entries.channels()])
        self._choose("state", [("", _("Todas")), (NATIONAL, _("Nacional")), *states])
        self._choose("campaign", [("", _("Todas")), *campaigns])

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def given(self, name: str) -> Any:
        """What was asked for; nothing where that is no choice."""
        self.is_valid()
        return self.cleaned_data.get(name) or ""


class EditorialCalendar(ForEditors, ExportedRows, TitledView, TemplateView):
    """What goes out when: the own drafts, and of others what is public."""

    slug = "calendar"
    page_title = gettext_lazy("Calendario editorial")
    header_icon = "calendar-alt"
    template_name = "campaigns_admin/calendar.html"
    list_export: ClassVar = ["first", "last", "at", "channel", "title", "campaign", "state", "standing", "url"]
    export_headings: ClassVar = {
        "first": gettext_lazy("Fecha"),
        "last": gettext_lazy("Hasta"),
        "at": gettext_lazy("Hora"),
        "channel": gettext_lazy("Canal"),
        "title": gettext_lazy("Título"),
        "campaign": gettext_lazy("Campaña"),
        "state": gettext_lazy("Entidad federativa"),
        "standing": gettext_lazy("Situación"),
        "url": gettext_lazy("Dirección"),
    }

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        campaigns = [(path, title) for path, title in self._campaigns() if title]
        self.form = CalendarForm(request.GET, campaigns)
        self.day: date = self.form.given("day") or timezone.localdate()
        self.shown = self.form.given("view") or MONTH
        self.found = [each for each in entries.find(request.user, self._span()) if self._is_wanted(each)]  # type: ignore[arg-type]
        if request.GET.get("export") in self.FORMATS:
            return self.as_spreadsheet(self.found, request.GET["export"])
        return super().get(request, *args, **kwargs)

    def _campaigns(self) -> Any:
        from campaigns.admin.clarity_report import pages_of  # noqa: PLC0415
        from cms.core.visibility import pages_shown  # noqa: PLC0415

        own = CampaignPage.objects.filter(pk__in=pages_of(self.request).values("pk"))
        rows = own | CampaignPage.objects.filter(pk__in=pages_shown(CampaignPage.objects.all()).values("pk"))
        return rows.order_by("title").values_list("path", "title")

    def _span(self) -> Span:
        if self.shown == MONTH:
            return grid.month_span(self.day)
        return grid.week_span(self.day) if self.shown == WEEK else Span(self.day, self.day + LIST_GOES_ON)

    def _is_wanted(self, entry: Entry) -> bool:
        state = self.form.given("state")
        return (
            self.form.given("channel") in ("", entry.channel)
            and state in ("", entry.state or NATIONAL)
            and self.form.given("campaign") in ("", entry.campaign_path)
            and self.form.given("standing") in ("", entry.standing.value)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        today = timezone.localdate()
        sheets = {MONTH: grid.month_sheet, WEEK: grid.week_sheet}
        sheet = sheets[self.shown](self.day, self.found, today) if self.shown in sheets else None
        return {
            **context,
            "form": self.form,
            "shown": self.shown,
            "day": self.day,
            "today": today,
            "sheet": sheet,
            "entries": self.found,
            "until": self._span().last,
            "views": [(code, label, self._address(view=code)) for code, label in VIEWS],
            "before": self._address(day=sheet.before if sheet else self.day - LIST_GOES_ON),
            "after": self._address(day=sheet.after if sheet else self.day + LIST_GOES_ON),
            "now": self._address(day=today),
            "move_url": reverse(f"{NAMESPACE}:move_entry"),
        }

    def _address(self, **changed: Any) -> str:
        kept = {name: str(self.form.given(name)) for name in self.form.fields if self.form.given(name)}
        query = {**kept, **{name: str(value) for name, value in changed.items()}}
        return f"{self.request.path}?{urlencode(query)}"

    def get_filename(self) -> str:
        return f"{_('calendario')}-{self.day:%Y-%m-%d}"

    def to_row_dict(self, item: Entry) -> dict[str, Any]:
        return {
            "first": item.first.isoformat(),
            "last": item.last.isoformat() if item.last else "",
            "at": f"{item.at:%H:%M}" if item.at else "",
            "channel": item.channel_label,
            "title": item.title,
            "campaign": item.campaign,
            "state": item.state_name,
            "standing": str(item.standing.label),
            "url": self.request.build_absolute_uri(item.url),
        }


class MoveForm(forms.Form):
    key = forms.CharField(max_length=60)
    day = forms.DateField(error_messages={"invalid": gettext_lazy("Escriba la fecha como 2026-11-30.")})
    back = forms.CharField(required=False, max_length=2000)


class MoveEntry(ForEditors, View):
    """Let something begin on another day: by dragging it there, or by a date."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        form = MoveForm(request.POST)
        if form.is_valid():
            try:
                said = entries.move(request.user, form.cleaned_data["key"], form.cleaned_data["day"])  # type: ignore[arg-type]
                messages.success(request, said)
            except CannotMove as why:
                messages.error(request, str(why))
        else:
            messages.error(
                request, " ".join(map(str, form.errors.get("day", [_("Elija otra vez qué mover y a qué día.")])))
            )
        back = request.POST.get("back", "")
        is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
        return redirect(back if is_ours else reverse(f"{NAMESPACE}:{EditorialCalendar.slug}"))
