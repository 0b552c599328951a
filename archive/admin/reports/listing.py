"""What the archive's reports have in common: who sees what, one declaration of columns for page and spreadsheet."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, ClassVar

import django_filters
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_str
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.admin.views.reports import ReportView

from archive.admin.columns import SECONDARY
from archive.admin.decisions import NAMESPACE as DOCUMENTS
from archive.admin.policies import DOCUMENT_POLICY
from archive.admin.tenancy import rows_of
from archive.models import Document
from cms.core.reference.models import Institution
from cms.core.tenancy import VIEW
from cms.core.visibility import State

NAMESPACE = "archive_reports"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula in a CSV."""


def institutions_of(request: HttpRequest | None) -> QuerySet[Institution]:
    """The institutions that hold something that the person may see: the commission's members see several."""
    if request is None:
        return Institution.objects.none()
    held = rows_of(request.user, Document).order_by().values("holding_institution")  # type: ignore[arg-type]
    return Institution.objects.filter(pk__in=held)


def person(user: User | None) -> str:
    """What people call a person; nothing for nobody."""
    return (user.get_full_name() or user.get_username()) if user else ""


def local(instant: datetime) -> datetime:
    """The instant on the clock of the site, as spreadsheets show it."""
    return timezone.localtime(instant).replace(tzinfo=None, second=0, microsecond=0)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


class DocumentFilterSet(WagtailFilterSet):
    """The filters that every report on documents has."""

    holding_institution = django_filters.ModelChoiceFilter(queryset=institutions_of, label=_("Institución"))

    class Meta:
        model = Document
        fields: ClassVar[list[str]] = []


class ArchiveReport(ReportView):
    """A report for whoever may see documents somewhere; every row of it belongs to what that person may see.

    `columns` are what the page and the spreadsheets show.
    """

    slug: ClassVar[str]
    namespace: ClassVar[str] = NAMESPACE
    page_title: ClassVar[Promise]
    header_icon = "doc-full-inverse"
    results_template_name = "archive_admin/reports/results.html"
    columns: ClassVar[list[Column]]
    permission_policy = DOCUMENT_POLICY
    permission_required = VIEW
    custom_value_preprocess: ClassVar[dict[Any, Any]] = {
        **SpreadsheetExportMixin.custom_value_preprocess,
        datetime: {"csv": lambda value: local(value).isoformat(" ", "minutes"), "xlsx": local},
        str: {"csv": _harmless},
    }

    def stream_csv(self, queryset: QuerySet[Any]) -> Iterator[str]:
        """With the mark by which spreadsheet programs know that accents are UTF-8."""
        yield "\ufeff"
        yield from super().stream_csv(queryset)

    @property
    def index_url_name(self) -> str:
        return f"{self.namespace}:{self.slug}"

    @property
    def index_results_url_name(self) -> str:
        return f"{self.namespace}:{self.slug}_results"

    @property
    def list_export(self) -> list[str]:
        return [column.name for column in self.columns]

    def get_filtered_queryset(self) -> Any:
        # `get_queryset` has filtered already; a second time would join many rows twice.
        return self.get_queryset()

    def get_filename(self) -> str:
        return f"{self.slug}-{timezone.localdate():%Y-%m-%d}"

    def get_heading(self, queryset: Any, field: str) -> str:
        return force_str(next(column.label for column in self.columns if column.name == field))

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        values = {column.name: column.get_value(item) for column in self.columns}
        return {name: "" if value is None else value for name, value in values.items()}


class DocumentReport(ArchiveReport):
    """A report whose rows are documents that readers may still get."""

    filterset_class = DocumentFilterSet

    def get_base_queryset(self) -> QuerySet[Document]:
        rows: QuerySet[Document] = rows_of(self.request.user, Document)
        return rows.exclude(state=State.WITHDRAWN).select_related("holding_institution")


TITLE = TitleColumn(
    "title", label=_("Título"), get_url=lambda document: reverse(f"{DOCUMENTS}:inspect", args=[document.pk])
)
CODE = Column("code", label=_("Código"), accessor=lambda each: each.reference_code or each.code, classname=SECONDARY)
INSTITUTION = Column("institution", label=_("Institución"), accessor="holding_institution.name", classname=SECONDARY)
STATE = Column("state", label=_("Situación"), accessor="get_state_display")
