"""The log of what stations broadcast, as they hand it in: a CSV in, rows and problems out. Pure.

The first row names the columns, in any order, with or without accents and capitals. A title above it is passed over.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import get_close_matches

from django.utils.translation import gettext as _

from archive.extraction.contract import ExtractionError
from archive.extraction.encoded_text import decoded
from campaigns.written_dates import (
    BadTime,
    BadWrittenDate,
    MonthFirst,
    ShortYear,
    parse_date,
    parse_time,
    split_date_and_time,
)
from cms.core import zones
from search.language import folded_words

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 100_000
_ROWS_ABOVE_HEADER = 10
_LEAST_NAMED = 2
"""Columns that a row must name to be the header."""
_DELIMITERS = (",", ";", "\t")
_NOTHING = frozenset({"", "nd", "na", "n d", "n a", "sin dato", "no disponible"})
"""Folded, in which a dash is nothing too."""
_NUMBER = re.compile(r"(\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.0+)?")
"""A whole number, also as a spreadsheet writes one that it takes for a fraction."""
_MOST = 2**31 - 1
_LONGEST = {"estación": 120, "siglas": 20, "frecuencia": 20, "fuente": 200}
"""Characters of what is kept as it stands."""
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name that people are told, and how else stations call it (folded)."""

    name: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False


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

    def key(self, spot: str) -> str:
        """The same for the same broadcast of a spot, however often its log is read."""
        when = self.at.isoformat() if self.at else self.on.isoformat()
        parts = (folded(self.station), folded(self.call_sign), when, self.state, spot)
        return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class _Header:
    """How a table calls a column, where it stands, and how many columns there are."""

    text: str
    index: int
    width: int


@dataclass(frozen=True, slots=True)
class Problem:
    """What can't be accepted: the row (0: the whole file), how the table calls the column, what stands there, and in
    Spanish what to do."""

    row: int
    column: str
    read: str
    message: str

    def __str__(self) -> str:
        if not self.row:
            return self.message
        where = _("Fila %(row)d, columna «%(column)s»") if self.column else _("Fila %(row)d")
        read = f" «{self.read[:60]}»." if self.read else ""
        return f"{where % {'row': self.row, 'column': self.column}}:{read} {self.message}"


@dataclass(frozen=True, slots=True)
class BroadcastLog:
    """The good rows, the problems of the others, and the columns of which nothing is made."""

    rows: tuple[Broadcast, ...]
    problems: tuple[Problem, ...]
    unknown_columns: tuple[str, ...]


class BadLog(Exception):
    """The log is not accepted; `problems` holds all that is amiss."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


def read_log(
    content: bytes, states: Mapping[str, str], *, today: date | None = None, keep_good: bool = False
) -> BroadcastLog:
    """The broadcasts of a CSV with commas, semicolons or tabs, in UTF-8 or Windows-1252.

    `states` has the code of each state by its names, other names and codes. Nothing is broadcast after `today`.
    Raises BadLog with every problem of every row; with `keep_good` only where the file as a whole is no log.
    """
    table, headers, unknown = _table(content)
    reader = _RowReader({folded(name): code for name, code in states.items()}, headers, today)
    rows: list[Broadcast] = []
    seen: dict[str, int] = {}
    for number, cells in table:
        row = reader.read(number, cells)
        if row is None:
            continue
        first = seen.setdefault(row.key(""), number)
        if first != number:
            message = _("Es la misma transmisión que la de la fila %(first)d: deje una y sume en ella las veces.")
            reader.problems.append(Problem(number, "", "", message % {"first": first}))
        else:
            rows.append(row)
    if not rows and not reader.problems:
        raise _bad(_("El archivo no tiene transmisiones debajo de los encabezados. Agréguelas y súbalo de nuevo."))
    if reader.problems and not keep_good:
        raise BadLog(reader.problems)
    return BroadcastLog(tuple(rows), tuple(reader.problems), tuple(unknown))


def folded(name: str) -> str:
    """What spellings of a name have in common: no accents, capitals, points or doubled spaces."""
    return " ".join(folded_words(name))


_BY_NAME = {folded(name): column.name for column in COLUMNS for name in (column.name, *column.aliases)}


def _bad(message: str) -> BadLog:
    return BadLog([Problem(0, "", "", message)])


class _RowReader:
    """Rows of one table; what can't be read of them goes to `problems`."""

    def __init__(self, states: Mapping[str, str], headers: Mapping[str, _Header], today: date | None) -> None:
        self.problems: list[Problem] = []
        self._states, self._headers, self._today = states, headers, today
        self._number = 0
        self._near: dict[str, str] = {}

    def read(self, number: int, cells: Sequence[str]) -> Broadcast | None:
        """None where there is a problem."""
        self._number = number
        known = len(self.problems)
        values = {name: _cell(cells, header.index) for name, header in self._headers.items()}
        self._check_width(cells)
        self._check_texts(values)
        station = self._required("estación", values)
        state = self._state(values)
        on, at = self._when(values, state)
        times = self._whole("veces", values, least=1)
        audience = self._whole("audiencia", values, least=0)
        if len(self.problems) > known or on is None:
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

    def _add(self, column: str, read: str, message: str) -> None:
        header = self._headers.get(column)
        self.problems.append(Problem(self._number, header.text if header else column, read, message))

    def _check_width(self, cells: Sequence[str]) -> None:
        most = max(header.width for header in self._headers.values())
        if more := [cell for cell in cells[most:] if cell.strip()]:
            message = _("Hay más celdas que columnas. Ponga entre comillas los textos que llevan el separador.")
            self._add("", more[0], message)

    def _check_texts(self, values: Mapping[str, str]) -> None:
        for column, most in _LONGEST.items():
            typed = values.get(column, "")
            if _CONTROL.search(typed):
                self._add(column, _CONTROL.sub("·", typed), _("Tiene caracteres que no se ven. Escríbala de nuevo."))
            elif len(typed) > most:
                message = _("Es demasiado larga: caben %(most)d letras. Acórtela.")
                self._add(column, typed, message % {"most": most})

    def _required(self, column: str, values: Mapping[str, str]) -> str:
        if not values[column]:
            self._add(column, "", _("Está vacía. Escríbala, o quite la fila."))
        return values[column]

    def _state(self, values: Mapping[str, str]) -> str:
        typed = self._required("entidad", values)
        name = folded(typed)
        if not typed or name in self._states:
            return self._states.get(name, "")
        message = _("No es una entidad federativa. Escriba su nombre o su clave de tres letras.")
        if name not in self._near:
            self._near[name] = next(iter(get_close_matches(name, self._states, n=1)), "")
        if near := self._near[name]:
            message += " " + _("¿Quiso decir «%(name)s»?") % {"name": near}
        self._add("entidad", typed, message)
        return ""

    def _when(self, values: Mapping[str, str], state: str) -> tuple[date | None, datetime | None]:
        typed, typed_time = self._required("fecha", values), values.get("hora", "")
        if not typed:
            return None, None
        typed_date, its_time = split_date_and_time(typed)
        on = self._date(typed_date, typed)
        column, text = ("hora", typed_time) if typed_time and not _is_nothing(typed_time) else ("fecha", its_time)
        clock = self._time(column, text) if text else None
        if on is None or clock is None or not state:
            return on, None
        try:
            return on, zones.at(datetime.combine(on, clock), zones.of_state(state))
        except zones.NoSuchTime:
            message = _("Ese día los relojes se adelantaron y esa hora no existió en la entidad. Revísela.")
            self._add(column, text, message)
            return on, None

    def _date(self, text: str, typed: str) -> date | None:
        try:
            on = parse_date(text)
        except ShortYear:
            message = _("El año lleva dos cifras. Escríbalo con cuatro: 15/04/2016.")
        except MonthFirst:
            message = _("El mes está antes que el día. Escriba primero el día: 15/04/2016.")
        except BadWrittenDate:
            message = _("No es una fecha. Escríbala como 15/04/2016, 2016-04-15 o 15 de abril de 2016.")
        else:
            if self._today is None or on <= self._today:
                return on
            message = _("La fecha todavía no llega. Aquí se registra lo que ya se transmitió: revise el año.")
        self._add("fecha", typed, message)
        return None

    def _time(self, column: str, text: str) -> time | None:
        try:
            return parse_time(text)
        except BadTime:
            message = _(
                "No es una hora. Escríbala de 00:00 a 23:59 (14:30) o con a. m. o p. m. (2:30 p. m.); "
                "lo que pasó después de la medianoche lleva la fecha del día siguiente."
            )
            self._add(column, text, message)
            return None

    def _whole(self, column: str, values: Mapping[str, str], *, least: int) -> int | None:
        typed = values.get(column, "")
        if _is_nothing(typed):
            return None
        match = _NUMBER.fullmatch(typed)
        number = int(re.sub(r"\D", "", match[1])) if match else -1
        if least <= number <= _MOST:
            return number
        message = (
            _("Debe ser un número entero de 1 en adelante. Quite la fila si no se transmitió.")
            if least
            else _("Debe ser un número entero, sin letras ni decimales; vacía si no se conoce.")
        )
        self._add(column, typed, message)
        return None


def _cell(cells: Sequence[str], index: int) -> str:
    return " ".join(cells[index].split()) if index < len(cells) else ""


def _is_nothing(text: str) -> bool:
    return folded(text) in _NOTHING


def _table(content: bytes) -> tuple[Iterator[tuple[int, list[str]]], dict[str, _Header], list[str]]:
    """The rows below the header that are not empty, the known columns, and the others. Raises BadLog."""
    rows = _rows(_text(content))
    at = next((at for at, cells in enumerate(rows[:_ROWS_ABOVE_HEADER]) if _named(cells) >= _LEAST_NAMED), None)
    if at is None:
        names = ", ".join(column.name for column in COLUMNS)
        raise _bad(
            _("No se encontró el renglón de encabezados. Debe nombrar las columnas: %(names)s.") % {"names": names}
        )
    headers, unknown = _headers(rows[at])
    filled = ((number, cells) for number, cells in enumerate(rows[at + 1 :], at + 2) if any(map(str.strip, cells)))
    return filled, headers, unknown


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise _bad(_("El archivo pesa más de %(most)d MB. Divídalo por meses.") % {"most": MOST_BYTES // 2**20})
    try:
        return decoded(content)
    except ExtractionError as error:
        message = _("No es un CSV, sino otro tipo de archivo. En la hoja de cálculo, guárdelo como «CSV UTF-8».")
        raise _bad(message) from error


def _rows(text: str) -> list[list[str]]:
    """Raises BadLog."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        message = _("No es un CSV válido: hay comillas sin cerrar o una celda enorme. Vuelva a exportarlo.")
        raise _bad(message) from error
    if len(rows) > MOST_ROWS:
        raise _bad(_("Tiene más de %(most)d filas. Divídalo por meses.") % {"most": MOST_ROWS})
    return rows


def _delimiter(text: str) -> str:
    """The one by which most columns of the header are known."""
    top = text.split("\n", _ROWS_ABOVE_HEADER)[:_ROWS_ABOVE_HEADER]
    return max(_DELIMITERS, key=lambda each: max(_named(line.strip().split(each)) for line in top))


def _named(cells: Sequence[str]) -> int:
    return sum(folded(cell) in _BY_NAME for cell in cells)


def _headers(cells: Sequence[str]) -> tuple[dict[str, _Header], list[str]]:
    found: dict[str, _Header] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for index, cell in enumerate(cells):
        name = _BY_NAME.get(folded(cell), "")
        if not name:
            unknown += [cell.strip()] if cell.strip() else []
        elif name in found:
            twice.append(_("«%(one)s» y «%(other)s»") % {"one": found[name].text, "other": cell.strip()})
        else:
            found[name] = _Header(cell.strip(), index, len(cells))
    problems = [_("Son la misma columna: %(names)s. Deje una sola.") % {"names": names} for names in twice]
    missing = [column.name for column in COLUMNS if column.is_required and column.name not in found]
    if missing:
        message = _("Falta en los encabezados: %(names)s. Agregue cada una como columna.")
        problems.append(message % {"names": ", ".join(missing)})
    if problems:
        raise BadLog([Problem(0, "", "", problem) for problem in problems])
    return found, unknown
