"""What every engine does alike, whatever its index looks like: refuses, numbers and weighs."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from datetime import UTC, datetime, timedelta

from search.ports import DEEPEST, FacetSpec, RecordKey, SearchQuery, TooDeep, UnknownFacet

EXACT_WEIGHT = 0.3
PAIR_WEIGHT = 0.5
PAIR_SLOP = 1
ALL_WORDS_WEIGHT = 0.5
ARTICLE_WEIGHT = 0.5
ABBREVIATION_WEIGHT = 0.5
RARE_LIMIT = 3
TELLING_SHARE = 50
"""A word that less than one in so many records has tells a record by its title."""
NEVER = 2**63 - 1
_FACET_NAME = re.compile(r"[a-z][a-z0-9_]{0,40}")
_SOURCE_SHIFT = 48
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def checked_facets(facets: Sequence[FacetSpec]) -> Sequence[FacetSpec]:
    """The facets, if their names can be names of fields. Raises ValueError."""
    for facet in facets:
        if not _FACET_NAME.fullmatch(facet.name):
            raise ValueError(f"a facet's name has small letters, digits and _ only: {facet.name!r}")
    return facets


def refuse_unfit(query: SearchQuery, declared: Container[str]) -> None:
    """Raises UnknownFacet on a facet that was not declared, TooDeep beyond `DEEPEST`."""
    for name in (*query.facets, *query.filters):
        if name not in declared:
            declare = f"declare it with search.registry.register_facet(FacetSpec({name!r}, …))"
            raise UnknownFacet(f"no facet is called {name!r}: {declare}")
    if query.offset < 0 or query.limit < 0 or query.offset + query.limit > DEEPEST:
        raise TooDeep(f"results {query.offset} to {query.offset + query.limit}: at most {DEEPEST} can be walked")


def pack(key: RecordKey) -> int:
    return key.source << _SOURCE_SHIFT | key.pk


def unpack(number: int) -> RecordKey:
    return RecordKey(number >> _SOURCE_SHIFT, number & (1 << _SOURCE_SHIFT) - 1)


def instant(moment: datetime | None) -> int:
    """Microseconds since 1970; never is later than any moment."""
    return NEVER if moment is None else (moment - _EPOCH) // timedelta(microseconds=1)
