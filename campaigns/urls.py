"""Addresses of what helps to write clearly, and of the files of campaigns; campaigns themselves are pages."""

from django.urls import path

from campaigns import spot_views
from campaigns.kit import views as kit_views
from campaigns.tool import tool

app_name = "campaigns"

urlpatterns = [
    path("lenguaje-claro/", tool, name="plain_language"),
    path("grabaciones/<int:pk>/reproducir", spot_views.play, name="play"),
    path("grabaciones/<int:pk>/original", spot_views.original, name="original"),
    path("spots/<int:pk>/formatos/<slug:code>", spot_views.made, name="format"),
    path("spots/<int:pk>/subtitulos", spot_views.spot_captions, name="captions"),
    # By the campaign's key: kits travel, and must find their page wherever it has moved.
    path("kits/<int:pk>/v<int:number>.zip", kit_views.download, name="kit_zip"),
    path("kits/<int:pk>/v<int:number>.json", kit_views.check_json, name="kit_check_json"),
    path("kits/<int:pk>/v<int:number>", kit_views.check, name="kit_check"),
    path("kits/<int:pk>/partes/<path:path>", kit_views.part_alone, name="kit_part"),
]
