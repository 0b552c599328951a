"""What every page that editors write has in common."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.models import Page

from cms.core import public_cache


class BasePage(Page):
    """A page of the site. Archive records are not pages: see docs/adr/0002-documents-are-not-pages.md."""

    summary = models.TextField(
        _("resumen"),
        blank=True,
        max_length=300,
        help_text=_("Una o dos frases. Se muestra bajo el título, en listas y en buscadores."),
    )

    content_panels: ClassVar[list[Panel]] = [*Page.content_panels, FieldPanel("summary")]

    class Meta:
        abstract = True

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        public_cache.share(response)
        return response
