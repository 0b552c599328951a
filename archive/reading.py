"""Selectors for the reader's pages: what is shown of a document, to whom, and where one may go from there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.urls import reverse

from archive import access
from archive import holdings as held
from archive.captions import clock
from archive.models import (
    ArchivalUnit,
    Document,
    Original,
    Reading,
    RelatedUnit,
    Subject,
    Version,
)
from archive.vocabularies import ReadingUnit
from cms.core import zones
from cms.core.audience import Viewer
from cms.core.visibility import State, Verdict
from search.engine import engine
from search.ports import Results, SearchQuery, SearchUnavailable
from search.registry import registry

NEWEST = 12
NEWEST_OF_FONDS = 6
MOST_TYPES = 12
FIRST_FONDS = 8


class Absent(Exception):
    """There is nothing for this viewer at this address, the same as if there had never been."""


class Closed(Exception):
    """The document is not shown; `document` and `verdict` tell what its own address may say."""

    def __init__(self, document: Document, verdict: Verdict) -> None:
        super().__init__(verdict.value)
        self.document = document
        self.verdict = verdict


class VersionGone(Exception):
    """The version was withdrawn; the document and its other versions stay."""

    def __init__(self, document: Document, version: Version) -> None:
        super().__init__(str(version))
        self.document = document
        self.version = version


@dataclass(frozen=True, slots=True)
class Shown:
    """A document as opened at one of its addresses: the current file, or that of a version by number."""

    document: Document
    original: Original | None
    reading: Reading | None
    version: Version | None
    versions: Sequence[Version]
    pinned: bool
    """True at an address that names a version."""
    is_public: bool
    """False where only the viewer's own rights open it: the page says so and is kept out of shared caches."""

    @property
    def newer(self) -> Version | None:
        """The version in force, where another one is being read."""
        current = self.versions[0] if self.versions else None
        return current if self.pinned and self.version != current else None

    @property
    def page_count(self) -> int:
        return (self.reading.page_count or 0) if self.reading else 0

    @property
    def is_downloadable(self) -> bool:
        """Whether readers get the file and what is drawn of it."""
        return self.reading is not None and self.reading.may_be_handed_out

    @property
    def unit(self) -> str:
        """By what the file is read ("Página", "Hoja"…)."""
        return str(ReadingUnit(self.reading.unit if self.reading else ReadingUnit.PAGE).label)

    @property
    def counted(self) -> str:
        """How many of them there are ("12 hojas")."""
        return self.reading.counted if self.reading else ""

    @property
    def read_url(self) -> str:
        """Where the text begins."""
        return self.url("p1")

    @property
    def download_url(self) -> str:
        return self.url("descarga")

    @property
    def medium(self) -> str:
        """ "audio" or "video" of a recording that may be played here; empty for what is read."""
        kind = self.original.media_type.partition("/")[0] if self.original and self.is_downloadable else ""
        return kind if kind in {"audio", "video"} else ""

    @property
    def duration(self) -> str:
        """Of a recording, as players show it."""
        seconds = self.reading.duration if self.reading else None
        return clock(seconds) if seconds else ""

    @property
    def is_not_transcribed(self) -> bool:
        """A recording of which nobody has written down anything: there is nothing to read, only to hear."""
        return bool(self.medium) and not self.page_count

    @property
    def text_language(self) -> str:
        """Of what is read here: a transcript keeps the language in which it was written down."""
        newest = self.original.transcripts.first() if self.original and self.medium else None
        return newest.language if newest else str(self.document.language)

    @property
    def play_url(self) -> str:
        return self.url("reproducir")

    @property
    def captions_url(self) -> str:
        return self.url("subtitulos")

    @property
    def find_url(self) -> str:
        """Where the form that searches in the document is sent."""
        return self.url("buscar")

    @property
    def glance_url(self) -> str:
        """All pages at a glance."""
        return self.url("paginas")

    @property
    def go_to_url(self) -> str:
        """Where the form "go to page" is sent."""
        return self.url("ir")

    def url(self, tail: str = "") -> str:
        """An address below the one that was opened ("p14", "descarga")."""
        base = self.document.get_absolute_url()
        if self.pinned and self.version:
            base = f"{base}/v{self.version.number}"
        return f"{base}/{tail}" if tail else base


def open_document(code: str, viewer: Viewer, version: int | None = None) -> Shown:
    """The document with this code as the viewer may see it. Raises Absent, Closed or VersionGone."""
    related = ("creator", "document_type", "place", "holding_institution", "unit", "original__reading")
    document = Document.objects.select_related(*related).filter(code=code).first()
    verdict = access.verdict(document, viewer) if document else Verdict.ABSENT
    if document is None or verdict is Verdict.ABSENT:
        raise Absent(code)
    if verdict is not Verdict.FULL:
        raise Closed(document, verdict)
    versions = list(document.versions.select_related("original__reading"))
    chosen = _choose(versions, version)
    if chosen is not None and is_withdrawn(chosen):
        raise VersionGone(document, chosen)
    original = chosen.original if version is not None and chosen else document.original
    return Shown(
        document=document,
        original=original,
        reading=getattr(original, "reading", None),
        version=chosen,
        versions=versions,
        pinned=version is not None,
        is_public=access.verdict(document, Viewer(now=viewer.now)) is Verdict.FULL,
    )


def _choose(versions: Sequence[Version], number: int | None) -> Version | None:
    if number is None:
        return versions[0] if versions else None
    chosen = next((each for each in versions if each.number == number), None)
    if chosen is None:
        raise Absent(f"v{number}")
    return chosen


def is_withdrawn(version: Version) -> bool:
    """Whether nobody reads this version any more, whoever may read the document."""
    return version.state == Version.State.WITHDRAWN


def previous(versions: Sequence[Version], version: Version) -> Version | None:
    """The version before this one that can still be read."""
    earlier = (each for each in versions if each.number < version.number and not is_withdrawn(each))
    return max(earlier, key=lambda each: each.number, default=None)


@dataclass(frozen=True, slots=True)
class Event:
    """Something in the history of a document: a version, or a correction of its description."""

    at: datetime
    reason: str
    version: Version | None = None
    comparable: bool = False
    """Whether the version can be compared with one before it."""


@dataclass(frozen=True, slots=True)
class Related:
    """What else to read: a document that the viewer may see, or something elsewhere."""

    note: str
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Described:
    """What the description says besides the document's own row."""

    units: Sequence[ArchivalUnit]
    subjects: Sequence[Subject]
    related: Sequence[Related]
    other_languages: Sequence[str]
    history: Sequence[Event]


def describe(shown: Shown, viewer: Viewer) -> Described:
    """What the viewer may know of what surrounds the document. It may be a draft that only its editor sees."""
    document = shown.document
    subjects = [link.tag_id for link in document.subject_links.all()]
    return Described(
        units=held.units_above(document.unit, viewer, itself=True),
        subjects=list(Subject.objects.filter(pk__in=subjects).order_by("name")) if subjects else [],
        related=_related(list(document.related.all()), viewer),
        other_languages=held.codes(document.other_languages),
        history=_history(shown),
    )


def _related(rows: Sequence[RelatedUnit], viewer: Viewer) -> list[Related]:
    """A document that the viewer may not see is left out together with what was said of it."""
    targets = [each.target_id for each in rows if each.target_id]
    visible = access.visible_to(viewer).in_bulk(targets) if targets else {}
    found = [Related(each.note, visible.get(each.target_id) if each.target_id else None) for each in rows]
    return [each for each, row in zip(found, rows, strict=True) if each.document or (each.note and not row.target_id)]


def _history(shown: Shown) -> list[Event]:
    """Versions and corrections, the newest first."""
    versions = [
        Event(
            each.published_at,
            each.reason,
            each,
            comparable=not is_withdrawn(each) and previous(shown.versions, each) is not None,
        )
        for each in shown.versions
    ]
    corrections = [Event(each.published_at, each.reason) for each in shown.document.corrections.all()]
    return sorted([*versions, *corrections], key=lambda each: each.at, reverse=True)


@dataclass(frozen=True, slots=True)
class Notice:
    """What may be said of a document that is closed by law and whose existence is public."""

    document: Document
    confidential: bool
    until: datetime | None
    """What the clocks of the zone will show; it belongs to no other zone, so that templates leave it alone."""
    instant: str
    zone: str
    ended: bool
    """The term is over, and nobody has approved the release."""


def notice(document: Document, now: datetime) -> Notice:
    """The notice, with its term as people wrote it: in the time of the place where it was decided."""
    name = document.reserved_zone or zones.CENTRAL
    term = document.reserved_until
    there = term.astimezone(ZoneInfo(name)) if term else None
    return Notice(
        document=document,
        confidential=document.state == State.CONFIDENTIAL,
        until=there.replace(tzinfo=None) if there else None,
        instant=there.isoformat(timespec="minutes") if there else "",
        zone=str(zones.ZONES.get(name, name)),
        ended=term is not None and term <= now,
    )


def newest(viewer: Viewer, limit: int = NEWEST) -> list[Document]:
    """What was published last, for entrances."""
    rows = access.visible_to(viewer).select_related(*held.LISTED).filter(public_from__isnull=False)
    return list(rows.order_by("-public_from", "-pk")[:limit])


def fonds_context(unit: ArchivalUnit, viewer: Viewer) -> dict[str, Any]:
    """What the page that editors write about a fonds shows of it; nothing where the viewer may not see the fonds."""
    if not access.units_visible_to(viewer).filter(pk=unit.pk).exists():
        return {"fonds": None}
    return {
        "fonds": unit,
        "branches": held.tree(unit, viewer),
        "newest": held.newest_below(unit, viewer, NEWEST_OF_FONDS),
    }


@dataclass(frozen=True, slots=True)
class Holdings:
    """How much the viewer may read, and by which doors."""

    documents: int
    by_type: Sequence[tuple[str, str, int]]
    by_place: Sequence[tuple[str, str, int]]
    fonds: Sequence[ArchivalUnit]

    @property
    def first_fonds(self) -> Sequence[ArchivalUnit]:
        return self.fonds[:FIRST_FONDS]

    @property
    def other_fonds(self) -> Sequence[ArchivalUnit]:
        return self.fonds[FIRST_FONDS:]

    @property
    def usual_types(self) -> Sequence[tuple[str, str, int]]:
        return self.by_type[:MOST_TYPES]

    @property
    def rarer_types(self) -> Sequence[tuple[str, str, int]]:
        return self.by_type[MOST_TYPES:]


def holdings(viewer: Viewer) -> Holdings:
    """Counts by type and by state, as (facet value, label, documents), from the index: it keeps them at hand.

    Without an index the entrance does without counts.
    """
    query = SearchQuery("", viewer, facets=("type", "state"), limit=1)
    fonds = held.entrances(viewer)
    try:
        found = engine().search(query)
    except SearchUnavailable:
        return Holdings(access.visible_to(viewer).count(), (), (), fonds)
    return Holdings(
        documents=found.total,
        by_type=_labelled("type", found),
        by_place=sorted(_labelled("state", found), key=lambda row: row[1]),
        fonds=fonds,
    )


def _labelled(name: str, found: Results) -> list[tuple[str, str, int]]:
    counts = found.facets[name]
    labels_of = registry.facet(name).labels
    labels = labels_of([each.value for each in counts]) if labels_of else {}
    return [(each.value, labels.get(each.value, each.value), each.count) for each in counts]


def page_prefix(code: str) -> str:
    """The permanent address of a document's pages, but for the number of the page."""
    return f"{reverse('archive:document', args=[code])}/p"
