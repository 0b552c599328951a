"""The list of documents: columns, filters, search."""

from typing import Any

import django_filters
from django import forms
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.widgets.boolean_radio_select import BooleanRadioSelect
from wagtail.admin.widgets.button import Button

from archive import review
from archive.admin.decisions import offered
from archive.admin.forms import institutions_where
from archive.admin.tenancy import OwnIndexView
from archive.models import Document, DocumentType
from archive.vocabularies import ReadingState, Stage
from cms.core.reference.models import Institution
from cms.core.reference.models import State as Place
from cms.core.tenancy import VIEW
from cms.core.visibility import State

SEARCHED = ("title", "code", "reference_code", "original__filename")


def searched(rows: QuerySet[Document], words: str) -> QuerySet[Document]:
    """The rows with these words in one of the fields that the list's search box looks at."""
    found = Q()
    for field in SEARCHED if words else ():
        found |= Q(**{f"{field}__icontains": words})
    return rows.filter(found)


def own_institutions(request: HttpRequest | None) -> QuerySet[Institution]:
    """The institutions by which the person may filter a list."""
    if request is None:
        return Institution.objects.none()
    if request.user.is_superuser:
        return Institution.objects.all()
    return institutions_where(request.user, VIEW)  # type: ignore[arg-type]


class DocumentFilterSet(WagtailFilterSet):
    state = django_filters.MultipleChoiceFilter(
        choices=State.choices, label=_("Situación"), widget=forms.CheckboxSelectMultiple
    )
    stage = django_filters.MultipleChoiceFilter(
        choices=Stage.choices, label=_("Revisión"), widget=forms.CheckboxSelectMultiple
    )
    mine = django_filters.BooleanFilter(
        method="filter_mine", label=_("Espera mi aprobación"), widget=BooleanRadioSelect
    )
    reading = django_filters.MultipleChoiceFilter(
        field_name="original__reading__state",
        choices=ReadingState.choices,
        label=_("Lectura"),
        widget=forms.CheckboxSelectMultiple,
    )
    changed = django_filters.BooleanFilter(
        method="filter_changed", label=_("Con cambios sin publicar"), widget=BooleanRadioSelect
    )
    due = django_filters.BooleanFilter(method="filter_due", label=_("Reserva vencida"), widget=BooleanRadioSelect)
    holding_institution = django_filters.ModelChoiceFilter(queryset=own_institutions, label=_("Institución"))
    document_type = django_filters.ModelChoiceFilter(queryset=DocumentType.objects.all(), label=_("Tipo"))
    place = django_filters.ModelChoiceFilter(queryset=Place.objects.all(), label=_("Entidad federativa"))

    class Meta:
        model = Document
        fields: list[str] = []

    def filter_mine(self, rows: QuerySet[Document], _name: str, value: bool) -> QuerySet[Document]:
        if self.request is None:
            return rows.none()
        waiting = review.waiting_for(self.request.user).values("pk")
        return rows.filter(pk__in=waiting) if value else rows.exclude(pk__in=waiting)

    def filter_changed(self, rows: QuerySet[Document], _name: str, value: bool) -> QuerySet[Document]:
        changed = Q(has_unpublished_changes=True) & ~Q(state=State.DRAFT)
        return rows.filter(changed if value else ~changed)

    def filter_due(self, rows: QuerySet[Document], _name: str, value: bool) -> QuerySet[Document]:
        due = Q(state=State.RESERVED, public_from__isnull=True, reserved_until__lte=timezone.now())
        return rows.filter(due if value else ~due)


class DocumentIndexView(OwnIndexView):
    """The documents of one's institutions."""

    def get_base_queryset(self) -> QuerySet[Document]:
        related = ("holding_institution", "document_type", "original__reading", "latest_revision")
        rows: QuerySet[Document] = super().get_base_queryset().select_related(*related)
        return rows

    def _annotate_queryset_updated_at(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # Most documents were imported and never edited: they have no revision.
        saved = Coalesce(F("latest_revision__created_at"), F("state_changed_at"), F("original__received_at"))
        return queryset.annotate(_updated_at=saved)

    @cached_property
    def add_item_label(self) -> Any:
        return _("Subir documentos")

    def get_list_more_buttons(self, instance: Document) -> list[Any]:
        decisions = offered(instance, self.request.user)
        return [
            *super().get_list_more_buttons(instance),
            *(
                Button(each.label, url=each.url(instance), icon_name=each.icon, priority=50 + place)
                for place, each in enumerate(decisions)
            ),
        ]
