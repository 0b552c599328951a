"""The archive's log, as people read it: who did what to which record, when and why."""

from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.log_actions import registry

from archive.admin.columns import SECONDARY
from archive.admin.decisions import NAMESPACE as DOCUMENTS
from archive.admin.reports.listing import ArchiveReport, institutions_of
from archive.admin.tenancy import rows_of
from archive.models import ArchiveLogEntry, Document

REASONS = ("reason", "comment", "legal_basis")
"""Where an entry says why, by what was done."""


def viewable(request: HttpRequest | None) -> QuerySet[ArchiveLogEntry]:
    if request is None:
        return ArchiveLogEntry.objects.none()
    return ArchiveLogEntry.objects.viewable_by_user(request.user)  # type: ignore[arg-type]


def people_of(request: HttpRequest | None) -> QuerySet[User]:
    """Who appears in the entries that the person may see."""
    return User.objects.filter(pk__in=viewable(request).order_by().values("user")).order_by("username")


def why(entry: ArchiveLogEntry) -> str:
    """The reasons that were given."""
    return " · ".join(str(entry.data[name]) for name in REASONS if entry.data.get(name))


def what(entry: ArchiveLogEntry) -> str:
    """What was done, without the reason that some sentences end with."""
    return str(entry.message).removesuffix(f": {entry.data.get('reason', '')}")


def address(entry: ArchiveLogEntry) -> str | None:
    """Where the document of the entry is, for a record that is one."""
    is_document = entry.content_type_id == ContentType.objects.get_for_model(Document).pk
    return reverse(f"{DOCUMENTS}:inspect", args=[entry.object_id]) if is_document else None


class LogFilterSet(WagtailFilterSet):
    words = django_filters.CharFilter(method="filter_words", label=_("Título o código"))
    institution = django_filters.ModelChoiceFilter(queryset=institutions_of, label=_("Institución"))
    user = django_filters.ModelChoiceFilter(queryset=people_of, label=_("Persona"))
    action = django_filters.MultipleChoiceFilter(label=_("Acto"), widget=forms.CheckboxSelectMultiple)
    timestamp = django_filters.DateFromToRangeFilter(label=_("Fecha"), widget=DateRangePickerWidget)

    class Meta:
        model = ArchiveLogEntry
        fields: ClassVar[list[str]] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = set(viewable(self.request).order_by().values_list("action", flat=True).distinct())
        self.filters["action"].extra["choices"] = [each for each in registry.get_choices() if each[0] in done]

    def filter_words(self, rows: QuerySet[ArchiveLogEntry], _name: str, value: str) -> QuerySet[ArchiveLogEntry]:
        """By the title as it was then, or by either code of a document."""
        mine = rows_of(self.request.user, Document).filter(Q(code=value.lower()) | Q(reference_code=value))
        found = Q(label__icontains=value)
        if keys := [str(pk) for pk in mine.values_list("pk", flat=True)[:100]]:
            found |= Q(content_type=ContentType.objects.get_for_model(Document), object_id__in=keys)
        return rows.filter(found)


class ArchiveLog(ArchiveReport):
    """Every act on documents, units and lists of the person's institutions."""

    slug = "log"
    page_title = _("Bitácora del archivo")
    header_icon = "history"
    filterset_class = LogFilterSet
    columns: ClassVar = [
        Column("timestamp", label=_("Cuándo")),
        Column("user", label=_("Quién"), accessor="user_display_name"),
        Column("what", label=_("Qué"), accessor=what),
        TitleColumn("label", label=_("Sobre qué"), get_url=address),
        Column("kind", label=_("Clase"), accessor="object_verbose_name", classname=SECONDARY),
        Column("why", label=_("Por qué"), accessor=why),
        Column("institution", label=_("Institución"), accessor="institution.name", classname=SECONDARY),
    ]

    def get_base_queryset(self) -> QuerySet[ArchiveLogEntry]:
        return viewable(self.request).select_related("user", "institution", "content_type")
