"""What becomes of a demo document once it is received: each fate by the function that serves people as well."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from archive import intake, publication, review
from archive.intake import Receiver
from archive.models import Document
from cms.operations.demo.catalogue import DemoText, Fate
from cms.operations.demo.people import describer

REASON = "Carga del contenido de demostración"
LEGAL_BASIS = (
    "Reserva de demostración, sin validez jurídica: muestra el aviso que recibe quien busca un documento reservado y "
    "la fecha en que se abrirá."
)
RESERVED_FOR = timedelta(days=5 * 365)
"""The longest that the general transparency law of 2025 allows without an extension."""
OPENS_AFTER = timedelta(days=90)
"""Time enough to see an announced opening, and to wait for it."""


def settle(document: Document, text: DemoText, actor: User, decision: uuid.UUID, newer: Sequence[Receiver]) -> None:
    """Bring a document that was just received to its fate, in the transaction that received it.

    `newer` are files that replace the one it came with, one after the other.
    """
    match text.fate:
        case Fate.DRAFT:
            return
        case Fate.REVIEW:
            review.submit(document, by=describer(document.holding_institution))
        case Fate.RESERVED:
            _reserve(document, actor)
        case Fate.SCHEDULED:
            publication.publish(
                document, actor=actor, reason=REASON, at=_midnight_after(OPENS_AFTER), decision=decision
            )
        case Fate.PUBLISHED | Fate.WITHDRAWN:
            publication.publish(document, actor=actor, reason=REASON, decision=decision)
    for file in newer:
        _replace(document, file, text, actor, decision)
    if text.fate == Fate.WITHDRAWN:
        publication.withdraw(document, actor=actor, reason=text.reason, keep_title=True)


def _replace(document: Document, newer: Receiver, text: DemoText, actor: User, decision: uuid.UUID) -> None:
    document = intake.replace_file(newer, text.filename, document, actor=actor, reason=text.reason)
    publication.publish(document, actor=actor, reason=text.reason, decision=decision)


def _reserve(document: Document, actor: User) -> None:
    publication.reserve(
        document,
        actor=actor,
        legal_basis=LEGAL_BASIS,
        until=_midnight_after(RESERVED_FOR),
        release_approved=True,
        existence_public=True,
    )


def _midnight_after(span: timedelta) -> datetime:
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + span
