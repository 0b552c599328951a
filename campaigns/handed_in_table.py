"""A table that somebody hands in as a CSV: rows in, values and problems out. Pure.

The first row names the columns, in any order, with or without accents and capitals. A title above it is passed over.
What the columns are, and what a row of them means, says each kind of log: `broadcast_log`, `clipping_log`.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from difflib import get_close_matches
from typing import ClassVar, Generic, Protocol, TypeVar

from django.utils.translation import gettext as _

from archive.extraction.contract import ExtractionError
from archive.extraction.encoded_text import decoded
from campaigns.written_dates import BadTime, BadWrittenDate, MonthFirst, ShortYear, parse_date, parse_time
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
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the name that people are told, and how else stations call it (folded)."""

    name: str
    aliases: tuple[str, ...] = ()
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Header:
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


class BadLog(Exception):
    """The log is not accepted; `problems` holds all that is amiss."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = list(problems)


class Row(Protocol):
    """A line of a log that could be read."""

    @property
    def number(self) -> int: ...

    def key(self, owner: str) -> str: ...


R = TypeVar("R", bound=Row)


@dataclass(frozen=True, slots=True)
class Read(Generic[R]):
    """The good rows, the problems of the others, and the columns of which nothing is made."""

    rows: tuple[R, ...]
    problems: tuple[Problem, ...]
    unknown_columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """What a kind of log says of its rows."""

    nothing_there: str
    said_twice: str
    """With the number of the row that says the same (`first`)."""


class RowReader(Generic[R]):
    """Rows of one table; what can't be read of them goes to `problems`."""

    columns: ClassVar[Sequence[Column]] = ()
    longest: ClassVar[Mapping[str, int]] = {}
    """Characters of what is kept as it stands."""

    def __init__(self, states: Mapping[str, str], headers: Mapping[str, Header], today: date | None) -> None:
        self.problems: list[Problem] = []
        self._states, self._headers, self._today = states, headers, today
        self._number = 0
        self._near: dict[str, str] = {}

    def read(self, number: int, cells: Sequence[str]) -> R | None:
        """None where there is a problem."""
        self._number = number
        known = len(self.problems)
        values = {name: _cell(cells, header.index) for name, header in self._headers.items()}
        self._check_width(cells)
        self._check_texts(values)
        row = self.row(number, values)
        return None if len(self.problems) > known else row

    def row(self, number: int, values: Mapping[str, str]) -> R | None:
        """What the values of one row mean; what is amiss is added to the problems."""
        raise NotImplementedError

    def add(self, column: str, read: str, message: str) -> None:
        """Note a problem of the row at hand: its column, what stands there, what to do."""
        header = self._headers.get(column)
        self.problems.append(Problem(self._number, header.text if header else column, read, message))

    def _check_width(self, cells: Sequence[str]) -> None:
        most = max(header.width for header in self._headers.values())
        if more := [cell for cell in cells[most:] if cell.strip()]:
            message = _("Hay más celdas que columnas. Ponga entre comillas los textos que llevan el separador.")
            self.add("", more[0], message)

    def _check_texts(self, values: Mapping[str, str]) -> None:
        for column, most in self.longest.items():
            typed = values.get(column, "")
            if _CONTROL.search(typed):
                self.add(column, _CONTROL.sub("·", typed), _("Tiene caracteres que no se ven. Escríbala de nuevo."))
            elif len(typed) > most:
                message = _("Es demasiado larga: caben %(most)d letras. Acórtela.")
                self.add(column, typed, message % {"most": most})

    def required(self, column: str, values: Mapping[str, str]) -> str:
        """What stands in a column that every row must fill."""
        if not values[column]:
            self.add(column, "", _("Está vacía. Escríbala, o quite la fila."))
        return values[column]

    def state(self, values: Mapping[str, str]) -> str:
        """The code of the state that the row names; empty where there is a problem."""
        typed = self.required("entidad", values)
        name = folded(typed)
        if not typed or name in self._states:
            return self._states.get(name, "")
        message = _("No es una entidad federativa. Escriba su nombre o su clave de tres letras.")
        if name not in self._near:
            self._near[name] = next(iter(get_close_matches(name, self._states, n=1)), "")
        if near := self._near[name]:
            message += " " + _("¿Quiso decir «%(name)s»?") % {"name": near}
        self.add("entidad", typed, message)
        return ""

    def day(self, text: str, typed: str) -> date | None:
        """The date that is written in `text`, which is `typed` or a part of it."""
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
            message = self.not_yet()
        self.add("fecha", typed, message)
        return None

    def clock(self, column: str, text: str) -> time | None:
        """The time of day."""
        try:
            return parse_time(text)
        except BadTime:
            message = _(
                "No es una hora. Escríbala de 00:00 a 23:59 (14:30) o con a. m. o p. m. (2:30 p. m.); "
                "lo que pasó después de la medianoche lleva la fecha del día siguiente."
            )
            self.add(column, text, message)
            return None

    def whole(self, column: str, values: Mapping[str, str], *, least: int, message: str = "") -> int | None:
        """A number; None for what nobody knows."""
        typed = values.get(column, "")
        if is_nothing(typed):
            return None
        match = _NUMBER.fullmatch(typed)
        number = int(re.sub(r"\D", "", match[1])) if match else -1
        if least <= number <= _MOST:
            return number
        no_number = _("Debe ser un número entero, sin letras ni decimales; vacía si no se conoce.")
        self.add(column, typed, message or no_number)
        return None

    def not_yet(self) -> str:
        """What is said of a day that has not come."""
        return _("La fecha todavía no llega: revise el año.")


def read_table(
    content: bytes,
    reader: type[RowReader[R]],
    states: Mapping[str, str],
    words: Words,
    *,
    today: date | None = None,
    keep_good: bool = False,
) -> Read[R]:
    """The rows of a CSV with commas, semicolons or tabs, in UTF-8 or Windows-1252.

    `states` has the code of each state by its names, other names and codes. Nothing happened after `today`.
    Raises BadLog with every problem of every row; with `keep_good` only where the file as a whole is no log.
    """
    table, headers, unknown = _table(content, reader.columns)
    reading = reader({folded(name): code for name, code in states.items()}, headers, today)
    rows: list[R] = []
    seen: dict[str, int] = {}
    for number, cells in table:
        row = reading.read(number, cells)
        if row is None:
            continue
        first = seen.setdefault(row.key(""), number)
        if first != number:
            reading.problems.append(Problem(number, "", "", words.said_twice % {"first": first}))
        else:
            rows.append(row)
    if not rows and not reading.problems:
        raise bad(words.nothing_there)
    if reading.problems and not keep_good:
        raise BadLog(reading.problems)
    return Read(tuple(rows), tuple(reading.problems), tuple(unknown))


def folded(name: str) -> str:
    """What spellings of a name have in common: no accents, capitals, points or doubled spaces."""
    return " ".join(folded_words(name))


def bad(message: str) -> BadLog:
    """A file of which nothing can be taken."""
    return BadLog([Problem(0, "", "", message)])


def _cell(cells: Sequence[str], index: int) -> str:
    return " ".join(cells[index].split()) if index < len(cells) else ""


def is_nothing(text: str) -> bool:
    """Whether a cell says that nobody knows."""
    return folded(text) in _NOTHING


def _table(
    content: bytes, columns: Sequence[Column]
) -> tuple[Iterator[tuple[int, list[str]]], dict[str, Header], list[str]]:
    """The rows below the header that are not empty, the known columns, and the others. Raises BadLog."""
    names = _names(columns)
    rows = _rows(_text(content), names)
    at = next(
        (at for at, cells in enumerate(rows[:_ROWS_ABOVE_HEADER]) if _named(cells, names) >= _LEAST_NAMED), None
    )
    if at is None:
        said = ", ".join(column.name for column in columns)
        raise bad(
            _("No se encontró el renglón de encabezados. Debe nombrar las columnas: %(names)s.") % {"names": said}
        )
    headers, unknown = _headers(rows[at], columns)
    filled = ((number, cells) for number, cells in enumerate(rows[at + 1 :], at + 2) if any(map(str.strip, cells)))
    return filled, headers, unknown


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise bad(_("El archivo pesa más de %(most)d MB. Divídalo por meses.") % {"most": MOST_BYTES // 2**20})
    try:
        return decoded(content)
    except ExtractionError as error:
        message = _("No es un CSV, sino otro tipo de archivo. En la hoja de cálculo, guárdelo como «CSV UTF-8».")
        raise bad(message) from error


def _rows(text: str, names: Mapping[str, str]) -> list[list[str]]:
    """Raises BadLog."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text, names), strict=True))
    except csv.Error as error:
        message = _("No es un CSV válido: hay comillas sin cerrar o una celda enorme. Vuelva a exportarlo.")
        raise bad(message) from error
    if len(rows) > MOST_ROWS:
        raise bad(_("Tiene más de %(most)d filas. Divídalo por meses.") % {"most": MOST_ROWS})
    return rows


def _delimiter(text: str, names: Mapping[str, str]) -> str:
    """The one by which most columns of the header are known."""
    top = text.split("\n", _ROWS_ABOVE_HEADER)[:_ROWS_ABOVE_HEADER]
    return max(_DELIMITERS, key=lambda each: max(_named(line.strip().split(each), names) for line in top))


def _named(cells: Sequence[str], names: Mapping[str, str]) -> int:
    return sum(folded(cell) in names for cell in cells)


def _headers(cells: Sequence[str], columns: Sequence[Column]) -> tuple[dict[str, Header], list[str]]:
    names = _names(columns)
    found: dict[str, Header] = {}
    unknown: list[str] = []
    twice: list[str] = []
    for index, cell in enumerate(cells):
        name = names.get(folded(cell), "")
        if not name:
            unknown += [cell.strip()] if cell.strip() else []
        elif name in found:
            twice.append(_("«%(one)s» y «%(other)s»") % {"one": found[name].text, "other": cell.strip()})
        else:
            found[name] = Header(cell.strip(), index, len(cells))
    problems = [_("Son la misma columna: %(names)s. Deje una sola.") % {"names": names} for names in twice]
    missing = [column.name for column in columns if column.is_required and column.name not in found]
    if missing:
        message = _("Falta en los encabezados: %(names)s. Agregue cada una como columna.")
        problems.append(message % {"names": ", ".join(missing)})
    if problems:
        raise BadLog([Problem(0, "", "", problem) for problem in problems])
    return found, unknown


def _names(columns: Sequence[Column]) -> dict[str, str]:
    """What each column may be called, folded, and its own name."""
    return {folded(name): column.name for column in columns for name in (column.name, *column.aliases)}
