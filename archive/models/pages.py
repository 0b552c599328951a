"""The archive's editable entrance."""

from datetime import timedelta
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import RichTextField

from archive.models.fonds import ArchivalUnit
from archive.vocabularies import Level
from cms.core import public_cache
from cms.core.models import BasePage
from cms.core.visibility import viewer_of

INDEX_LAG = timedelta(seconds=5)
"""For so long the index may count what the database no longer holds: the page that shows counts is kept no longer."""


class ArchivePage(BasePage):
    """The entrance to the archive: an introduction by editors above what the archive holds now."""

    introduction = RichTextField(
        _("introducción"), blank=True, features=["h2", "h3", "bold", "italic", "ul", "ol", "link"]
    )

    template = "pages/archive.html"
    max_count = 1
    subpage_types: ClassVar[list[str]] = ["archive.FondsPage"]
    content_panels: ClassVar[list[Panel]] = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("entrada del archivo")
        verbose_name_plural = _("entradas del archivo")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from archive import reading  # noqa: PLC0415 - selectors import the models

        viewer = viewer_of(request.user)
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "holdings": reading.holdings(viewer), "newest": reading.newest(viewer)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().serve(request, *args, **kwargs)
        public_cache.share(response, at_most=INDEX_LAG)
        return response


class FondsPageForm(WagtailAdminPageForm):
    """The editor of a fonds' page: it offers, and names, only the fonds that whoever edits may see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from archive import access  # noqa: PLC0415 - it imports the models
        from archive.admin.choosers import limit  # noqa: PLC0415

        if "unit" in self.fields:
            rows = access.units_visible_to(viewer_of(self.for_user))
            limit(self.fields["unit"], rows.filter(level=Level.FONDS))
            self.fields["unit"].error_messages["invalid_choice"] = _(
                "Elija un fondo, que es lo más alto del cuadro: esta página no se hace de secciones ni de series."
            )


class FondsPage(BasePage):
    """The entrance to one fonds, as editors shape it: what it is good for, in plain words, above what it holds."""

    unit = models.ForeignKey(
        ArchivalUnit,
        verbose_name=_("fondo"),
        on_delete=models.PROTECT,
        related_name="+",
        limit_choices_to={"level": Level.FONDS},
    )
    introduction = RichTextField(
        _("introducción"),
        blank=True,
        features=["h2", "h3", "bold", "italic", "ul", "ol", "link"],
        help_text=_("Para qué sirve lo que guarda el fondo y por dónde empezar, en lenguaje claro."),
    )

    base_form_class = FondsPageForm
    template = "pages/fonds.html"
    parent_page_types: ClassVar[list[str]] = ["archive.ArchivePage"]
    subpage_types: ClassVar[list[str]] = []
    content_panels: ClassVar[list[Panel]] = [
        *BasePage.content_panels,
        FieldPanel("unit"),
        FieldPanel("introduction"),
    ]

    class Meta:
        verbose_name = _("página de un fondo")
        verbose_name_plural = _("páginas de fondos")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from archive import reading  # noqa: PLC0415 - selectors import the models

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, **reading.fonds_context(self.unit, viewer_of(request.user))}
