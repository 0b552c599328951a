"""Publish, reserve, withdraw: one function each, and nothing else changes what readers see.

Each locks the row, changes it, writes the log entry and (through `archive.search_source`) the outbox row in one
transaction.
"""

import uuid
from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from archive.models import Document, Version
from cms.core.visibility import State


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

    A new file becomes a new version; `decision` ties together what was approved in one act.
    """
    document = _approved_description(_locked(document))
    if document.state == State.WITHDRAWN:
        raise NotPublishable("Fue retirado: un documento retirado no vuelve a publicarse con el mismo código.")
    now = timezone.now()
    document.public_from = at or now
    document.reserved_until = None
    document.first_published_at = document.first_published_at or document.public_from
    document.last_published_at = document.public_from
    _change_state(document, State.PUBLISHED, reason)
    _add_version(document, reason, now)
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
    document.public_from = until if release_approved else None
    document.reserved_until = until
    document.existence_public = existence_public
    _change_state(document, State.RESERVED, legal_basis)
    if release_approved:
        _add_version(document, "", until)
    _log(document, "archive.reserve", actor, reason=legal_basis, until=until.isoformat(), approved=release_approved)
    return document


@transaction.atomic
def withdraw(document: Document, *, actor: User, reason: str, keep_title: bool = False) -> Document:
    """Take the document out for ever: its address answers 410 with the reason and the date."""
    document = _locked(document)
    if document.state == State.DRAFT:
        raise NotPublishable("Nunca se publicó: no hay nada que retirar.")
    document.public_from = None
    document.reserved_until = None
    document.title_public_after_withdrawal = keep_title
    _change_state(document, State.WITHDRAWN, reason)
    _log(document, "archive.withdraw", actor, reason=reason)
    return document


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


def _approved_description(document: Document) -> Document:
    if not document.has_unpublished_changes:
        return document
    approved: Document = document.get_latest_revision_as_object()
    approved.live_revision = document.latest_revision
    approved.has_unpublished_changes = False
    return approved


def _change_state(document: Document, state: State, reason: str) -> None:
    now = timezone.now()
    document.state = state
    document.state_reason = reason
    document.state_changed_at = now
    document.live = True
    document.save()


def _add_version(document: Document, reason: str, now: datetime) -> None:
    latest = document.versions.first()
    if document.original is None or (latest and latest.original_id == document.original_id):
        return
    document.versions.update(state=Version.State.SUPERSEDED)
    number = latest.number + 1 if latest else 1
    Version.objects.create(
        document=document, number=number, original=document.original, reason=reason, published_at=now
    )


def _log(document: Document, action: str, actor: User, *, decision: uuid.UUID | None = None, **data: object) -> None:
    kept = {name: value for name, value in data.items() if value != ""}
    log(instance=document, action=action, user=actor, data=kept, uuid=decision, content_changed=True)
