"""National changes as they reach the states that took a page: each changed field of each publication is a row.

The rows are written in the transaction of the publication: none is lost, and none tells of what was undone.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page, Revision

from campaigns import adapted_fields, corrections
from campaigns.models.adaptation import Adaptation, Correction
from cms.core.chosen_page import is_shown
from cms.core.visibility import pages_shown

Status = Correction.Status


def offer(source: Page) -> None:
    """Offer what the page says since its last publication; nothing where nobody took it, or nothing is new.

    What readers don't get yet (an embargo) no state gets either: `turn` offers it once they do.
    """
    if not (source.live and source.live_revision_id and _is_shown(source)):
        return
    # Whoever decides something at this moment is waited for, and who comes later meets what is offered now.
    locked = Adaptation.objects.select_for_update(of=("self",))
    behind = locked.filter(source=source.pk).exclude(source_revision=source.live_revision_id)
    for each in behind.select_related("source_revision", "page__latest_revision"):
        _offer_to(each, source)


def _is_shown(source: Page) -> bool:
    if not Adaptation.objects.filter(source=source.pk).exists():
        return False
    # The embargo of a page that is being saved is not among the rows yet.
    return not getattr(source, "is_under_embargo", False) and is_shown(source)


def turn() -> None:
    """Every minute: offer what readers get by now, because an embargo ended."""
    behind = Adaptation.objects.filter(source__live=True, source__live_revision__isnull=False)
    behind = behind.filter(~Q(source_revision=F("source__live_revision")))
    for page in pages_shown(Page.objects.filter(pk__in=behind.values("source"))).specific():
        with transaction.atomic():
            offer(page)


def _offer_to(adaptation: Adaptation, source: Page) -> None:
    model, revision = type(source), source.live_revision
    draft = adaptation.page.latest_revision
    own: Mapping[str, Any] = draft.content if draft else {}
    for name in adapted_fields.changed(model, adaptation.source_revision.content, revision.content):
        # What waits says something else than the newest text: it is not to be decided any more.
        adaptation.corrections.filter(field=name, status=Status.OFFERED).update(status=Status.REPLACED)
        is_known = adapted_fields.is_same(model, own, revision.content, name)
        adaptation.corrections.create(
            revision=revision, field=name, status=Status.SAME if is_known else Status.OFFERED
        )
    adaptation.source_revision = revision
    adaptation.save(update_fields=["source_revision"])


def settle(page: Page) -> None:
    """What a state tells readers as the national page does is no correction any more, whoever wrote it there."""
    if not page.live_revision_id:
        return
    open_ones = Correction.objects.filter(adaptation__page=page.pk, status__in=[Status.OFFERED, Status.DECLINED])
    for each in corrections.in_force(open_ones).select_related("revision"):
        if adapted_fields.is_same(type(page), page.live_revision.content, each.revision.content, each.field):
            Correction.objects.filter(pk=each.pk).update(status=Status.SAME)


def note_own_work(page: Page, revision: Revision) -> None:
    """Note when a state first says something of its own in what it took."""
    adaptation = Adaptation.objects.filter(page=page.pk, adapted_at=None).first()
    if adaptation is None:
        return
    before = page.revisions.exclude(pk=revision.pk).order_by("-created_at", "-pk").first()
    model = type(page)
    local = [name for name in adapted_fields.LOCAL if name in revision.content]
    names = [*adapted_fields.offered(model), *local]
    if before and adapted_fields.changed(model, before.content, revision.content, names):
        adaptation.adapted_at = timezone.now()
        adaptation.save(update_fields=["adapted_at"])
