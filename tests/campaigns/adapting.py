"""States that take campaigns, for tests."""

from typing import Any

from django.contrib.auth.models import User
from wagtail.models import Page

from campaigns import corrections, taking
from campaigns.corrections import Decision
from campaigns.models import Adaptation, CampaignPage
from cms.core.models.membership import Role
from cms.core.reference.models import Institution, State
from tests import factories


def state(code: str) -> State:
    return State.objects.get(code=code)


def writer(code: str) -> User:
    """Who writes for the state."""
    institution = Institution.objects.filter(state__code=code).order_by("pk")[0]
    return factories.member(institution, Role.COMMUNICATION)


def national_writer() -> User:
    national = Institution.objects.filter(state=None, kind=Institution.Kind.COMMISSION)[0]
    return factories.member(national, Role.COMMUNICATION)


def take(campaign: CampaignPage, code: str = "ZAC") -> Adaptation:
    return taking.take(campaign, state(code), factories.superuser()).adaptation


def latest(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def save(page: Page, **changes: Any) -> Any:
    """A draft with these changes. Parts may be given as they are stored, with the marks by which they are known."""
    draft = latest(page)
    for name, value in changes.items():
        is_stored = isinstance(value, list) and bool(value) and isinstance(value[0], dict)
        setattr(draft, name, getattr(draft, name).stream_block.to_python(value) if is_stored else value)
    return draft.save_revision()


def publish(page: Page, **changes: Any) -> None:
    save(page, **changes).publish()


def correct(campaign: Page, **changes: Any) -> None:
    """The national team publishes it with these changes."""
    publish(campaign, **changes)


def waiting(adaptation: Adaptation) -> dict[str, corrections.Offered]:
    return {each.correction.field: each for each in corrections.offered(Adaptation.objects.get(pk=adaptation.pk))}


def decide(adaptation: Adaptation, actor: User | None = None, **decisions: Decision) -> None:
    """Decide by the names of fields."""
    asked = waiting(adaptation)
    by_row = {asked[name].correction.pk: decision for name, decision in decisions.items()}
    corrections.decide(adaptation, by_row, actor=actor or factories.superuser())


ACCEPT = Decision(accepts=True)
DECLINE = Decision(accepts=False, reason="Aquí la fecha es otra")
