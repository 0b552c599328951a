"""Pages of the administration that are no list and no editor: they say above what they are, and of what."""

from typing import Any

from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin


class TitledView(WagtailAdminTemplateMixin):
    """Its title stands at the end of the way to it."""

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]
