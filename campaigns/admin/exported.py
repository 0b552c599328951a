"""What the views that export rows of their own have in common: who may see them, and how spreadsheets are written."""

from collections.abc import Iterator
from typing import Any, ClassVar

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import Page
from wagtail.permissions import policy_registry

from archive.admin.reports.listing import ArchiveReport
from campaigns.admin.clarity_report import CHANGE


class ForEditors(PermissionCheckedMixin):
    """For whoever edits some page."""

    permission_required = CHANGE

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(Page)


class ExportedRows(SpreadsheetExportMixin):
    """Rows that are no queryset; `export_headings` names their columns."""

    export_headings: ClassVar[dict[str, Any]]
    custom_value_preprocess: ClassVar = ArchiveReport.custom_value_preprocess

    def stream_csv(self, queryset: Any) -> Iterator[str]:
        """With the mark by which spreadsheet programs know that accents are UTF-8."""
        yield "\ufeff"
        yield from super().stream_csv(queryset)

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(self.export_headings[field])
