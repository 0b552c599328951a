"""Parts of which texts for the public are built."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from archive.blocks import OF_THE_ARCHIVE
from cms.core.blocks import TEXT

ARTICLE: list[tuple[str, blocks.Block]] = [*TEXT, *OF_THE_ARCHIVE]
"""What an article, a guide, a campaign or any page of text is built of."""


class LatestPress(blocks.StructBlock):
    """The newest releases and appearances."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="Sala de prensa")
    limit = blocks.IntegerBlock(label=_("Cuántas"), min_value=1, max_value=6, default=3)

    class Meta:
        icon = "mail"
        label = _("Sala de prensa")
        template = "blocks/latest_press.html"
        group = _("Lo nuevo")
        description = _("Se llena solo con los comunicados y las participaciones en programas más nuevos.")
        preview_value: ClassVar[dict[str, Any]] = {"title": "Sala de prensa", "limit": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from campaigns import press  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "news": press.news(value["limit"] or 3)}


class CampaignsNow(blocks.StructBlock):
    """The campaigns that run, and after them those to come."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="Campañas en curso")
    limit = blocks.IntegerBlock(label=_("Cuántas"), min_value=1, max_value=6, default=3)

    class Meta:
        icon = "crosshairs"
        label = _("Campañas en curso")
        template = "blocks/campaigns_now.html"
        group = _("Lo nuevo")
        description = _("Se llena solo con las campañas que corren hoy y las que siguen.")
        preview_value: ClassVar[dict[str, Any]] = {"title": "Campañas en curso", "limit": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from campaigns import listing  # noqa: PLC0415 - it imports the pages that are built of these parts

        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "campaigns": listing.now(value["limit"] or 3)}
