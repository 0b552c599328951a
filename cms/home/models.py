"""The front page."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField

from archive import reading
from cms.core.models import BasePage
from cms.core.visibility import viewer_of


class HomePage(BasePage):
    """Where everybody begins: what this is, a search, what is new."""

    introduction = RichTextField(_("introducción"), blank=True, features=["bold", "italic", "ul", "ol", "link"])

    template = "pages/home.html"
    max_count = 1
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("portada")
        verbose_name_plural = _("portadas")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "newest": reading.newest(viewer_of(request.user), limit=6)}
