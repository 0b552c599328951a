"""What a state may not change in a campaign that it took.

What is locked stays what it is: neither a draft nor a publication changes it, only accepting a national correction.
So a field that is locked later keeps what a state had written, until the state accepts the national text.
"""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, Revision

from campaigns import adapted_fields
from campaigns.lockable import LOCKABLE
from cms.core.visibility import pages_shown

REASON = _("Lo fija la campaña nacional: en su estado no se cambia. Cambia si acepta una corrección nacional.")


class NationallyLocked(ValidationError):
    """A state was to change what the national campaign keeps as it is."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(dict.fromkeys(names, REASON))


def locked(page: Page) -> list[str]:
    """The fields of this page that are locked; none where it was not taken from a national one, or readers do not get
    that one any more."""
    if page.pk is None:
        return []
    rows = pages_shown(type(page).objects.filter(adaptations__page=page.pk)).values_list("locked_fields", flat=True)
    chosen = rows.first() or []
    return [name for name in LOCKABLE if name in chosen]


def broken(page: Any) -> list[str]:
    """The locked fields in which the page as it is at hand differs from its latest draft."""
    names = locked(page)
    if not names:
        return []
    latest = Revision.objects.filter(pk__in=Page.objects.filter(pk=page.pk).values("latest_revision")).first()
    if latest is None:
        return []
    return adapted_fields.changed(type(page), latest.content, page.serializable_data(), names)
