"""Samples of the parts of the press room. Names and dates are invented, and say so."""

from dataclasses import dataclass
from datetime import date, datetime

from campaigns.press import Contact, Corrected, KitFile, KitImage, News, OnAir, Told
from cms.home.style_guide.sample import Sample


@dataclass(frozen=True, slots=True)
class Picture:
    url: str
    width: int
    height: int


NEWS = [
    News("Comunicado", "Institución de ejemplo", "Abren las cuentas (ejemplo)", "Una frase.", "#", date(2026, 3, 9)),
    News("En un programa", "Radio de ejemplo", "Cómo preguntar (ejemplo)", "", "#", date(2026, 3, 8)),
]
PROGRAMMES = [
    OnAir(
        "Cómo preguntar (ejemplo)",
        "#",
        datetime(2026, 3, 9, 18, 30),  # noqa: DTZ001 - what clocks of a zone show
        "Programa de ejemplo, Radio de ejemplo. 18:30 h, hora del centro (Ciudad de México). Habla: quien atiende.",
    )
]
TOLD = [
    Told("Diario de ejemplo", date(2026, 3, 9), "Titular de ejemplo", "Nota", "Firma de ejemplo", "#", "#copia"),
    Told("Revista de ejemplo", date(2026, 3, 8), "Solo en papel (ejemplo)", "Reportaje", "", "", ""),
]
KIT_FILES = [KitFile("Datos de ejemplo", "#", "PDF", 120_000, "Institución de ejemplo, CC BY 4.0")]
KIT_IMAGES = [
    KitImage(
        Picture("/static/images/compartir.png", 480, 320),
        Picture("#", 2400, 1600),
        "Un cartel de ejemplo",
        "Pie de ejemplo.",
        "Crédito de ejemplo",
    )
]
AIR = {
    "iso": "2026-03-09T18:30:00-06:00",
    "clock": datetime(2026, 3, 9, 18, 30),  # noqa: DTZ001
    "zone": "hora del centro (Ciudad de México)",
    "minutes": 30,
    "programme": "Programa de ejemplo",
    "station": "Radio de ejemplo",
    "speaker": "Quien atiende al público",
    "topic": "Cómo preguntar",
    "audience": 12_000,
    "source": "la estación",
}

PRESS = [
    Sample("news_list", context={"news": NEWS}),
    Sample("on_air_list", context={"programmes": PROGRAMMES}),
    Sample("air_facts", context=AIR),
    Sample("reported", context={"number": 12_000, "source": "la estación"}, within="p"),
    Sample("told_list", context={"told": TOLD}),
    Sample(
        "press_contacts", context={"contacts": [Contact("Oficina", ["De prensa"], "55 0000 0000", "a@ejemplo.mx")]}
    ),
    Sample("press_kit", context={"files": KIT_FILES, "images": KIT_IMAGES}),
    Sample("corrections", context={"corrections": [Corrected(date(2026, 3, 10), "Decía 20 y son 30 (ejemplo).")]}),
]
