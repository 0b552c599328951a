"""Parts of which what is meant for the press is built."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock


class PressContact(blocks.StructBlock):
    """Whom journalists ask. All of it is shown to everybody."""

    name = blocks.CharBlock(label=_("Nombre"), max_length=120)
    role = blocks.CharBlock(label=_("Cargo"), max_length=160)
    phone = blocks.CharBlock(
        label=_("Teléfono"), max_length=40, required=False, help_text=_("De la oficina, con clave lada.")
    )
    mail = blocks.EmailBlock(label=_("Correo"), required=False, help_text=_("De la institución, no personal."))

    class Meta:
        icon = "user"
        label = _("Contacto")

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if not (cleaned["phone"] or cleaned["mail"]):
            message = _("Escriba un teléfono o un correo: sin ellos nadie puede preguntar.")
            raise StructBlockValidationError(block_errors={"phone": ValidationError(message)})
        return cleaned


class KitFile(blocks.StructBlock):
    """A file of the press kit."""

    document = DocumentChooserBlock(label=_("Adjunto"))
    title = blocks.CharBlock(label=_("Nombre"), max_length=120, required=False, help_text=_("Vacío: el del adjunto."))
    credit = blocks.CharBlock(
        label=_("Crédito"), max_length=160, required=False, help_text=_("Quién lo hizo y cómo puede usarse.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Documento")


class KitImage(blocks.StructBlock):
    """A picture that media may print; its credit and licence are those of the image."""

    image = ImageChooserBlock(label=_("Imagen"))
    caption = blocks.CharBlock(label=_("Pie de foto"), max_length=250, required=False)

    class Meta:
        icon = "image"
        label = _("Imagen")


class Correction(blocks.StructBlock):
    """What was wrong in what had been published, and since when it is right."""

    on = blocks.DateBlock(label=_("Fecha de la corrección"))
    text = blocks.TextBlock(
        label=_("Qué se corrigió"), rows=2, max_length=400, help_text=_("Qué decía y qué dice ahora.")
    )

    class Meta:
        icon = "edit"
        label = _("Corrección")


class Answered(blocks.StructBlock):
    """A question that was asked on the air, and what was answered."""

    question = blocks.CharBlock(label=_("Pregunta"), max_length=200)
    answer = blocks.TextBlock(label=_("Respuesta"), rows=3)

    class Meta:
        icon = "help"
        label = _("Pregunta y respuesta")


CONTACTS: list[tuple[str, blocks.Block]] = [("contact", PressContact())]
KIT: list[tuple[str, blocks.Block]] = [("document", KitFile()), ("image", KitImage())]
CORRECTIONS: list[tuple[str, blocks.Block]] = [("correction", Correction())]
ANSWERED: list[tuple[str, blocks.Block]] = [("question", Answered())]
