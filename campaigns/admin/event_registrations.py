"""Who registered for an event and who came: for the staff of its page, and nobody else."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button
from wagtail.log_actions import log
from wagtail.models import Page

from archive.admin.reports.listing import FORMULA
from campaigns.admin.clarity_report import NAMESPACE
from campaigns.events import registering, times
from campaigns.models import Attendance, EventPage, Registration
from campaigns.recording_access import may_edit

LISTED, EXPORT = "event_registrations", "export_registrations"
EXPORTED = "campaigns.export_registrations"
"""The log of who took the list away."""


class AttendanceForm(forms.ModelForm):  # type: ignore[type-arg]
    """What somebody counted by hand; who came by name is ticked in the list."""

    class Meta:
        model = Attendance
        fields = ("reported", "source")
        help_texts = {
            "reported": gettext_lazy("Si se contó a mano, o no hubo registro. No se suma con la lista."),
            "source": gettext_lazy("Quién contó y cómo: «lista de la puerta», «la plataforma de video»."),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reported") is not None and not cleaned.get("source", "").strip():
            self.add_error("source", _("Diga quién la reporta: sin eso nadie sabe cuánto vale el número."))
        return cleaned


class OfAnEvent(View):
    """Absent for whoever does not work on the page of the event."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.event = get_object_or_404(EventPage, pk=kwargs["pk"])
        if not may_edit(request.user, self.event):
            raise Http404


class Registrations(OfAnEvent, WagtailAdminTemplateMixin, FormView):  # type: ignore[type-arg]
    """The list by name, to tick off who comes in, and the number that somebody reports."""

    template_name = "campaigns_admin/event_registrations.html"
    page_title = gettext_lazy("Registro y asistencia")
    header_icon = "group"
    form_class = AttendanceForm

    def get_page_subtitle(self) -> str:
        return str(self.event.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        report = {"url": reverse(f"{NAMESPACE}:events"), "label": _("Eventos")}
        here = {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, report, here]

    def get_form_kwargs(self) -> dict[str, Any]:
        known = Attendance.objects.filter(event=self.event).first() or Attendance(event=self.event)
        return {**super().get_form_kwargs(), "instance": known}

    @transaction.atomic
    def form_valid(self, form: AttendanceForm) -> HttpResponse:
        attendance = form.save(commit=False)
        if _tick(self.event, _numbers(self.request, "was"), _numbers(self.request, "came")):
            attendance.ticked_at = timezone.now()
        attendance.save()
        messages.success(self.request, _("Se guardó la asistencia."))
        return redirect(self.request.path)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Registration.objects.filter(event=self.event)
        return {
            **super().get_context_data(**kwargs),
            "event": self.event,
            "confirmed": sorted(rows.filter(place=registering.CONFIRMED), key=lambda each: each.name.casefold()),
            "waiting": list(rows.filter(place=registering.WAITING)),
            "kept_until": times.day(times.local(self.event.kept_until, self.event.clock).date()),
            "export_url": reverse(f"{NAMESPACE}:{EXPORT}", args=[self.event.pk]),
            "way_back": reverse("wagtailadmin_pages:edit", args=[self.event.pk]),
        }


def _numbers(request: HttpRequest, name: str) -> set[int]:
    return {int(each) for each in request.POST.getlist(name) if each.isdecimal() and len(each) < 18}


def _tick(event: EventPage, before: set[int], after: set[int]) -> bool:
    """Change only what this person changed: at another door somebody else may be ticking the same list."""
    rows = Registration.objects.filter(event=event, place=registering.CONFIRMED)
    came = rows.filter(pk__in=after - before).update(came=True)
    not_so = rows.filter(pk__in=before - after).update(came=False)
    return bool(came or not_so)


class ExportRegistrations(OfAnEvent):
    """The list as a CSV. Who took it away stands in the history of the page."""

    http_method_names = ["get"]

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        rows = list(Registration.objects.filter(event=self.event))
        file = io.StringIO()
        csv.writer(file).writerows([_HEADERS, *(_cells(self.event, row) for row in rows)])
        log(self.event, EXPORTED, user=request.user, data={"count": len(rows)})
        # The mark by which spreadsheet programs know that accents are UTF-8.
        response = HttpResponse("\ufeff" + file.getvalue(), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="registro-{slugify(self.event.title)[:60]}.csv"'
        response["Cache-Control"] = "private, no-store"
        return response


_HEADERS = ["nombre", "correo", "institución", "necesita", "lugar", "se registró", "asistió"]


def _cells(event: EventPage, row: Registration) -> list[str]:
    at = times.local(row.registered_at, event.clock)
    told = [row.name, row.mail, row.institution, row.needs, str(row.get_place_display()), f"{at:%Y-%m-%d %H:%M}"]
    return [f"'{each}" if each.startswith(FORMULA) else each for each in [*told, _("sí") if row.came else ""]]


ADDRESSES: tuple[tuple[str, type[View], str], ...] = (
    ("events/<int:pk>/", Registrations, LISTED),
    ("events/<int:pk>/csv/", ExportRegistrations, EXPORT),
)


def button(page: Page, user: User) -> Iterator[Button]:
    """The way from an event to its list, with how full it is."""
    if not isinstance(page, EventPage) or not may_edit(user, page):
        return
    address = reverse(f"{NAMESPACE}:{LISTED}", args=[page.pk])
    confirmed = Registration.objects.filter(event=page, place=registering.CONFIRMED).count()
    full = f"{confirmed}/{page.capacity}" if page.capacity else str(confirmed)
    label = _("Registro y asistencia (%(full)s)") % {"full": full} if page.takes_registrations else _("Asistencia")
    yield Button(label, address, icon_name="group", priority=60)


def people_await(page: Page) -> int:
    """How many people registered for events, in this section, that are still to come and not cancelled."""
    rows = Registration.objects.filter(event__path__startswith=page.path, event__ends_at__gt=timezone.now())
    return rows.exclude(event__status="cancelled").count()


def refuse_while_awaited(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An event that people come to is cancelled, which tells them; it does not just disappear."""
    count = people_await(page)
    if not count:
        return None
    message = ngettext(
        "«%(title)s»: hay %(count)d persona registrada. Primero cancele el evento y publíquelo, para avisarle.",
        "«%(title)s»: hay %(count)d personas registradas. Primero cancele el evento y publíquelo, para avisarles.",
        count,
    )
    messages.error(request, message % {"title": page.get_admin_display_title(), "count": count})
    return redirect(reverse("wagtailadmin_explore", args=[page.pk if page.is_leaf() else page.get_parent().pk]))


def refuse_many_while_awaited(
    request: HttpRequest, action_type: str, objects: list[Page], _action: Any
) -> HttpResponse | None:
    if action_type not in {"delete", "unpublish"}:
        return None
    return next((answer for page in objects if (answer := refuse_while_awaited(request, page))), None)
