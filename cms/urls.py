"""The composition root: which app answers where."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path, reverse
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.admin.auth import require_admin_access
from wagtail.documents import urls as wagtaildocs_urls

from cms.core import media, public_cache
from cms.home.admin.choosing import ChosenPages, PageTypesReport, act_on_many
from cms.operations.health.views import health

CLOSED_TO_ROBOTS = ("/admin/", "/buscar/", "/d/*/buscar", "/d/*girar=", "/d/*ampliar=")
"""Robots read documents; every combination of facets, and every turn of every page, would help nobody."""

handler404 = "cms.home.errors.not_found"


def robots(request: HttpRequest) -> HttpResponse:
    closed = [f"Disallow: {path}" for path in CLOSED_TO_ROBOTS]
    sitemap = f"Sitemap: {request.build_absolute_uri(reverse('home:sitemap'))}"
    response = HttpResponse("\n".join(["User-agent: *", *closed, "", sitemap, ""]), content_type="text/plain")
    public_cache.share(response)
    return response


urlpatterns = [
    # Wagtail's own give the titles of any page.
    path("admin/choose-page/chosen-multiple/", require_admin_access(ChosenPages.as_view())),
    path("admin/bulk/wagtailcore/page/<str:action>/", require_admin_access(act_on_many)),
    path("admin/reports/page-types-usage/", require_admin_access(PageTypesReport.as_view())),
    path("admin/reports/page-types-usage/results/", require_admin_access(PageTypesReport.as_view(results_only=True))),
    path("admin/", include(wagtailadmin_urls)),
    path("documentos/", include(wagtaildocs_urls)),
    path("media/images/<str:name>", media.rendition),
    path("robots.txt", robots),
    path("salud/", health, name="health"),
    path("", include("cms.home.urls")),
    path("", include("search.urls")),
    path("", include("campaigns.urls")),
    path("", include("archive.urls")),
    path("", include(wagtail_urls)),
]
