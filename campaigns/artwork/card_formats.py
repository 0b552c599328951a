"""The sizes in which networks show pictures, and the ways to lay a card out in each. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class Template(StrEnum):
    """How a card is laid out."""

    WORDS = "words"
    BAND = "band"
    VEIL = "veil"


TEMPLATE_NAMES = {
    Template.WORDS: _("Solo texto"),
    Template.BAND: _("Imagen y banda"),
    Template.VEIL: _("Texto sobre la imagen"),
}


@dataclass(frozen=True, slots=True)
class CardFormat:
    """A size in pixels, what it is called, and what it is good for."""

    code: str
    width: int
    height: int
    label: object
    purpose: object
    with_picture: Template = Template.BAND
    """The layout for a page with an image, unless its editors choose another."""

    @property
    def is_wide(self) -> bool:
        return self.width > self.height

    @property
    def unit(self) -> float:
        """A hundredth of the shorter side: what everything on the card is measured in."""
        return min(self.width, self.height) / 100


CARD_FORMATS = {
    each.code: each
    for each in (
        CardFormat("enlace", 1200, 630, _("Para enlaces"), _("Vista previa de un enlace: Facebook, WhatsApp, X…")),
        CardFormat("cuadrada", 1080, 1080, _("Cuadrada"), _("Publicaciones de Instagram, Facebook y X")),
        CardFormat("vertical", 1080, 1350, _("Vertical"), _("Publicaciones verticales de Instagram y Facebook")),
        CardFormat(
            "historia", 1080, 1920, _("Para historias"), _("Historias, estados de WhatsApp y TikTok"), Template.VEIL
        ),
    )
}
"""By their codes, which are part of addresses."""
LINK = "enlace"
"""The one that stands for the page where its link is shared."""
