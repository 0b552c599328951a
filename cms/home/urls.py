"""Addresses of the site that are no Wagtail page."""

from django.urls import path

from cms.home.style_guide import style_guide

urlpatterns = [
    path("guia-de-estilo/", style_guide, name="style_guide"),
]
