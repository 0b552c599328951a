"""Declarations: each once, found by number or name."""

from collections.abc import Iterable, Sequence

import pytest

from search.ports import FacetSpec, Hit, Record, Viewer
from search.registry import AlreadyRegistered, NotRegistered, Registry


class Rows:
    def __init__(self, number: int, name: str) -> None:
        self.number = number
        self.name = name

    def record(self, pk: int, version: int) -> Record | None:
        return None

    def primary_keys(self) -> Iterable[int]:
        return ()

    def seen_by(self, viewer: Viewer, pks: Sequence[int]) -> frozenset[int]:
        return frozenset(pks)

    def find_by_name(self, patterns: Sequence[str], viewer: Viewer, most: int) -> Sequence[Hit]:
        return ()


def test_what_is_declared_is_found() -> None:
    registry = Registry()
    pages, documents = Rows(2, "pages"), Rows(1, "documents")
    registry.register_source(pages)
    registry.register_source(documents)
    registry.register_facet(FacetSpec("kind", "Tipo"))
    assert registry.sources() == (documents, pages)
    assert registry.source(2) is pages
    assert registry.facet("kind").label == "Tipo"
    assert [facet.name for facet in registry.facets()] == ["kind"]


@pytest.mark.parametrize(("number", "name"), [(1, "other"), (2, "documents")])
def test_a_number_or_name_is_declared_once(number: int, name: str) -> None:
    registry = Registry()
    registry.register_source(Rows(1, "documents"))
    with pytest.raises(AlreadyRegistered):
        registry.register_source(Rows(number, name))


def test_a_facet_is_declared_once() -> None:
    registry = Registry()
    registry.register_facet(FacetSpec("kind", "Tipo"))
    with pytest.raises(AlreadyRegistered, match="kind"):
        registry.register_facet(FacetSpec("kind", "Otro"))


def test_what_was_not_declared_is_said_by_name() -> None:
    with pytest.raises(NotRegistered, match="7"):
        Registry().source(7)
    with pytest.raises(NotRegistered, match="colour"):
        Registry().facet("colour")
