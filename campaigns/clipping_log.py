"""What was published about a release or a campaign, as somebody lists it: a CSV in, rows and problems out. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from campaigns.handed_in_table import Column, Read, RowReader, Words, folded, read_table
from campaigns.vocabulary import ClippingKind

COLUMNS = (
    Column("fecha", ("dia", "fecha de publicacion"), is_required=True),
    Column("medio", ("periodico", "revista", "portal", "publicacion"), is_required=True),
    Column("título", ("titular", "encabezado", "cabeza"), is_required=True),
    Column("clase", ("genero", "tipo", "tipo de nota")),
    Column("autor", ("autora", "autoria", "firma", "reportero", "reportera")),
    Column("entidad", ("estado", "entidad federativa")),
    Column("dirección", ("url", "enlace", "liga", "link")),
    Column("audiencia", ("audiencia reportada", "alcance", "tiraje", "lectores")),
    Column("fuente", ("origen", "segun")),
)
KINDS: Mapping[str, str] = {
    "": ClippingKind.NEWS,
    "nota": ClippingKind.NEWS,
    "nota informativa": ClippingKind.NEWS,
    "noticia": ClippingKind.NEWS,
    "entrevista": ClippingKind.INTERVIEW,
    "columna": ClippingKind.COLUMN,
    "opinion": ClippingKind.COLUMN,
    "articulo": ClippingKind.COLUMN,
    "articulo de opinion": ClippingKind.COLUMN,
    "reportaje": ClippingKind.REPORT,
    "cronica": ClippingKind.REPORT,
}
"""What media call each kind, folded."""
_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class Published:
    """A line of the list. `number` is its row as a spreadsheet counts them."""

    number: int
    on: date
    medium: str
    title: str
    kind: str
    author: str
    state: str
    """Its code; empty for a medium of the whole country."""
    url: str
    audience_reported: int | None
    source: str

    def key(self, owner: str) -> str:
        """The same for the same piece about a page (`owner`), however often its list is read."""
        return key_of(self.medium, self.on, self.title, owner)


def key_of(medium: str, on: date, title: str, owner: str) -> str:
    """What makes it the same piece: who published what, and when."""
    parts = (folded(medium), on.isoformat(), folded(title), owner)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def read_log(
    content: bytes, states: Mapping[str, str], *, today: date | None = None, keep_good: bool = False
) -> Read[Published]:
    """The pieces of a list (`read_table` says of what kind, and what it raises)."""
    words = Words(
        _("El archivo no tiene publicaciones debajo de los encabezados. Agréguelas y súbalo de nuevo."),
        _("Es la misma publicación que la de la fila %(first)d: deje una."),
    )
    return read_table(content, _PublishedReader, states, words, today=today, keep_good=keep_good)


def is_address(typed: str) -> bool:
    """Whether it leads to a page of the web."""
    try:
        _is_address(typed)
    except ValidationError:
        return False
    return bool(urlsplit(typed).hostname)


class _PublishedReader(RowReader[Published]):
    columns = COLUMNS
    longest: ClassVar[Mapping[str, int]] = {
        "medio": 120,
        "título": 250,
        "autor": 120,
        "dirección": 500,
        "fuente": 200,
    }

    def row(self, number: int, values: Mapping[str, str]) -> Published | None:
        medium, title = self.required("medio", values), self.required("título", values)
        on = self._on(values)
        kind = self._kind(values)
        state = self.state(values) if values.get("entidad") else ""
        url = self._url(values)
        audience = self.whole("audiencia", values, least=0)
        if on is None:
            return None
        return Published(
            number=number,
            on=on,
            medium=medium,
            title=title,
            kind=kind,
            author=values.get("autor", ""),
            state=state,
            url=url,
            audience_reported=audience,
            source=values.get("fuente", ""),
        )

    def not_yet(self) -> str:
        return _("La fecha todavía no llega. Aquí se registra lo que ya se publicó: revise el año.")

    def _on(self, values: Mapping[str, str]) -> date | None:
        typed = self.required("fecha", values)
        return self.day(typed, typed) if typed else None

    def _kind(self, values: Mapping[str, str]) -> str:
        typed = values.get("clase", "")
        if folded(typed) not in KINDS:
            self.add("clase", typed, _("Escriba nota, entrevista, columna o reportaje; vacía es nota."))
        return KINDS.get(folded(typed), ClippingKind.NEWS)

    def _url(self, values: Mapping[str, str]) -> str:
        typed = values.get("dirección", "")
        if typed and not is_address(typed):
            self.add("dirección", typed, _("Debe empezar con https:// o http://; vacía si no está en internet."))
        return typed
