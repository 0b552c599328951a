"""States take national campaigns: what comes along, what stays locked, and what readers get of it."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, Revision

from campaigns import listing, taking
from campaigns.gate import NotPublishable
from campaigns.locks import NationallyLocked
from campaigns.models import Adaptation, CampaignPage, SpotPage
from campaigns.taking import NotTakeable
from cms.core.reference.models import Institution, Region, State, StrategyGoal
from tests import factories
from tests.campaigns import made
from tests.campaigns.adapting import correct, latest, publish, save, state, take, writer
from tests.campaigns.made import TRANSCRIPT, Campaigns
from tests.campaigns.test_campaigns import LIST, text
from tests.serving.conftest import shared_cache

__all__ = ["shared_cache"]
ZACATECAS = "/estados/zacatecas/"


@pytest.fixture
def national(campaigns: Campaigns) -> CampaignPage:
    page = campaigns.add("Pregunte sin miedo")
    page.goals.add(StrategyGoal.objects.get(code="salud"))
    page.save_revision().publish()
    page.refresh_from_db()
    return page


@pytest.fixture
def spot(national: CampaignPage) -> SpotPage:
    page = made.spot(national, "Spot nacional", recording=made.recording(), transcript=TRANSCRIPT)
    page.get_latest_revision().publish()
    page.refresh_from_db()
    return page


def own(adaptation: Adaptation) -> CampaignPage:
    found: CampaignPage = CampaignPage.objects.get(pk=adaptation.page_id)
    return found


def test_a_state_gets_its_own_copy_as_a_draft(national: CampaignPage, spot: SpotPage) -> None:
    save(national, aim="Canario: todavía en borrador")
    person = writer("ZAC")
    taken = taking.take(national, state("ZAC"), person)
    page = own(taken.adaptation)
    draft = latest(page)
    assert (taken.is_new, taken.pieces, page.live) == (True, 1, False)
    assert (draft.title, draft.slug) == (national.title, national.slug)
    assert page.get_parent().url == ZACATECAS
    assert [each.code for each in draft.states.all()] == ["ZAC"]
    assert draft.institution.state.code == "ZAC"
    assert list(draft.goals.all()) == list(national.goals.all())
    assert "Canario" not in draft.aim
    assert (page.owner, taken.adaptation.taken_by) == (person, person)
    copied = SpotPage.objects.child_of(page).get()
    assert (copied.live, copied.recording, latest(copied).transcript) == (False, spot.recording, spot.transcript)
    assert copied.adaptation.source_id == spot.pk
    assert taken.adaptation.taken_revision_id == national.live_revision_id


def test_taking_twice_leads_to_the_copy_and_brings_what_came_since(national: CampaignPage, spot: SpotPage) -> None:
    first = take(national)
    again = taking.take(national, state("ZAC"), factories.superuser())
    assert (again.adaptation, again.is_new, again.pieces) == (first, False, 0)
    later = made.spot(national, "Otro", recording=made.recording(b"otra"), transcript=TRANSCRIPT)
    assert taking.take(national, state("ZAC"), factories.superuser()).pieces == 0
    later.get_latest_revision().publish()
    assert taking.take(national, state("ZAC"), factories.superuser()).pieces == 1
    assert Adaptation.objects.count() == 3


def test_a_state_has_one_copy_whoever_writes_it_into_the_database(national: CampaignPage) -> None:
    row = take(national)
    other = row.page.get_parent()
    with pytest.raises(IntegrityError), transaction.atomic():
        Adaptation.objects.create(
            page=other,
            source=row.source,
            state=row.state,
            taken_revision=row.taken_revision,
            source_revision=row.source_revision,
        )


def test_what_is_no_national_campaign_that_readers_see_is_not_taken(
    campaigns: Campaigns, national: CampaignPage
) -> None:
    copy = own(take(national))
    publish(copy)
    of_a_state = campaigns.add("De Jalisco", institution=Institution.objects.filter(state__code="JAL")[0])
    for page in (campaigns.draft(), copy, of_a_state):
        with pytest.raises(NotTakeable):
            taking.take(page, state("CMX"), factories.superuser())
    assert Adaptation.objects.count() == 1


def test_a_page_of_the_same_name_is_no_obstacle(national: CampaignPage) -> None:
    below = State.objects.get(code="ZAC").page
    below.add_child(instance=CampaignPage(**_fields(national)))
    assert latest(take(national).page).slug != national.slug


def _fields(campaign: CampaignPage) -> dict[str, Any]:
    kept = ("slug", "title", "aim", "audience", "starts_on", "institution")
    return {name: getattr(campaign, name) for name in kept}


def test_where_the_published_revision_was_cleared_away_what_readers_see_is_taken(national: CampaignPage) -> None:
    save(national, aim="Otra cosa, en borrador")
    Revision.objects.filter(pk=national.live_revision_id).delete()
    national.refresh_from_db()
    row = take(national)
    assert row.taken_revision.content["aim"] == national.aim
    assert latest(national).aim == "Otra cosa, en borrador"


def test_what_is_locked_changes_in_no_draft(national: CampaignPage) -> None:
    page = own(take(national))
    changes: list[dict[str, Any]] = [
        {"messages": [("message", "Otro mensaje")]},
        {"goals": [StrategyGoal.objects.exclude(code="salud")[0]]},
    ]
    for change in changes:
        with pytest.raises(NationallyLocked, match="Lo fija la campaña nacional"):
            save(page, **change)
    save(page, title="Pregunte en Zacatecas", aim="Que en Zacatecas se pregunte más.")


def test_an_old_revision_is_not_published_past_the_lock(national: CampaignPage) -> None:
    page = own(take(national))
    old = page.get_latest_revision()
    content = {**old.content, "messages": '[{"type": "message", "value": "Mío", "id": "x"}]'}
    Revision.objects.filter(pk=old.pk).update(content=content)
    forged = Revision.objects.get(pk=old.pk)
    untouched = forged.as_object()
    untouched.messages = national.messages
    untouched.save_revision(takes_correction=True)
    with pytest.raises(NotPublishable, match="Lo fija la campaña nacional"):
        forged.publish()


def test_the_national_team_chooses_what_is_locked(national: CampaignPage) -> None:
    page = own(take(national))
    correct(national, locked_fields=["aim"])
    save(page, messages=[("message", "Otro mensaje")])
    with pytest.raises(ValidationError):
        save(page, aim="Otra cosa")


def test_what_a_state_had_changed_before_it_was_locked_stays(national: CampaignPage) -> None:
    page = own(take(national))
    save(page, aim="Lo nuestro, escrito antes.")
    correct(national, locked_fields=["aim"])
    publish(page, summary="Otro resumen claro.")
    assert own(take(national)).aim == "Lo nuestro, escrito antes."


def test_a_national_campaign_locks_nothing_of_its_own(national: CampaignPage) -> None:
    take(national)
    correct(national, messages=[("message", "Otro mensaje nacional")])
    assert CampaignPage.objects.get(pk=national.pk).messages[0].value == "Otro mensaje nacional"


def test_the_first_thing_of_its_own_is_noted_once(national: CampaignPage) -> None:
    row = take(national)
    save(row.page)
    assert Adaptation.objects.get(pk=row.pk).adapted_at is None
    save(row.page, local_parts=[("example", {"title": "Aquí", "text": "Una calle con luz."})])
    first = Adaptation.objects.get(pk=row.pk).adapted_at
    assert first is not None
    save(row.page, title="Otro")
    assert Adaptation.objects.get(pk=row.pk).adapted_at == first


def test_what_was_taken_is_not_deleted_under_its_copies(national: CampaignPage) -> None:
    row = take(national)
    with pytest.raises(ProtectedError), transaction.atomic():
        national.delete()
    own(row).delete()
    assert not Adaptation.objects.exists()
    national.delete()


def test_a_state_shows_what_is_its_own(client: Client, national: CampaignPage) -> None:
    page = own(take(national))
    publish(
        page,
        local_logo=factories.image("Escudo de prueba"),
        local_parts=[
            ("date", {"day": timezone.localdate(), "what": "Mesa de ayuda", "where": "En la plaza"}),
            ("example", {"title": "Una calle", "text": "Preguntaron por la luz de su calle."}),
            ("contact", {"name": "Unidad de aquí", "mail": "aqui@example.org", "address": "Calle 1\nZacatecas"}),
        ],
    )
    shown = text(client, own(take(national)).url)
    for said in (
        "Mesa de ayuda",
        "En la plaza",
        "luz de su calle",
        "Unidad de aquí",
        "aqui@example.org",
        "Calle 1<br>",
    ):
        assert said in shown
    assert 'class="local-logo"' in shown


def test_an_example_is_measured_too(national: CampaignPage) -> None:
    hard = "La coadyuvancia será instrumentada por la Comisión."
    draft = latest(take(national).page)
    draft.local_parts = [("example", {"title": "Aquí", "text": hard})]
    assert "será instrumentada" in {mark.text for mark in draft.clarity().measure.marks}


def test_original_and_version_lead_to_each_other(client: Client, national: CampaignPage) -> None:
    page = own(take(national))
    assert "Con versión propia" not in text(client, national.url)
    publish(page)
    assert f'href="{page.url}" rel="related">Zacatecas</a>' in text(client, national.url)
    assert f'href="{national.url}" rel="derivedfrom"' in text(client, page.url)
    national.unpublish()
    assert "derivedfrom" not in text(client, page.url)


def test_lists_of_all_show_the_original_once(client: Client, national: CampaignPage) -> None:
    page = own(take(national))
    publish(page, title="Pregunte en Zacatecas")
    for address in (LIST, "/", "/campanas/atom.xml", "/novedades/atom.xml"):
        found = text(client, address)
        assert ("Pregunte sin miedo" in found, "Pregunte en Zacatecas" in found) == (True, False), address
    assert "Con versión propia en 1 estado" in text(client, LIST)


def test_lists_of_a_state_show_its_own_version(client: Client, national: CampaignPage) -> None:
    page = own(take(national))
    publish(page, title="Pregunte en Zacatecas")
    for address in (f"{LIST}?estado=ZAC", ZACATECAS, "/estados/zacatecas/atom.xml"):
        found = text(client, address)
        assert ("Pregunte sin miedo" in found, "Pregunte en Zacatecas" in found) == (False, True), address
    for address in (f"{LIST}?estado=JAL", "/estados/jalisco/", "/estados/jalisco/atom.xml"):
        found = text(client, address)
        assert ("Pregunte sin miedo" in found, "Pregunte en Zacatecas" in found) == (True, False), address


def test_a_draft_of_a_state_takes_nothing_away(client: Client, national: CampaignPage) -> None:
    own(take(national))
    assert "Pregunte sin miedo" in text(client, ZACATECAS)


def test_a_region_shows_the_original_once(national: CampaignPage) -> None:
    region = Region.objects.create(name="De prueba", slug="de-prueba")
    region.states.add(state("ZAC"), state("JAL"))
    for code in ("ZAC", "JAL"):
        publish(own(take(national, code)))
    assert list(listing.of_states(region.states.all())) == [national]


@pytest.mark.parametrize("how", ["withdrawn", "over"])
def test_without_its_original_a_version_stands_for_itself(client: Client, national: CampaignPage, how: str) -> None:
    publish(own(take(national)), title="Pregunte en Zacatecas")
    if how == "withdrawn":
        national.unpublish()
    else:
        Page.objects.filter(pk=national.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    assert "Pregunte en Zacatecas" in text(client, LIST)
    assert "Pregunte en Zacatecas" in text(client, ZACATECAS)


def test_no_list_asks_more_often_for_more_versions(
    client: Client, campaigns: Campaigns, national: CampaignPage, shared_cache: None
) -> None:
    def queries(address: str, mark: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            text(client, f"{address}?x={mark}")
        return len(asked)

    budgets = {LIST: 10, ZACATECAS: 13}
    publish(own(take(national)))
    for address in budgets:
        text(client, f"{address}?x=0")
    few = {address: queries(address, "1") for address in budgets}
    for _ in range(3):
        page = campaigns.add()
        for code in ("ZAC", "JAL"):
            publish(own(take(page, code)))
    for address in budgets:
        text(client, f"{address}?x=2")
    assert all(queries(address, "3") <= few[address] <= budget for address, budget in budgets.items()), few
