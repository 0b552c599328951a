"""Permanent addresses of records: they never change (docs/adr/0006-permanent-addresses.md)."""

from collections.abc import Callable

from django.http import HttpResponseBase
from django.urls import path

from archive import citation_views, page_views, recording_views, views

app_name = "archive"

_ADDRESSES: dict[str, tuple[Callable[..., HttpResponseBase], str]] = {
    "d/<slug:code>": (views.document, "document"),
    "d/<slug:code>/p<int:page>": (page_views.page, "page"),
    "d/<slug:code>/p<int:page>/imagen": (page_views.page_image, "page_image"),
    "d/<slug:code>/p<int:page>/pdf": (page_views.page_pdf, "page_pdf"),
    "d/<slug:code>/paginas": (page_views.at_a_glance, "at_a_glance"),
    "d/<slug:code>/buscar": (page_views.find, "find"),
    "d/<slug:code>/reproducir": (recording_views.play, "play"),
    "d/<slug:code>/subtitulos": (recording_views.captions, "captions"),
    "d/<slug:code>/ir": (views.go_to_page, "go_to_page"),
    "d/<slug:code>/descarga": (views.download, "download"),
    "d/<slug:code>/portada": (views.cover, "cover"),
    "d/<slug:code>/citar": (citation_views.cite, "cite"),
    "d/<slug:code>/p<int:page>/citar": (citation_views.cite, "page_cite"),
    "d/<slug:code>/v<int:version>": (views.document, "version"),
    "d/<slug:code>/v<int:version>/p<int:page>": (page_views.page, "version_page"),
    "d/<slug:code>/v<int:version>/p<int:page>/imagen": (page_views.page_image, "version_page_image"),
    "d/<slug:code>/v<int:version>/p<int:page>/pdf": (page_views.page_pdf, "version_page_pdf"),
    "d/<slug:code>/v<int:version>/paginas": (page_views.at_a_glance, "version_at_a_glance"),
    "d/<slug:code>/v<int:version>/buscar": (page_views.find, "version_find"),
    "d/<slug:code>/v<int:version>/reproducir": (recording_views.play, "version_play"),
    "d/<slug:code>/v<int:version>/subtitulos": (recording_views.captions, "version_captions"),
    "d/<slug:code>/v<int:version>/ir": (views.go_to_page, "version_go_to_page"),
    "d/<slug:code>/v<int:version>/descarga": (views.download, "version_download"),
    "d/<slug:code>/v<int:version>/diferencias": (views.differences, "version_differences"),
    "d/<slug:code>/v<int:version>/citar": (citation_views.cite, "version_cite"),
    "d/<slug:code>/v<int:version>/p<int:page>/citar": (citation_views.cite, "version_page_cite"),
    "u/<slug:code>": (views.unit, "unit"),
    "productores/<slug:code>": (views.creator, "creator"),
}

# The form with a slash comes first: reversing a name takes the last one, which is the permanent address.
urlpatterns = [
    pattern
    for address, (view, name) in _ADDRESSES.items()
    for pattern in (path(f"{address}/", view, name=name), path(address, view, name=name))
]
