"""In the editor of what can be under embargo: until when readers get nothing of it, as it is published now."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from cms.core.models.embargo import said, under_embargo_until


class EmbargoPanel(Panel):
    """Shown while the published page is closed; else not at all."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "campaigns_admin/embargo.html"

        def is_shown(self) -> bool:
            return bool(self.instance.pk and under_embargo_until(self.instance))

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            until = under_embargo_until(self.instance)
            return {
                **super().get_context_data(parent_context),
                "said": said(until, self.instance.embargo_zone),
                "address": reverse("campaigns_press:embargo", args=[self.instance.pk]),
            }
