"""Permanent addresses of documents: they never change (docs/adr/0006-permanent-addresses.md)."""

from django.urls import path

from archive import views

app_name = "archive"

urlpatterns = [
    path("d/<slug:code>", views.document, name="document"),
    path("d/<slug:code>/p<int:page>", views.page, name="page"),
    path("d/<slug:code>/ir", views.go_to_page, name="go_to_page"),
    path("d/<slug:code>/descarga", views.download, name="download"),
    path("d/<slug:code>/portada", views.cover, name="cover"),
    path("d/<slug:code>/v<int:version>", views.document, name="version"),
    path("d/<slug:code>/v<int:version>/p<int:page>", views.page, name="version_page"),
    path("d/<slug:code>/v<int:version>/ir", views.go_to_page, name="version_go_to_page"),
    path("d/<slug:code>/v<int:version>/descarga", views.download, name="version_download"),
]
