"""The time zones of Mexico, as people call them (Ley de los Husos Horarios of 2022)."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

CENTRAL = "America/Mexico_City"
ZONES: Mapping[str, Promise] = {
    CENTRAL: _("hora del centro (Ciudad de México)"),
    "America/Cancun": _("hora del sureste (Cancún)"),
    "America/Mazatlan": _("hora del Pacífico (Mazatlán)"),
    "America/Hermosillo": _("hora de Sonora (Hermosillo)"),
    "America/Tijuana": _("hora del noroeste (Tijuana)"),
    "America/Ciudad_Juarez": _("hora de la frontera (Ciudad Juárez)"),
    "America/Ojinaga": _("hora de la frontera (Ojinaga)"),
    "America/Matamoros": _("hora de la frontera (Matamoros)"),
}
"""One name for each set of rules: the other names of the tz database follow one of these."""
OF_STATES: Mapping[str, str] = {
    "ROO": "America/Cancun",
    "BCS": "America/Mazatlan",
    "NAY": "America/Mazatlan",
    "SIN": "America/Mazatlan",
    "SON": "America/Hermosillo",
    "BCN": "America/Tijuana",
}
"""The zone of a state (ISO 3166-2:MX) where it is not the central one."""


class NoSuchTime(Exception):
    """Clocks were put forward past this time of day: it never comes."""


def at(wall_clock: datetime, zone: str) -> datetime:
    """When clocks of the zone show this date and time; of two such instants, the first. Raises NoSuchTime."""
    instant = wall_clock.replace(tzinfo=ZoneInfo(zone), fold=0)
    there = instant.astimezone(ZoneInfo("UTC")).astimezone(ZoneInfo(zone))
    if there.replace(tzinfo=None) != wall_clock.replace(tzinfo=None):
        raise NoSuchTime(f"{wall_clock:%Y-%m-%d %H:%M} {zone}")
    return instant


def of_state(code: str | None) -> str:
    """The zone in which most people of a state live; the central one for national bodies."""
    return OF_STATES.get(code or "", CENTRAL)
