"""In the editor of what a state took: where it comes from, what changed there since, what is locked."""

from typing import Any

from wagtail.admin.panels import Panel


class NationalPanel(Panel):
    """Shown above the fields of a page that was taken from a national one; else not at all."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/national_panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            from campaigns.admin import standing  # noqa: PLC0415 - pages are declared after their panels

            self.standing = standing.of(self.instance) if self.form is not None else None

        def is_shown(self) -> bool:
            return self.standing is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "standing": self.standing}
