"""The map of the site for search engines: what anybody may read now, at the host that was asked.

Wagtail's own sitemap names the host of its site's settings, whatever host a reader knows; Django's asks the request.
"""

from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.models import Page

from archive import access
from archive.models import Document
from cms.core import public_cache, visibility
from cms.core.models.page import page_address
from cms.core.visibility import viewer_of

ON_ONE = 10_000


class Pages(Sitemap[Page]):
    """The pages that editors write."""

    limit = ON_ONE

    def items(self) -> Any:
        rows = visibility.pages_shown(Page.objects.filter(depth__gt=1))
        return rows.order_by("path").only("url_path", "last_published_at")

    def location(self, item: Page) -> str:
        return page_address(item.url_path)

    def lastmod(self, item: Page) -> datetime | None:
        changed: datetime | None = item.last_published_at
        return changed

    def get_latest_lastmod(self) -> datetime | None:
        changed: datetime | None = self.items().aggregate(last=Max("last_published_at"))["last"]
        return changed


class Documents(Sitemap[Document]):
    """The documents that anybody may read."""

    limit = ON_ONE

    def items(self) -> Any:
        return access.visible_to(viewer_of(None)).order_by("pk").only("code", "public_from", "state_changed_at")

    def location(self, item: Document) -> str:
        return item.get_absolute_url()

    def lastmod(self, item: Document) -> datetime | None:
        return latest(item.public_from, item.state_changed_at)

    def get_latest_lastmod(self) -> datetime | None:
        found = self.items().aggregate(opened=Max("public_from"), decided=Max("state_changed_at"))
        return latest(*found.values())


class Tools(Sitemap[str]):
    """What readers can do here that is no page of the editors."""

    def items(self) -> list[str]:
        return ["campaigns:plain_language", "home:newsletter"]

    def location(self, item: str) -> str:
        return reverse(item)


def latest(*instants: datetime | None) -> datetime | None:
    """The last of those that are known."""
    return max((each for each in instants if each), default=None)


SECTIONS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {
    "paginas": Pages,
    "documentos": Documents,
    "herramientas": Tools,
}


def index(request: HttpRequest) -> HttpResponse:
    """One line for each part, of at most so many addresses."""
    response = views.index(request, SECTIONS, sitemap_url_name="home:sitemap_section")
    public_cache.share(response)
    return response


def section(request: HttpRequest, section: str) -> HttpResponse:
    """The addresses of one part."""
    response = views.sitemap(request, SECTIONS, section=section)
    public_cache.share(response)
    return response
