"""Parts of which texts for the public are built."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from archive.blocks import OF_THE_ARCHIVE
from campaigns.events.block import Events
from cms.core.blocks import EXAMPLE, PROSE, TEXT, Picture, responsive
from cms.core.chosen_page import ShownPageBlock, is_shown


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


CHANGED = "changed"
"""That a story bears another name than that of whom it happened to."""


class Story(blocks.StructBlock):
    """What happened to somebody: a right is easier to see where a person used it."""

    title = blocks.CharBlock(label=_("Título"), max_length=120)
    text = blocks.RichTextBlock(label=_("Historia"), features=PROSE)
    who = blocks.CharBlock(
        label=_("De quién es"), max_length=160, help_text=_("Como quiere que se le nombre, y de dónde es.")
    )
    identity = blocks.ChoiceBlock(
        label=_("Su nombre"),
        choices=[
            ("named", _("Es el suyo, y dio permiso por escrito")),
            (CHANGED, _("Está cambiado para protegerla; se avisa")),
        ],
        default=CHANGED,
    )
    image = Picture(label=_("Imagen"), required=False)

    class Meta:
        icon = "user"
        label = _("Historia de una persona")
        template = "blocks/story.html"
        group = _("Texto")
        description = _("Qué le pasó a alguien y qué logró. Con su permiso, o con el nombre cambiado.")
        preview_value: ClassVar[dict[str, Any]] = {
            "title": "La calle que se compuso (ejemplo)",
            "text": EXAMPLE,
            "who": "Persona de ejemplo",
            "identity": CHANGED,
            "image": None,
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        is_changed = value.get("identity") == CHANGED
        return {**context, "picture": responsive(value.get("image")), "is_changed": is_changed}


class Spot(blocks.StructBlock):
    """A spot of a campaign, to be heard or seen here, with what is said in it."""

    spot = ShownPageBlock(label=_("Spot"), page_type="campaigns.SpotPage")

    class Meta:
        icon = "media"
        label = _("Spot con su transcripción")
        template = "blocks/spot.html"
        group = _("Imagen y ficheros")
        description = _("Un spot publicado: se oye o se ve aquí, y se lee lo que dice.")
        preview_template = "blocks/previews/spot.html"

    def get_preview_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_preview_context(value, parent_context)
        lines = [{"at": "0:00", "text": "Preguntar es su derecho (ejemplo)."}]
        return {**context, "lines": lines}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from campaigns import spots  # noqa: PLC0415 - it imports the pages that are built of these parts

        context: dict[str, Any] = super().get_context(value, parent_context)
        page = value.get("spot")
        if page is None or not is_shown(page):
            return {**context, "spot": None}
        return {**context, "spot": page.specific, "known": spots.known_of(page.specific)}


class UniversitiesNow(blocks.StructBlock):
    """What one can take part in at universities, and after it what opens soon."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, default="En las universidades")
    limit = blocks.IntegerBlock(label=_("Cuántas"), min_value=1, max_value=6, default=3)

    class Meta:
        icon = "group"
        label = _("Actividades universitarias")
        template = "blocks/universities_now.html"
        group = _("Lo nuevo")
        description = _("Se llena solo con lo que está abierto: primero, lo que cierra antes.")
        preview_value: ClassVar[dict[str, Any]] = {"title": "En las universidades", "limit": 3}

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        from campaigns import universities  # noqa: PLC0415

        context: dict[str, Any] = super().get_context(value, parent_context)
        return {**context, "activities": universities.now(value["limit"] or 3)}


ARTICLE: list[tuple[str, blocks.Block]] = [
    *TEXT,
    *OF_THE_ARCHIVE,
    ("story", Story()),
    ("spot", Spot()),
    ("events", Events()),
    ("universities_now", UniversitiesNow()),
]
"""What an article, a guide, a campaign or any page of text is built of."""
