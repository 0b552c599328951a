"""The part of the front page that fills itself with the next events."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


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
