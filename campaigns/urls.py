"""Addresses of what helps to write clearly, and of the files of campaigns; campaigns themselves are pages."""

from django.urls import path

from campaigns import spot_views
from campaigns.tool import tool
from campaigns.useful import answer

app_name = "campaigns"

urlpatterns = [
    path("lenguaje-claro/", tool, name="plain_language"),
    path("le-sirvio/", answer, name="useful"),
    path("grabaciones/<int:pk>/reproducir", spot_views.play, name="play"),
    path("grabaciones/<int:pk>/original", spot_views.original, name="original"),
    path("spots/<int:pk>/formatos/<slug:code>", spot_views.made, name="format"),
    path("spots/<int:pk>/subtitulos", spot_views.spot_captions, name="captions"),
]
