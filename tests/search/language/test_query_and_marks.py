"""Reading what is typed, and marking it in any text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import MAX_TERMS, articles_beginning, marks, parse, snippet


def stems_of(text: str) -> list[tuple[str, ...]]:
    return [term.stems for term in parse(text).terms]


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in marks(text, parse(query))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("¿Qué es el cohecho?", [("cohech",)]),
        ("¿Dónde puedo pedir un acta?", [("pedir",), ("acta",)]),
        ("artículo 6 constitucional", [("articul", "6"), ("constitucional",)]),
        ("art. 6o", [("articul", "6")]),
        ('"prueba de daño" reservada', [("prueb", "de", "daño"), ("reservad",)]),
        ("“prueba de daño”", [("prueb", "de", "daño")]),
        ('sin cerrar "comillas', [("cerrar",), ("comill",)]),
        ("ley Ley leyes", [("ley",)]),
        ("qué es", [("que",), ("es",)]),
        ("", []),
        ("¿?", []),
    ],
)
def test_terms(text: str, expected: list[tuple[str, ...]]) -> None:
    assert stems_of(text) == expected


@pytest.mark.parametrize(("words", "required"), [(1, 1), (2, 2), (3, 2), (4, 3), (8, 6)])
def test_how_many_must_match(words: int, required: int) -> None:
    assert parse(" ".join(f"palabra{n}" for n in range(words))).required == required


def test_acronyms_are_read_in_full_and_full_names_know_their_acronym() -> None:
    expansions = [variant.stems for variant in parse("INE").terms[0].variants if len(variant.stems) > 1]
    assert expansions == [("institut", "nacional", "electoral")]
    assert parse("el Instituto Nacional Electoral").abbreviations == ("ine",)


@pytest.mark.parametrize(
    ("text", "query", "expected"),
    [
        ("La INFORMACIÓN pública.", "informacion publica", ["INFORMACIÓN", "pública"]),
        ("archivos, archivo; archivística", "archivos", ["archivos", "archivo"]),
        ("leyes y ley", "ley", ["leyes", "ley"]),
        ("un año, años, ano", "año", ["año", "años"]),
        ("Artículo 6o.- y artículo 7; art. 6", "artículo 6", ["Artículo 6o", "art. 6"]),
        ("prueba de daño; daño", '"prueba de daño"', ["prueba de daño"]),
        ("informacio\u0301n pu\u0301blica", "información", ["informacio\u0301n"]),
        ("infor\u00admación", "información", ["infor\u00admación"]),
        ("El Instituto Nacional Electoral (INE)", "INE", ["Instituto Nacional Electoral", "INE"]),
        ("• datos → “datos”", "datos", ["datos", "datos"]),
        ("nada", "otra", []),
    ],
)
def test_marks(text: str, query: str, expected: list[str]) -> None:
    assert marked(text, query) == expected


@given(st.text(), st.text(max_size=80))
def test_marks_are_in_order_and_inside(text: str, query: str) -> None:
    reached = 0
    for start, end in marks(text, parse(query)):
        assert reached <= start < end <= len(text)
        reached = end


@given(st.text())
def test_any_text_can_be_parsed(text: str) -> None:
    parsed = parse(text)
    assert len(parsed.terms) <= MAX_TERMS
    assert 0 <= parsed.required <= max(len(parsed.terms), 0)


def test_a_snippet_is_cut_between_words_around_what_is_sought() -> None:
    text = f"{'relleno ' * 200}la prueba de daño y la información reservada. {'más ' * 200}"
    fragment, spans = snippet(text, parse("información reservada"))
    assert len(fragment) <= 240
    assert fragment[0] == fragment[-1] == "…"
    assert [fragment[start:end] for start, end in spans] == ["información", "reservada"]
    assert set(fragment.strip("…").split()) <= set(text.split())


def test_a_snippet_without_a_match_is_the_beginning_on_one_line() -> None:
    assert snippet("uno\n\n dos\ttres", parse("cuatro")) == ("uno dos tres", ())


@given(st.text(), st.text(max_size=40), st.integers(min_value=60, max_value=300))
def test_snippets_fit_and_their_marks_are_those_of_their_text(text: str, query: str, width: int) -> None:
    fragment, spans = snippet(text, parse(query), width)
    assert len(fragment) <= width
    assert all(0 <= start < end <= len(fragment) for start, end in spans)


@given(
    st.lists(
        st.sampled_from(["prueba", "de", "daño", "e", "información", "reservada\nen", "", "ley", "6", "artículo"]),
        max_size=120,
    )
)
def test_snippet_marks_agree_with_marks(words: list[str]) -> None:
    query = parse("daño información artículo 6")
    fragment, spans = snippet(" ".join(words), query)
    assert spans == marks(fragment, query)


def test_articles_that_begin_on_a_page_are_not_those_it_cites() -> None:
    text = "según el artículo 3\nArtículo 6o. Toda persona\n  ARTÍCULO 7.- Es inviolable\nArt. 8 y el artículo 9"
    assert articles_beginning(text) == ["6", "7", "8"]
