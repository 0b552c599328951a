"""The review by two bodies: draft, complete, the institution, the Archives commission, public.

Rows of Wagtail's workflow say where a document stands; every surface asks here who may act. Each act changes the
workflow, the document's row, the log and the outbox in one transaction. Nobody approves what they submitted, and
nobody gives both approvals.
"""

import uuid
from collections.abc import Iterable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogContext
from wagtail.models import TaskState, Workflow, WorkflowState
from wagtail.signals import workflow_cancelled

from archive import notices, publication
from archive.models import Document, FieldRemark, ReviewTask
from archive.publication import NotPublishable
from archive.vocabularies import IN_REVIEW, Stage
from cms.core import approval, tenancy
from cms.core.visibility import CLOSED_BY_LAW, State

NOT_IN_REVIEW = _("No está en revisión.")
ESSENTIAL = ("title", "document_type", "scope_and_content", "date_from", "unit", "creator")
"""Without these nobody could tell what a document is, whose and where it belongs (ISAD(G) I.12)."""


class Refused(Exception):
    """The act is not possible now, or not for this person. The text is shown to staff."""


class NotApprovedByBoth(PermissionDenied):
    """The workflow came to its end without the approvals of the two bodies: nothing is published by that."""


class Incomplete(Refused):
    """The description lacks what every published document has. `missing` maps fields to what is wrong with them."""

    def __init__(self, missing: Mapping[str, str]) -> None:
        lines = "; ".join(f"{publication.label(field)}: {text}" for field, text in missing.items())
        super().__init__(_("Falta algo en la descripción. %(lines)s") % {"lines": lines})
        self.missing = missing


@dataclass(frozen=True, slots=True)
class Turn:
    """Whose turn it is: since when, until when an answer is expected, and who submitted it."""

    stage: Stage
    since: datetime
    due_at: datetime
    submitted_by: User | None
    task_state: TaskState

    @property
    def is_late(self) -> bool:
        return self.due_at < timezone.now()


def latest(document: Document) -> Document:
    """The description as it was saved last, published or not."""
    obj: Document = document.get_latest_revision_as_object()
    return obj


def missing(document: Document) -> dict[str, str]:
    """What keeps the latest description from being submitted, by field; empty where it is complete."""
    obj = latest(document)
    found: dict[str, str] = {}
    for field in ESSENTIAL:
        if not getattr(obj, field):
            found[field] = str(_("está vacío."))
    try:
        obj.full_clean(exclude=list(found))
    except ValidationError as error:
        found |= {field: " ".join(texts) for field, texts in error.message_dict.items()}
    if publication.was_public(document) and not obj.change_reason:
        found["change_reason"] = str(_("diga qué cambia y por qué: los lectores lo verán."))
    now = timezone.now()
    if obj.publish_from and obj.publish_from > now and publication.is_public(document, now):
        found["publish_from"] = str(_("ya es público y no se oculta mientras tanto: déjelo vacío."))
    return found


def submittable(document: Document) -> bool:
    """Whether there is something that a review could approve."""
    if document.state == State.WITHDRAWN or document.stage in IN_REVIEW:
        return False
    if document.state in CLOSED_BY_LAW:
        return document.public_from is None or document.has_unpublished_changes
    return document.state == State.DRAFT or document.has_unpublished_changes


def may_submit(document: Document, user: User) -> bool:
    return tenancy.may(user, tenancy.CHANGE, document.holding_institution_id) and submittable(document)


@transaction.atomic
def submit(document: Document, *, by: User, decision: uuid.UUID | None = None) -> Document:
    """Hand the latest description and file over to the institution's review. Raises Refused, Incomplete."""
    document = _locked(document)
    if not may_submit(document, by):
        raise Refused(_("No hay nada que enviar, o no le toca a usted enviarlo."))
    if lacking := missing(document):
        raise Incomplete(lacking)
    workflow = document.get_workflow()
    if workflow is None or _stages_of(workflow) != list(IN_REVIEW):
        raise Refused(_("El flujo de revisión no está completo. Avise a quien administra el sitio."))
    if document.latest_revision is None:
        document.save_revision(user=by, changed=False)
        document.refresh_from_db()
    with _one_decision(by, decision):
        if going_on := document.current_workflow_state:
            going_on.cancel(user=by)
        workflow.start(document, by)
    _stand(document, Stage.INSTITUTION, submitted=False)
    _tell_turn(document)
    return document


def why_not(document: Document, user: User) -> Promise | str | None:
    """Why the user may not approve or send back the document now; None where it is the user's turn."""
    turn = turn_of(document)
    if turn is None:
        return NOT_IN_REVIEW
    if not belongs_to(turn.stage, document, user):
        return _("Le toca a otra instancia: %(stage)s.") % {"stage": turn.stage.label}
    if turn.submitted_by == user:
        return _("Usted lo envió: le toca revisarlo a otra persona.")
    if turn.task_state.workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED, finished_by=user).exists():
        return _("Usted ya dio la otra aprobación: esta le toca a otra persona.")
    return None


@transaction.atomic
def approve(document: Document, *, by: User, comment: str = "", decision: uuid.UUID | None = None) -> Document:
    """Give one body's approval; the last one publishes what was approved. Raises Refused."""
    document, turn = _at_turn(document, by)
    with _one_decision(by, decision):
        _refusing(lambda: turn.task_state.task.specific.on_action(turn.task_state, by, "approve", comment=comment))
    document = _locked(document)
    if document.current_workflow_state is not None:
        _stand(document, Stage.COMMISSION, submitted=True)
        _tell_turn(document)
    else:
        notices.tell_submitter(notices.OPENED, document, turn.submitted_by, turn.task_state.pk)
    return document


@transaction.atomic
def send_back(document: Document, *, by: User, comment: str, remarks: Mapping[str, str] | None = None) -> Document:
    """Return the document to its institution with what must be mended, by field where it concerns one."""
    document, turn = _at_turn(document, by)
    with _one_decision(by, None):
        turn.task_state.task.specific.on_action(turn.task_state, by, "reject", comment=comment)
    FieldRemark.objects.bulk_create(
        FieldRemark(task_state=turn.task_state, field=field, text=text)
        for field, text in (remarks or {}).items()
        if text
    )
    _stand(document, Stage.RETURNED, submitted=False)
    notices.tell_submitter(notices.RETURNED, document, turn.submitted_by, turn.task_state.pk)
    return document


@transaction.atomic
def take_back(document: Document, *, by: User) -> Document:
    """The institution takes back what it submitted: it may be edited again."""
    document = _locked(document)
    if document.stage not in IN_REVIEW or not tenancy.may(by, tenancy.CHANGE, document.holding_institution_id):
        raise Refused(_("No está en revisión, o no le toca a usted retirarlo de ella."))
    going_on = document.current_workflow_state
    if going_on is not None:
        going_on.cancel(user=by)
    _stand(document, Stage.NONE, submitted=False)
    return document


def approve_all(documents: Iterable[Document], *, by: User, comment: str = "") -> int:
    """Approve many by one logged decision; how many were. All or none."""
    decision = uuid.uuid4()
    with transaction.atomic():
        return len([approve(document, by=by, comment=comment, decision=decision) for document in documents])


def submit_all(documents: Iterable[Document], *, by: User) -> int:
    """Submit many by one logged decision; how many were. All or none."""
    decision = uuid.uuid4()
    with transaction.atomic():
        return len([submit(document, by=by, decision=decision) for document in documents])


@transaction.atomic
def close_until(document: Document, *, by: User, until: datetime, release_approved: bool, **told: Any) -> Document:
    """Reserve the document. It may be left to open by itself only as both bodies have approved it, and not earlier
    than they did. `told` is what `publication.reserve` takes besides. Raises Refused."""
    document = _locked(document)
    if release_approved and not may_open_again(document, until):
        raise Refused(_("Que se abra por sí solo tienen que aprobarlo las dos instancias: envíelo a revisión."))
    return publication.reserve(document, actor=by, until=until, release_approved=release_approved, **told)


def may_open_again(document: Document, until: datetime | None = None) -> bool:
    """Whether both bodies have approved that the row opens: it is open, or it is to open by this instant."""
    if document.has_unpublished_changes:
        return False
    opens = document.public_from
    is_to_open = document.state == State.RESERVED and opens is not None and (until is None or until >= opens)
    return publication.is_public(document) or is_to_open


def finish(workflow_state: WorkflowState, user: User) -> None:
    """What the last approval does (`cms.core.approval`): what was approved opens, now or when its term ends.

    Raises NotApprovedByBoth where the workflow ended in any other way: a turn was disabled, say.
    """
    document = workflow_state.content_object
    _refuse_unless_both_approved(workflow_state, document)
    if document.state == State.RESERVED and document.reserved_until and document.reserved_until > timezone.now():
        publication.approve_release(document, actor=user)
    else:
        publication.publish(document, actor=user)


def register() -> None:
    """Called once, when the apps are ready."""
    approval.register(Document, finish)
    workflow_cancelled.connect(_left_the_workflow, sender=WorkflowState, dispatch_uid="archive.review.cancelled")


def _left_the_workflow(instance: WorkflowState, **_kwargs: Any) -> None:
    """A review that somebody called off, in whatever way, leaves the document free to be edited."""
    document = instance.content_object
    if isinstance(document, Document) and document.stage in IN_REVIEW:
        _stand(_locked(document), Stage.NONE, submitted=False)


def turn_of(document: Document) -> Turn | None:
    """Whose turn it is; None where the document is not under review."""
    going_on = document.current_workflow_state
    if going_on is None or going_on.status != WorkflowState.STATUS_IN_PROGRESS:
        return None
    state = going_on.current_task_state
    task = state.task.specific
    if not isinstance(task, ReviewTask):
        return None
    return Turn(Stage(task.stage), state.started_at, task.due_at(state.started_at), going_on.requested_by, state)


def remarks_on(document: Document) -> list[FieldRemark]:
    """What the last reviewer said by field, while the document is being mended."""
    returned = last_return(document)
    return list(FieldRemark.objects.filter(task_state=returned)) if returned else []


def waiting_for(user: User) -> QuerySet[Document]:
    """The documents that wait for this very person, those waiting longest first."""
    mine = Q(stage=Stage.INSTITUTION, holding_institution__in=tenancy.institution_ids(user, [tenancy.APPROVE]))
    if user.is_superuser:
        mine = Q(stage=Stage.INSTITUTION)
    if tenancy.approves_for_the_commission(user):
        mine |= Q(stage=Stage.COMMISSION)
    own = workflow_states().filter(requested_by=user)
    given = workflow_states().filter(task_states__finished_by=user, task_states__status=TaskState.STATUS_APPROVED)
    return Document.objects.filter(mine).exclude(Exists(own)).exclude(Exists(given)).order_by("stage_since", "pk")


def workflow_states() -> QuerySet[WorkflowState]:
    """The reviews that are going on, for a subquery over documents."""
    return WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Document),
        status=WorkflowState.STATUS_IN_PROGRESS,
        object_id=Cast(OuterRef("pk"), CharField()),
    )


def in_review(documents: QuerySet[Document]) -> QuerySet[Document]:
    """Those among the documents that one of the two bodies has before it."""
    return documents.filter(stage__in=IN_REVIEW)


def last_return(document: Document) -> TaskState | None:
    """The act by which the document was sent back, while it is being mended."""
    if document.stage != Stage.RETURNED:
        return None
    states = TaskState.objects.filter(workflow_state__in=document.workflow_states, status=TaskState.STATUS_REJECTED)
    found: TaskState | None = states.select_related("finished_by").order_by("-finished_at").first()
    return found


def belongs_to(stage: Stage, document: Document, user: User) -> bool:
    """Whether the user's role takes part in this body's decision about the document."""
    if stage == Stage.COMMISSION:
        return tenancy.approves_for_the_commission(user)
    return tenancy.may(user, tenancy.APPROVE, document.holding_institution_id)


def _stages_of(workflow: Workflow) -> list[str]:
    turns = [task.specific for task in workflow.tasks if task.active]
    return [task.stage for task in turns if isinstance(task, ReviewTask)]


def _refuse_unless_both_approved(workflow_state: WorkflowState, document: Document) -> None:
    given = workflow_state.task_states.filter(
        status=TaskState.STATUS_APPROVED, revision=document.latest_revision_id, finished_by__isnull=False
    )
    people = {Stage(each.task.specific.stage): each.finished_by_id for each in given.select_related("task")}
    distinct = set(people.values()) - {workflow_state.requested_by_id}
    if set(people) != set(IN_REVIEW) or len(distinct) < len(IN_REVIEW):
        raise NotApprovedByBoth(_("Faltan aprobaciones: no se publica."))


def _at_turn(document: Document, user: User) -> tuple[Document, Turn]:
    seen = document.latest_revision_id
    document = _locked(document)
    turn = turn_of(document)
    if turn is None or (reason := why_not(document, user)):
        raise Refused(reason if turn else NOT_IN_REVIEW)
    if not seen == document.latest_revision_id == turn.task_state.revision_id:
        raise Refused(_("Cambió mientras usted decidía. Revise de nuevo lo que se hará público."))
    return document, turn


def _tell_turn(document: Document) -> None:
    turn = turn_of(document)
    if turn is not None:
        notices.tell_turn(document, turn.task_state.pk, turn.due_at)


def _refusing(act: Any) -> None:
    try:
        act()
    except (NotPublishable, NotApprovedByBoth) as refusal:
        raise Refused(str(refusal)) from refusal


def _stand(document: Document, stage: Stage, *, submitted: bool) -> None:
    document.stage = stage
    document.stage_since = timezone.now() if stage != Stage.NONE else None
    document.submitted_to_commission = submitted
    document.save_decision()


def _locked(document: Document) -> Document:
    return Document.objects.select_for_update(of=("self",)).get(pk=document.pk)


@contextmanager
def _one_decision(user: User, decision: uuid.UUID | None) -> Any:
    """Tie together the log entries of one act."""
    with LogContext(user=user) as context:
        if decision is not None:
            context.uuid = decision
        yield
