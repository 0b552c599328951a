"""Who finds what, and what facets count. A gap of one engine is a named expected failure, never a branch."""

from datetime import timedelta
from typing import Any

import pytest

from cms.core.audience import Audience, Viewer
from search.ports import (
    FACET_VALUES,
    SearchEngine,
    UnknownFacet,
)
from tests.contracts.records import NOW, OPEN, ask, found, put, record


class TestVisibility:
    @pytest.mark.parametrize(("seconds", "seen"), [(-1, []), (0, [1]), (1, [1])])
    def test_public_from_is_compared_when_the_question_is_asked(
        self, engine: SearchEngine, seconds: int, seen: list[int]
    ) -> None:
        put(engine, record(1, "Ley de archivos", "baja documental"))
        viewer = Viewer(OPEN + timedelta(seconds=seconds))
        assert found(engine, "documental", viewer) == seen
        assert found(engine, "", viewer) == seen

    def test_nobody_sees_what_has_no_date_and_no_tag(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Secreto", "canario", audience=Audience(None)))
        assert ask(engine, "canario", Viewer(NOW, frozenset({"all"}))).total == 0
        assert ask(engine, "").total == 0

    def test_holders_of_any_tag_see_it_before_the_public(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Borrador", "canario", audience=Audience(None, frozenset({"institution:3", "all"}))))
        assert found(engine, "canario", Viewer(NOW, frozenset({"institution:3"}))) == [1]
        assert found(engine, "canario", Viewer(NOW, frozenset({"institution:4"}))) == []
        assert found(engine, "canario") == []

    def test_a_tag_takes_nothing_from_what_is_public(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Abierto", "canario"))
        assert found(engine, "canario", Viewer(NOW, frozenset({"institution:4"}))) == [1]

    def test_hidden_records_are_in_no_total_count_or_page(self, engine: SearchEngine) -> None:
        hidden: dict[str, Any] = {"audience": Audience(NOW + timedelta(days=1)), "facets": {"kind": ("acta",)}}
        put(
            engine,
            record(1, "Acta", "canario", facets={"kind": ("ley",)}),
            record(2, "Acta", "canario canario", **hidden),
        )
        results = ask(engine, "canario", facets=("kind",))
        assert results.total == 1
        assert [(count.value, count.count) for count in results.facets["kind"]] == [("ley", 1)]

    def test_a_correction_never_tells_a_word_of_what_is_hidden(self, engine: SearchEngine) -> None:
        hidden = Audience(None, frozenset({"institution:1"}))
        put(engine, record(1, "Uno", "gobierno abierto"), record(2, "Dos", "cohecho secreto", audience=hidden))
        assert ask(engine, "cohechp").read_as == ""
        assert ask(engine, "cohechp", Viewer(NOW, frozenset({"institution:1"}))).read_as == "cohecho"

    def test_a_word_of_what_is_hidden_is_corrected_as_if_it_were_nowhere(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "gobierno abierto"))
        before = ask(engine, "goberno")
        put(engine, record(2, "Dos", "goberno", audience=Audience(None)))
        after = ask(engine, "goberno")
        assert (after.total, after.read_as, [hit.key for hit in after.hits]) == (
            before.total,
            before.read_as,
            [hit.key for hit in before.hits],
        )

    def test_how_rare_a_word_is_counts_only_what_is_seen(self, engine: SearchEngine) -> None:
        public = (
            record(1, "Bando solemne", "texto", rare=("planos.pdf",)),
            record(2, "Otro", "zanja morada verde"),
        )
        put(engine, *public)
        asked = ("planos", "bando zanja morada verde")
        before = [sorted(found(engine, text)) for text in asked]
        assert before == [[1], [1, 2]]
        hidden: dict[str, Any] = {"audience": Audience(None), "rare": ("planos.pdf",)}
        put(engine, *(record(pk, "Oculto", "bando", **hidden) for pk in range(10, 16)))
        assert [sorted(found(engine, text)) for text in asked] == before


class TestFacets:
    @pytest.fixture(autouse=True)
    def _records(self, engine: SearchEngine) -> None:
        kinds = ["ley", "ley", "acta", "acta", "acta", "informe"]
        states = ["Coahuila", "Oaxaca", "Coahuila", "Oaxaca", "Oaxaca", "Sonora"]
        put(
            engine,
            *(
                record(n, f"Texto {n}", "archivo", "archivo", facets={"kind": (kind,), "state": (state,)})
                for n, (kind, state) in enumerate(zip(kinds, states, strict=True), 1)
            ),
        )

    def test_counts_are_of_records_not_of_pages(self, engine: SearchEngine) -> None:
        counts = ask(engine, "archivo", facets=("kind",)).facets["kind"]
        assert [(count.value, count.count) for count in counts] == [("acta", 3), ("ley", 2), ("informe", 1)]

    def test_a_filter_keeps_records_with_any_of_its_values(self, engine: SearchEngine) -> None:
        assert sorted(found(engine, "archivo", filters={"kind": ("ley", "informe")})) == [1, 2, 6]
        assert found(engine, "archivo", filters={"kind": ("ley",), "state": ("Oaxaca",)}) == [2]
        assert found(engine, "archivo", filters={"kind": ("decreto",)}) == []

    def test_a_facet_is_counted_without_its_own_filter_and_with_the_others(self, engine: SearchEngine) -> None:
        filters = {"kind": ("ley",), "state": ("Oaxaca",)}
        results = ask(engine, "archivo", filters=filters, facets=("kind", "state"))
        assert results.total == 1
        assert {count.value: count.count for count in results.facets["kind"]} == {"acta": 2, "ley": 1}
        assert {count.value: count.count for count in results.facets["state"]} == {"Coahuila": 1, "Oaxaca": 1}

    def test_an_empty_text_counts_everything(self, engine: SearchEngine) -> None:
        counts = ask(engine, "", facets=("kind",)).facets["kind"]
        assert sum(count.count for count in counts) == 6

    def test_a_record_counts_once_for_each_of_its_values(self, engine: SearchEngine) -> None:
        put(engine, record(9, "Doble", "único", facets={"kind": ("a", "b", "a")}))
        counts = ask(engine, "único", facets=("kind",)).facets["kind"]
        assert [(count.value, count.count) for count in counts] == [("a", 1), ("b", 1)]

    def test_the_most_frequent_values_are_counted_and_those_that_were_chosen(self, engine: SearchEngine) -> None:
        kinds = [f"k{number:02d}" for number in range(FACET_VALUES + 10)]
        rows = [*kinds, *kinds[:FACET_VALUES]]
        put(engine, *(record(100 + n, "Oficio", "circular", facets={"kind": (kind,)}) for n, kind in enumerate(rows)))
        counts = ask(engine, "circular", facets=("kind",)).facets["kind"]
        assert [(count.value, count.count) for count in counts] == [(kind, 2) for kind in kinds[:FACET_VALUES]]
        chosen = {"kind": (kinds[-1], "k00", "ninguno")}
        counts = ask(engine, "circular", filters=chosen, facets=("kind",)).facets["kind"]
        assert [count.value for count in counts] == [*kinds[:FACET_VALUES], kinds[-1]]

    def test_years_are_listed_highest_first(self, engine: SearchEngine) -> None:
        put(engine, *(record(20 + n, "Anual", "gaceta", facets={"year": (f"{2019 + n}",)}) for n in range(3)))
        counts = ask(engine, "gaceta", facets=("year",)).facets["year"]
        assert [count.value for count in counts] == ["2021", "2020", "2019"]

    @pytest.mark.parametrize("more", [{"facets": ("colour",)}, {"filters": {"colour": ("red",)}}])
    def test_an_undeclared_facet_is_refused_by_name(self, engine: SearchEngine, more: dict[str, Any]) -> None:
        with pytest.raises(UnknownFacet, match=r"colour.*register_facet"):
            ask(engine, "archivo", **more)
