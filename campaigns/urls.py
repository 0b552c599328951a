"""Addresses of what helps to write clearly, and of the files of campaigns; campaigns themselves are pages."""

from django.urls import path

from campaigns import artwork_views, spot_views
from campaigns.tool import tool

app_name = "campaigns"

urlpatterns = [
    path("lenguaje-claro/", tool, name="plain_language"),
    path("grabaciones/<int:pk>/reproducir", spot_views.play, name="play"),
    path("grabaciones/<int:pk>/original", spot_views.original, name="original"),
    path("spots/<int:pk>/formatos/<slug:code>", spot_views.made, name="format"),
    path("spots/<int:pk>/subtitulos", spot_views.spot_captions, name="captions"),
    path("tarjetas/<int:pk>/<slug:key>/<str:name>", artwork_views.artwork, name="artwork"),
    path("c/<int:pk>", artwork_views.permanent, name="permanent"),
]
