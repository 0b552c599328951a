"""Selectors for the pages of units and of creators: what the archive holds, by its place and by who made it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, When

from archive import access
from archive.models import ArchivalUnit, Creator, CreatorName, CreatorSuccession, Document, FondsPage, Subject
from archive.paging import Pager
from archive.vocabularies import Level, NameKind
from cms.core import visibility
from cms.core.audience import Viewer
from cms.core.dates import parse_edtf

LISTED = ("creator", "document_type", "place", "original__reading")
"""What a list shows of a document, besides its own row."""
DOCUMENTS_A_PAGE = 25
UNITS_A_PAGE = 100
NEWEST_OF_CREATOR = 10
MOST_UNITS_OF_CREATOR = 50
NAME_ORDER = [kind.value for kind in NameKind]
MOST_SIMILAR = 5
MOST_CANDIDATES = 50
"""Of each kind of likeness, the newest."""
MOST_BRANCHES = 500
"""A scheme with more units is shown by its first level alone."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit that the viewer sees, how many documents below it the viewer may see, and the units below it."""

    unit: ArchivalUnit
    documents: int
    branches: Sequence["Branch"] = ()


@dataclass(frozen=True, slots=True)
class OpenUnit:
    """A unit of description as the viewer may see it."""

    unit: ArchivalUnit
    above: Sequence[ArchivalUnit]
    children: Sequence[Branch]
    children_total: int
    children_pager: Pager
    documents: Sequence[Document]
    documents_total: int
    documents_pager: Pager
    below: int
    """Documents in the unit and in everything below it."""
    presented_by: FondsPage | None = None
    """The page that editors wrote about the fonds, if there is one that everybody may read."""

    @property
    def languages(self) -> list[str]:
        return codes(self.unit.languages)


def codes(languages: str) -> list[str]:
    """The language codes of a list that people typed."""
    return [code.strip() for code in languages.split(",") if code.strip()]


def unit_with(code: str, viewer: Viewer) -> ArchivalUnit | None:
    """The unit with this code, where the viewer may see it."""
    rows = access.units_visible_to(viewer).select_related("institution", "creator")
    return rows.filter(code=code).first()


def open_unit(unit: ArchivalUnit, viewer: Viewer, page: int = 1, children_page: int = 1) -> OpenUnit:
    """The unit with what the viewer sees above and below it. Nothing hangs from one that was not saved yet."""
    counts = _documents_by_unit(unit, viewer)
    children = access.units_visible_to(viewer).filter(parent=unit.pk) if unit.pk else ArchivalUnit.objects.none()
    children_total = children.count()
    children_pager = Pager.at(children_page, children_total, UNITS_A_PAGE, parameter="unidades")
    documents_pager = Pager.at(page, counts[unit.path, "own"], DOCUMENTS_A_PAGE)
    documents = access.visible_to(viewer).filter(unit=unit.pk) if unit.pk else Document.objects.none()
    ordered = documents.select_related(*LISTED).order_by("reference_code", "pk")
    return OpenUnit(
        unit=unit,
        above=units_above(unit, viewer),
        children=[
            Branch(each, counts[each.path, "all"])
            for each in children.order_by("reference_code")[children_pager.span]
        ],
        children_total=children_total,
        children_pager=children_pager,
        documents=list(ordered[documents_pager.span]),
        documents_total=counts[unit.path, "own"],
        documents_pager=documents_pager,
        below=counts[unit.path, "all"],
        presented_by=_presentation(unit),
    )


def _presentation(unit: ArchivalUnit) -> FondsPage | None:
    if unit.pk is None or unit.level != Level.FONDS:
        return None
    found: FondsPage | None = visibility.pages_shown(FondsPage.objects.filter(unit=unit)).first()
    return found


def units_above(unit: ArchivalUnit | None, viewer: Viewer, *, itself: bool = False) -> list[ArchivalUnit]:
    """The units that this one hangs from and that the viewer sees, the fonds first."""
    if unit is None or not unit.path:
        return []
    paths = [*unit.paths_above, unit.path] if itself else unit.paths_above
    return list(access.units_visible_to(viewer).filter(path__in=paths).order_by("path")) if paths else []


def tree(fonds: ArchivalUnit, viewer: Viewer) -> list[Branch]:
    """The scheme below a fonds, down to its subseries: dossiers are on the pages of what they lie in."""
    below = access.units_visible_to(viewer).filter(path__startswith=fonds.path).exclude(pk=fonds.pk)
    units = list(below.exclude(level=Level.DOSSIER).order_by("reference_code")[: MOST_BRANCHES + 1])
    if len(units) > MOST_BRANCHES:
        units = list(below.filter(parent=fonds).order_by("reference_code")[:MOST_BRANCHES])
    counts = _documents_by_unit(fonds, viewer)
    children: dict[int | None, list[ArchivalUnit]] = {}
    for unit in units:
        children.setdefault(unit.parent_id, []).append(unit)

    def grown(parent: int | None) -> list[Branch]:
        return [Branch(each, counts[each.path, "all"], grown(each.pk)) for each in children.get(parent, ())]

    return grown(fonds.pk)


def newest_below(unit: ArchivalUnit, viewer: Viewer, limit: int) -> list[Document]:
    """What was published last in the unit and in all that is below it."""
    below = access.visible_to(viewer).filter(unit__path__startswith=unit.path)
    return _newest(below.filter(public_from__isnull=False), limit)


def entrances(viewer: Viewer) -> list[ArchivalUnit]:
    """The fonds that the viewer sees, by title."""
    rows = access.units_visible_to(viewer).filter(parent=None).select_related("institution")
    return list(rows.order_by("title", "pk")[:MOST_UNITS_OF_CREATOR])


def _documents_by_unit(unit: ArchivalUnit, viewer: Viewer) -> Counter[tuple[str, str]]:
    """For each unit from this one down, by path: documents that the viewer may see right in it ("own"), and in all
    that it holds ("all"). One query, whatever the size."""
    counts: Counter[tuple[str, str]] = Counter()
    if not unit.path:
        return counts
    inside = access.visible_to(viewer).filter(unit__path__startswith=unit.path)
    for path, number in inside.order_by().values_list("unit__path").annotate(number=Count("pk")):
        counts[path, "own"] += number
        for each in (*ArchivalUnit(path=path).paths_above, path):
            counts[each, "all"] += number
    return counts


def _newest(documents: QuerySet[Document], limit: int) -> list[Document]:
    latest = (F("public_from").desc(nulls_last=True), "-pk")
    return list(documents.select_related(*LISTED).order_by(*latest)[:limit])


@dataclass(frozen=True, slots=True)
class Relative:
    """A creator before or after another one; `visible` says whether the viewer may open its page."""

    creator: Creator
    succession: CreatorSuccession
    visible: bool

    @property
    def date(self) -> str:
        return _day(self.succession.date)


@dataclass(frozen=True, slots=True)
class OpenCreator:
    """An authority record as the viewer may see it."""

    creator: Creator
    predecessors: Sequence[Relative]
    successors: Sequence[Relative]
    documents: int
    newest: Sequence[Document]
    units: Sequence[ArchivalUnit]
    is_public: bool
    """False where only the viewer's own rights open it."""

    @property
    def other_names(self) -> list[CreatorName]:
        """Other forms of the name, those of one kind together."""
        return sorted(self.creator.other_names.all(), key=lambda each: (NAME_ORDER.index(each.kind), each.name))

    @property
    def existed_from(self) -> str:
        return _day(self.creator.existed_from)

    @property
    def existed_to(self) -> str:
        return _day(self.creator.existed_to)

    @property
    def facet_value(self) -> str:
        """By which search knows the creator."""
        return str(self.creator.pk)


def _day(edtf: str) -> str:
    return str(parse_edtf(edtf)) if edtf else ""


def open_creator(code: str, viewer: Viewer) -> OpenCreator | None:
    """The creator with this code, where the viewer may know of it.

    Predecessors are part of its own record and named in any case. Successors are told by theirs: those that the
    viewer may not know of are left out.
    """
    known = access.creators_visible_to(viewer)
    creator = known.prefetch_related("other_names").filter(code=code).first()
    if creator is None:
        return None
    before = list(CreatorSuccession.objects.filter(successor=creator).select_related("predecessor").order_by("pk"))
    after = list(CreatorSuccession.objects.filter(predecessor=creator).select_related("successor").order_by("pk"))
    relatives = {*(each.predecessor_id for each in before), *(each.successor_id for each in after)}
    visible = set(known.filter(pk__in=relatives).values_list("pk", flat=True)) if relatives else set()
    documents = access.visible_to(viewer).filter(creator=creator)
    units = access.units_visible_to(viewer).filter(creator=creator).order_by("reference_code")
    return OpenCreator(
        creator=creator,
        predecessors=[Relative(each.predecessor, each, each.predecessor_id in visible) for each in before],
        successors=[Relative(each.successor, each, True) for each in after if each.successor_id in visible],
        documents=documents.count(),
        newest=_newest(documents, NEWEST_OF_CREATOR),
        units=list(units[:MOST_UNITS_OF_CREATOR]),
        is_public=not viewer.tags or access.creators_visible_to(Viewer(viewer.now)).filter(pk=creator.pk).exists(),
    )


def similar(document: Document, subjects: Sequence[Subject], viewer: Viewer) -> list[Document]:
    """Other documents that the viewer may read: those that share most subjects, then the unit's, the creator's.

    One statement; it looks at no more rows than an index gives in order, whatever the archive holds.
    """
    readable = access.visible_to(viewer).exclude(pk=document.pk)
    tags = [subject.pk for subject in subjects]
    # A unit that readers don't see is not told by what else lies in it.
    unit = document.unit_id if document.unit and document.unit.is_shown else None
    points: Any = 4 * Count("subject_links", filter=Q(subject_links__tag__in=tags), distinct=True)
    alike = Q(pk__in=_candidates(readable.filter(subject_links__tag__in=tags))) if tags else Q(pk__in=())
    for name, value, weight in (("unit", unit, 2), ("creator", document.creator_id, 1)):
        if value:
            alike |= Q(pk__in=_candidates(readable.filter(**{name: value})))
            points += Case(When(**{name: value}, then=weight), default=0)
    rows = readable.filter(alike).select_related(*LISTED).annotate(points=points)
    return list(rows.order_by("-points", "-public_from", "-pk")[:MOST_SIMILAR])


def _candidates(rows: QuerySet[Document]) -> QuerySet[Document, Any]:
    return rows.order_by("-public_from", "-pk").values("pk")[:MOST_CANDIDATES]
