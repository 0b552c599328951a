"""Feeds and the map of the site for search engines. Pages themselves are Wagtail's to serve."""

from django.urls import path

from cms.home import feeds, sitemaps

app_name = "home"

urlpatterns = [
    path("novedades/atom.xml", feeds.News(), name="news_feed"),
    path("articulos/atom.xml", feeds.Articles(), name="articles_feed"),
    path("archivo/atom.xml", feeds.Archive(), name="archive_feed"),
    path("estados/<slug:slug>/atom.xml", feeds.OfState(), name="state_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<section>.xml", sitemaps.section, name="sitemap_section"),
]
