"""The archive's editable entrance."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField

from cms.core.models import BasePage
from cms.core.visibility import viewer_of


class ArchivePage(BasePage):
    """The entrance to the archive: an introduction by editors above what the archive holds now."""

    introduction = RichTextField(
        _("introducción"), blank=True, features=["h2", "h3", "bold", "italic", "ul", "ol", "link"]
    )

    template = "pages/archive.html"
    max_count = 1
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("entrada del archivo")
        verbose_name_plural = _("entradas del archivo")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from archive import reading  # noqa: PLC0415 - selectors import the models

        viewer = viewer_of(request.user)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "holdings": reading.holdings(viewer), "newest": reading.newest(viewer)}
