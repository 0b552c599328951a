"""Parts of the front page that fill themselves."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from archive.blocks import NewDocuments, viewer_in
from campaigns.blocks import ARTICLE, CampaignsNow, LatestPress
from campaigns.events.block import EventsNext
from cms.core.chosen_page import ShownPageBlock


class NewArticles(blocks.StructBlock):
    """What was written last, or what editors choose to put first."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="Para entender y participar")
    chosen = blocks.ListBlock(
        ShownPageBlock(label=_("Página"), page_type="home.ArticlePage"),
        label=_("Primero estas"),
        default=[],
        help_text=_("Las demás se llenan solas con las más nuevas."),
    )
    limit = blocks.IntegerBlock(label=_("Cuántas"), min_value=1, max_value=12, default=6)

    class Meta:
        icon = "doc-full-inverse"
        label = _("Artículos recientes")
        template = "blocks/new_articles.html"
        group = _("Lo nuevo")
        description = _("Se llena solo con los artículos y guías más nuevos.")
        preview_value: ClassVar[dict[str, Any]] = {"title": "Para entender y participar", "chosen": [], "limit": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from cms.home import listing  # noqa: PLC0415 - it imports the pages that are built of these parts

        context: dict[str, Any] = super().get_context(value, parent_context)
        chosen = [page.pk for page in value["chosen"] if page]
        return {**context, "cards": listing.newest(value["limit"] or 6, first=chosen)}


class StatesMap(blocks.StructBlock):
    """The map of Mexico with the list of its states."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="Su estado")
    text = blocks.TextBlock(label=_("Texto"), required=False, max_length=300, rows=2)

    class Meta:
        icon = "globe"
        label = _("Mapa de los estados")
        template = "blocks/states_map.html"
        group = _("Lo nuevo")
        description = _("Entrada por estado: un mapa y, junto a él, la lista.")
        preview_value: ClassVar[dict[str, Any]] = {"title": "Su estado", "text": ""}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from cms.home import places  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "states": places.on_map(viewer_in(parent_context))}


FRONT: list[tuple[str, blocks.Block]] = [
    ("campaigns_now", CampaignsNow()),
    ("events_next", EventsNext()),
    ("new_documents", NewDocuments()),
    ("new_articles", NewArticles()),
    ("states_map", StatesMap()),
    ("latest_press", LatestPress()),
    *ARTICLE,
]
"""What the front page is built of."""
