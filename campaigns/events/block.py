"""The parts of pages that show events: the front page's fills itself, those of texts may be told which."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.chosen_page import ShownPageBlock

NEXT = 4
"""How many events a text shows that chooses none."""


class EventsNext(blocks.StructBlock):
    """The next events, wherever they are."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="Próximos eventos")
    limit = blocks.IntegerBlock(label=_("Cuántos"), min_value=1, max_value=8, default=4)

    class Meta:
        icon = "calendar-alt"
        label = _("Próximos eventos")
        template = "blocks/events_next.html"
        group = _("Lo nuevo")
        description = _("Se llena solo con los eventos que siguen. Sin ninguno no se muestra.")
        preview_value: ClassVar[dict[str, Any]] = {"title": "Próximos eventos", "limit": 4}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from campaigns.events import listing  # noqa: PLC0415 - it imports the pages that are built of these parts

        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "events": listing.next_ones(value["limit"] or 4)}


class Events(blocks.StructBlock):
    """Events within a text: those that its author chooses, else the next ones."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="Eventos")
    events = blocks.ListBlock(
        ShownPageBlock(label=_("Evento"), page_type="campaigns.EventPage"),
        label=_("Cuáles"),
        default=[],
        max_num=8,
        help_text=_("En el orden en que se muestran. Sin ninguno, los cuatro que siguen."),
    )

    class Meta:
        icon = "calendar-alt"
        label = _("Eventos")
        template = "blocks/events_next.html"
        group = _("Lo nuevo")
        description = _("Con fecha, lugar y, si cambió, qué pasó con cada uno. Elíjalos, o deje que se llene solo.")
        preview_value: ClassVar[dict[str, Any]] = {"title": "Eventos", "events": []}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from campaigns.events import listing  # noqa: PLC0415 - as above

        context: dict[str, Any] = super().get_context(value, parent_context)
        chosen = [page.pk for page in value["events"] if page]
        return {**context, "events": listing.these(chosen) if chosen else listing.next_ones(NEXT)}
