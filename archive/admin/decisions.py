"""What may be decided about a document now, and what whoever decides must know first."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Document
from archive.publication import was_public
from archive.vocabularies import ReadingState
from cms.core import tenancy
from cms.core.visibility import State

NAMESPACE = "wagtailsnippets_archive_document"

FILE_WARNINGS: dict[str, Promise] = {
    ReadingState.PENDING: _("Su texto aún no se ha leído: por ahora solo se encontrará por el título y los datos."),
    ReadingState.OCR_PENDING: _("No tiene texto (es una imagen): solo se encontrará por el título y los datos."),
    ReadingState.UNSUPPORTED: _("Su formato aún no se lee: solo se encontrará por el título y los datos."),
    ReadingState.QUARANTINED: _("Su fichero está en cuarentena: se publicará la descripción, sin descarga."),
}
WITHOUT_FILE = _("No tiene fichero: se publicará solo la descripción.")


@dataclass(frozen=True, slots=True)
class Decision:
    """Something that may be done about a document: `name` is the tail of its address."""

    name: str
    label: Promise
    icon: str

    def url(self, document: Document) -> str:
        return reverse(f"{NAMESPACE}:{self.name}", args=[document.pk])


PUBLISH = Decision("publish", _("Publicar"), "upload")
PUBLISH_CHANGES = Decision("publish", _("Publicar cambios"), "upload")
RESERVE = Decision("reserve", _("Reservar"), "lock")
WITHDRAW = Decision("withdraw", _("Retirar"), "cross")


def offered(document: Document, user: User) -> list[Decision]:
    """What the user may decide about the document in its present state."""
    if not tenancy.may(user, tenancy.APPROVE, document.holding_institution_id):
        return []
    if document.state == State.WITHDRAWN:
        return []
    if document.state == State.DRAFT:
        return [PUBLISH, RESERVE]
    closing = [RESERVE, WITHDRAW] if was_public(document) else [RESERVE]
    if document.state == State.RESERVED:
        return [PUBLISH, *closing]
    return [*([PUBLISH_CHANGES] if document.has_unpublished_changes else []), *closing]


def file_warning(document: Document) -> Promise | None:
    """What readers will miss in this document's file, if anything."""
    if document.original is None:
        return WITHOUT_FILE
    return FILE_WARNINGS.get(document.original.reading.state)


def fingerprint(documents: Iterable[Document]) -> str:
    """Stands for these documents as they are now: who approves, approves what was shown."""
    seen = sorted((each.pk, each.latest_revision_id, each.state, each.original_id) for each in documents)
    return hashlib.sha256(repr(seen).encode()).hexdigest()
