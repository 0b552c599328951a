"""In the editor of a version: its original, what changed there since, and whether the version has caught up."""

from typing import Any

from wagtail.admin.panels import FieldPanel, Panel

from campaigns import versions


class OriginalPanel(Panel):
    """Shown above the fields of a version that has been saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/original_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            original = self.instance.original
            changes = versions.changes(self.instance.source_said, original.said())
            return {**super().get_context_data(parent_context), "original": original, "changes": changes}


class IsCurrentPanel(FieldPanel):
    """The question of the form; no column of the page."""

    def get_comparison_class(self) -> None:
        """Nothing of it is kept, so nothing is compared."""
