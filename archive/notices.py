"""E-mail to whoever has something to do in a review: the worker sends it, so no mail server holds up a decision."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage, get_connection
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.models import Document
from archive.vocabularies import Stage
from cms.core import jobs, tenancy
from cms.core.jobs import Effect, Handler, Payload

KIND = "archive.notice"
PRIORITY = 50
TURN, LATE, RETURNED, OPENED = "turn", "late", "returned", "opened"
SUBJECTS: dict[str, Promise] = {
    TURN: _("Le toca revisar: %(title)s"),
    LATE: _("Venció el plazo para revisar: %(title)s"),
    RETURNED: _("Le devolvieron: %(title)s"),
    OPENED: _("Aprobado: %(title)s"),
}


def register() -> None:
    """Called once, when the apps are ready."""
    jobs.register(KIND, Handler(run=send, give_up=lambda payload, reason: None))


def tell_turn(document: Document, task_state: int, due_at: datetime) -> None:
    """Tell those whose turn it is, and again when they are late."""
    _enqueue(TURN, document, task_state)
    _enqueue(LATE, document, task_state, not_before=due_at)


def tell_submitter(event: str, document: Document, submitter: User | None, task_state: int) -> None:
    """Tell whoever submitted it what came of it."""
    if submitter is not None:
        _enqueue(event, document, task_state, submitter=submitter.pk)


def _enqueue(
    event: str,
    document: Document,
    task_state: int,
    *,
    not_before: datetime | None = None,
    submitter: int | None = None,
) -> None:
    payload = {"event": event, "document": document.pk, "task_state": task_state, "submitter": submitter}
    jobs.enqueue(KIND, f"{KIND}:{event}:{task_state}", payload, priority=PRIORITY, not_before=not_before)


def send(payload: Payload) -> Effect:
    """Send one notice to each of the people it concerns; nothing where it has become idle."""
    from archive import publication, review  # noqa: PLC0415 - review tells this module whom to write to

    document = Document.objects.select_related("holding_institution").get(pk=payload["document"])
    event, turn = payload["event"], review.turn_of(document)
    if event in {TURN, LATE}:
        if turn is None or turn.task_state.pk != payload["task_state"]:
            return _nothing
        recipients = whose_turn(document)
    else:
        asked = User.objects.filter(pk=payload["submitter"])
        recipients = [each for each in asked if tenancy.may(each, tenancy.VIEW, document.holding_institution_id)]
    context = {
        "event": event,
        "document": document,
        "title": review.latest(document).title,
        "turn": turn,
        "returned": review.last_return(document),
        "remarks": [(publication.label(each.field), each.text) for each in review.remarks_on(document)],
        "url": settings.WAGTAILADMIN_BASE_URL
        + reverse("wagtailsnippets_archive_document:inspect", args=[document.pk]),
        "now": timezone.now(),
    }
    _deliver(str(SUBJECTS[event]) % {"title": context["title"]}, context, recipients)
    return _nothing


def whose_turn(document: Document) -> list[User]:
    """The people who may approve it now."""
    from archive import review  # noqa: PLC0415 - it tells this module whom to write to

    people = (
        tenancy.commission_members()
        if document.stage == Stage.COMMISSION
        else tenancy.members([tenancy.APPROVE], document.holding_institution_id)
    )
    return [person for person in people if not review.why_not(document, person)]


def _deliver(subject: str, context: dict[str, object], recipients: Iterable[User]) -> None:
    """One message for each: nobody learns the others' addresses."""
    body = render_to_string("archive_admin/notice.txt", context)
    line = " ".join(subject.split())[:200]
    messages = [EmailMessage(line, body, to=[person.email]) for person in recipients if person.email]
    if messages:
        get_connection().send_messages(messages)


def _nothing() -> None:
    """The effect of a job that leaves nothing behind in the database."""
