"""The page of each state, under which it keeps what is its own.

Its model is declared above (cms.home); here it is reached from its state.
"""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.core.reference.models import State

ADD = "add"


def page_of(state: State) -> Page | None:
    """The page of the state; None where it has none yet."""
    return Page.objects.filter(pk__in=State.objects.filter(pk=state.pk).values("page__pk")).first()


def state_of(page: Page | None) -> State | None:
    """The state whose page this is; None for any other page."""
    if page is None or page.pk is None:
        return None
    return State.objects.filter(page__pk=page.pk).first()


def section_of(page: Page | None) -> State | None:
    """The state from whose page this one hangs, or whose page it is; None in a national section."""
    if page is None or not page.path:
        return None
    above = [page.path[:end] for end in range(page.steplen, len(page.path) + 1, page.steplen)]
    return State.objects.filter(page__path__in=above).first()


def below_one() -> Exists:
    """Whether a page hangs from that of a state."""
    sections = State.objects.filter(page__isnull=False)
    below = sections.annotate(below=ExpressionWrapper(OuterRef("path"), CharField()))
    return Exists(below.filter(below__startswith=F("page__path")))


def states_written_by(user: User | AnonymousUser) -> QuerySet[State]:
    """The states below whose page the person may add pages."""
    if not isinstance(user, User) or not user.is_active:
        return State.objects.none()
    pages = policy_registry.get_by_type(Page).instances_user_has_permission_for(user, ADD)
    return State.objects.filter(page__pk__in=pages.values("pk"))
