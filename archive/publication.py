"""Publish, reserve, withdraw: one function each, and nothing else changes what readers see.

Each locks the row, changes it, writes the log entry and (through `archive.search_source`) the outbox row in one
transaction.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from archive.models import Document, Version
from cms.core.visibility import OPENABLE, State


class NotPublishable(Exception):
    """The document is not in a state from which this can be done. The text is shown to staff."""


@transaction.atomic
def publish(
    document: Document,
    *,
    actor: User,
    reason: str = "",
    at: datetime | None = None,
    decision: uuid.UUID | None = None,
) -> Document:
    """Make the latest description and file public, at once or from an instant on.

    `document` is what the actor has seen: if the row has changed since, nothing is published. What is public already
    keeps the date from which it is. A new file becomes a new version; `decision` ties together what was approved in
    one act.
    """
    document = _approved_description(_locked(document, seen=True))
    if document.state == State.WITHDRAWN:
        raise NotPublishable("Fue retirado: un documento retirado no vuelve a publicarse con el mismo código.")
    _refuse_incomplete(document)
    now = timezone.now()
    if is_public(document, now):
        if at is not None and at > now:
            raise NotPublishable("Ya es público: no puede programarse para después sin ocultarlo. Publíquelo ahora.")
    else:
        document.public_from = at or now
    document.reserved_until = None
    document.first_published_at = document.first_published_at or document.public_from
    document.last_published_at = max(document.public_from or now, now)
    _change_state(document, State.PUBLISHED, reason)
    _add_version(document, reason, opens=document.last_published_at)
    _log(document, "archive.publish", actor, reason=reason, decision=decision)
    return document


def publish_all(documents: Iterable[Document], *, actor: User, reason: str = "") -> int:
    """Publish many by one logged decision; how many were."""
    decision = uuid.uuid4()
    return len([publish(document, actor=actor, reason=reason, decision=decision) for document in documents])


@transaction.atomic
def reserve(
    document: Document,
    *,
    actor: User,
    legal_basis: str,
    until: datetime,
    release_approved: bool,
    existence_public: bool = False,
) -> Document:
    """Close the document until an instant. It opens then by itself only where its release was approved now;
    otherwise the reservation falls due, and the document stays closed until somebody decides."""
    document = _locked(document)
    if document.state == State.WITHDRAWN:
        raise NotPublishable("Fue retirado: ya no puede reservarse.")
    if release_approved:
        _refuse_incomplete(document)
    _forget_what_never_opened(document)
    document.public_from = until if release_approved else None
    document.reserved_until = until
    document.existence_public = existence_public
    _change_state(document, State.RESERVED, legal_basis)
    if release_approved:
        _add_version(document, "", opens=until)
    _log(document, "archive.reserve", actor, reason=legal_basis, until=until.isoformat(), approved=release_approved)
    return document


@transaction.atomic
def withdraw(document: Document, *, actor: User, reason: str, keep_title: bool = False) -> Document:
    """Take the document out for ever: its address answers 410 with the reason and the date.

    Only what readers could have seen can be withdrawn: for anything else the notice would announce it.
    """
    document = _locked(document)
    if not was_public(document):
        raise NotPublishable(
            "Nunca fue público: no hay nada que retirar, y el aviso de retiro daría a conocer que existe."
        )
    document.public_from = None
    document.reserved_until = None
    document.title_public_after_withdrawal = keep_title
    _change_state(document, State.WITHDRAWN, reason)
    _log(document, "archive.withdraw", actor, reason=reason)
    return document


def is_public(document: Document, now: datetime | None = None) -> bool:
    """Whether everybody may read the document now."""
    opens = document.public_from
    return document.state in OPENABLE and opens is not None and opens <= (now or timezone.now())


def was_public(document: Document) -> bool:
    """Whether readers could see the document at any time until now."""
    now = timezone.now()
    first = document.first_published_at
    return (
        is_public(document, now)
        or (first is not None and first <= now)
        or document.versions.filter(published_at__lte=now).exists()
    )


def _locked(document: Document, *, seen: bool = False) -> Document:
    row = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if seen and _as_seen(row) != _as_seen(document):
        raise NotPublishable("Cambió mientras usted decidía. Revise de nuevo lo que se hará público.")
    return row


def _as_seen(document: Document) -> tuple[object, ...]:
    return document.latest_revision_id, document.original_id, document.state


def _approved_description(document: Document) -> Document:
    if not document.has_unpublished_changes:
        return document
    approved: Document = document.get_latest_revision_as_object()
    approved.live_revision = document.latest_revision
    approved.has_unpublished_changes = False
    return approved


def _refuse_incomplete(document: Document) -> None:
    """A draft may lack anything; what readers get may not lack what every record needs."""
    try:
        document.full_clean()
    except ValidationError as error:
        problems = "; ".join(f"{_label(name)}{' '.join(texts)}" for name, texts in error.message_dict.items())
        raise NotPublishable(f"A «{document.title or document.code}» le falta algo. {problems}") from error


def _label(field: str) -> str:
    if field == NON_FIELD_ERRORS:
        return ""
    return f"{getattr(Document, field).field.verbose_name}: "


def _change_state(document: Document, state: State, reason: str) -> None:
    document.state = state
    document.state_reason = reason
    document.state_changed_at = timezone.now()
    document.live = True
    document.save_decision()


def _forget_what_never_opened(document: Document) -> None:
    """A publication that was announced and is now called off leaves no version that readers could cite."""
    now = timezone.now()
    document.versions.filter(published_at__gt=now).delete()
    if document.first_published_at and document.first_published_at > now:
        document.first_published_at = None


def _add_version(document: Document, reason: str, *, opens: datetime) -> None:
    latest = document.versions.first()
    if document.original is None:
        return
    if latest and latest.original_id == document.original_id:
        document.versions.filter(pk=latest.pk, published_at__gt=opens).update(published_at=opens)
        return
    document.versions.update(state=Version.State.SUPERSEDED)
    number = latest.number + 1 if latest else 1
    Version.objects.create(
        document=document, number=number, original=document.original, reason=reason, published_at=opens
    )


def _log(document: Document, action: str, actor: User, *, decision: uuid.UUID | None = None, **data: object) -> None:
    kept = {name: value for name, value in data.items() if value != ""}
    log(instance=document, action=action, user=actor, data=kept, uuid=decision, content_changed=True)
