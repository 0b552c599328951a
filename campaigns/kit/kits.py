"""Joins the kit to the rest when the apps are ready: the job, the sources of campaigns itself, the signals."""

from django.utils.translation import gettext_lazy as _

from campaigns.kit import artwork_parts, building, listening, spot_parts, text_parts
from campaigns.kit.parts import register_source


def register() -> None:
    """Called once."""
    register_source(text_parts.KIND, text_parts.text_parts, label=_("Los textos de la campaña"))
    register_source(spot_parts.KIND, spot_parts.spot_parts)
    register_source(artwork_parts.KIND, artwork_parts.artwork_parts, label=artwork_parts.LABEL)
    building.register()
    listening.listen()
