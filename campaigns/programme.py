"""The programme of an event: its sessions, each with its hour and who speaks."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

PROSE = ["bold", "italic", "ol", "ul", "link"]


class SpeakerRole(models.TextChoices):
    """What somebody does in a session."""

    SPEAKER = "speaker", _("Ponente")
    MODERATOR = "moderator", _("Modera")
    COMMENTATOR = "commentator", _("Comenta")
    INSTRUCTOR = "instructor", _("Imparte")
    HOST = "host", _("Da la bienvenida")


class Speaker(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Nombre"), max_length=120)
    role = blocks.ChoiceBlock(label=_("Qué hace"), choices=SpeakerRole.choices, default=SpeakerRole.SPEAKER.value)
    position = blocks.CharBlock(
        label=_("De dónde viene"), max_length=200, required=False, help_text=_("Cargo e institución.")
    )


class Session(blocks.StructBlock):
    """One part of an event. Its hours are those of the clocks at the place."""

    day = blocks.DateBlock(label=_("Día"), required=False, help_text=_("Vacío: el primer día del evento."))
    begins = blocks.TimeBlock(label=_("Empieza"))
    ends = blocks.TimeBlock(label=_("Termina"), required=False)
    title = blocks.CharBlock(label=_("Título"), max_length=160)
    text = blocks.RichTextBlock(label=_("De qué trata"), features=PROSE, required=False)
    speakers = blocks.ListBlock(Speaker(), label=_("Quiénes"), default=[])

    class Meta:
        icon = "time"
        label = _("Sesión")


PROGRAMME: list[tuple[str, blocks.Block]] = [("session", Session())]
