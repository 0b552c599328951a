"""What a state decides of the national corrections that it was offered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from campaigns import adapted_fields, merging
from campaigns.models import Adaptation, Correction

DECIDED = "campaigns.decide_corrections"
REOPENED = "campaigns.reopen_correction"
Status = Correction.Status
TAKEN = (Status.ACCEPTED, Status.SAME)


class AlreadyDecided(Exception):
    """Somebody else decided, or a newer correction came, while the person was reading."""


class UndecidedConflict(Exception):
    """Both changed the same, and the person did not say whose stands."""


class PageLocked(Exception):
    """Nobody but who locked the page, or reviews it, changes it now."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Accepted or not, and why not; where both changed the same, whether the national text replaces the state's."""

    accepts: bool
    reason: str = ""
    replaces_own: bool | None = None


@dataclass(frozen=True, slots=True)
class Offered:
    """A correction with what is needed to decide it: what was said nationally before, here, and nationally since."""

    correction: Correction
    model: type[Page]
    base: Revision
    own: Mapping[str, Any]

    @property
    def merged(self) -> merging.Merged:
        """What accepting it makes of the state's draft, where both changed the same the state's own."""
        return self._merged(prefer_theirs=False)

    @property
    def replaced(self) -> merging.Merged:
        """The same, with the national text where both changed the same."""
        return self._merged(prefer_theirs=True)

    @property
    def is_conflict(self) -> bool:
        return self.merged.is_conflict

    @property
    def is_adapted(self) -> bool:
        """Whether the state has words of its own in the field."""
        return not adapted_fields.is_same(self.model, self.base.content, self.own, self.correction.field)

    @property
    def label(self) -> str:
        return adapted_fields.label(self.model, self.correction.field)

    def _merged(self, *, prefer_theirs: bool) -> merging.Merged:
        contents = (self.base.content, self.own, self.correction.revision.content)
        return adapted_fields.merged(self.model, self.correction.field, *contents, prefer_theirs=prefer_theirs)


def offered(adaptation: Adaptation) -> list[Offered]:
    """What waits for the state in this page, in the order of the editor."""
    page = adaptation.page.specific
    model, own = type(page), page.get_latest_revision_as_object().serializable_data()
    rows = list(adaptation.corrections.filter(status=Status.OFFERED).select_related("revision"))
    bases = _bases(adaptation)
    order = adapted_fields.offered(model)
    rows.sort(key=lambda each: order.index(each.field) if each.field in order else len(order))
    return [Offered(each, model, bases.get(each.field, adaptation.taken_revision), own) for each in rows]


def _bases(adaptation: Adaptation) -> dict[str, Revision]:
    """Of each field, the national text that the state last made its own."""
    taken = adaptation.corrections.filter(status__in=TAKEN).select_related("revision").order_by("pk")
    return {each.field: each.revision for each in taken}


@transaction.atomic
def decide_all(decisions: Mapping[Adaptation, Mapping[int, Decision]], *, actor: User) -> None:
    """Note the decisions on several pages, all or none. Raises as `decide` does."""
    for adaptation in sorted(decisions, key=lambda each: each.pk):
        decide(adaptation, decisions[adaptation], actor=actor)


@transaction.atomic
def decide(adaptation: Adaptation, decisions: Mapping[int, Decision], *, actor: User) -> None:
    """Note the decisions, by correction; what is accepted goes into the state's draft beside all that is in it.

    Raises AlreadyDecided, UndecidedConflict, PageLocked; then nothing was noted.
    """
    # Before anything is written: the draft that holds what is accepted is younger than the decision.
    now = timezone.now()
    # Two people at once: the second one waits here, and then meets what the first one left.
    adaptation = Adaptation.objects.select_for_update().get(pk=adaptation.pk)
    waiting = {each.correction.pk: each for each in offered(adaptation)}
    if not decisions.keys() <= waiting.keys():
        raise AlreadyDecided
    accepted = [waiting[pk] for pk, decision in decisions.items() if decision.accepts]
    if any(each.is_conflict and decisions[each.correction.pk].replaces_own is None for each in accepted):
        raise UndecidedConflict
    if accepted:
        _write(adaptation, accepted, decisions, actor)
    for pk, decision in decisions.items():
        row = waiting[pk].correction
        row.status = Status.ACCEPTED if decision.accepts else Status.DECLINED
        row.reason = "" if decision.accepts else decision.reason
        row.decided_at, row.decided_by = now, actor
        row.save(update_fields=["status", "reason", "decided_at", "decided_by"])
    told = {"accepted": len(accepted), "declined": len(decisions) - len(accepted)}
    log(adaptation.page.specific, DECIDED, user=actor, data=told)


@transaction.atomic
def reopen(adaptation: Adaptation, correction_pk: int, *, actor: User) -> None:
    """Let a correction that was not accepted wait again, as long as nothing newer came: a state may change its mind,
    and what is locked it could get in no other way. Raises AlreadyDecided."""
    adaptation = Adaptation.objects.select_for_update().get(pk=adaptation.pk)
    row = reopenable(adaptation).filter(pk=correction_pk).first()
    if row is None:
        raise AlreadyDecided
    log(adaptation.page.specific, REOPENED, user=actor, data={"field": row.field, "reason": row.reason})
    row.status, row.reason, row.decided_at, row.decided_by = Status.OFFERED, "", None, None
    row.save(update_fields=["status", "reason", "decided_at", "decided_by"])


def reopenable(adaptation: Adaptation) -> QuerySet[Correction]:
    """What was not accepted, and is still the newest that was said nationally."""
    return in_force(adaptation.corrections.filter(status=Status.DECLINED))


def _write(
    adaptation: Adaptation, accepted: Iterable[Offered], decisions: Mapping[int, Decision], actor: User
) -> None:
    page = adaptation.page.specific
    lock = page.get_lock()
    if lock and lock.for_user(actor):
        raise PageLocked
    draft = page.get_latest_revision_as_object()
    content = draft.serializable_data()
    for each in accepted:
        merged = each.replaced if decisions[each.correction.pk].replaces_own else each.merged
        field = each.correction.field
        content[field] = adapted_fields.stored(each.model, field, merged.value, page.pk)
    written = draft.with_content_json(content)
    # A draft may lack what a publication may not: what was typed is kept as it is.
    written.save_revision(user=actor, log_action=True, clean=False, takes_correction=True)


def in_force(rows: QuerySet[Correction]) -> QuerySet[Correction]:
    """Without those of fields that were corrected again since."""
    later = Correction.objects.filter(
        adaptation=OuterRef("adaptation"), field=OuterRef("field"), pk__gt=OuterRef("pk")
    )
    return rows.filter(~Exists(later))


def behind() -> QuerySet[Correction]:
    """What a page lacks of what is said nationally: undecided, not accepted, or accepted and not public yet."""
    unpublished = Q(status=Status.ACCEPTED, adaptation__page__live=True) & (
        Q(adaptation__page__live_revision=None) | Q(adaptation__page__live_revision__created_at__lt=F("decided_at"))
    )
    undecided = Q(status__in=[Status.OFFERED, Status.DECLINED])
    return in_force(Correction.objects.filter(undecided | unpublished))


def waiting(pages: QuerySet[Page]) -> QuerySet[Correction]:
    """What waits to be decided in these pages."""
    return Correction.objects.filter(status=Status.OFFERED, adaptation__page__in=pages.order_by().values("pk"))
