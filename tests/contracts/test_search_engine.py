"""The promise of every search engine. A gap of one engine is a named expected failure, never a branch."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from cms.core.audience import Audience, Viewer
from search.engines import engine_from_url
from search.ports import (
    DEEPEST,
    FacetSpec,
    IndexBusy,
    IndexEntry,
    Record,
    RecordKey,
    Results,
    SearchEngine,
    SearchQuery,
    SearchUnavailable,
    Sort,
    TooDeep,
    UnknownFacet,
)

FACETS = (FacetSpec("kind", "Tipo"), FacetSpec("state", "Estado"), FacetSpec("year", "Año", order_by_value=True))
OPEN = datetime(2024, 5, 1, 12, tzinfo=UTC)
NOW = OPEN + timedelta(days=30)
PUBLIC = Viewer(NOW)

MakeEngine = Callable[[], SearchEngine]


@pytest.fixture(params=["embedded:"])
def make_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeEngine]:
    """Makes engine objects over one and the same, initially absent, index."""

    def make() -> SearchEngine:
        return engine_from_url(request.param, index_dir=tmp_path / "index", facets=FACETS)

    yield make
    make().destroy()


@pytest.fixture
def engine(make_engine: MakeEngine) -> SearchEngine:
    """An engine with an empty index."""
    made = make_engine()
    fill(made, [])
    return made


def record(pk: int, title: str, *pages: str, version: int = 1, source: int = 1, **changes: object) -> Record:
    metadata = tuple(changes.pop("metadata", ()))  # type: ignore[arg-type, call-overload]
    rare = tuple(changes.pop("rare", ()))  # type: ignore[arg-type, call-overload]
    whole = IndexEntry(0, title, metadata=metadata, rare_tokens=rare)
    entries = (whole, *(replace(whole, ordinal=number, body=text) for number, text in enumerate(pages, 1)))
    made = Record(RecordKey(source, pk), version, entries, Audience(OPEN), stored={"code": f"c{pk}"})
    return replace(made, **changes)  # type: ignore[arg-type]


def fill(engine: SearchEngine, records: Sequence[Record]) -> None:
    with engine.rebuild() as new:
        with new.writer() as writer:
            for each in records:
                writer.put(each)
            writer.commit()
        new.swap()


def put(engine: SearchEngine, *records: Record) -> list[bool]:
    with engine.writer() as writer:
        done = [writer.put(each) for each in records]
        writer.commit()
    return done


def remove(engine: SearchEngine, pk: int, version: int) -> bool:
    with engine.writer() as writer:
        done = writer.remove(RecordKey(1, pk), version)
        writer.commit()
    return done


def ask(engine: SearchEngine, text: str, viewer: Viewer = PUBLIC, **more: object) -> Results:
    return engine.search(SearchQuery(text, viewer, **more))  # type: ignore[arg-type]


def found(engine: SearchEngine, text: str, viewer: Viewer = PUBLIC, **more: object) -> list[int]:
    return [hit.key.pk for hit in ask(engine, text, viewer, **more).hits]


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
        hidden = {"audience": Audience(NOW + timedelta(days=1)), "facets": {"kind": ("acta",)}}
        put(
            engine,
            record(1, "Acta", "canario", facets={"kind": ("ley",)}),
            record(2, "Acta", "canario canario", **hidden),
        )
        results = ask(engine, "canario", facets=("kind",))
        assert results.total == 1
        assert [(count.value, count.count) for count in results.facets["kind"]] == [("ley", 1)]


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

    def test_years_are_listed_highest_first(self, engine: SearchEngine) -> None:
        put(engine, *(record(20 + n, "Anual", "gaceta", facets={"year": (f"{2019 + n}",)}) for n in range(3)))
        counts = ask(engine, "gaceta", facets=("year",)).facets["year"]
        assert [count.value for count in counts] == ["2021", "2020", "2019"]

    @pytest.mark.parametrize("more", [{"facets": ("colour",)}, {"filters": {"colour": ("red",)}}])
    def test_an_undeclared_facet_is_refused_by_name(self, engine: SearchEngine, more: dict[str, object]) -> None:
        with pytest.raises(UnknownFacet, match=r"colour.*register_facet"):
            ask(engine, "archivo", **more)


class TestMatching:
    @pytest.mark.parametrize(
        ("text", "query"),
        [
            ("información pública", "INFORMACION PUBLICA"),
            ("informacion publica", "información pública"),
            ("los archivos históricos", "archivo histórico"),
            ("un año", "años"),
            ("dos años", "año"),
            ("el pingüino", "pinguino"),
            ("artículo 6o. de la ley", "artículo 6"),
            ("Art. 65 de la ley", "artículo 65"),
            ("el niño", "nino"),
            ("expediente 012-2008", "012-2008"),
            ("Instituto Nacional Electoral", "INE"),
            ("informacio\u0301n", "información"),
        ],
    )
    def test_finds(self, engine: SearchEngine, text: str, query: str) -> None:
        put(engine, record(1, "Documento", text), record(2, "Otro", "nada que ver"))
        assert found(engine, query) == [1]

    @pytest.mark.parametrize(
        ("text", "query"), [("el ano", "año"), ("la cana", "caña"), ("artículo 7, 6 meses", "artículo 6")]
    )
    def test_does_not_find(self, engine: SearchEngine, text: str, query: str) -> None:
        put(engine, record(1, "Documento", text))
        assert found(engine, query) == []

    def test_a_typed_n_finds_the_form_with_tilde_lower(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "ano"), record(2, "Dos", "año"))
        assert found(engine, "ano") == [1, 2]

    def test_words_of_different_pages_match_below_words_of_one_page(self, engine: SearchEngine) -> None:
        put(
            engine,
            record(1, "Uno", "transparencia aquí", "allá presupuesto"),
            record(2, "Dos", "otra cosa", "transparencia y presupuesto"),
        )
        assert found(engine, "transparencia presupuesto") == [2, 1]

    def test_two_words_must_both_match(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "transparencia"), record(2, "Dos", "transparencia presupuesto"))
        assert found(engine, "transparencia presupuesto") == [2]

    def test_of_four_words_three_are_enough(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "gaceta municipal periodicidad"), record(2, "Dos", "gaceta municipal"))
        assert found(engine, "gaceta municipal periodicidad quincenal") == [1]

    def test_any_word_is_enough_where_nothing_has_more(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "gaceta"), record(2, "Dos", "presupuesto"))
        assert sorted(found(engine, "gaceta presupuesto")) == [1, 2]

    def test_quoted_words_must_be_adjacent(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "prueba de daño"), record(2, "Dos", "daño sin prueba"))
        assert found(engine, '"prueba de daño"') == [1]
        assert found(engine, '"daño prueba"') == []

    def test_title_and_metadata_are_searched(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Reglamento", "texto", metadata=("Ayuntamiento de Torreón",)))
        assert found(engine, "reglamento torreon") == [1]

    def test_a_word_of_a_file_name_counts_only_as_typed(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Acuerdo", "texto", rare=("XHTOR_radios.pdf",)))
        assert found(engine, "XHTOR") == [1]
        assert found(engine, "radio") == []

    def test_a_typing_error_is_put_right_and_told(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "gobierno abierto"))
        results = ask(engine, "goberno abierto")
        assert [hit.key.pk for hit in results.hits] == [1]
        assert results.read_as == "gobierno abierto"
        assert ask(engine, "gobierno abierto").read_as == ""

    def test_question_words_do_not_count(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "cohecho"), record(2, "Dos", "qué es esto"))
        assert found(engine, "¿qué es el cohecho?") == [1]

    def test_a_query_of_stop_words_alone_still_searches(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "ser o no ser"), record(2, "Dos", "texto"))
        assert found(engine, "ser o no ser") == [1]


class TestHits:
    def test_the_best_page_comes_first_with_its_words_marked(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Ley", "portada", "prueba de daño e información reservada", "la información"))
        hit = ask(engine, "informacion reservada").hits[0]
        page = hit.pages[0]
        assert page.ordinal == 2
        marked = [page.snippet.text[start:end] for start, end in page.snippet.marks]
        assert marked == ["información", "reservada"]
        assert hit.stored == {"code": "c1"}

    def test_a_record_is_one_hit_whatever_its_pages(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Ley", *["archivo"] * 9))
        results = ask(engine, "archivo")
        assert results.total == len(results.hits) == 1
        assert [page.ordinal for page in results.hits[0].pages] == [1, 2, 3]

    def test_a_hit_by_title_alone_opens_page_one(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Bando de gobierno", "portada", "segunda"))
        hit = ask(engine, "bando").hits[0]
        assert [page.ordinal for page in hit.pages] == [1]
        assert [hit.title.text[start:end] for start, end in hit.title.marks] == ["Bando"]

    def test_a_record_without_text_shows_an_empty_page_one(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Fotografía del banner"))
        page = ask(engine, "fotografia").hits[0].pages[0]
        assert (page.ordinal, page.snippet.text, page.snippet.marks) == (1, "", ())

    def test_a_page_keeps_its_label(self, engine: SearchEngine) -> None:
        made = record(1, "Informe", "presentación")
        labelled = (made.entries[0], replace(made.entries[1], label="xiv"))
        put(engine, replace(made, entries=labelled))
        assert ask(engine, "presentacion").hits[0].pages[0].label == "xiv"

    def test_facets_and_version_come_back(self, engine: SearchEngine) -> None:
        put(engine, record(7, "Informe", "texto", version=5, facets={"kind": ("informe",)}))
        hit = ask(engine, "texto").hits[0]
        assert (hit.key, hit.version, hit.facets) == (RecordKey(1, 7), 5, {"kind": ("informe",)})


class TestOrderAndPages:
    @pytest.fixture(autouse=True)
    def _records(self, engine: SearchEngine) -> None:
        put(
            engine,
            *(
                record(n, f"{'ÁBCDEF'[n % 6]} título", *["archivo y más"] * (1 + n % 3), sort_date=_day(n))
                for n in range(1, 241)
            ),
        )

    @pytest.mark.parametrize("text", ["archivo", "", "archivo título inexistente"])
    @pytest.mark.parametrize("sort", list(Sort))
    def test_walking_gives_every_record_once(self, engine: SearchEngine, text: str, sort: Sort) -> None:
        total = ask(engine, text).total
        seen = [
            pk for offset in range(0, total, 17) for pk in found(engine, text, offset=offset, limit=17, sort=sort)
        ]
        assert total == 240
        assert sorted(seen) == list(range(1, 241))

    def test_beyond_the_end_is_empty(self, engine: SearchEngine) -> None:
        results = ask(engine, "archivo", offset=300)
        assert (results.total, results.hits) == (240, ())

    def test_newest_and_oldest_leave_the_undated_to_the_end(self, engine: SearchEngine) -> None:
        newest = found(engine, "archivo", sort=Sort.NEWEST, limit=240)
        oldest = found(engine, "archivo", sort=Sort.OLDEST, limit=240)
        dated = [pk for pk in newest if _day(pk)]
        assert newest[: len(dated)] == sorted(dated, reverse=True)
        assert oldest[: len(dated)] == sorted(dated)

    def test_titles_are_sorted_as_folded(self, engine: SearchEngine) -> None:
        titles = [hit.title.text for hit in ask(engine, "archivo", sort=Sort.TITLE, limit=240).hits]
        assert titles == sorted(titles, key=lambda title: title.replace("Á", "A"))

    def test_an_empty_text_lists_the_newest_first(self, engine: SearchEngine) -> None:
        assert found(engine, "", limit=5) == found(engine, "", sort=Sort.NEWEST, limit=5)

    def test_too_deep_is_an_error_of_its_own(self, engine: SearchEngine) -> None:
        with pytest.raises(TooDeep):
            ask(engine, "archivo", offset=DEEPEST, limit=1)


def _day(pk: int) -> date | None:
    return date(2000, 1, 1) + timedelta(days=pk) if pk % 10 else None


class TestChanges:
    def test_an_update_replaces_every_page(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Viejo", "uno", "dos", "tres"))
        assert put(engine, record(1, "Nuevo", "cuatro", version=2)) == [True]
        assert found(engine, "dos tres") == []
        assert found(engine, "cuatro") == [1]
        assert ask(engine, "").total == 1

    @pytest.mark.parametrize("version", [4, 5])
    def test_what_is_not_newer_is_ignored(self, engine: SearchEngine, version: int) -> None:
        put(engine, record(1, "Actual", "actual", version=5))
        assert put(engine, record(1, "Viejo", "viejo", version=version)) == [False]
        assert found(engine, "actual") == [1]

    def test_the_newest_wins_within_one_batch(self, engine: SearchEngine) -> None:
        done = put(engine, record(1, "B", "segundo", version=2), record(1, "A", "primero", version=1))
        assert done == [True, False]
        assert put(engine, record(1, "C", "tercero", version=3), record(1, "D", "cuarto", version=4)) == [True, True]
        assert ask(engine, "").total == 1
        assert found(engine, "cuarto") == [1]

    def test_a_removed_record_is_gone_and_an_older_put_does_not_bring_it_back(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "texto", version=2), record(2, "Dos", "texto"))
        assert remove(engine, 1, 3)
        assert found(engine, "texto") == [2]
        assert ask(engine, "").total == 1
        assert put(engine, record(1, "Uno", "texto", version=2)) == [False]
        assert put(engine, record(1, "Uno", "texto", version=4)) == [True]
        assert sorted(found(engine, "texto")) == [1, 2]

    def test_a_removal_older_than_the_record_is_refused(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "texto", version=5))
        assert not remove(engine, 1, 4)
        assert found(engine, "texto") == [1]

    def test_nothing_is_seen_before_commit_and_leaving_without_it_drops_the_rest(self, engine: SearchEngine) -> None:
        with engine.writer() as writer:
            writer.put(record(1, "Uno", "texto"))
            assert found(engine, "texto") == []
        assert found(engine, "texto") == []

    def test_an_error_inside_drops_what_was_not_committed(self, engine: SearchEngine) -> None:
        def fail() -> None:
            with engine.writer() as writer:
                writer.put(record(1, "Uno", "texto"))
                raise RuntimeError("boom")

        with pytest.raises(RuntimeError, match="boom"):
            fail()
        assert found(engine, "texto") == []
        assert put(engine, record(1, "Uno", "texto")) == [True]

    def test_the_same_number_in_two_sources_is_two_records(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "texto"), record(1, "Dos", "texto", source=2))
        assert {hit.key for hit in ask(engine, "texto").hits} == {RecordKey(1, 1), RecordKey(2, 1)}

    def test_held_lists_records_and_not_what_was_removed(self, engine: SearchEngine) -> None:
        records = [record(n, "Uno", "texto", version=n) for n in (1, 2, 3)]
        put(engine, *records)
        remove(engine, 2, 9)
        held = {each.key.pk: (each.version, each.pages, each.fingerprint) for each in engine.held()}
        assert held == {n: (n, 1, records[n - 1].fingerprint) for n in (1, 3)}

    def test_another_engine_object_sees_a_commit(self, engine: SearchEngine, make_engine: MakeEngine) -> None:
        reader = make_engine()
        assert found(reader, "texto") == []
        put(engine, record(1, "Uno", "texto"))
        assert found(reader, "texto") == [1]


class TestRebuild:
    def test_without_an_index_nothing_pretends_to_work(self, make_engine: MakeEngine) -> None:
        engine = make_engine()
        assert engine.needs_rebuild()
        with pytest.raises(SearchUnavailable):
            ask(engine, "texto")
        with pytest.raises(SearchUnavailable), engine.writer():
            pass

    def test_the_live_index_serves_until_the_swap(self, engine: SearchEngine, make_engine: MakeEngine) -> None:
        reader = make_engine()
        put(engine, record(1, "Uno", "viejo"))
        with engine.rebuild() as new:
            with new.writer() as writer:
                writer.put(record(2, "Dos", "nuevo"))
                writer.commit()
            assert found(reader, "viejo") == [1]
            assert found(reader, "nuevo") == []
            new.swap()
            assert found(reader, "nuevo") == [2]
        assert found(reader, "viejo") == []
        assert not reader.needs_rebuild()

    def test_a_rebuild_left_without_swap_is_thrown_away(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "viejo"))
        with engine.rebuild() as new, new.writer() as writer:
            writer.put(record(2, "Dos", "nuevo"))
            writer.commit()
        assert found(engine, "viejo") == [1]
        assert found(engine, "nuevo") == []

    def test_two_rebuilds_at_once_are_refused(self, engine: SearchEngine, make_engine: MakeEngine) -> None:
        with engine.rebuild(), pytest.raises(IndexBusy), make_engine().rebuild():
            pass

    def test_destroy_leaves_nothing(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "texto"))
        engine.destroy()
        assert engine.needs_rebuild()
        with pytest.raises(SearchUnavailable):
            ask(engine, "texto")


def _hold_writer(make: MakeEngine, ready: "multiprocessing.synchronize.Event") -> None:
    with make().writer() as writer:
        writer.put(record(1, "Uno", "primero"))
        writer.commit()
        writer.put(record(2, "Dos", "segundo"))
        ready.set()
        signal.pause()


class TestProcesses:
    @pytest.fixture
    def holder(self, engine: SearchEngine, make_engine: MakeEngine) -> Iterator[multiprocessing.Process]:
        """Another process that has committed one record, put a second one, and keeps the writer."""
        context = multiprocessing.get_context("fork")
        ready = context.Event()
        process = context.Process(target=_hold_writer, args=(make_engine, ready))
        process.start()
        assert ready.wait(20)
        yield process  # type: ignore[misc]
        process.kill()
        process.join()

    def test_a_second_writer_is_refused_at_once(self, engine: SearchEngine, holder: multiprocessing.Process) -> None:
        with pytest.raises(IndexBusy), engine.writer():
            pass

    def test_a_killed_writer_leaves_the_last_commit(
        self, engine: SearchEngine, holder: multiprocessing.Process
    ) -> None:
        os.kill(holder.pid or 0, signal.SIGKILL)
        holder.join()
        assert found(engine, "primero") == [1]
        assert found(engine, "segundo") == []
        assert put(engine, record(3, "Tres", "tercero")) == [True]
        assert found(engine, "tercero") == [3]
