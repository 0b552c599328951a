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
