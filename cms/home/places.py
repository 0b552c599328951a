"""Selectors for the pages of states and regions."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from archive import access, holdings
from archive.models import Document
from cms.core.audience import Viewer
from cms.core.reference.models import Fact, Institution, Region, State
from cms.home import listing
from cms.home.models import ArticlePage, RegionPage, StatePage

NEWEST = 6


@dataclass(frozen=True, slots=True)
class Place:
    """A state or a region, and its page where readers find one."""

    code: str
    name: str
    url: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the site knows of one state."""

    documents: int
    newest: Sequence[Document]
    institutions: Sequence[Institution]
    regions: Sequence[Place]
    facts: Sequence[Fact]
    articles: Sequence[ArticlePage]


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


def regions() -> list[Place]:
    """The regions that have a page."""
    urls = _urls(RegionPage, "region__slug")
    rows = Region.objects.values_list("slug", "name")
    return [Place(slug, name, urls[slug]) for slug, name in rows if slug in urls]


def _urls(model: type[StatePage] | type[RegionPage], key: str) -> dict[str, str]:
    """Addresses of the pages that anybody sees. The site has one root, so that a page's path tells its address."""
    rows = model.objects.live().public().values_list(key, "url_path")
    return {code: f"/{path.split('/', 2)[2]}" for code, path in rows}


def known_of(page: StatePage, viewer: Viewer) -> Known:
    """What is shown on the page of a state."""
    state = page.state
    documents = access.visible_to(viewer).filter(place=state)
    with_pages = {place.code: place for place in regions()}
    return Known(
        documents=documents.count(),
        newest=list(_newest(documents)),
        institutions=list(Institution.objects.existing().filter(state=state).order_by("kind", "name")),
        regions=[with_pages.get(region.slug, Place(region.slug, region.name, "")) for region in state.regions.all()],
        facts=list(Fact.objects.filter(states=state).select_related("source")),
        articles=listing.below(page, NEWEST),
    )


def known_of_region(page: RegionPage, viewer: Viewer) -> KnownOfRegion:
    """What is shown on the page of a region."""
    codes = set(page.region.states.values_list("code", flat=True))
    documents = access.visible_to(viewer).filter(place__code__in=codes)
    return KnownOfRegion(
        region=page.region,
        states=[place for place in states() if place.code in codes],
        documents=documents.count(),
        newest=list(_newest(documents)),
    )


def _newest(documents: QuerySet[Document]) -> QuerySet[Document]:
    opened = documents.filter(public_from__isnull=False).select_related(*holdings.LISTED)
    return opened.order_by("-public_from", "-pk")[:NEWEST]
