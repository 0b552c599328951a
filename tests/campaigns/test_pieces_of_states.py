"""What hangs from campaigns that states took: each once where all are listed, as the state tells it in the state."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from campaigns import press as news
from campaigns import taking
from campaigns.models import Adaptation, CampaignPage, EventPage
from campaigns.reach import figures
from campaigns.reach.measures import Period
from cms.core.reference.models import Institution, Region
from cms.home import found_pages
from cms.home.newsletter import sources
from search.fallback import loose_patterns
from search.language import parse
from tests import factories
from tests.campaigns import events_made, press
from tests.campaigns.adapting import latest, publish, state, take, writer
from tests.campaigns.made import Campaigns
from tests.campaigns.test_campaigns import text
from tests.campaigns.test_reach import published_spot
from tests.campaigns.test_universities import activity

pytestmark = pytest.mark.django_db
ZACATECAS, JALISCO = "/estados/zacatecas/", "/estados/jalisco/"
RELEASE, TALK, COURSE, FORUM = "Empieza la campaña", "Charla en la radio", "Curso en línea", "Foro en línea"
OWN = " en Zacatecas"
LINK = "https://example.org/sala"


@pytest.fixture
def national(campaigns: Campaigns) -> CampaignPage:
    page = campaigns.add("Pregunte sin miedo")
    press.published(RELEASE, above=page)
    press.appearance(TALK, above=page)
    activity(page, COURSE)
    events_made.event(FORUM, above=page, place="", address="", state=None, link=LINK, link_is_public=True)
    return page


def take_and_publish(
    national: CampaignPage, code: str = "ZAC", changes: Mapping[str, Mapping[str, Any]] | None = None
) -> None:
    """All of it taken and published, with the state's name in the titles and with the changes by national title."""
    take(national, code)
    publish(Adaptation.objects.get(source=national.pk, state__code=code).page)
    for each in Adaptation.objects.filter(~Q(source=national.pk), state__code=code):
        publish(each.page, title=f"{each.source.title}{OWN}", **(changes or {}).get(each.source.title, {}))


def told(client: Client, address: str, title: str) -> tuple[bool, bool]:
    """Whether a page tells of the original, and of what the state made of it."""
    shown = text(client, address)
    return title in shown.replace(f"{title}{OWN}", ""), f"{title}{OWN}" in shown


EVERYWHERE = {
    RELEASE: ["/prensa/", "/prensa/atom.xml", "/novedades/atom.xml"],
    TALK: ["/prensa/"],
    COURSE: ["/universidades/", "/universidades/atom.xml", "/novedades/atom.xml"],
    FORUM: ["/eventos/", "/eventos/atom.xml", "/novedades/atom.xml"],
}


@pytest.mark.parametrize("title", EVERYWHERE, ids=["release", "talk", "course", "forum"])
def test_where_all_are_listed_the_original_stands_for_its_versions(
    client: Client, national: CampaignPage, title: str
) -> None:
    take_and_publish(national)
    for address in EVERYWHERE[title]:
        assert told(client, address, title) == (True, False), address


@pytest.mark.parametrize("title", EVERYWHERE, ids=["release", "talk", "course", "forum"])
def test_without_its_original_a_version_stands_for_itself(client: Client, national: CampaignPage, title: str) -> None:
    take_and_publish(national)
    Page.objects.get(title=title).unpublish()
    assert told(client, EVERYWHERE[title][0], title) == (False, True)


@pytest.mark.parametrize(
    ("title", "of_state", "of_another"),
    [
        (RELEASE, [ZACATECAS, "/prensa/?estado=ZAC", "/estados/zacatecas/atom.xml"], []),
        (COURSE, [ZACATECAS, "/universidades/?estado=ZAC"], [JALISCO, "/universidades/?estado=JAL"]),
        (FORUM, ["/eventos/?estado=ZAC"], ["/eventos/?estado=JAL"]),
    ],
    ids=["release", "course", "forum"],
)
def test_a_state_tells_its_own(
    client: Client, national: CampaignPage, title: str, of_state: list[str], of_another: list[str]
) -> None:
    take_and_publish(national)
    for address in of_state:
        assert told(client, address, title) == (False, True), address
    for address in of_another:
        assert told(client, address, title) == (True, False), address


def test_an_event_on_another_day_is_another_one(client: Client, national: CampaignPage) -> None:
    later = timezone.now() + timedelta(days=20)
    changes = {FORUM: {"starts_at": later, "ends_at": later + timedelta(hours=2)}}
    take_and_publish(national, changes=changes)
    assert told(client, "/eventos/", FORUM) == (True, True)


def test_a_region_tells_nothing_of_a_version_whose_original_is_told(national: CampaignPage) -> None:
    region = Region.objects.create(name="De prueba", slug="de-prueba")
    region.states.add(state("ZAC"), state("JAL"))
    for code in ("ZAC", "JAL"):
        take_and_publish(national, code)
    assert news.news(5, region.states.all()) == []
    Page.objects.get(title=RELEASE).unpublish()
    assert [each.title for each in news.news(5, region.states.all())] == [f"{RELEASE}{OWN}"] * 2


def test_a_digest_tells_each_once(national: CampaignPage) -> None:
    take_and_publish(national)
    span = (timezone.now() - timedelta(days=1), timezone.now() + timedelta(minutes=1))
    for source in sources.all_sources():
        everywhere = [each.title for each in source.new(span, None)]
        here = [each.title for each in source.new(span, state("ZAC"))]
        assert not [each for each in everywhere if each.endswith(OWN)], source.code
        assert not {each.removesuffix(OWN) for each in here if each.endswith(OWN)} & set(here), source.code
    campaigns = next(each for each in sources.all_sources() if each.code == "campaigns")
    assert [each.title for each in campaigns.new(span, None)] == [national.title]


@pytest.mark.parametrize("title", [RELEASE, TALK, COURSE, FORUM], ids=["release", "talk", "course", "forum"])
def test_a_search_finds_each_once(national: CampaignPage, title: str) -> None:
    take_and_publish(national)
    assert title in found(title)
    assert f"{title}{OWN}" not in found(title)


def found(words: str) -> list[str]:
    return [each.title for each in found_pages.find(loose_patterns(parse(words)), 9)]


def test_words_that_only_a_state_says_still_find_it(national: CampaignPage) -> None:
    take_and_publish(national)
    assert found("zacatecas empieza") == [f"{RELEASE}{OWN}"]


def test_what_a_state_issues_it_answers_for(national: CampaignPage) -> None:
    person = writer("ZAC")
    own = Institution.objects.filter(state__code="ZAC").order_by("pk")[0]
    taking.take(national, state("ZAC"), person)
    for each in Adaptation.objects.filter(state__code="ZAC").exclude(source__title=TALK):
        assert each.page.specific.get_latest_revision_as_object().institution == own, each.source.title


def test_a_cancelled_event_is_not_taken(national: CampaignPage) -> None:
    forum = EventPage.objects.get(title=FORUM)
    events_made.changed(forum, status="cancelled", status_reason="Llueve")
    take(national)
    assert not Adaptation.objects.filter(source=forum.pk).exists()


def test_a_copy_begins_with_nothing_that_is_the_originals_alone(national: CampaignPage) -> None:
    talk = Page.objects.get(title=TALK).specific
    publish(talk, audience_reported=500_000, audience_source="La estación")
    publish(national, clarity_reason="Cita la ley tal cual")
    Page.objects.filter(pk=national.pk).update(locked=True, locked_by=factories.superuser())
    copy = Page.objects.get(pk=take(national).page_id).specific
    assert (copy.locked, copy.get_lock(), copy.get_latest_revision_as_object().clarity_reason) == (False, None, "")
    own_talk = Adaptation.objects.get(source=talk.pk).page.specific
    assert own_talk.audience_reported is None
    assert own_talk.get_latest_revision_as_object().audience_source == ""


def test_one_programme_is_on_the_air_once_however_many_tell_of_it(national: CampaignPage) -> None:
    span = Period(timezone.localdate(), timezone.localdate() + timedelta(days=3))
    for code in ("ZAC", "JAL"):
        take_and_publish(national, code)
    found = figures.numbers(figures.Scope([CampaignPage.objects.get(pk=national.pk)], span))
    assert [each.value for each in found if each.measure.code == "appearances"] == [1]


def test_what_waits_for_its_words_or_lost_a_piece_gets_the_pieces_that_it_lacks(national: CampaignPage) -> None:
    heard = published_spot(national)
    publish(national, kit=[("channel", {"page": heard, "credit": "De prueba", "licence": "Libre"})])
    adaptation = take(national)
    draft = latest(adaptation.page)
    draft.aim = ""
    draft.save_revision(clean=False)
    Adaptation.objects.get(source=heard.pk).page.delete()
    assert take(national).pk == adaptation.pk


def test_a_state_s_page_signed_nationally_is_not_offered_to_all(campaigns: Campaigns) -> None:
    page = campaigns.add("La de aquí")
    page.move(state("ZAC").page, pos="last-child")
    assert not taking.takeable().filter(pk=page.pk).exists()
