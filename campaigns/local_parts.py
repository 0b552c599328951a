"""What a state adds of its own to a campaign: when and where here, examples from here, whom to ask here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

MOST = 20


class LocalDate(blocks.StructBlock):
    day = blocks.DateBlock(label=_("Día"))
    what = blocks.CharBlock(label=_("Qué pasa"), max_length=160)
    where = blocks.CharBlock(label=_("Dónde"), max_length=160, required=False)

    class Meta:
        icon = "calendar-alt"
        label = _("Fecha en el estado")


class LocalExample(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Título"), max_length=120)
    text = blocks.TextBlock(label=_("Qué pasó"), max_length=600, help_text=_("Un caso de aquí, en lenguaje claro."))

    class Meta:
        icon = "openquote"
        label = _("Ejemplo del estado")


class LocalContact(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Quién atiende"), max_length=160, help_text=_("Oficina o área."))
    address = blocks.TextBlock(label=_("Domicilio"), max_length=300, required=False)
    phone = blocks.CharBlock(label=_("Teléfono"), max_length=40, required=False)
    mail = blocks.EmailBlock(label=_("Correo"), required=False)
    url = blocks.URLBlock(label=_("Sitio"), required=False)
    hours = blocks.CharBlock(label=_("Horario"), max_length=120, required=False)

    class Meta:
        icon = "user"
        label = _("Contacto en el estado")


DATE, EXAMPLE, CONTACT = "date", "example", "contact"
PARTS = [(DATE, LocalDate()), (EXAMPLE, LocalExample()), (CONTACT, LocalContact())]


@dataclass(frozen=True, slots=True)
class Local:
    """What a state added, as its page shows it."""

    dates: Sequence[Any]
    examples: Sequence[Any]
    contacts: Sequence[Any]


def grouped(parts: Any) -> Local:
    """The parts by kind; dates by day, the rest in the order of its editors."""
    of = {kind: [part.value for part in parts if part.block_type == kind] for kind in (DATE, EXAMPLE, CONTACT)}
    return Local(sorted(of[DATE], key=lambda each: each["day"]), of[EXAMPLE], of[CONTACT])


def told(parts: Any) -> str:
    """What of them is measured: examples are told, the rest is named."""
    return "\n\n".join(part.value["text"] for part in parts if part.block_type == EXAMPLE)
