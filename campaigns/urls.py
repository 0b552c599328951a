"""Addresses of what helps to write clearly; campaigns themselves are pages."""

from django.urls import path

from campaigns.tool import tool

app_name = "campaigns"

urlpatterns = [
    path("lenguaje-claro/", tool, name="plain_language"),
]
