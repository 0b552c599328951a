"""Addresses of the site that are no Wagtail page: feeds, the map for search engines, the style guide."""

from django.urls import path

from cms.home import feeds, sitemaps
from cms.home.newsletter import views as newsletter
from cms.home.style_guide import style_guide

app_name = "home"

urlpatterns = [
    path("novedades/atom.xml", feeds.News(), name="news_feed"),
    path("articulos/atom.xml", feeds.Articles(), name="articles_feed"),
    path("campanas/atom.xml", feeds.Campaigns(), name="campaigns_feed"),
    path("prensa/atom.xml", feeds.Press(), name="press_feed"),
    path("eventos/atom.xml", feeds.Events(), name="events_feed"),
    path("universidades/atom.xml", feeds.Universities(), name="universities_feed"),
    path("archivo/atom.xml", feeds.Archive(), name="archive_feed"),
    path("estados/<slug:slug>/atom.xml", feeds.OfState(), name="state_feed"),
    path("boletin/", newsletter.ask, name="newsletter"),
    path("boletin/revise-su-correo/", newsletter.asked, name="newsletter_asked"),
    path("boletin/confirmar/", newsletter.confirm, name="newsletter_confirm"),
    path("boletin/preferencias/", newsletter.manage, name="newsletter_manage"),
    path("boletin/mis-datos/", newsletter.own_data, name="newsletter_own_data"),
    path("boletin/baja/", newsletter.unsubscribe, name="newsletter_unsubscribe"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap_section"),
    path("guia-de-estilo/", style_guide, name="style_guide"),
]
