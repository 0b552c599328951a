"""What apps declare to search: the sources of records, and the facets by which results are counted and filtered."""

from __future__ import annotations

from search.ports import FacetSpec, Source


class AlreadyRegistered(ValueError):
    """Two declarations claim the same number or name."""


class NotRegistered(LookupError):
    """Nothing was declared under that number or name."""


class Registry:
    """The declarations of one site. Apps fill the shared one below from their AppConfig; tests make their own."""

    def __init__(self) -> None:
        self._sources: dict[int, Source] = {}
        self._facets: dict[str, FacetSpec] = {}

    def register_source(self, source: Source) -> None:
        for other in self._sources.values():
            if source.number == other.number or source.name == other.name:
                raise AlreadyRegistered(f"source {source.number} ({source.name}): {other.number} is {other.name}")
        self._sources[source.number] = source

    def register_facet(self, facet: FacetSpec) -> None:
        if facet.name in self._facets:
            raise AlreadyRegistered(f"facet {facet.name}")
        self._facets[facet.name] = facet

    def source(self, number: int) -> Source:
        try:
            return self._sources[number]
        except KeyError:
            raise NotRegistered(f"no source has number {number}") from None

    def sources(self) -> tuple[Source, ...]:
        return tuple(self._sources[number] for number in sorted(self._sources))

    def facet(self, name: str) -> FacetSpec:
        try:
            return self._facets[name]
        except KeyError:
            raise NotRegistered(f"no facet is called {name}") from None

    def facets(self) -> tuple[FacetSpec, ...]:
        """In the order of declaration, which is the order of display."""
        return tuple(self._facets.values())


registry = Registry()


def register_source(source: Source) -> None:
    registry.register_source(source)


def register_facet(facet: FacetSpec) -> None:
    registry.register_facet(facet)
