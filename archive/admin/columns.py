"""Columns of the lists of documents."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column

from archive.models import Document, Reading
from cms.core.visibility import State

STATE_STYLES = {State.PUBLISHED: "w-status--primary", State.WITHDRAWN: "w-status--label"}


def reading_of(document: Document) -> Reading | None:
    """What is known of the file's text, if the document has a file."""
    return getattr(document.original, "reading", None)


class StateColumn(Column):
    """Where the document stands, and whether a later description waits."""

    cell_template_name = "archive_admin/columns/state.html"

    def get_cell_context_data(self, instance: Document, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        style = STATE_STYLES.get(State(instance.state), "")
        return {**context, "document": instance, "style": style, "changed": has_unpublished_changes(instance)}


class ReadingColumn(Column):
    """What has come of reading the file; the reason where it could not be read."""

    cell_template_name = "archive_admin/columns/reading.html"

    def get_cell_context_data(self, instance: Document, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        reading = reading_of(instance)
        return {**context, "reading": reading, "needs_help": bool(reading and reading.lacks_something)}


def has_unpublished_changes(document: Document) -> bool:
    """Whether readers see an older description than the one that was saved last."""
    return document.state != State.DRAFT and document.has_unpublished_changes


SECONDARY = "archive-secondary"
"""Columns that a telephone has no room for (templates/static/css/admin.css)."""

LIST_COLUMNS = (
    Column("code", label=_("Código"), sort_key="code", classname=SECONDARY),
    StateColumn("state", label=_("Situación"), sort_key="state"),
    ReadingColumn("reading", label=_("Lectura"), classname=SECONDARY),
    Column("holding_institution", label=_("Institución"), accessor="holding_institution.name", classname=SECONDARY),
    Column("document_type", label=_("Tipo"), accessor="document_type.label", classname=SECONDARY),
)
