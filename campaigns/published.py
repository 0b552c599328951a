"""What is noted of every publication: how clear the text was, and why it went out below its target.

Wagtail's editor and its API publish past `Page.publish`, and tell of it when all is committed: a process that is
killed in between would have published without a note. All ways save the page's row, in a transaction: there the note
is written too.
"""

from typing import Any

from django.db.models.signals import post_save
from wagtail.log_actions import get_active_log_context, log

from campaigns import clarity
from campaigns.models.clarity import RevisionClarity
from campaigns.models.composed import PUBLISHED_UNCLEAR, ComposedPage


def note(instance: Any, raw: bool = False, **_kwargs: Any) -> None:
    """Listens to `post_save`. What is scheduled is noted once it is out, and each publication once."""
    if raw or not isinstance(instance, ComposedPage) or not instance.live or not instance.live_revision_id:
        return
    noted = RevisionClarity.objects.filter(
        revision=instance.live_revision_id, published_at=instance.last_published_at
    )
    if noted.exists():
        return
    revision = instance.live_revision
    found = instance.clarity()
    reason = "" if found.is_enough else instance.clarity_reason.strip()
    row = clarity.keep(found, instance, revision, instance.speaks_for())
    row.published_at, row.reason = instance.last_published_at, reason
    row.save(update_fields=["published_at", "reason"])
    if reason:
        told = {"reason": reason, "inflesz": found.measure.inflesz, "target": found.target}
        person = get_active_log_context().user or revision.user
        log(instance, PUBLISHED_UNCLEAR, user=person, revision=revision, data=told)


def listen() -> None:
    post_save.connect(note, dispatch_uid="campaigns.published")
