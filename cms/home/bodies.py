"""Selectors for bodies: the list of all, and what is known of one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils.text import slugify
from django.utils.translation import gettext as _

from campaigns import listing as campaigns
from campaigns import universities
from campaigns.events import listing as events
from campaigns.listing import REGION, STATE, Filter
from campaigns.models import CampaignPage, UniversityActivityPage
from cms.core import visibility
from cms.core.models.page import page_address
from cms.core.reference.models import Fact, Institution, Succession
from cms.home.models import BodyPage

SHOWN_POWERS = 3
SHOWN = 6
LISTED_KINDS = (Institution.Kind.GUARANTOR, Institution.Kind.COMMISSION)


@dataclass(frozen=True, slots=True)
class Body:
    """An institution as the list shows it, with its page where readers find one."""

    institution: Institution
    page: BodyPage | None
    url: str
    campaigns: int
    """How many of its campaigns anybody may see."""
    results: int
    """How many facts with their source its page shows."""

    @property
    def powers(self) -> list[str]:
        """The first things that it may do."""
        return [power.value["what"] for power in self.page.powers][:SHOWN_POWERS] if self.page else []


@dataclass(frozen=True, slots=True)
class Group:
    """The national bodies, or those of the states."""

    name: str
    bodies: Sequence[Body]


@dataclass(frozen=True, slots=True)
class Listed:
    groups: Sequence[Group]
    total: int
    filters: Sequence[Filter]
    is_filtered: bool


@dataclass(frozen=True, slots=True)
class Relative:
    """An institution that came before or after another."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class KnownOfBody:
    """What is shown on the page of a body."""

    facts: Sequence[Fact]
    predecessors: Sequence[Relative]
    successors: Sequence[Relative]
    campaigns: Sequence[CampaignPage]
    events: Sequence[events.Line]
    activities: Sequence[UniversityActivityPage]


def shown() -> Any:
    """The pages of bodies that anybody may read."""
    return visibility.pages_shown(BodyPage.objects.all())


def with_addresses(rows: QuerySet[Institution]) -> list[Institution]:
    """The institutions, each with the `address` of its page on this site; empty where readers find none."""
    paths = shown().filter(institution=OuterRef("pk")).values("url_path")[:1]
    found: list[Institution] = list(rows.annotate(page_path=Subquery(paths)))
    for each in found:
        each.address = page_address(each.page_path) if each.page_path else ""  # type: ignore[attr-defined]
    return found


def asked(query: QueryDict, state: str = "") -> Listed:
    """The bodies that a reader asks for; a filter that does not exist narrows nothing."""
    possible = campaigns.places(state)
    narrowed = {name: query.get(name, "") for name in possible if query.get(name, "") in possible[name]}
    found = _bodies(_narrowed(narrowed))
    names = {
        REGION: (_("Región"), _("Todas las regiones")),
        STATE: (_("Estado"), _("Todos los estados")),
    }
    filters = [
        Filter(name, *names[name], campaigns.choices(values, narrowed.get(name, "")))
        for name, values in possible.items()
        if values
    ]
    return Listed(_grouped(found), len(found), filters, bool(narrowed))


def _narrowed(by: Mapping[str, str]) -> QuerySet[Institution]:
    rows = Institution.objects.filter(Q(kind__in=LISTED_KINDS) | Q(pk__in=shown().values("institution")))
    if REGION in by:
        rows = rows.filter(state__regions__slug=by[REGION])
    if STATE in by:
        rows = rows.filter(state__code=by[STATE])
    return rows.select_related("state")


def _bodies(rows: QuerySet[Institution]) -> list[Body]:
    """Those that go on before those that ended."""
    institutions = sorted(with_addresses(rows), key=lambda each: (bool(each.existed_to), each.kind, each.name))
    rows_of_pages = shown().filter(institution__in=[each.pk for each in institutions])
    pages = {page.institution_id: page for page in rows_of_pages.annotate(told=Count("results"))}
    counted = visibility.pages_shown(CampaignPage.objects.all()).order_by().values_list("institution")
    numbers = dict(counted.annotate(number=Count("pk")))
    return [_body(each, pages.get(each.pk), numbers.get(each.pk, 0)) for each in institutions]


def _body(institution: Any, page: Any, number: int) -> Body:
    return Body(institution, page, institution.address, number, page.told if page else 0)


def _grouped(bodies: Sequence[Body]) -> list[Group]:
    """The national ones first, then those of the states, by state."""
    national = [body for body in bodies if body.institution.state is None]
    local = sorted((body for body in bodies if body.institution.state), key=_place)
    groups = (Group(_("Nacionales"), national), Group(_("De los estados"), local))
    return [group for group in groups if group.bodies]


def _place(body: Body) -> str:
    return slugify(body.institution.state.name) if body.institution.state else ""


def known_of(page: BodyPage) -> KnownOfBody:
    """What the site knows of one body."""
    institution = page.institution
    rows = _successions(institution)
    taught = universities.shown().filter(institution=institution)
    return KnownOfBody(
        facts=list(page.results.all().select_related("source")) if page.pk else [],
        predecessors=[_relative(row, "predecessor") for row in rows if row.successor_id == institution.pk],
        successors=[_relative(row, "successor") for row in rows if row.predecessor_id == institution.pk],
        campaigns=list(campaigns.shown().filter(institution=institution)[:SHOWN]),
        events=events.of_institution(institution.pk, SHOWN),
        activities=list(taught[:SHOWN]),
    )


def _successions(institution: Institution) -> QuerySet[Succession]:
    """What came before and after it, each end with the path of its page where readers find one."""
    ends = {"predecessor", "successor"}
    paths = {
        f"{end}_path": Subquery(shown().filter(institution=OuterRef(end)).values("url_path")[:1]) for end in ends
    }
    concerned = Q(predecessor=institution) | Q(successor=institution)
    return Succession.objects.filter(concerned).select_related(*ends).annotate(**paths)


def _relative(row: Succession, end: str) -> Relative:
    path = getattr(row, f"{end}_path")
    return Relative(getattr(row, end).name, page_address(path) if path else "")
