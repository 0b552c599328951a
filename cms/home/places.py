"""Selectors for the pages of states and regions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery, Window
from django.urls import reverse
from django.utils.text import slugify

from archive import access, holdings
from archive.models import Document
from campaigns import listing as campaigns
from campaigns import press, universities
from campaigns.events import listing as event_lists
from campaigns.models import CampaignPage, UniversityActivityPage
from campaigns.press import News
from cms.core import freshness, mexico, visibility
from cms.core.audience import Viewer
from cms.core.models.page import page_address
from cms.core.reference.models import Fact, Institution, Region, State
from cms.home import bodies, listing
from cms.home.models import ArticlePage, RegionPage, StatePage

NEWEST = 6
CAMPAIGNS = 3
PRESS = 4
EVENTS = 4
SHADES = (1, 10, 100)
"""From so many documents on, a state is drawn in the next darker shade."""


@dataclass(frozen=True, slots=True)
class Place:
    """A state or a region, and its page where readers find one."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class StateOnMap(Place):
    """A state as the map draws it and the list beside it names it."""

    documents: int
    outline: str
    close_up: str
    """Its outline in the enlarged part of the map; empty for most."""

    @property
    def shade(self) -> int:
        """How dark it is drawn: 0 without documents, 3 with many."""
        return sum(self.documents >= least for least in SHADES)


@dataclass(frozen=True, slots=True)
class Known:
    """What the site knows of one state."""

    documents: int
    newest: Sequence[Document]
    institutions: Sequence[Institution]
    regions: Sequence[Place]
    facts: Sequence[Fact]
    campaigns: Sequence[CampaignPage]
    press: Sequence[News]
    activities: Sequence[UniversityActivityPage]
    articles: Sequence[ArticlePage]
    events: Sequence[event_lists.Line]
    calendar: str
    """Where programs follow the events of the state."""
    feed: str
    """Where programs ask for what is new of the state."""


@dataclass(frozen=True, slots=True)
class KnownOfRegion:
    """What the site knows of one region."""

    region: Region
    states: Sequence[Place]
    campaigns: Sequence[CampaignPage]
    press: Sequence[News]
    events: Sequence[event_lists.Line]
    documents: int
    newest: Sequence[Document]


def states(rows: QuerySet[State] | None = None) -> list[Place]:
    """All states by name, or these. One without a page leads to its documents."""
    found = _with_paths(State.objects.all() if rows is None else rows, StatePage, "state")
    return [Place(code, name, page_address(path) if path else f"/buscar/?state={code}") for code, name, path in found]


def on_map(viewer: Viewer) -> list[StateOnMap]:
    """All states by name, with how many documents of each the viewer may read."""
    counted = access.visible_to(viewer).order_by().values_list("place__code").annotate(number=Count("pk"))
    documents = dict(counted.filter(place__isnull=False))
    drawn = mexico.outlines()
    return [
        StateOnMap(
            code=place.code,
            name=place.name,
            url=place.url,
            documents=documents.get(place.code, 0),
            outline=drawn.country.get(place.code, ""),
            close_up=drawn.close_up.get(place.code, ""),
        )
        for place in states()
    ]


def regions(rows: QuerySet[Region] | None = None) -> list[Place]:
    """All regions by name, or these. One without a page leads nowhere."""
    found = _with_paths(Region.objects.all() if rows is None else rows, RegionPage, "region", key="slug")
    return [Place(slug, name, page_address(path) if path else "") for slug, name, path in found]


def regions_with_pages() -> list[Place]:
    """Those that the entrance by state leads to."""
    return [place for place in regions() if place.url]


def _with_paths(
    rows: QuerySet[Any], model: type[StatePage] | type[RegionPage], of: str, key: str = "code"
) -> QuerySet[Any, tuple[str, str, str | None]]:
    """Key, name and, where anybody may see its page, the page's path."""
    pages = visibility.pages_shown(model.objects.filter(**{of: OuterRef("pk")}))
    return rows.annotate(page_path=Subquery(pages.values("url_path")[:1])).values_list(key, "name", "page_path")


def known_of(page: StatePage, viewer: Viewer, public_state: str = "") -> Known:
    """What is shown on the page of a state; `public_state` is that of the public site (`freshness.kept`)."""
    pk = page.state_id
    state = page.state = freshness.kept(public_state, f"state-{pk}", lambda: State.objects.get(pk=pk))
    newest, documents = _newest(access.visible_to(viewer).filter(place=state))
    return Known(
        documents=documents,
        newest=newest,
        institutions=_answering_in(state),
        regions=regions(Region.objects.filter(states=state)),
        facts=freshness.kept(public_state, f"facts-{state.pk}", lambda: _said_of(state)),
        campaigns=campaigns.first(campaigns.of_state(state), CAMPAIGNS),
        press=press.news_of(state, PRESS),
        activities=universities.of_state(state, CAMPAIGNS),
        articles=listing.below(page, NEWEST),
        events=event_lists.of_state(state, EVENTS),
        calendar=reverse("campaigns:state_calendar", args=[slugify(state.name)]),
        feed=reverse("home:state_feed", args=[slugify(state.name)]),
    )


def _answering_in(state: State) -> list[Institution]:
    """Who exists there today, the guarantor body first."""
    rows = bodies.with_addresses(Institution.objects.existing().filter(state=state).select_related("source"))
    kinds = Institution.Kind.values
    return sorted(rows, key=lambda each: (kinds.index(each.kind), each.name))


def _said_of(state: State) -> list[Fact]:
    """What sources say of the state, each with the number of states that it is said of."""
    facts = Fact.objects.annotate(states_told=Count("states")).filter(states=state)
    return list(facts.select_related("source"))


def known_of_region(page: RegionPage, viewer: Viewer, public_state: str = "") -> KnownOfRegion:
    """What is shown on the page of a region; `public_state` as for a state."""
    pk = page.region_id
    region = freshness.kept(public_state, f"region-{pk}", lambda: Region.objects.select_related("source").get(pk=pk))
    newest, documents = _newest(access.visible_to(viewer).filter(place__in=region.states.all()))
    return KnownOfRegion(
        region=region,
        states=states(region.states.all()),
        campaigns=campaigns.first(campaigns.of_states(region.states.all()), CAMPAIGNS),
        press=press.news(PRESS, region.states.all()),
        events=event_lists.of_states(region.states.all(), EVENTS),
        documents=documents,
        newest=newest,
    )


def _newest(documents: QuerySet[Document]) -> tuple[list[Document], int]:
    """The newest of these that are open, and how many there are, asked at once."""
    opened = documents.filter(public_from__isnull=False).select_related(*holdings.LISTED)
    counted = opened.annotate(how_many=Window(Count("pk"))).order_by("-public_from", "-pk")
    newest = list(counted[:NEWEST])
    return newest, newest[0].how_many if newest else 0
