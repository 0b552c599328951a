"""In the editor of a page: which of its quotes no longer stand."""

from typing import Any

from wagtail.admin.panels import Panel
from wagtail.models import Page

from archive import cited_pages


class FallenQuotesPanel(Panel):
    """Shown above the fields of a page that quotes what was superseded, withdrawn or closed; else not at all."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "archive_admin/panels/fallen_quotes.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            saved = Page.objects.filter(pk=self.instance.pk) if self.instance.pk else None
            self.quotes = cited_pages.fallen(saved) if saved is not None else []

        def is_shown(self) -> bool:
            return bool(self.quotes)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {**super().get_context_data(parent_context), "quotes": self.quotes}
