"""The report on events: where, when, how full, how many came."""

from typing import Any, ClassVar

import django_filters
from django.db.models import Count, F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn

from archive.admin.columns import SECONDARY
from campaigns.admin.clarity_report import PagesReport, pages_of
from campaigns.events import times
from campaigns.models import EventPage, Registration
from campaigns.models.event import EventKind, EventStatus
from cms.core.reference.models import State

COMING, PAST = "coming", "past"


class EventsFilterSet(WagtailFilterSet):
    words = django_filters.CharFilter(field_name="title", lookup_expr="icontains", label=_("Título"))
    kind = django_filters.ChoiceFilter(choices=EventKind.choices, label=_("Clase"))
    state = django_filters.ModelChoiceFilter(queryset=State.objects.all(), label=_("Entidad federativa"))
    status = django_filters.ChoiceFilter(choices=EventStatus.choices, label=_("Situación"))
    when = django_filters.ChoiceFilter(
        choices=[(COMING, _("Por venir")), (PAST, _("Pasados"))], method="by_time", label=_("Cuándo")
    )
    starts_at = django_filters.DateFromToRangeFilter(label=_("Empieza"), widget=DateRangePickerWidget)

    class Meta:
        model = EventPage
        fields: ClassVar[list[str]] = []

    def by_time(self, rows: QuerySet[EventPage], _name: str, value: str) -> QuerySet[EventPage]:
        now = timezone.now()
        return rows.filter(ends_at__gt=now) if value == COMING else rows.filter(ends_at__lte=now)


def _starts(row: Any) -> str:
    return f"{times.local(row.starts_at, row.clock):%Y-%m-%d %H:%M}"


def _status(row: Any) -> Any:
    return row.get_status_display() if row.live else _("Borrador")


def _with_kept(name: str) -> Any:
    """What the list says; where its names were deleted, what was kept of it."""

    def count(row: Any) -> int:
        return int(getattr(row, f"{name}_now") + (getattr(row, f"kept_{name}") or 0))

    return count


def _ticked(row: Any) -> int | str:
    return _with_kept("came")(row) if row.ticked_at else ""


def events_of(request: HttpRequest) -> QuerySet[EventPage]:
    """The events that the person works with, each with its numbers."""
    rows = EventPage.objects.filter(pk__in=pages_of(request).values("pk"))
    confirmed, waiting = (Q(registrations__place=each) for each in Registration.Place.values)
    return rows.select_related("state").annotate(
        confirmed_now=Count("registrations", filter=confirmed),
        waiting_now=Count("registrations", filter=waiting),
        came_now=Count("registrations", filter=Q(registrations__came=True)),
        ticked_at=F("attendance__ticked_at"),
        reported=F("attendance__reported"),
        **{f"kept_{each}": F(f"attendance__kept_{each}") for each in ("confirmed", "waiting", "came")},
    )


class EventsReport(PagesReport):
    """Events with who registered and who came; what was counted here and what was reported stand apart."""

    slug = "events"
    page_title = _("Eventos")
    header_icon = "calendar-alt"
    filterset_class = EventsFilterSet
    template_name = "campaigns_admin/events_report.html"
    columns: ClassVar = [
        TitleColumn(
            "title",
            label=_("Evento"),
            get_url=lambda row: reverse("wagtailadmin_pages:edit", args=[row.pk]),
        ),
        Column("kind", label=_("Clase"), accessor="get_kind_display", classname=SECONDARY),
        Column("starts", label=_("Empieza (hora del lugar)"), accessor=_starts),
        Column("state", label=_("Entidad"), accessor=lambda row: row.state or _("Nacional"), classname=SECONDARY),
        Column("status", label=_("Situación"), accessor=_status),
        Column("confirmed", label=_("Con lugar"), accessor=_with_kept("confirmed")),
        Column("capacity", label=_("Cupo"), accessor="capacity"),
        Column("waiting", label=_("En espera"), accessor=_with_kept("waiting"), classname=SECONDARY),
        Column("came", label=_("Asistencia medida"), accessor=_ticked),
        Column("reported", label=_("Asistencia reportada"), accessor="reported"),
    ]

    def get_base_queryset(self) -> QuerySet[EventPage]:
        return events_of(self.request).order_by("-starts_at", "-pk")
