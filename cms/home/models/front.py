"""The front page."""

from typing import Any, ClassVar

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page

from campaigns.models.composed import FIRST_PANELS
from cms.core import visibility
from cms.core.models import BasePage
from cms.home.blocks import FRONT


class HomePage(BasePage):
    """Where everybody begins: what this is, a search, and parts that editors choose; several fill themselves."""

    SCHEMA_TYPE = "WebSite"

    body = StreamField(
        FRONT,
        verbose_name=_("partes de la portada"),
        blank=True,
        help_text=_("Bajo el título y el buscador. Arrástrelas para cambiar su orden."),
    )

    template = "pages/home.html"
    max_count = 1
    content_panels: ClassVar[list[Panel]] = [*FIRST_PANELS, FieldPanel("body")]

    class Meta:
        verbose_name = _("portada")
        verbose_name_plural = _("portadas")

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Asks once for the page at the address; Wagtail, which asks for each page on the way, twice, is left those
        addresses that are parts of a page."""
        if not path_components:
            return super().route(request, path_components)
        paths = [f"{self.url_path}{'/'.join(path_components[:end])}/" for end in range(1, len(path_components) + 1)]
        # The slug has an index, the path has none. Before its minute, what is under embargo is as if it were not.
        on_the_way = Page.objects.filter(~visibility.under_embargo(), slug__in=path_components, url_path__in=paths)
        shown = Exists(visibility.pages_shown(Page.objects.filter(pk=OuterRef("pk"))))
        asked = on_the_way.annotate(is_shown=shown, is_for_some=visibility.restricted())
        found = {each.url_path: each for each in asked}
        if paths[-1] not in found:
            return super().route(request, path_components)
        page = found[paths[-1]].specific
        page.routed_through = [found[path] for path in paths[:-1] if path in found and found[path].is_shown]
        return page.route(request, [])
