"""What may be decided about a document now, and what whoever decides must know first."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive import review
from archive.models import Document
from archive.publication import was_public
from archive.vocabularies import IN_REVIEW, ReadingState, Stage
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


SUBMIT = Decision("submit", _("Enviar a revisión"), "upload")
APPROVE = Decision("approve", _("Aprobar"), "check")
SEND_BACK = Decision("send-back", _("Devolver"), "undo")
TAKE_BACK = Decision("take-back", _("Retirar de la revisión"), "undo")
REPLACE = Decision("replace", _("Sustituir el fichero"), "resubmit")
TEXTS = Decision("texts", _("Textos de las páginas"), "doc-full")
TRANSCRIPT = Decision("transcript", _("Transcripción"), "openquote")
RESERVE = Decision("reserve", _("Reservar"), "lock")
CONFIDENTIAL = Decision("confidential", _("Clasificar como confidencial"), "no-view")
WITHDRAW = Decision("withdraw", _("Retirar"), "cross")

FORWARD = (SUBMIT, APPROVE, SEND_BACK)
"""The acts of the review, which come first wherever decisions are offered."""


def offered(document: Document, user: User) -> list[Decision]:
    """What the user may decide about the document in its present state. Asks the database nothing but the roles, so
    that a list can offer it in each row; who submitted it is found out on the page of the decision."""
    found = _of_the_review(document, user)
    if document.state == State.WITHDRAWN:
        return found
    holder = document.holding_institution_id
    if tenancy.may(user, tenancy.CHANGE, holder) and document.stage not in IN_REVIEW:
        found.append(REPLACE)
        found += _texts(document)
    if tenancy.may(user, tenancy.RESERVE, holder):
        found += [RESERVE, CONFIDENTIAL]
    if tenancy.may(user, tenancy.WITHDRAW, holder) and was_public(document):
        found.append(WITHDRAW)
    return found


def _texts(document: Document) -> list[Decision]:
    if document.original is None:
        return []
    return [TRANSCRIPT if document.original.media_type.startswith(("audio/", "video/")) else TEXTS]


def _of_the_review(document: Document, user: User) -> list[Decision]:
    if review.may_submit(document, user):
        return [SUBMIT]
    if document.stage not in IN_REVIEW:
        return []
    found = [APPROVE, SEND_BACK] if review.belongs_to(Stage(document.stage), document, user) else []
    if tenancy.may(user, tenancy.CHANGE, document.holding_institution_id):
        found.append(TAKE_BACK)
    return found


def offered_here(document: Document, user: User) -> list[Decision]:
    """The same on a page about this one document: what this very person may not do is left out."""
    found = offered(document, user)
    if APPROVE in found and review.why_not(document, user):
        return [each for each in found if each not in {APPROVE, SEND_BACK}]
    return found


def file_warning(document: Document) -> Promise | None:
    """What readers will miss in this document's file, or in the one that is to replace it, if anything."""
    file = document.replacement or document.original
    return FILE_WARNINGS.get(file.reading.state) if file else WITHOUT_FILE


def fingerprint(documents: Iterable[Document]) -> str:
    """Stands for these documents as they are now: who approves, approves what was shown."""
    return hashlib.sha256(repr(sorted(map(_as_seen, documents))).encode()).hexdigest()


def _as_seen(document: Document) -> tuple[Any, ...]:
    # A revision may be written anew in place: its instant tells.
    written = document.latest_revision.created_at.isoformat() if document.latest_revision else ""
    return document.pk, document.latest_revision_id or 0, written, str(document.state), str(document.stage)
