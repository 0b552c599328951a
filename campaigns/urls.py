"""Addresses of what helps to write clearly, and of the files of campaigns; campaigns themselves are pages."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from campaigns import artwork_views, press_views, spot_views
from campaigns.events import calendar_views, registration_views
from campaigns.kit import views as kit_views
from campaigns.tool import tool
from campaigns.useful import answer

app_name = "campaigns"


class KeyConverter(IntConverter):
    """A number that every database takes for the key of a row: longer ones lead nowhere."""

    regex = "[0-9]{1,18}"


register_converter(KeyConverter, "key")

urlpatterns = [
    path("lenguaje-claro/", tool, name="plain_language"),
    path("le-sirvio/", answer, name="useful"),
    path("grabaciones/<key:pk>/reproducir", spot_views.play, name="play"),
    path("grabaciones/<key:pk>/original", spot_views.original, name="original"),
    path("spots/<key:pk>/formatos/<slug:code>", spot_views.made, name="format"),
    path("spots/<key:pk>/subtitulos", spot_views.spot_captions, name="captions"),
    path("recortes/<key:pk>/archivo", press_views.clipping_scan, name="clipping_scan"),
    path("eventos/calendario.ics", calendar_views.everything, name="calendar"),
    path("eventos/calendario/estados/<slug:slug>.ics", calendar_views.of_state, name="state_calendar"),
    path("eventos/calendario/clases/<slug:slug>.ics", calendar_views.of_kind, name="kind_calendar"),
    path("eventos/calendario/campanas/<key:pk>.ics", calendar_views.of_campaign, name="campaign_calendar"),
    path("eventos/<uuid:uid>/evento.ics", calendar_views.one, name="event_file"),
    path("eventos/<uuid:uid>/registro", registration_views.register, name="register"),
    path("eventos/<uuid:uid>/registro/recibido", registration_views.registered, name="registered"),
    path("eventos/registro/cancelar", registration_views.cancel, name="cancel_registration"),
    # By the campaign's key: kits travel, and must find their page wherever it has moved.
    path("kits/<key:pk>/v<key:number>.zip", kit_views.download, name="kit_zip"),
    path("kits/<key:pk>/v<key:number>.json", kit_views.check_json, name="kit_check_json"),
    path("kits/<key:pk>/v<key:number>", kit_views.check, name="kit_check"),
    path("kits/<key:pk>/partes/<path:path>", kit_views.part_alone, name="kit_part"),
    path("tarjetas/<key:pk>/<slug:key>/<str:name>", artwork_views.artwork, name="artwork"),
    path("c/<key:pk>", artwork_views.permanent, name="permanent"),
]
