"""National corrections: offered field by field, accepted or not, never silently and never lost."""

from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import get_page_models

from campaigns import adapted_fields, corrections, locks, offering
from campaigns.corrections import AlreadyDecided, Decision, PageLocked, UndecidedConflict
from campaigns.lockable import LOCKABLE
from campaigns.models import Adaptation, CampaignPage, Correction, SpotPage
from campaigns.models.channel import ChannelPage
from cms.core.reference.models import StrategyGoal
from tests import factories
from tests.campaigns import made, press
from tests.campaigns.adapting import ACCEPT, DECLINE, correct, decide, latest, publish, save, take, waiting
from tests.campaigns.made import TRANSCRIPT, Campaigns, day
from tests.campaigns.test_adaptations import own
from tests.campaigns.test_campaigns import text

Status = Correction.Status
NEW = [("message", "Preguntar es su derecho"), ("message", "Y es gratis")]


@pytest.fixture
def national(campaigns: Campaigns) -> CampaignPage:
    return campaigns.add("Pregunte sin miedo")


@pytest.fixture
def taken(national: CampaignPage) -> Adaptation:
    return take(national)


def statuses(adaptation: Adaptation) -> list[tuple[str, str]]:
    return list(adaptation.corrections.order_by("pk").values_list("field", "status"))


def messages_of(page: Any) -> list[str]:
    return [each.value for each in latest(page).messages]


def test_each_changed_field_is_offered_to_each_state(national: CampaignPage, taken: Adaptation) -> None:
    other = take(national, "JAL")
    correct(national, messages=NEW, ends_on=day(60))
    for each in (taken, other):
        assert set(waiting(each)) == {"messages", "ends_on"}
    assert latest(taken.page).ends_on == day(30)


def test_a_national_draft_offers_nothing(national: CampaignPage, taken: Adaptation) -> None:
    save(national, messages=NEW)
    assert not waiting(taken)


def test_what_a_publication_undone_would_have_offered_is_not(national: CampaignPage, taken: Adaptation) -> None:
    with transaction.atomic():
        correct(national, messages=NEW)
        assert waiting(taken)
        transaction.set_rollback(True)
    assert not waiting(taken)


def test_what_is_the_national_teams_alone_is_not_offered(national: CampaignPage, taken: Adaptation) -> None:
    correct(national, clarity_reason="Cita la ley", locked_fields=["aim"], local_parts=[])
    assert not statuses(taken)


def test_accepting_puts_it_into_the_draft_beside_what_is_typed(national: CampaignPage, taken: Adaptation) -> None:
    publish(taken.page)
    save(taken.page, title="Título a medio escribir")
    correct(national, messages=NEW)
    person = factories.superuser()
    decide(taken, person, messages=ACCEPT)
    draft = latest(taken.page)
    assert (draft.title, messages_of(taken.page)) == ("Título a medio escribir", [text for _kind, text in NEW])
    assert len(own(taken).messages) == 1
    row = taken.corrections.get()
    assert (row.status, row.decided_by) == (Status.ACCEPTED, person)
    assert draft.get_latest_revision().user == person


def test_accepting_goals_keeps_what_the_state_added(national: CampaignPage) -> None:
    correct(national, locked_fields=[])
    taken = take(national)
    health, education = (StrategyGoal.objects.get(code=code) for code in ("salud", "educacion"))
    save(taken.page, goals=[education])
    correct(national, goals=[health])
    decide(taken, goals=ACCEPT)
    assert set(latest(taken.page).goals.all()) == {health, education}


def test_not_accepting_needs_nothing_but_changes_nothing_and_is_kept(
    national: CampaignPage, taken: Adaptation
) -> None:
    correct(national, ends_on=day(60))
    before = latest(taken.page).ends_on
    decide(taken, ends_on=DECLINE)
    row = taken.corrections.get()
    assert (row.status, row.reason) == (Status.DECLINED, "Aquí la fecha es otra")
    assert latest(taken.page).ends_on == before
    assert corrections.behind().get() == row


def test_a_later_correction_offers_again_and_takes_the_place_of_what_waits(
    national: CampaignPage, taken: Adaptation
) -> None:
    correct(national, ends_on=day(60))
    decide(taken, ends_on=DECLINE)
    correct(national, aim="Que la gente pregunte.")
    correct(national, ends_on=day(70), aim="Que la gente pregunte más.")
    assert statuses(taken) == [
        ("ends_on", Status.DECLINED),
        ("aim", Status.REPLACED),
        ("aim", Status.OFFERED),
        ("ends_on", Status.OFFERED),
    ]
    decide(taken, ends_on=ACCEPT, aim=ACCEPT)
    assert (latest(taken.page).ends_on, latest(taken.page).aim) == (day(70), "Que la gente pregunte más.")


def test_what_a_state_says_already_is_not_asked(national: CampaignPage, taken: Adaptation) -> None:
    save(taken.page, ends_on=day(60))
    correct(national, ends_on=day(60))
    assert statuses(taken) == [("ends_on", Status.SAME)]


def test_where_both_changed_the_same_the_state_says_whose_stands(national: CampaignPage, taken: Adaptation) -> None:
    save(taken.page, aim="Lo nuestro.")
    correct(national, aim="Lo nacional.")
    assert waiting(taken)["aim"].is_conflict
    with pytest.raises(UndecidedConflict):
        decide(taken, aim=ACCEPT)
    assert (latest(taken.page).aim, statuses(taken)) == ("Lo nuestro.", [("aim", Status.OFFERED)])
    decide(taken, aim=Decision(accepts=True, replaces_own=False))
    assert latest(taken.page).aim == "Lo nuestro."
    correct(national, aim="Lo nacional, otra vez.")
    decide(taken, aim=Decision(accepts=True, replaces_own=True))
    assert latest(taken.page).aim == "Lo nacional, otra vez."


def test_of_a_text_of_parts_only_what_the_state_left_is_changed(national: CampaignPage, taken: Adaptation) -> None:
    body = latest(taken.page).body
    save(taken.page, body=[*_raw(body), {"type": "paragraph", "value": "<p>Aquí también.</p>", "id": "own"}])
    correct(national, body=[{**_raw(national.body)[0], "value": "<p>Pregunte hoy. Es gratis.</p>"}])
    assert not waiting(taken)["body"].is_conflict
    decide(taken, body=ACCEPT)
    said = [each["value"] for each in _raw(latest(taken.page).body)]
    assert said == ["<p>Pregunte hoy. Es gratis.</p>", "<p>Aquí también.</p>"]


def _raw(body: Any) -> list[dict[str, Any]]:
    return [dict(each) for each in body.raw_data]


def test_two_who_decide_at_once_decide_once(national: CampaignPage, taken: Adaptation) -> None:
    correct(national, ends_on=day(60))
    pk = waiting(taken)["ends_on"].correction.pk
    corrections.decide(taken, {pk: DECLINE}, actor=factories.superuser())
    with pytest.raises(AlreadyDecided):
        corrections.decide(taken, {pk: ACCEPT}, actor=factories.superuser())
    assert statuses(taken) == [("ends_on", Status.DECLINED)]
    assert latest(taken.page).ends_on == day(30)


def test_a_field_waits_once(national: CampaignPage, taken: Adaptation) -> None:
    correct(national, ends_on=day(60))
    row = taken.corrections.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        taken.corrections.create(revision=taken.taken_revision, field=row.field)


def test_all_or_none_is_decided(national: CampaignPage, taken: Adaptation) -> None:
    save(taken.page, aim="Lo nuestro.")
    correct(national, aim="Lo nacional.", ends_on=day(60))
    with pytest.raises(UndecidedConflict):
        decide(taken, ends_on=ACCEPT, aim=ACCEPT)
    assert len(waiting(taken)) == 2


def test_a_page_that_somebody_locked_is_not_written_into(national: CampaignPage, taken: Adaptation) -> None:
    correct(national, ends_on=day(60))
    page = own(taken)
    page.locked, page.locked_by = True, User.objects.create_user("otra")
    page.save(update_fields=["locked", "locked_by"])
    with pytest.raises(PageLocked):
        decide(taken, ends_on=ACCEPT)
    assert waiting(taken)


def test_what_was_accepted_is_behind_until_it_is_published(national: CampaignPage, taken: Adaptation) -> None:
    publish(taken.page)
    correct(national, messages=NEW)
    assert corrections.behind().exists()
    decide(taken, messages=ACCEPT)
    assert corrections.behind().exists()
    publish(taken.page)
    assert not corrections.behind().exists()


def test_readers_are_told_that_what_is_locked_changed(
    client: Client, national: CampaignPage, taken: Adaptation
) -> None:
    publish(taken.page)
    told = "La campaña nacional cambió después"
    correct(national, ends_on=day(60))
    assert told not in text(client, own(taken).url)
    correct(national, messages=NEW)
    assert told in text(client, own(taken).url)
    decide(taken, messages=ACCEPT)
    publish(taken.page)
    assert told not in text(client, own(taken).url)


def test_a_piece_is_corrected_as_the_campaign_is(national: CampaignPage) -> None:
    page = made.spot(national, "Spot", recording=made.recording(), transcript=TRANSCRIPT)
    page.get_latest_revision().publish()
    campaign = take(national)
    piece = Adaptation.objects.get(source=page.pk)
    publish(campaign.page)
    publish(piece.page, title="Spot de aquí")
    correct(page, transcript=TRANSCRIPT.replace("miedo", "pena"))
    assert not waiting(campaign)
    decide(piece, transcript=ACCEPT)
    draft = latest(SpotPage.objects.get(pk=piece.page_id))
    assert "sin pena" in draft.transcript
    assert draft.title == "Spot de aquí"


def test_going_back_to_an_earlier_revision_forgets_no_correction(national: CampaignPage, taken: Adaptation) -> None:
    first = own(taken).get_latest_revision()
    correct(national, ends_on=day(60))
    decide(taken, ends_on=ACCEPT)
    first.as_object().save_revision(previous_revision=first)
    assert statuses(taken) == [("ends_on", Status.ACCEPTED)]
    correct(national, ends_on=day(70))
    assert waiting(taken)["ends_on"].is_adapted


def test_every_kind_of_page_is_offered_its_title_and_all_that_can_be_locked() -> None:
    kinds = [kind for kind in get_page_models() if issubclass(kind, (CampaignPage, ChannelPage))]
    assert {kind.__name__ for kind in kinds if "title" not in adapted_fields.offered(kind)} == set()
    assert set(LOCKABLE) <= set(adapted_fields.offered(CampaignPage))


def test_a_title_is_corrected_also_where_it_is_locked(national: CampaignPage, taken: Adaptation) -> None:
    correct(national, title="Pregunte y reciba", locked_fields=["title"])
    decide(taken, title=ACCEPT)
    publish(taken.page)
    assert own(taken).title == "Pregunte y reciba"


def test_the_files_of_a_release_are_corrected(national: CampaignPage) -> None:
    release = press.published("Empieza", above=national)
    take(national)
    copy = Adaptation.objects.get(source=release.pk)
    image = ("image", {"image": factories.image("Nueva"), "caption": "La nueva"})
    correct(release, kit=[image])
    decide(copy, kit=ACCEPT)
    assert [each.value["caption"] for each in latest(copy.page).kit] == ["La nueva"]


def test_what_is_under_embargo_is_offered_at_its_minute(national: CampaignPage) -> None:
    release = press.published("Empieza", above=national)
    take(national)
    copy = Adaptation.objects.get(source=release.pk)
    correct(release, summary="Lo que nadie sabe todavía.", embargo_until=press.in_hours(3))
    offering.turn()
    assert not copy.corrections.exists()
    with time_machine.travel(press.in_hours(4)):
        offering.turn()
        offering.turn()
        assert set(waiting(copy)) == {"summary", "embargo_until"}
    assert copy.corrections.count() == 2


def test_a_field_that_came_with_an_update_is_no_correction() -> None:
    assert adapted_fields.changed(CampaignPage, {"title": "A"}, {"title": "A", "aim": "Nueva"}) == []


def test_without_the_national_campaign_nothing_is_locked(national: CampaignPage, taken: Adaptation) -> None:
    assert locks.locked(own(taken))
    national.unpublish()
    assert not locks.locked(own(taken))


@pytest.mark.parametrize("is_declined", [False, True])
def test_what_a_state_wrote_by_hand_and_published_is_settled(
    national: CampaignPage, taken: Adaptation, is_declined: bool
) -> None:
    correct(national, ends_on=day(60), aim="Otra cosa.")
    if is_declined:
        decide(taken, ends_on=DECLINE)
    save(taken.page, ends_on=day(60))
    assert corrections.behind().filter(field="ends_on").exists(), "readers don't get it yet"
    publish(taken.page, ends_on=day(60))
    assert list(corrections.behind().values_list("field", flat=True)) == ["aim"]
    assert set(waiting(taken)) == {"aim"}
