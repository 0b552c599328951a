"""Moving and lifting an embargo without publishing whatever else stands in the draft."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.log_actions import LogContext
from wagtail.models import Page

from campaigns.models import PressReleasePage


@transaction.atomic
def change(page: Page, until: datetime | None, zone: str, *, actor: User) -> None:
    """Let the published release be read from `until` on (at once: None). Its draft says the same from now on."""
    live = PressReleasePage.objects.select_for_update(of=("self",)).get(pk=page.pk)
    draft = live.get_latest_revision_as_object()
    for each in (live, draft):
        each.embargo_until, each.embargo_zone = until, zone
    with LogContext(user=actor):
        live.save(clean=False)
    revision = draft.save_revision(user=actor, changed=live.has_unpublished_changes, clean=False)
    if not live.has_unpublished_changes:
        Page.objects.filter(pk=live.pk).update(live_revision=revision)
