"""Samples of the parts of campaigns. Names and dates are invented, and say so."""

from dataclasses import dataclass
from datetime import date

from cms.home.style_guide.sample import Sample


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: str
    is_on: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    name: str
    label: str
    none: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Line:
    at: str
    text: str


FILTERS = [
    Filter(
        "cuando",
        "Cuándo",
        "En cualquier momento",
        (Choice("running", "En curso", is_on=True), Choice("past", "Terminadas")),
    ),
    Filter("estado", "Estado", "Todos los estados", (Choice("JAL", "Estado de ejemplo"),)),
]
PERIOD = {"starts_on": date(2026, 3, 9), "ends_on": date(2026, 5, 30)}
PLAYER = {
    "play_url": "#ejemplo",
    "captions_url": "#ejemplo",
    "duration": "0:30",
    "language": "es",
    "is_video": False,
}


@dataclass(frozen=True, slots=True)
class Relative:
    name: str
    url: str = "#ejemplo"


ORIGINAL = {"original": Relative("Campaña nacional de ejemplo"), "adaptations": [], "is_behind": False}
ADAPTED = {"original": None, "adaptations": [Relative("Estado de ejemplo"), Relative("Otro estado")]}
CONTACT = {
    "name": "Unidad de Transparencia de ejemplo",
    "address": "Calle de Ejemplo 12\nCiudad de Ejemplo",
    "phone": "55 0000 0000",
    "mail": "ejemplo@example.org",
    "url": "",
    "hours": "",
}
LOCAL = {
    "dates": [{"day": date(2026, 3, 9), "what": "Taller abierto (ejemplo)", "where": "Plaza de ejemplo"}],
    "examples": [{"title": "Una pregunta con respuesta (ejemplo)", "text": "Preguntó cuánto costó la obra."}],
    "contacts": [CONTACT],
}

CAMPAIGNS = [
    Sample("campaign_family", "de la nacional", {"family": ORIGINAL}),
    Sample("campaign_family", "que cambió", {"family": {**ORIGINAL, "is_behind": True}}),
    Sample("campaign_family", "con versiones de estados", {"family": ADAPTED}),
    Sample("local_parts", context={"local": LOCAL, "logo": None}),
    Sample("filter_form", context={"action": "#ejemplo", "filters": FILTERS}),
    Sample("period", "con término", PERIOD, within="p"),
    Sample("period", "de un día", {"starts_on": date(2026, 3, 9), "ends_on": date(2026, 3, 9)}, within="p"),
    Sample("period", "sin término", {**PERIOD, "ends_on": None}, within="p"),
    Sample("key_messages", context={"messages": ["Preguntar es su derecho (ejemplo)", "Es gratis (ejemplo)"]}),
    Sample("spot_player", "radio", PLAYER),
    Sample("spot_player", "televisión", {**PLAYER, "is_video": True}),
    Sample(
        "said",
        context={
            "language": "es",
            "lines": [Line("0:00", "Pregunte sin miedo (ejemplo)."), Line("0:03", "Es gratis.")],
        },
    ),
]
