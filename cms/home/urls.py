"""Addresses of the site that are no Wagtail page: feeds, the map for search engines, the style guide."""

from django.urls import path

from cms.home import feeds, sitemaps
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
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap_section"),
    path("guia-de-estilo/", style_guide, name="style_guide"),
]
