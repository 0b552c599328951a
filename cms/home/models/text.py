"""Pages about the site itself: what it is, accessibility, privacy, contact."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel

from campaigns.models.composed import ComposedPage


class TextPage(ComposedPage):
    """A page that says something once and for long; it bears the day on which somebody last made sure of it."""

    reviewed_on = models.DateField(
        _("revisada el"), null=True, blank=True, help_text=_("Cuándo se comprobó por última vez que dice la verdad.")
    )

    template = "pages/text.html"
    parent_page_types: ClassVar[list[str]] = ["home.HomePage", "home.TextPage"]
    content_panels: ClassVar[list[Panel]] = [*ComposedPage.content_panels, FieldPanel("reviewed_on")]

    class Meta:
        verbose_name = _("página de texto")
        verbose_name_plural = _("páginas de texto")
