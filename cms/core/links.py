"""Parts of pages that lead elsewhere: to a page of the site, or to an address."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.core.chosen_page import ShownPageBlock, is_shown


class TargetValue(blocks.StructValue):
    """Where a link leads."""

    @property
    def href(self) -> str:
        page = self.get("page")
        if page is None:
            return str(self.get("address") or "")
        return str(page.url) if is_shown(page) else ""


def check_address(value: str) -> None:
    """Raises ValidationError for what is neither a path of this site nor a whole address of the web."""
    if (value and not value.startswith(("/", "https://", "http://", "mailto:", "tel:"))) or value.startswith("//"):
        raise ValidationError(
            _("Escriba la dirección completa, con https://, o una de este sitio, con / al principio.")
        )


class Target(blocks.StructBlock):
    """A page of this site, or an address: exactly one of them."""

    page = ShownPageBlock(label=_("Página de este sitio"), required=False)
    address = blocks.CharBlock(
        label=_("U otra dirección"),
        required=False,
        max_length=500,
        validators=[check_address],
        help_text=_("De este sitio (/buscar/?type=guia) o de otro (https://…)."),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if self.is_deferred_validation and not cleaned.get("page") and not cleaned.get("address"):
            return cleaned
        if bool(cleaned.get("page")) == bool(cleaned.get("address")):
            message = ValidationError(_("Elija una página o escriba una dirección: una de las dos."))
            raise blocks.StructBlockValidationError(block_errors={"address": message})
        return cleaned

    class Meta:
        value_class = TargetValue


class Link(Target):
    label = blocks.CharBlock(
        label=_("Qué dice"), max_length=80, help_text=_("Adónde lleva: «Ver los plazos», no «clic aquí».")
    )


class Action(Link):
    """The one thing that the reader should do now."""

    title = blocks.CharBlock(label=_("Título"), max_length=120)
    text = blocks.TextBlock(label=_("Texto"), required=False, max_length=300, rows=2)

    class Meta:
        icon = "arrow-right"
        label = _("Llamado a la acción")
        template = "blocks/action.html"
        group = _("Enlaces")
        description = _("Un botón con lo que la persona puede hacer ahora. Uno en cada página.")
        preview_value: ClassVar[dict[str, Any]] = {
            "title": "Busque en el archivo",
            "text": "Escriba con sus propias palabras qué quiere saber.",
            "label": "Buscar documentos",
            "address": "/buscar/",
        }


class CardLink(Link):
    text = blocks.TextBlock(label=_("Texto"), required=False, max_length=200, rows=2)


class Cards(blocks.StructBlock):
    """Doors to other places."""

    title = blocks.CharBlock(label=_("Título"), max_length=120, required=False)
    cards = blocks.ListBlock(CardLink(), label=_("Tarjetas"), min_num=1, max_num=12)

    class Meta:
        icon = "grip"
        label = _("Tarjetas")
        template = "blocks/cards.html"
        group = _("Enlaces")
        description = _("Puertas a otras páginas: lo que más se busca, por dónde empezar.")
        preview_value: ClassVar[dict[str, Any]] = {
            "title": "Por dónde empezar",
            "cards": [
                {"label": "Pedir información", "text": "Paso a paso, gratis.", "address": "/buscar/"},
                {"label": "Leer el archivo", "text": "Documentos página por página.", "address": "/archivo/"},
            ],
        }

    def get_context(self, value: Any, parent_context: Any = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context)
        cards = [{"title": each["label"], "text": each["text"], "url": each.href} for each in value["cards"]]
        return {**context, "cards": [each for each in cards if each["url"]]}
