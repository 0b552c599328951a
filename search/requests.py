"""What the address of a search page asks for, and the addresses of its neighbours."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

from cms.core.audience import Viewer
from search.ports import SearchQuery, Sort

PAGE_SIZE = 10
MOST_PAGES = 100
MOST_CHARACTERS = 256


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search as a person made it: words, chosen facet values, order, page of results."""

    words: str
    filters: Mapping[str, tuple[str, ...]]
    sort: Sort | None
    page: int

    @classmethod
    def parse(cls, params: QueryDict, facets: tuple[str, ...]) -> Self:
        """Read an address; whatever it holds that can't be meant is left out."""
        page = params.get("pagina", "1")
        sort = params.get("orden", "")
        chosen = {
            name: tuple(dict.fromkeys(value[:80] for value in params.getlist(name) if value))[:20] for name in facets
        }
        return cls(
            words=" ".join(params.get("q", "").replace("\x00", "").split())[:MOST_CHARACTERS],
            filters={name: values for name, values in chosen.items() if values},
            sort=Sort(sort) if sort in set(Sort) else None,
            page=min(max(int(page), 1), MOST_PAGES) if page.isdecimal() and len(page) < 6 else 1,
        )

    def query(self, viewer: Viewer, facets: tuple[str, ...]) -> SearchQuery:
        return SearchQuery(
            text=self.words,
            viewer=viewer,
            filters=self.filters,
            sort=self.effective_sort,
            offset=(self.page - 1) * PAGE_SIZE,
            limit=PAGE_SIZE,
            facets=facets,
        )

    @property
    def effective_sort(self) -> Sort:
        """Without words nothing is more relevant than anything else: the newest come first."""
        return self.sort or (Sort.RELEVANCE if self.words else Sort.NEWEST)

    def with_page(self, page: int) -> str:
        return self._address(self.filters, page)

    def toggled(self, facet: str, value: str) -> str:
        """The address with one facet value chosen or no longer chosen; results start again at their first page."""
        values = self.filters.get(facet, ())
        changed = tuple(each for each in values if each != value) if value in values else (*values, value)
        return self._address({**self.filters, facet: changed}, 1)

    def without_filters(self) -> str:
        return self._address({}, 1)

    def _address(self, filters: Mapping[str, tuple[str, ...]], page: int) -> str:
        pairs = [("q", self.words)] if self.words else []
        pairs += [(name, value) for name, values in filters.items() for value in values]
        pairs += [("orden", self.sort.value)] if self.sort else []
        pairs += [("pagina", str(page))] if page > 1 else []
        return f"?{urlencode(pairs)}"
