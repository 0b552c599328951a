"""Publish, correct, supersede, reserve, withdraw: one function each, and nothing else changes what readers see.

Each locks the row, changes it, writes the log entry and (through `archive.search_source`) the outbox row in one
transaction.
"""

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from archive.models import Correction, Document, Version
from archive.vocabularies import Stage
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
    keeps the date from which it is. A new file becomes a new version, a changed description of what readers knew a
    correction with its reason; `decision` ties together what was approved in one act.
    """
    row = _locked(document, seen=True)
    known, document = was_public(row), _approved_description(row)
    _refuse_withdrawn(document, "Fue retirado: un documento retirado no vuelve a publicarse con el mismo código.")
    _refuse_incomplete(document)
    now = timezone.now()
    at = at or document.publish_from
    if is_public(document, now):
        if at is not None and at > now:
            raise NotPublishable("Ya es público: no puede programarse para después sin ocultarlo. Publíquelo ahora.")
    else:
        document.public_from = max(at, now) if at else now
    document.reserved_until = None
    document.legal_basis = document.reserved_zone = ""
    reason = _take_over(document, reason, now, known=known)
    document.first_published_at = document.first_published_at or document.public_from
    document.last_published_at = max(document.public_from or now, now)
    _change_state(document, State.PUBLISHED, reason)
    _add_version(document, reason, opens=document.last_published_at)
    _end_review(document, actor)
    _log(document, "archive.publish", actor, reason=reason, decision=decision)
    return document


@transaction.atomic
def reserve(
    document: Document,
    *,
    actor: User,
    legal_basis: str,
    until: datetime,
    release_approved: bool,
    existence_public: bool = False,
    reason: str = "",
    zone: str = "",
) -> Document:
    """Close the document until an instant. It opens then by itself only where its release was approved now;
    otherwise the reservation falls due, and the document stays closed until somebody decides.

    `zone` names the time zone in which people wrote the instant; the instant itself is one everywhere.
    """
    document = _locked(document)
    _refuse_withdrawn(document, "Fue retirado: ya no puede reservarse.")
    if release_approved:
        _refuse_incomplete(document)
    _forget_what_never_opened(document)
    document.public_from = until if release_approved else None
    document.reserved_until = until
    document.reserved_zone = zone
    _close(document, State.RESERVED, legal_basis, reason, existence_public=existence_public)
    if release_approved:
        _add_version(document, "", opens=until)
    _end_review(document, actor)
    _log(
        document,
        "archive.reserve",
        actor,
        reason=reason,
        legal_basis=legal_basis,
        until=until.isoformat(),
        zone=zone,
        approved=release_approved,
        existence_public=existence_public,
    )
    return document


@transaction.atomic
def make_confidential(
    document: Document, *, actor: User, legal_basis: str, existence_public: bool = False, reason: str = ""
) -> Document:
    """Close the document without a term, as the law asks for personal data and secrets of others."""
    document = _locked(document)
    _refuse_withdrawn(document, "Fue retirado: ya no puede clasificarse.")
    _forget_what_never_opened(document)
    document.public_from = document.reserved_until = None
    document.reserved_zone = ""
    _close(document, State.CONFIDENTIAL, legal_basis, reason, existence_public=existence_public)
    _end_review(document, actor)
    _log(
        document,
        "archive.make_confidential",
        actor,
        reason=reason,
        legal_basis=legal_basis,
        existence_public=existence_public,
    )
    return document


@transaction.atomic
def approve_release(document: Document, *, actor: User) -> Document:
    """Let a reservation open by itself when its term ends, with the latest description and file."""
    row = _locked(document, seen=True)
    known, document = was_public(row), _approved_description(row)
    if document.state != State.RESERVED or document.reserved_until is None:
        raise NotPublishable("No está reservado por un plazo: no hay qué abrir al terminarlo.")
    _refuse_incomplete(document)
    opens = document.public_from = document.reserved_until
    reason = _take_over(document, "", opens, known=known)
    document.first_published_at = document.first_published_at or opens
    document.live = True
    _end_review_columns(document)
    document.save_decision()
    _add_version(document, reason, opens=opens)
    _end_review(document, actor)
    _log(document, "archive.approve_release", actor, reason=reason, until=opens.isoformat())
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
    _end_review(document, actor)
    _log(document, "archive.withdraw", actor, reason=reason, keep_title=keep_title)
    return document


@transaction.atomic
def withdraw_version(version: Version, *, actor: User, reason: str) -> Version:
    """Take one superseded version out for ever: its addresses answer 410. Everything else of the document stays."""
    document = _locked(version.document)
    version = Version.objects.select_for_update().get(pk=version.pk)
    if version.state != Version.State.SUPERSEDED:
        raise NotPublishable("Solo se retira una versión que ya fue sustituida. Sustituya antes el fichero vigente.")
    version.state = Version.State.WITHDRAWN
    version.withdrawn_at = timezone.now()
    version.withdrawal_reason = reason
    version.save(update_fields=["state", "withdrawn_at", "withdrawal_reason"])
    _log(document, "archive.withdraw_version", actor, reason=reason, version=version.number)
    return version


def label(field: str) -> str:
    """What people call a field of a document."""
    if field == NON_FIELD_ERRORS:
        return ""
    found: Any = Document._meta.get_field(field)  # noqa: SLF001 - Django's own name
    return str(found.verbose_name)


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


def _refuse_withdrawn(document: Document, text: str) -> None:
    if document.state == State.WITHDRAWN:
        raise NotPublishable(text)


def _take_over(document: Document, reason: str, opens: datetime, *, known: bool) -> str:
    """Put the file that was to come in the place of the old one, and keep what was said of the change; returns it.

    What was written for this publication is not carried to the next one. `known` says whether readers have seen the
    document: a change of what nobody knew is no correction.
    """
    reason = reason or document.change_reason
    if document.replacement and document.replacement_id not in _known_files(document):
        if Document.objects.filter(original=document.replacement).exists():
            raise NotPublishable("El fichero nuevo ya es de otro documento de la institución.")
        document.original = document.replacement
    elif reason and known:
        Correction.objects.create(document=document, published_at=opens, reason=reason)
    document.replacement = document.publish_from = None
    document.change_reason = ""
    return reason


def _known_files(document: Document) -> set[int | None]:
    return {document.original_id, *document.versions.values_list("original_id", flat=True)}


def _close(document: Document, state: State, legal_basis: str, reason: str, *, existence_public: bool) -> None:
    document.existence_public = existence_public
    document.legal_basis = legal_basis
    _change_state(document, state, reason)


def _end_review_columns(document: Document) -> None:
    """Nothing is under review any more: what is written from now on, the commission sees when it is given it."""
    document.stage = Stage.NONE
    document.stage_since = None
    document.submitted_to_commission = False


def _end_review(document: Document, actor: User) -> None:
    """A decision about the document overtakes a review that is still going on."""
    going_on = document.current_workflow_state
    if going_on is not None:
        going_on.cancel(user=actor)


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
        problems = "; ".join(
            ": ".join(filter(None, [label(name), *texts])) for name, texts in error.message_dict.items()
        )
        raise NotPublishable(f"A «{document.title or document.code}» le falta algo. {problems}") from error


def _change_state(document: Document, state: State, reason: str) -> None:
    document.state = state
    document.state_reason = reason
    document.state_changed_at = timezone.now()
    document.live = True
    _end_review_columns(document)
    document.save_decision()


def _forget_what_never_opened(document: Document) -> None:
    """A publication that was announced and is now called off leaves no version that readers could cite."""
    now = timezone.now()
    never_opened, _by_model = document.versions.filter(published_at__gt=now).delete()
    last = document.versions.exclude(state=Version.State.WITHDRAWN).first()
    if never_opened and last:
        last.state = Version.State.CURRENT
        last.save(update_fields=["state"])
    if document.first_published_at and document.first_published_at > now:
        document.first_published_at = None


def _add_version(document: Document, reason: str, *, opens: datetime) -> None:
    latest = document.versions.first()
    if document.original is None:
        return
    if latest and latest.original_id == document.original_id:
        document.versions.filter(pk=latest.pk, published_at__gt=opens).update(published_at=opens)
        return
    document.versions.filter(state=Version.State.CURRENT).update(state=Version.State.SUPERSEDED)
    number = latest.number + 1 if latest else 1
    Version.objects.create(
        document=document, number=number, original=document.original, reason=reason, published_at=opens
    )


def _log(document: Document, action: str, actor: User, *, decision: uuid.UUID | None = None, **data: object) -> None:
    kept = {name: value for name, value in data.items() if value != ""}
    log(instance=document, action=action, user=actor, data=kept, uuid=decision, content_changed=True)
