"""How editors choose what is in a kit."""

from typing import Any

from django.apps import apps
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks import PageChooserBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from campaigns.kit import parts
from cms.core.chosen_page import ShownPageBlock

LICENCES = _("Cómo puede usarse: CC BY 4.0, dominio público…")


class ChannelBlock(ShownPageBlock):
    """A page below the campaign. One that is not public (any more) stays chosen, and waits outside of the kit."""

    @property
    def target_models(self) -> list[type[Page]]:
        return [apps.get_model(kind) for kind in parts.page_kinds()]

    def clean(self, value: Any) -> Page | None:
        page: Page | None = PageChooserBlock.clean(self, value)
        return page


class OfChannel(blocks.StructBlock):
    page = ChannelBlock(
        label=_("Página"), help_text=_("Un spot u otra página de esta campaña, con todos sus archivos.")
    )
    credit = blocks.CharBlock(
        label=_("Crédito"), max_length=200, required=False, help_text=_("Vacío: el de la página.")
    )
    licence = blocks.CharBlock(
        label=_("Licencia"), max_length=120, required=False, help_text=_("Vacía: la de la página.")
    )

    class Meta:
        icon = "media"
        label = _("De un canal")


class OfImage(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Imagen"))
    title = blocks.CharBlock(
        label=_("Nombre"), max_length=120, required=False, help_text=_("Vacío: el de la imagen.")
    )
    credit = blocks.CharBlock(
        label=_("Crédito"), max_length=200, required=False, help_text=_("Vacío: el de la imagen.")
    )
    licence = blocks.CharBlock(
        label=_("Licencia"), max_length=120, required=False, help_text=_("Vacía: la de la imagen.")
    )

    class Meta:
        icon = "image"
        label = _("Imagen")


class OfFile(blocks.StructBlock):
    file = DocumentChooserBlock(label=_("Archivo"))
    title = blocks.CharBlock(label=_("Nombre"), max_length=120, required=False, help_text=_("Vacío: el del archivo."))
    credit = blocks.CharBlock(label=_("Crédito"), max_length=200, required=False, help_text=_("Quién lo hizo."))
    licence = blocks.CharBlock(label=_("Licencia"), max_length=120, required=False, help_text=LICENCES)

    class Meta:
        icon = "doc-full"
        label = _("Archivo")


class OfCampaign(blocks.StructBlock):
    kind = blocks.ChoiceBlock(label=_("Qué"), choices=parts.material_choices)
    credit = blocks.CharBlock(
        label=_("Crédito"), max_length=200, required=False, help_text=_("Vacío: la institución responsable.")
    )
    licence = blocks.CharBlock(label=_("Licencia"), max_length=120, required=False, help_text=LICENCES)

    class Meta:
        icon = "pilcrow"
        label = _("De la campaña")


KIT: list[tuple[str, blocks.Block]] = [
    ("material", OfCampaign()),
    ("channel", OfChannel()),
    ("image", OfImage()),
    ("file", OfFile()),
]
"""What a kit is built of, in the order in which it is handed out. No field is required in a draft but what is chosen:
what a part lacks is said when the campaign is to be published."""
