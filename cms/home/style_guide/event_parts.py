"""Samples of the parts of events. Names, places and dates are invented, and say so."""

from datetime import UTC, datetime

from campaigns.events import listing, times
from cms.core import zones
from cms.home.style_guide.sample import Sample

STARTS = datetime(2027, 4, 15, 16, tzinfo=UTC)
SPAN = times.span(STARTS, STARTS.replace(hour=19), zones.CENTRAL)
LONG = times.span(STARTS, STARTS.replace(day=16, hour=23), "America/Tijuana")
LINE = listing.Line(
    date=SPAN.first_day,
    title="Taller de ejemplo",
    url="#ejemplo",
    kicker="Taller",
    when=f"10:00 a 13:00 h, {SPAN.zone}",
    place="Biblioteca de ejemplo · En línea",
    change="",
)
CANCELLED = listing.Line(
    date=LONG.first_day,
    title="Foro de ejemplo",
    url="#ejemplo",
    kicker="Foro",
    when=f"09:00 h, hasta el {LONG.ends.day}, {LONG.zone}",
    place="Plaza de ejemplo",
    change="Cancelado",
)
SESSIONS = [
    listing.Session(
        day=SPAN.starts.day,
        begins="10:00",
        ends="11:00",
        title="Cómo se pregunta (ejemplo)",
        text="<p>Escribimos juntos una solicitud.</p>",
        speakers=[{"name": "Persona de ejemplo", "role": "Imparte", "position": "Institución de ejemplo"}],
    ),
    listing.Session(
        day="",
        begins="11:30",
        ends="",
        title="Preguntas del público (ejemplo)",
        text="",
        speakers=[{"name": "Otra persona de ejemplo", "role": "Modera", "position": ""}],
    ),
]
BEFORE = times.moment(STARTS, zones.CENTRAL)

EVENTS = [
    Sample("event_when", "de un día", {"span": SPAN}),
    Sample("event_when", "de varios días", {"span": LONG}),
    Sample("event_change", "movido", {"is_cancelled": False, "reason": "La sede estará en obra.", "before": BEFORE}),
    Sample("event_change", "cancelado", {"is_cancelled": True, "reason": "Llueve (ejemplo).", "before": None}),
    Sample("event_lines", context={"events": [LINE, CANCELLED]}),
    Sample("programme", context={"sessions": SESSIONS}),
    Sample("subscribe", context={"path": "#ejemplo", "label": "Eventos de ejemplo"}),
]
