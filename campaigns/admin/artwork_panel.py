"""In the editor of a page: what is amiss with its cards, and the way to all of them."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel


class ArtworkPanel(Panel):
    """Shown once the page is saved."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/artwork_panel.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            from campaigns.artwork_files import title_of  # noqa: PLC0415 - selectors import the pages
            from campaigns.models import Artwork  # noqa: PLC0415

            rows = Artwork.objects.filter(page=self.instance.pk).exclude(problem="")
            return {
                **super().get_context_data(parent_context),
                "all": reverse("campaigns_reports:artwork", args=[self.instance.pk]),
                "problems": [f"{title_of(row.code)}: {row.problem}" for row in rows],
            }
