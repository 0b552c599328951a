"""What matches, and what a hit shows."""

from dataclasses import replace

import pytest

from search.ports import (
    RecordKey,
    SearchEngine,
)
from tests.contracts.records import ask, found, put, record


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

    def test_another_ending_is_found_and_not_taken_for_an_error(self, engine: SearchEngine) -> None:
        put(engine, record(1, "Uno", "tardar en contestar"))
        results = ask(engine, "tardan")
        assert [hit.key.pk for hit in results.hits] == [1]
        assert results.read_as == ""

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
