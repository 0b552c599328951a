"""The log of what stations broadcast, as they hand it in: a CSV in, rows and problems out. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from django.utils.translation import gettext as _

from campaigns.handed_in_table import (
    MOST_BYTES,
    BadLog,
    Column,
    Problem,
    Read,
    RowReader,
    Words,
    folded,
    is_nothing,
    read_table,
)
from campaigns.written_dates import split_date_and_time
from cms.core import zones

__all__ = ["COLUMNS", "MOST_BYTES", "BadLog", "Broadcast", "BroadcastLog", "Column", "Problem", "folded", "read_log"]

COLUMNS = (
    Column("fecha", ("dia", "fecha de transmision"), is_required=True),
    Column("hora", ("horario", "hora de transmision")),
    Column("estación", ("emisora", "radiodifusora", "canal", "nombre de la estacion"), is_required=True),
    Column("siglas", ("distintivo", "distintivo de llamada", "indicativo")),
    Column("frecuencia", ("frecuencia o canal",)),
    Column("entidad", ("estado", "entidad federativa"), is_required=True),
    Column("veces", ("impactos", "repeticiones", "transmisiones", "numero de impactos")),
    Column("audiencia", ("audiencia reportada", "alcance")),
    Column("fuente", ("origen", "comprobante")),
)


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A line of the log. `number` is its row as a spreadsheet counts them."""

    number: int
    station: str
    call_sign: str
    frequency: str
    on: date
    at: datetime | None
    """In the zone of its state; None where the log knows the day only."""
    state: str
    times: int
    audience_reported: int | None
    """As the source says; nobody here has counted it."""
    source: str

    def key(self, owner: str) -> str:
        """The same for the same broadcast of a spot (`owner`), however often its log is read."""
        when = self.at.isoformat() if self.at else self.on.isoformat()
        parts = (folded(self.station), folded(self.call_sign), when, self.state, owner)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


BroadcastLog = Read[Broadcast]


def read_log(
    content: bytes, states: Mapping[str, str], *, today: date | None = None, keep_good: bool = False
) -> BroadcastLog:
    """The broadcasts of a log (`read_table` says of what kind, and what it raises)."""
    words = Words(
        _("El archivo no tiene transmisiones debajo de los encabezados. Agréguelas y súbalo de nuevo."),
        _("Es la misma transmisión que la de la fila %(first)d: deje una y sume en ella las veces."),
    )
    return read_table(content, _BroadcastReader, states, words, today=today, keep_good=keep_good)


class _BroadcastReader(RowReader[Broadcast]):
    columns = COLUMNS
    longest: ClassVar[Mapping[str, int]] = {"estación": 120, "siglas": 20, "frecuencia": 20, "fuente": 200}

    def row(self, number: int, values: Mapping[str, str]) -> Broadcast | None:
        station = self.required("estación", values)
        state = self.state(values)
        on, at = self._when(values, state)
        not_aired = _("Debe ser un número entero de 1 en adelante. Quite la fila si no se transmitió.")
        times = self.whole("veces", values, least=1, message=not_aired)
        audience = self.whole("audiencia", values, least=0)
        if on is None:
            return None
        return Broadcast(
            number=number,
            station=station,
            call_sign=values.get("siglas", ""),
            frequency=values.get("frecuencia", ""),
            on=on,
            at=at,
            state=state,
            times=1 if times is None else times,
            audience_reported=audience,
            source=values.get("fuente", ""),
        )

    def not_yet(self) -> str:
        return _("La fecha todavía no llega. Aquí se registra lo que ya se transmitió: revise el año.")

    def _when(self, values: Mapping[str, str], state: str) -> tuple[date | None, datetime | None]:
        typed, typed_time = self.required("fecha", values), values.get("hora", "")
        if not typed:
            return None, None
        typed_date, its_time = split_date_and_time(typed)
        on = self.day(typed_date, typed)
        column, text = ("hora", typed_time) if typed_time and not is_nothing(typed_time) else ("fecha", its_time)
        clock = self.clock(column, text) if text else None
        if on is None or clock is None or not state:
            return on, None
        try:
            return on, zones.at(datetime.combine(on, clock), zones.of_state(state))
        except zones.NoSuchTime:
            message = _("Ese día los relojes se adelantaron y esa hora no existió en la entidad. Revísela.")
            self.add(column, text, message)
            return on, None
