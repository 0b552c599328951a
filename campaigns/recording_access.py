"""Who may choose, hear and download recordings of campaigns: the one place that says so."""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import QuerySet
from wagtail.models import Page

from campaigns.models.recording import Recording
from cms.core import tenancy
from cms.core.models import Membership
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from cms.core.tenancy import KEEPS_THE_SITE
from cms.core.visibility import pages_shown

WRITERS = (Role.COMMUNICATION, Role.ADMINISTRATOR)


def recordings_of(user: User) -> QuerySet[Recording]:
    """Those that the person may use: of their own institutions; whoever keeps the whole site uses any."""
    rows: QuerySet[Recording] = Recording.objects.all()
    if user.has_perm(KEEPS_THE_SITE):
        return rows
    return rows.filter(institution__in=tenancy.institution_ids(user))


def hands_in_for(user: User | AnonymousUser) -> QuerySet[Institution]:
    """The institutions for which the person may hand in recordings."""
    if not isinstance(user, User) or not user.is_active:
        return Institution.objects.none()
    if user.is_superuser:
        return Institution.objects.all()
    own = Membership.objects.filter(user=user, role__in=WRITERS).values("institution")
    return Institution.objects.filter(pk__in=own)


def may_have(user: User | AnonymousUser | None, recording: Recording) -> bool:
    """Whether the person may hear it: anybody where a spot with it is shown, before that who works with it."""
    spots = recording.spots.all()
    if pages_shown(spots).exists():
        return True
    if not isinstance(user, User) or not user.is_active:
        return False
    return recordings_of(user).filter(pk=recording.pk).exists() or any(may_edit(user, spot) for spot in spots)


def may_edit(user: User | AnonymousUser | None, page: Page) -> bool:
    """Whether the person works on the page."""
    if not isinstance(user, User) or not user.is_active:
        return False
    return bool(page.permissions_for_user(user).can_edit())
