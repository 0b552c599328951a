"""What search and the rest of the project say to each other: frozen values, two Protocols, named errors.

Search knows no domain. An app describes its rows as `IndexEntry` values through a `Source`; an engine stores them
and answers a `SearchQuery` with a `Results`. Whatever engine stands behind, the promise is the same: visibility,
filters, facet counts, marks and page anchors; only ranking may differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Protocol

from cms.core.audience import Audience, Viewer

__all__ = [
    "DEEPEST",
    "FACET_VALUES",
    "WHOLE",
    "Audience",
    "FacetCount",
    "FacetSpec",
    "Held",
    "Hit",
    "IndexBusy",
    "IndexEntry",
    "IndexWriter",
    "LabelsOf",
    "NotTaken",
    "PageHit",
    "Promised",
    "Rebuild",
    "Record",
    "RecordKey",
    "Results",
    "SearchEngine",
    "SearchError",
    "SearchQuery",
    "SearchUnavailable",
    "Snippet",
    "Sort",
    "Source",
    "TooDeep",
    "UnknownFacet",
    "Viewer",
]


class Promised(Protocol):
    """A text that is settled when it is shown: a plain string, or a translation that waits for its language."""

    def __str__(self) -> str: ...


WHOLE = 0
"""Ordinal of the entry that stands for a whole record; pages count from 1."""

DEEPEST = 10_000
"""How far results can be walked: offset and limit together."""

FACET_VALUES = 50
"""Values of a facet that results count: more than a page can show help nobody."""


class SearchError(Exception):
    """Any failure of an engine that a caller may answer for."""


class SearchUnavailable(SearchError):
    """The engine does not answer: not there, too slow, or without an index."""


class IndexBusy(SearchError):
    """Another process holds the writer of the index."""


class NotTaken(SearchError):
    """The index refuses some records for what they hold; all others of the same commit are in it."""

    def __init__(self, refused: Mapping[RecordKey, str]) -> None:
        super().__init__("; ".join(f"{key}: {reason}" for key, reason in refused.items()))
        self.refused = refused


class UnknownFacet(SearchError):
    """A query names a facet that no app has declared; the message says where to declare it."""


class TooDeep(SearchError):
    """A query asks for results beyond `DEEPEST`."""


class Sort(StrEnum):
    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """One page of a record, or (ordinal `WHOLE`) the record itself, as an engine stores it.

    Every entry of a record repeats its title, metadata, facets and audience. The whole-record entry has an empty
    `body`: engines gather it from the pages, so that words of different pages match together.
    """

    ordinal: int
    title: str
    body: str = ""
    label: str = ""
    """The page's own label ("xiv", "A-3"), or empty where it is its number."""
    metadata: tuple[str, ...] = ()
    """Names a person may type besides the title: creator, place, type, reference code, description."""
    rare_tokens: tuple[str, ...] = ()
    """Words that count only when typed exactly, such as those of a file name."""


@dataclass(frozen=True, slots=True)
class Record:
    """All that an engine holds of one row: its entries, and what they share.

    `key` names the row for ever: (number of the source, primary key). `version` grows with every reading of the
    row for an engine; an engine ignores a record that is not newer than what it holds.
    """

    key: RecordKey
    version: int
    entries: tuple[IndexEntry, ...]
    audience: Audience
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort_date: date | None = None
    stored: Mapping[str, str] = field(default_factory=dict)
    """What a result shows and no query reads: code, file name, address."""

    @property
    def fingerprint(self) -> str:
        """A digest of all but the version: two records that differ for any reader differ here."""
        texts = [
            (each.ordinal, len(each.metadata), each.title, each.body, each.label, *each.metadata, *each.rare_tokens)
            for each in self.entries
        ]
        digest = sha256("\x1f".join(str(part) for text in texts for part in text).encode("utf-8", "surrogatepass"))
        rest = (
            self.audience.public_from and self.audience.public_from.timestamp(),
            sorted(self.audience.tags),
            sorted(self.facets.items()),
            self.sort_date,
            sorted(self.stored.items()),
        )
        digest.update(repr(rest).encode("utf-8", "surrogatepass"))
        return digest.hexdigest()


@dataclass(frozen=True, slots=True, order=True)
class RecordKey:
    source: int
    pk: int


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """A request as a person made it. `filters` maps a facet to the values of which any may hold."""

    text: str
    viewer: Viewer
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: Sort = Sort.RELEVANCE
    offset: int = 0
    limit: int = 10
    pages_per_hit: int = 3
    facets: tuple[str, ...] = ()
    """Facets to count. Counts of a facet ignore the filter on that same facet (multiple choice).

    Of each facet the `FACET_VALUES` values with most records are counted (which of equals is up to the engine), and
    besides them every value that `filters` chose and that some record has.
    """


@dataclass(frozen=True, slots=True)
class Snippet:
    """Text with the places to mark: (start, end) offsets in characters of `text`."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class PageHit:
    ordinal: int
    label: str
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that matches, with its best pages, best first. Title hits without a page open page 1."""

    key: RecordKey
    version: int
    score: float
    title: Snippet
    stored: Mapping[str, str]
    facets: Mapping[str, tuple[str, ...]]
    pages: tuple[PageHit, ...]


@dataclass(frozen=True, slots=True)
class FacetCount:
    value: str
    count: int
    """Records, not pages."""


@dataclass(frozen=True, slots=True)
class Results:
    total: int
    """Records that match and that the viewer may see."""
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    read_as: str = ""
    """The text with typing errors put right, where the engine read it so; links to pages carry it, for the marks."""


@dataclass(frozen=True, slots=True)
class Held:
    """What an engine says it holds of a record, for comparing it with the database."""

    key: RecordKey
    version: int
    pages: int
    fingerprint: str


class IndexWriter(Protocol):
    """Applies changes to one index. Nothing is visible before `commit`; leaving without it drops the rest."""

    def put(self, record: Record) -> bool:
        """Replace all entries of the record; False if the index already holds this version or a newer one."""

    def remove(self, key: RecordKey, version: int) -> bool:
        """Take every entry of the record out; False if the index holds a newer version than `version`."""

    def commit(self) -> None:
        """Let readers see what was put and removed. Raises NotTaken where the index refuses some of it."""


class SearchEngine(Protocol):
    """A place that holds an index and answers queries. Made from `SEARCH_URL`."""

    def search(self, query: SearchQuery) -> Results:
        """Raises SearchUnavailable where the index can't answer, UnknownFacet on an undeclared facet, TooDeep."""

    def writer(self) -> AbstractContextManager[IndexWriter]:
        """The writer of the live index. Raises IndexBusy if another process has it."""

    def rebuild(self) -> AbstractContextManager[Rebuild]:
        """A new index beside the live one. Leaving without `swap` throws it away; the live one serves on."""

    def held(self) -> Iterator[Held]:
        """Every record of the live index, to be compared with the database."""

    def newest_version(self) -> int:
        """The greatest version that the live index holds, of a record or of a removal; 0 where it is empty."""

    def needs_rebuild(self) -> bool:
        """True where there is no index, or where its schema, language or facets are not this code's."""

    def is_lost(self) -> bool:
        """True where there is no index at all, or none that will ever answer again; False for one that another
        version of this code made. Raises SearchUnavailable where that can't be known."""

    def destroy(self) -> None:
        """Delete all that the engine holds."""


class Rebuild(Protocol):
    """An index in the making; `writer` fills it, `swap` makes it the live one at once.

    `before_switch` is called when no writer of the live index is open and none can be until the switch is made: what
    it notes down is known by whatever goes on after a kill. If it raises, nothing is switched.
    """

    def writer(self) -> AbstractContextManager[IndexWriter]: ...

    def swap(self, before_switch: Callable[[], None] = lambda: None) -> None: ...


class Source(Protocol):
    """How an app's rows become records. `number` is fixed for ever: it is part of every record's key."""

    number: int
    name: str

    def record(self, pk: int, version: int) -> Record | None:
        """The row as it is now, or None where nothing of it belongs into an index."""

    def primary_keys(self) -> Iterable[int]:
        """Every row that may have a record, in a stable order."""

    def seen_by(self, viewer: Viewer, pks: Sequence[int]) -> frozenset[int]:
        """Which of these rows the viewer may see, as the database says at this moment."""

    def find_by_name(self, patterns: Sequence[str], viewer: Viewer, most: int) -> Sequence[Hit]:
        """The viewer's newest records whose names match every pattern (a regular expression, whatever the case).

        Asked of the database, while no engine answers; without a pattern, the newest of all.
        """


@dataclass(frozen=True, slots=True)
class FacetSpec:
    """A facet that an app declares: its name in queries, its Spanish label, how its values are shown."""

    name: str
    label: Promised
    labels: LabelsOf | None = None
    """Maps stored values to what a person reads; None where the value is its own label."""
    order_by_value: bool = False
    """Listed by value, highest first (years), instead of by count."""


class LabelsOf(Protocol):
    def __call__(self, values: Sequence[str]) -> Mapping[str, str]: ...
