"""The one rule: three forms of it agree for every state, date and viewer."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser, User

from archive import access
from archive.models import Document
from cms.core import visibility
from cms.core.audience import Viewer
from cms.core.visibility import State, Verdict, viewer_of
from tests import factories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)
INSTANTS = [None, NOW - timedelta(seconds=1), NOW, NOW + timedelta(seconds=1)]


def viewers() -> list[Viewer]:
    holder = factories.institution()
    people: list[User | AnonymousUser] = [
        AnonymousUser(),
        factories.member(holder),
        factories.member(factories.institution()),
        factories.superuser(),
    ]
    Document.objects.update(holding_institution=holder)
    return [viewer_of(person, NOW) for person in people]


def test_row_rule_and_queryset_rule_and_index_audience_agree() -> None:
    documents = []
    for state, instant, existence in itertools.product(State, INSTANTS, [False, True]):
        if instant and state not in visibility.OPENABLE:
            continue
        row = factories.document()
        Document.objects.filter(pk=row.pk).update(state=state, public_from=instant, existence_public=existence)
        documents.append(row.pk)
    compared = 0
    for viewer in viewers():
        seen = set(access.visible_to(viewer).values_list("pk", flat=True))
        for row in Document.objects.filter(pk__in=documents):
            full = access.verdict(row, viewer) is Verdict.FULL
            assert full == (row.pk in seen) == visibility.may_see(access.audience(row), viewer)
            compared += 1
    assert compared == 4 * len(documents)


def test_a_reservation_opens_to_the_second_only_if_its_release_was_approved() -> None:
    until = NOW
    approved = factories.reserved(until=until, approved=True)
    due = factories.reserved(until=until, approved=False)
    before, after = (Viewer(now=until + timedelta(seconds=step)) for step in (-1, 1))
    assert access.verdict(approved, before) is Verdict.ABSENT
    assert access.verdict(approved, after) is Verdict.FULL
    assert access.verdict(due, after) is Verdict.ABSENT


def test_a_revoked_role_sees_nothing_at_the_next_request() -> None:
    draft = factories.document(holder=factories.institution())
    user = factories.member(draft.holding_institution)
    assert access.verdict(draft, viewer_of(user)) is Verdict.FULL
    user.memberships.all().delete()
    assert access.verdict(draft, viewer_of(User.objects.get(pk=user.pk))) is Verdict.ABSENT


def test_an_inactive_account_is_the_public() -> None:
    user = factories.superuser()
    user.is_active = False
    assert viewer_of(user).tags == frozenset()
