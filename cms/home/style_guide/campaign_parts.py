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
    {"url": "#ejemplo", "title": "Tarjeta enlace, 1200 × 630 (ejemplo)", "format": "PNG", "size": 48_000},
    {"url": "#ejemplo", "title": "Cartel carta (ejemplo)", "format": "PDF", "size": 91_000},
]

CAMPAIGNS = [
    Sample("social_posts", context={"posts": POSTS}),
    Sample("downloads", "tarjetas y carteles", {"files": FILES}),
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
