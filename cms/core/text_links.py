"""Links in running text lead only to pages that readers get."""

from typing import Any

from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from cms.core.visibility import pages_shown


class ShownPageLink(PageLinkHandler):
    """A link in running text: where readers don't get, its words stay and lead nowhere."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        keys = [str(attrs.get("id")) for attrs in attrs_list]
        rows = pages_shown(Page.objects.filter(pk__in=[key for key in keys if key.isdecimal()]))
        found = {str(page.pk): page for page in rows.defer_streamfields().specific()}
        return [found.get(key) for key in keys]
