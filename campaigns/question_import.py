"""Questions of a network as its people wrote them down: a CSV in, rows or problems out. All of it, or nothing."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from archive.extraction.contract import ExtractionError
from archive.extraction.encoded_text import decoded
from archive.models import Subject
from campaigns import networks
from campaigns.broadcast_log import BadLog, Problem, folded
from campaigns.models import SocialQuestion
from campaigns.written_dates import BadTime, BadWrittenDate, parse_date, parse_time, split_date_and_time
from cms.core.reference.models import Institution, State

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 5_000
COLUMNS = {
    "fecha": True,
    "red": True,
    "pregunta": True,
    "tema": False,
    "entidad": False,
    "respuesta": False,
    "respondida": False,
    "dirección": False,
}
"""What each column is called, and whether it must be there. Dates may bear an hour: 15/04/2026 14:30."""
FIELDS = {
    "asked_at": "fecha",
    "network": "red",
    "question": "pregunta",
    "answer": "respuesta",
    "answered_at": "respondida",
    "answer_url": "dirección",
}
"""By which column of the file a problem of a row is told."""


@dataclass(frozen=True, slots=True)
class Imported:
    """How many questions were new, and how many were there already."""

    added: int
    known: int


@transaction.atomic
def import_questions(content: bytes, institution: Institution) -> Imported:
    """Raises BadLog with every problem of every row; then nothing was taken."""
    rows, problems = [], []
    reader = _Reader(institution)
    for number, cells in _table(content):
        try:
            rows.append(reader.read(cells))
        except ValidationError as error:
            problems += [
                Problem(number, FIELDS.get(field, field), "", " ".join(said))
                for field, said in error.message_dict.items()
            ]
    if problems:
        raise BadLog(problems)
    added = sum(_is_new(row) for row in rows)
    return Imported(added, len(rows) - added)


def _is_new(row: SocialQuestion) -> bool:
    same = SocialQuestion.objects.filter(
        institution=row.institution, network=row.network, asked_at=row.asked_at, question=row.question
    )
    if same.exists():
        return False
    row.save()
    return True


class _Reader:
    """Rows of one file, with what they name looked up once."""

    def __init__(self, institution: Institution) -> None:
        self._institution = institution
        self._networks = {
            folded(name): each.code for each in networks.NETWORKS.values() for name in (each.code, each.name)
        }
        self._networks["twitter"] = "x"
        self._states = {
            folded(name): state for state in State.objects.all() for name in (state.name, state.code, *state.aliases)
        }
        self._subjects = {folded(subject.name): subject for subject in Subject.objects.all()}

    def read(self, cells: Mapping[str, str]) -> SocialQuestion:
        """Raises ValidationError, its fields named as the columns are, or as the model's."""
        told: dict[str, list[str]] = {}
        named = {
            "network": self._known(self._networks, "red", cells, told),
            "state": self._known(self._states, "entidad", cells, told),
            "subject": self._known(self._subjects, "tema", cells, told),
            "asked_at": _instant("fecha", cells, told),
            "answered_at": _instant("respondida", cells, told),
        }
        if told:
            raise ValidationError(told)
        row = SocialQuestion(
            institution=self._institution,
            question=cells.get("pregunta", ""),
            answer=cells.get("respuesta", ""),
            answer_url=cells.get("dirección", ""),
            **named,
        )
        row.full_clean()
        return row

    def _known(self, by_name: Mapping[str, object], column: str, cells: Mapping[str, str], told: dict) -> object:  # type: ignore[type-arg]
        typed = cells.get(column, "")
        if not typed:
            return None if column != "red" else ""
        if folded(typed) not in by_name:
            told[column] = [_("No se conoce «%(typed)s». Escríbala como en la lista del sitio.") % {"typed": typed}]
        return by_name.get(folded(typed))


def _instant(column: str, cells: Mapping[str, str], told: dict[str, list[str]]) -> datetime | None:
    typed = cells.get(column, "")
    if not typed:
        return None
    day, clock = split_date_and_time(typed)
    try:
        at = datetime.combine(parse_date(day), parse_time(clock) if clock else time(12))
    except (BadWrittenDate, BadTime):
        told[column] = [_("No es una fecha. Escríbala como 15/04/2026 o 15/04/2026 14:30.")]
        return None
    return timezone.make_aware(at)


def _table(content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not empty, by the names of their columns, numbered as a spreadsheet does. Raises BadLog."""
    lines = _lines(content)
    header = [folded(cell) for cell in lines[0]] if lines else []
    known = {folded(name): name for name in COLUMNS}
    places = {known[name]: place for place, name in enumerate(header) if name in known}
    missing = [name for name, is_required in COLUMNS.items() if is_required and name not in places]
    if missing:
        said = _("En el primer renglón faltan estas columnas: %(names)s.") % {"names": ", ".join(missing)}
        raise BadLog([Problem(0, "", "", said)])
    if len(lines) > MOST_ROWS:
        raise BadLog([Problem(0, "", "", _("Son demasiadas preguntas: divida el archivo por meses."))])
    for number, cells in enumerate(lines[1:], 2):
        if any(cell.strip() for cell in cells):
            yield number, {name: cells[place].strip() for name, place in places.items() if place < len(cells)}


def _lines(content: bytes) -> Sequence[list[str]]:
    try:
        text = decoded(content).lstrip("\ufeff")
    except ExtractionError as error:
        raise BadLog(
            [Problem(0, "", "", _("No es un archivo de texto. Guárdelo como CSV y súbalo otra vez."))]
        ) from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        said = _("Las comillas de una celda no cierran. Guárdelo otra vez como CSV.")
        raise BadLog([Problem(0, "", "", said)]) from error
