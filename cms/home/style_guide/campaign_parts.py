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
KIT_HEAD = {
    "number": 3,
    "day": date(2026, 3, 9),
    "file_count": 2,
    "is_ready": True,
    "size": 14_000_000,
    "digest": "0123456789abcdef" * 4,
    "zip_url": "#ejemplo",
}
KIT_FILES = [
    {
        "title": "Spot de ejemplo: MP3, 320 kbit/s",
        "format": "MP3",
        "path": "radio-y-television/ejemplo/ejemplo-mp3.mp3",
        "size": 1_200_000,
        "sha256": "0123456789abcdef" * 4,
        "url": "#ejemplo",
    },
    {
        "title": "Imagen que se está preparando (ejemplo)",
        "format": "JPG",
        "path": "imagenes/ejemplo.jpg",
        "size": 0,
        "sha256": "",
        "url": "",
    },
]
KIT_ANSWER = {
    "number": 3,
    "is_current": True,
    "current": 3,
    "part": "",
    "outdated": [],
    "removed": 0,
    "is_ready": True,
}
KIT_STEP = {
    "number": 3,
    "at": date(2026, 3, 9),
    "added": ["Imagen de ejemplo"],
    "changed": ["Spot de ejemplo", "Mensajes clave"],
    "other": 2,
    "is_current": True,
    "is_first": False,
}
FIRST_STEP = {"added": [], "changed": [], "other": 0, "is_current": False, "is_first": True}


@dataclass(frozen=True, slots=True)
class Post:
    """As the component asks for one."""

    text: str
    network: str
    planned_at: date
    posted_url: str = "#ejemplo"

    def get_network_display(self) -> str:
        return self.network


POSTS = [
    Post("¿Sabía que preguntar es gratis? (ejemplo)\n#DerechoAPreguntar", "Facebook", date(2026, 3, 9)),
    Post("Escriba su pregunta con sus palabras (ejemplo).", "X", date(2026, 3, 10)),
]
FILES = [
    {
        "url": "#ejemplo",
        "title": "Tarjeta para enlaces, 1200\u00a0×\u00a0630 (ejemplo)",
        "format": "PNG",
        "size": 48_000,
    },
    {"url": "#ejemplo", "title": "Cartel carta (ejemplo)", "format": "PDF", "size": 91_000},
]


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
    Sample("social_posts", context={"posts": POSTS}),
    Sample("downloads", "tarjetas y carteles", {"files": FILES}),
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
    Sample("kit_box", context={"box": {"number": 3, "file_count": 12, "url": "#ejemplo"}}),
    Sample("kit_head", context=KIT_HEAD),
    Sample("kit_head", "se prepara", {**KIT_HEAD, "is_ready": False}),
    Sample(
        "kit_files",
        context={"groups": [{"credit": "Instituto de Ejemplo", "licence": "CC BY 4.0", "files": KIT_FILES}]},
    ),
    Sample("kit_answer", "al día", {"answer": KIT_ANSWER}),
    Sample(
        "kit_answer",
        "hay otra",
        {
            "answer": {
                **KIT_ANSWER,
                "number": 1,
                "is_current": False,
                "outdated": KIT_FILES[:1],
                "removed": 1,
                "is_ready": False,
            }
        },
    ),
    Sample("kit_answer", "de un archivo", {"answer": {**KIT_ANSWER, "part": "Spot de ejemplo"}}),
    Sample(
        "kit_history",
        context={"steps": [KIT_STEP, {**KIT_STEP, **FIRST_STEP, "number": 2, "at": date(2026, 2, 2)}]},
    ),
]
