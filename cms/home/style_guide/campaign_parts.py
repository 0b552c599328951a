"""Samples of the parts of campaigns. Names and dates are invented, and say so."""

from dataclasses import dataclass
from datetime import date
from typing import Any

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

READING = {
    "state": "current",
    "url": "#ejemplo",
    "title": "Guía para pedir información (ejemplo)",
    "newer_url": "#ejemplo",
    "citation": "Instituto de Ejemplo. (2016). Guía para pedir información (versión 1).",
}
OPENNESS = {"opens_on": date(2026, 3, 9), "closes_on": date(2026, 5, 30)}
BODY: dict[str, Any] = {
    "institution": {
        "name": "Instituto de Ejemplo",
        "acronym": "IE",
        "get_kind_display": "Organismo garante",
        "ended": "",
        "how_to_ask": "",
    },
    "url": "#ejemplo",
    "powers": ["Resolver la queja de quien no recibió respuesta (ejemplo)", "Enseñar a pedir información (ejemplo)"],
    "phone": "55 0000 0000",
    "mail": "ejemplo@example.org",
    "site_url": "https://example.org/",
    "campaigns": 2,
    "results": 3,
}
STORY = {
    "title": "La calle que se compuso (ejemplo)",
    "text": "Preguntó cuánto costaba la obra y quién la pagaba. Le respondieron en diez días.",
    "who": "Persona de ejemplo",
    "picture": "",
}

CAMPAIGNS = [
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
    Sample("story", "con el nombre cambiado", {**STORY, "is_changed": True}),
    Sample("story", "con su nombre", {**STORY, "is_changed": False}),
    Sample(
        "spot_in_text",
        context={
            **PLAYER,
            "url": "#ejemplo",
            "title": "Spot de ejemplo",
            "lines": [Line("0:00", "Pregunte sin miedo (ejemplo).")],
        },
    ),
    Sample("class_reading", "vigente", {"reading": READING, "part": "Páginas 1 a 3", "why": "Ejemplo de respuesta."}),
    Sample("class_reading", "superada", {"reading": {**READING, "state": "superseded"}, "part": "", "why": ""}),
    Sample("class_reading", "retirada", {"reading": {"state": "gone"}, "part": "", "why": ""}),
    Sample("openness", "abierta", {"openness": "open", **OPENNESS}, within="p"),
    Sample("openness", "abre pronto", {"openness": "coming", **OPENNESS}, within="p"),
    Sample("openness", "cerrada", {"openness": "closed", **OPENNESS}, within="p"),
    Sample("body_card", "con su página", BODY),
    Sample(
        "body_card",
        "sin página, ya no existe",
        {
            **BODY,
            "institution": {**BODY["institution"], "ended": "marzo de 2025"},
            "url": "",
            "powers": [],
            "phone": "",
            "mail": "",
            "site_url": "",
            "campaigns": 0,
            "results": 0,
        },
    ),
    Sample("behind_original", context={"day": date(2026, 5, 30), "url": "#ejemplo"}),
    Sample("useful", "pregunta", {"token": "ejemplo", "thanks": False}),
    Sample("useful", "agradece", {"token": "", "thanks": True}),
]
