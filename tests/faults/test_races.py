"""Two that act at the same moment: what one of them has not committed yet, the other must reckon with."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from wagtail.models import Page

from archive import intake, publication
from archive.description import Description
from archive.models import Document, Original
from archive.models.original import storage_path
from campaigns import corrections
from campaigns.models import Adaptation, CampaignPage, Correction
from cms.core.models import Membership
from cms.core.models.membership import Role
from cms.core.reference.models import Institution
from cms.core.tenancy import operator_account
from tests import factories
from tests.campaigns import adapting, press
from tests.campaigns.made import campaigns_of

DIGEST = "a" * 64
COMMITS_AFTER = 0.5


@contextmanager
def under_way(act: Callable[[], object]) -> Iterator[None]:
    """`act` has been done in another connection, whose transaction is committed half a second later."""
    acted = threading.Event()

    def run() -> None:
        with transaction.atomic():
            act()
            acted.set()
            threading.Event().wait(COMMITS_AFTER)
        connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert acted.wait(20)
    try:
        yield
    finally:
        thread.join()


def test_a_description_that_is_saved_while_it_is_published_stays_out_of_the_public_row(committed_db: None) -> None:
    document = factories.document("Aprobado", pages=["texto"])
    actor = operator_account()
    edited = Document.objects.get(pk=document.pk)
    edited.title = "Nadie lo aprobó"
    with under_way(lambda: publication.publish(document, actor=actor)):
        edited.save()
    assert Document.objects.get(pk=document.pk).title == "Aprobado"


def test_a_sweep_keeps_the_file_of_a_row_that_is_about_to_be_committed(committed_db: None) -> None:
    """A killed process has let go of its files, while the server still commits what it was asked to."""
    institution = Institution.objects.get(code="mx-archivo")
    kept = storage_path(DIGEST)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(b"%PDF-1.4")
    leftover = intake.incoming_dir() / f"{DIGEST}.0.part"
    leftover.write_bytes(b"%PDF-1.4")
    row = Original(
        institution=institution, digest=DIGEST, size=8, filename="a.pdf", media_type="application/pdf", format="pdf"
    )
    with under_way(row.save):
        intake.sweep()
        assert kept.exists()
    intake.sweep()
    assert kept.exists()
    assert not leftover.exists()
    assert Original.objects.filter(digest=DIGEST).exists()


def test_the_same_bytes_from_two_at_once_are_one_document_and_one_duplicate(committed_db: None) -> None:
    institution = Institution.objects.get(code="mx-archivo")
    names: list[bool] = []
    begin = threading.Barrier(2)

    def receive() -> None:
        with intake.Receiver() as received:
            received.write(b"%PDF-1.4 the same")
            received.finish()
            begin.wait(20)
            taken = intake.take_in(
                received,
                "a.pdf",
                institution=institution,
                description=Description(title="A", creator="Comité", document_type="Acta"),
                received_by="prueba",
            )
        names.append(taken.is_duplicate)
        connection.close()

    threads = [threading.Thread(target=receive) for _each in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(names) == [False, True]
    assert Document.objects.count() == 1


def test_the_first_two_people_of_a_state_may_come_at_once(committed_db: None) -> None:
    institution = Institution.objects.get(code="zac-archivo")
    first, second = (User.objects.create_user(name) for name in ("una-persona", "otra-persona"))

    def join(user: User) -> None:
        Membership.objects.create(user=user, institution=institution, role=Role.COMMUNICATION)

    assert not Group.objects.filter(name="Comunicación de estado: ZAC").exists()
    with under_way(lambda: join(first)), transaction.atomic():
        join(second)
    assert set(Group.objects.get(name="Comunicación de estado: ZAC").user_set.all()) == {first, second}


def test_two_people_of_a_state_who_take_a_campaign_at_once_get_one_copy(committed_db: None) -> None:
    campaign = campaigns_of().add()
    with under_way(lambda: adapting.take(campaign)):
        again = adapting.take(campaign)
    assert list(Adaptation.objects.values_list("page", flat=True)) == [again.page_id]
    assert CampaignPage.objects.filter(title=campaign.title).count() == 2


@pytest.mark.parametrize("first", ["publishes", "takes"])
@pytest.mark.parametrize("what", ["campaign", "piece"])
def test_what_is_published_while_a_state_takes_it_is_copied_or_offered(
    committed_db: None, first: str, what: str
) -> None:
    campaign = campaigns_of().add()
    release = press.published(above=campaign)
    source = campaign if what == "campaign" else release
    acts: dict[str, Callable[[], object]] = {
        "publishes": lambda: adapting.correct(Page.objects.get(pk=source.pk).specific, summary="Lo de ahora."),
        "takes": lambda: adapting.take(campaign),
    }
    act = acts.pop(first)
    (other,) = acts.values()
    with under_way(act):
        other()
    adaptation = Adaptation.objects.get(source=source.pk)
    copied = adaptation.page.specific.get_latest_revision_as_object().summary
    offered = [each.field for each in adaptation.corrections.filter(status=Correction.Status.OFFERED)]
    assert (copied, offered) in [("Lo de ahora.", []), ("Una frase clara.", ["summary"])]


def test_of_two_who_decide_a_correction_at_once_the_second_is_told(committed_db: None) -> None:
    campaign = campaigns_of().add(aim="Lo de antes.")
    adaptation = adapting.take(campaign)
    adapting.correct(CampaignPage.objects.get(pk=campaign.pk), aim="Lo de ahora.")
    (row,) = adaptation.corrections.all()
    actor = factories.superuser()

    def decide(decision: corrections.Decision) -> None:
        corrections.decide(Adaptation.objects.get(pk=adaptation.pk), {row.pk: decision}, actor=actor)

    with under_way(lambda: decide(adapting.ACCEPT)), pytest.raises(corrections.AlreadyDecided):
        decide(adapting.DECLINE)
    row.refresh_from_db()
    assert row.status == Correction.Status.ACCEPTED
