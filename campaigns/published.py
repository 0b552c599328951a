"""What is noted of every publication: how clear the text was, and why it went out below its target.

Wagtail's editor and its API publish past `Page.publish`; the signal is where all ways meet.
"""

from typing import Any

from wagtail.log_actions import get_active_log_context, log
from wagtail.models import Revision
from wagtail.signals import page_published

from campaigns import clarity
from campaigns.models.composed import PUBLISHED_UNCLEAR, ComposedPage


def note(instance: Any, revision: Revision, **_kwargs: Any) -> None:
    """Listens to `page_published`. What is scheduled is noted once it is out."""
    if not isinstance(instance, ComposedPage) or instance.live_revision_id != revision.pk:
        return
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
    page_published.connect(note, dispatch_uid="campaigns.published")
