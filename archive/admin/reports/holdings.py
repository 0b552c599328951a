"""Reports on what the archive holds: what is lacking in it, what falls due, what is read."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import F, Max, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect

from archive import publication, review
from archive.admin.columns import SECONDARY
from archive.admin.reports.listing import (
    CODE,
    INSTITUTION,
    STATE,
    TITLE,
    DocumentFilterSet,
    DocumentReport,
)
from archive.models import Document
from archive.vocabularies import ReadingState
from cms.core.visibility import State

SOON = timedelta(days=90)
STATES = [(state.value, state.label) for state in State if state != State.WITHDRAWN]


def lacks(field: str) -> Q:
    """That a field of the description is empty."""
    column = Document._meta.get_field(field)  # noqa: SLF001 - Django's own name
    return Q(**{f"{field}__isnull": True}) if column.null else Q(**{field: ""})


def lacking() -> Q:
    """That any field is empty without which nobody could tell what the document is."""
    found = Q()
    for field in review.ESSENTIAL:
        found |= lacks(field)
    return found


def missing_fields(document: Document) -> str:
    """The essential fields that are empty, as people call them."""
    return ", ".join(publication.label(field) for field in review.ESSENTIAL if not getattr(document, _stored(field)))


def _stored(field: str) -> str:
    """Where the row itself holds the field: of a relation its key, for which nothing has to be read."""
    return f"{field}_id" if hasattr(Document, f"{field}_id") else field


def _essential() -> list[tuple[str, str]]:
    return [(field, publication.label(field)) for field in review.ESSENTIAL]


class UndescribedFilterSet(DocumentFilterSet):
    lacks = django_filters.ChoiceFilter(method="filter_lacks", choices=_essential, label=_("Falta"))
    state = django_filters.MultipleChoiceFilter(
        choices=STATES, label=_("Situación"), widget=forms.CheckboxSelectMultiple
    )

    def filter_lacks(self, rows: QuerySet[Document], _name: str, value: str) -> QuerySet[Document]:
        return rows.filter(lacks(value))


class Undescribed(DocumentReport):
    """Documents that lack what their submission to a review demands, and which fields those are."""

    slug = "undescribed"
    page_title = _("Sin describir")
    header_icon = "edit"
    filterset_class = UndescribedFilterSet
    columns: ClassVar = [
        TITLE,
        CODE,
        INSTITUTION,
        STATE,
        Column("missing", label=_("Falta"), accessor=missing_fields),
    ]

    def get_base_queryset(self) -> QuerySet[Document]:
        return super().get_base_queryset().filter(lacking()).order_by("-pk")


class WithoutTextFilterSet(DocumentFilterSet):
    reading = django_filters.ChoiceFilter(
        field_name="original__reading__state",
        choices=[
            (state.value, state.label)
            for state in (ReadingState.OCR_PENDING, ReadingState.UNSUPPORTED, ReadingState.READ)
        ],
        label=_("Lectura"),
    )


class FileReport(DocumentReport):
    """Documents with what is known of their files' text."""

    def get_base_queryset(self) -> QuerySet[Document]:
        rows = super().get_base_queryset().select_related("holding_institution", "original__reading")
        return rows.order_by("-pk")


FILE = Column("file", label=_("Fichero"), accessor="original.filename", classname=SECONDARY)


class WithoutText(FileReport):
    """Files that search can't find by their words, wholly or in part."""

    slug = "without_text"
    page_title = _("Sin texto")
    header_icon = "doc-empty"
    filterset_class = WithoutTextFilterSet
    columns: ClassVar = [
        TITLE,
        CODE,
        INSTITUTION,
        FILE,
        Column("reading", label=_("Lectura"), accessor="original.reading.get_state_display"),
        Column("pages", label=_("Páginas"), accessor="original.reading.page_count"),
        Column("with_text", label=_("Con texto"), accessor="original.reading.pages_with_text"),
    ]

    def get_base_queryset(self) -> QuerySet[Document]:
        reading = "original__reading__"
        none = Q(**{f"{reading}state__in": [ReadingState.OCR_PENDING, ReadingState.UNSUPPORTED]})
        some = Q(**{f"{reading}state": ReadingState.READ, f"{reading}pages_with_text__lt": F(f"{reading}page_count")})
        return super().get_base_queryset().filter(none | some)


class Quarantined(FileReport):
    """Files that could not be opened, and why."""

    slug = "quarantined"
    page_title = _("En cuarentena")
    header_icon = "warning"
    columns: ClassVar = [
        TITLE,
        CODE,
        INSTITUTION,
        FILE,
        Column("reason", label=_("Motivo"), accessor="original.reading.reason"),
        Column("received", label=_("Recibido"), accessor="original.received_at", classname=SECONDARY),
        Column("received_by", label=_("Recibido por"), accessor="original.received_by", classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[Document]:
        return super().get_base_queryset().filter(original__reading__state=ReadingState.QUARANTINED)


def reservation(document: Document) -> Any:
    """What becomes of a reservation when its term ends, or that somebody has to decide."""
    if document.public_from is not None:
        return _("Se abre sola")
    if document.reserved_until and document.reserved_until <= timezone.now():
        return _("Vencida: falta decidir")
    return _("Vence: falta decidir")


class ReservationsFilterSet(DocumentFilterSet):
    due = django_filters.BooleanFilter(method="filter_due", label=_("Ya vencida"), widget=BooleanRadioSelect)
    soon = django_filters.BooleanFilter(
        method="filter_soon", label=_("Vence en los próximos 90 días"), widget=BooleanRadioSelect
    )
    period = django_filters.DateFromToRangeFilter(
        field_name="reserved_until", label=_("Vence"), widget=DateRangePickerWidget
    )

    def filter_due(self, rows: QuerySet[Document], _name: str, value: bool) -> QuerySet[Document]:
        past = Q(reserved_until__lte=timezone.now())
        return rows.filter(past if value else ~past)

    def filter_soon(self, rows: QuerySet[Document], _name: str, value: bool) -> QuerySet[Document]:
        now = timezone.now()
        soon = Q(reserved_until__gt=now, reserved_until__lte=now + SOON)
        return rows.filter(soon if value else ~soon)


class Reservations(DocumentReport):
    """Reservations by the end of their term, those that ended without a decision first."""

    slug = "reservations"
    page_title = _("Reservas y sus plazos")
    header_icon = "lock"
    filterset_class = ReservationsFilterSet
    columns: ClassVar = [
        TITLE,
        CODE,
        INSTITUTION,
        Column("until", label=_("Reservado hasta"), accessor="reserved_until"),
        Column("what", label=_("Qué sigue"), accessor=reservation),
        Column("legal_basis", label=_("Fundamento legal")),
        Column("reason", label=_("Motivo"), accessor="state_reason", classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[Document]:
        now = timezone.now()
        rows = super().get_base_queryset().filter(state=State.RESERVED)
        return rows.exclude(public_from__lte=now).order_by("reserved_until", "pk")


class MostReadFilterSet(DocumentFilterSet):
    period = django_filters.DateFromToRangeFilter(
        field_name="consultations__day", label=_("Consultados"), widget=DateRangePickerWidget
    )


class MostRead(DocumentReport):
    """Documents by how often they were opened in a period; nobody knows by whom."""

    slug = "most_read"
    page_title = _("Más consultados")
    header_icon = "view"
    filterset_class = MostReadFilterSet
    columns: ClassVar = [
        TITLE,
        CODE,
        INSTITUTION,
        Column("consultations", label=_("Consultas"), accessor="opened"),
        Column("last_day", label=_("Última consulta"), accessor="opened_last", classname=SECONDARY),
    ]

    def get_queryset(self) -> QuerySet[Document]:
        # The sum goes over the days that the filter has left.
        rows: QuerySet[Document] = super().get_queryset()
        counted = rows.annotate(opened=Sum("consultations__count"), opened_last=Max("consultations__day"))
        return counted.filter(opened__gt=0).order_by("-opened", "pk")
