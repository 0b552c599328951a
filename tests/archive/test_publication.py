"""What a publication decides, and what nothing else may."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from archive import publication
from archive.models import Document
from archive.publication import NotPublishable
from cms.core.visibility import State
from tests import factories

pytestmark = pytest.mark.django_db
SOON = timedelta(days=30)


def reread(document: Document) -> Document:
    return Document.objects.get(pk=document.pk)


def test_what_was_seen_is_what_is_published() -> None:
    seen = factories.document("Acta")
    changed = reread(seen)
    changed.title = "Otra acta"
    changed.save_revision()
    with pytest.raises(NotPublishable, match="Cambió mientras"):
        publication.publish(seen, actor=factories.superuser())
    assert reread(seen).state == State.DRAFT


def test_a_document_without_a_title_is_not_published() -> None:
    document = factories.document("Acta")
    Document.objects.filter(pk=document.pk).update(title="")
    with pytest.raises(NotPublishable, match="título"):
        publication.publish(reread(document), actor=factories.superuser())


def test_a_stale_editor_does_not_take_a_published_document_back() -> None:
    """Wagtail reads the row, works, and saves all of it; somebody may publish in between."""
    stale = factories.document("Borrador")
    publication.publish(reread(stale), actor=factories.superuser())
    stale.title = "Título del editor"
    stale.save()
    revision = stale.save_revision()
    row = reread(stale)
    assert (row.state, row.live, row.title) == (State.PUBLISHED, True, "Borrador")
    assert row.public_from is not None
    assert revision.as_object().title == "Título del editor"
    assert row.has_unpublished_changes


def test_a_save_of_the_description_changes_no_decision() -> None:
    document = factories.published("Ley")
    document.title, document.state, document.public_from = "Ley corregida", State.DRAFT, None
    document.save()
    row = reread(document)
    assert (row.title, row.state) == ("Ley corregida", State.PUBLISHED)
    assert row.public_from is not None


def test_publishing_again_keeps_the_date_from_which_it_is_public() -> None:
    document = factories.published("Ley")
    long_ago = timezone.now() - timedelta(days=2000)
    Document.objects.filter(pk=document.pk).update(public_from=long_ago)
    again = publication.publish(reread(document), actor=factories.superuser())
    assert again.public_from == long_ago
    assert again.versions.count() == 1


def test_what_is_public_is_not_hidden_by_scheduling_it() -> None:
    document = factories.published("Ley")
    with pytest.raises(NotPublishable, match="Ya es público"):
        publication.publish(document, actor=factories.superuser(), at=timezone.now() + SOON)


def test_a_scheduled_version_bears_the_date_on_which_it_opens() -> None:
    opens = timezone.now() + SOON
    document = factories.published("Ley", at=opens)
    assert document.versions.get().published_at == opens
    earlier = publication.publish(document, actor=factories.superuser())
    assert earlier.public_from is not None
    assert earlier.versions.get().published_at <= timezone.now()


@pytest.mark.parametrize(
    "never_public",
    [
        lambda: factories.document("Secreto"),
        lambda: factories.reserved("Secreto"),
        lambda: factories.reserved("Secreto", approved=True),
        lambda: factories.published("Secreto", at=timezone.now() + SOON),
    ],
    ids=["draft", "reserved", "reserved and approved", "scheduled"],
)
def test_what_was_never_public_is_not_announced_by_withdrawing_it(never_public: Callable[[], Document]) -> None:
    document = never_public()
    with pytest.raises(NotPublishable, match="Nunca fue público"):
        publication.withdraw(document, actor=factories.superuser(), reason="x", keep_title=True)
    assert reread(document).state == document.state


def test_what_was_public_once_can_be_withdrawn_from_a_reservation() -> None:
    document = factories.published("Ley")
    actor = factories.superuser()
    publication.reserve(
        document, actor=actor, legal_basis="Art. 1", until=timezone.now() + SOON, release_approved=False
    )
    assert publication.withdraw(document, actor=actor, reason="x").state == State.WITHDRAWN


def test_a_reservation_calls_off_what_was_only_announced() -> None:
    document = factories.published("Ley", at=timezone.now() + SOON)
    actor = factories.superuser()
    publication.reserve(
        document, actor=actor, legal_basis="Art. 1", until=timezone.now() + 2 * SOON, release_approved=False
    )
    assert not document.versions.exists()
    assert not publication.was_public(reread(document))


def test_a_withdrawn_document_never_comes_back() -> None:
    document, actor, until = factories.withdrawn("Ley"), factories.superuser(), timezone.now() + SOON
    with pytest.raises(NotPublishable, match="retirado"):
        publication.publish(document, actor=actor)
    with pytest.raises(NotPublishable, match="retirado"):
        publication.reserve(document, actor=actor, legal_basis="x", until=until, release_approved=True)
