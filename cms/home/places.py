"""Selectors for the pages of states and regions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.text import slugify

from archive import access, holdings
from archive.models import Document
from cms.core import visibility
from cms.core.audience import Viewer
from cms.core.models.page import page_address
from cms.core.reference.models import Fact, Institution, Region, State
from cms.home import listing, mexico
from cms.home.models import ArticlePage, RegionPage, StatePage

NEWEST = 6
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
    articles: Sequence[ArticlePage]
    feed: str
    """Where programs ask for what is new of the state."""


@dataclass(frozen=True, slots=True)
class KnownOfRegion:
    """What the site knows of one region."""

    region: Region
    states: Sequence[Place]
    documents: int
    newest: Sequence[Document]


def states() -> list[Place]:
    """All states by name. One without a page leads to its documents."""
    urls = _urls(StatePage, "state__code")
    rows = State.objects.values_list("code", "name")
    return [Place(code, name, urls.get(code, f"/buscar/?state={code}")) for code, name in rows]


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


def regions() -> list[Place]:
    """The regions that have a page."""
    urls = _urls(RegionPage, "region__slug")
    rows = Region.objects.values_list("slug", "name")
    return [Place(slug, name, urls[slug]) for slug, name in rows if slug in urls]


def _urls(model: type[StatePage] | type[RegionPage], key: str) -> dict[str, str]:
    """Addresses of the pages that anybody sees."""
    rows = visibility.pages_shown(model.objects.all()).values_list(key, "url_path")
    return {code: page_address(path) for code, path in rows}


def known_of(page: StatePage, viewer: Viewer) -> Known:
    """What is shown on the page of a state."""
    state = page.state
    documents = access.visible_to(viewer).filter(place=state)
    return Known(
        documents=documents.count(),
        newest=list(_newest(documents)),
        institutions=_answering_in(state),
        regions=_regions_of(state),
        facts=list(Fact.objects.filter(states=state).select_related("source")),
        articles=listing.below(page, NEWEST),
        feed=reverse("home:state_feed", args=[slugify(state.name)]),
    )


def _answering_in(state: State) -> list[Institution]:
    """Who exists there today, the guarantor body first."""
    rows = Institution.objects.existing().filter(state=state).select_related("source")
    kinds = Institution.Kind.values
    return sorted(rows, key=lambda each: (kinds.index(each.kind), each.name))


def _regions_of(state: State) -> list[Place]:
    urls = _urls(RegionPage, "region__slug")
    return [Place(region.slug, region.name, urls.get(region.slug, "")) for region in state.regions.all()]


def known_of_region(page: RegionPage, viewer: Viewer) -> KnownOfRegion:
    """What is shown on the page of a region."""
    region = Region.objects.select_related("source").get(pk=page.region_id)
    codes = set(region.states.values_list("code", flat=True))
    documents = access.visible_to(viewer).filter(place__code__in=codes)
    return KnownOfRegion(
        region=region,
        states=[place for place in states() if place.code in codes],
        documents=documents.count(),
        newest=list(_newest(documents)),
    )


def _newest(documents: QuerySet[Document]) -> QuerySet[Document]:
    opened = documents.filter(public_from__isnull=False).select_related(*holdings.LISTED)
    return opened.order_by("-public_from", "-pk")[:NEWEST]
