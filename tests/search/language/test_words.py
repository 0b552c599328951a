"""Folding, stems, variants: tables of what must and must not be the same word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language import fold, folded_words, light_stem, normalise, one_letter_off, stem, stems, tokens, variants


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Información", "informacion"), ("PINGÜINO", "pinguino"), ("año", "año"), ("AÑO", "año"),
        ("an\u0303o", "año"), ("àçêõ", "aceo"), ("5º", "5"), ("6o", "6"), ("1er", "1"), ("2ª", "2"), ("3a", "3"),
        ("2008", "2008"), ("XVII", "xvii"), ("ﬁnal", "final"), ("infor\u00admación", "informacion"),
    ],
)  # fmt: skip
def test_fold(word: str, folded: str) -> None:
    assert fold(word) == folded


@pytest.mark.parametrize(
    ("folded", "expected"),
    [
        ("archivos", "archiv"), ("archivo", "archiv"), ("leyes", "ley"), ("jueces", "juez"), ("veces", "vez"),
        ("meses", "mes"), ("regimenes", "regimen"), ("derechos", "derech"), ("año", "año"), ("acta", "acta"),
        ("crisis", "crisis"), ("intereses", "interes"), ("informacion", "informacion"),
    ],
)  # fmt: skip
def test_the_published_light_stemmer(folded: str, expected: str) -> None:
    assert light_stem(folded) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [("año", "años"), ("años", "año"), ("acta", "actas"), ("actas", "acta"), ("rol", "roles"), ("roles", "rol"),
     ("juez", "jueces"), ("jueces", "juez"), ("ley", "leyes"), ("día", "días"), ("ano", "año"), ("nino", "niño")],
)  # fmt: skip
def test_a_word_reaches_its_other_spelling(one: str, other: str) -> None:
    reached = {stem(one), *(each.stems[0] for each in variants(fold(one)))}
    assert stem(other) in reached


def test_the_letter_with_tilde_never_becomes_n() -> None:
    assert all("ano" not in each.stems for each in variants("año"))


def test_the_form_with_tilde_weighs_less() -> None:
    weights = {each.stems[0]: each.weight for each in variants("ano")}
    assert weights["año"] < 1


@pytest.mark.parametrize(
    ("typed", "meant"), [("goberno", "gobierno"), ("abanzada", "avanzada"), ("gobeirno", "gobierno")]
)
def test_one_slip(typed: str, meant: str) -> None:
    assert meant in set(one_letter_off(typed))


def test_identifiers_are_cut_and_offsets_are_those_of_the_text() -> None:
    text = "Exp. 012-2008-EM, art. 5º"
    assert [(word.text, text[word.start : word.end]) for word in tokens(text)] == [
        (piece, piece) for piece in ("Exp", "012", "2008", "EM", "art", "5º")
    ]
    assert stems(text) == ["exp", "012", "2008", "em", "articul", "5"]


@given(st.text())
def test_the_quick_way_and_the_slow_way_cut_alike(text: str) -> None:
    assert folded_words(text) == [fold(word.text) for word in tokens(text)]


@given(st.text(alphabet=st.characters(codec="cp1252")))
def test_they_cut_alike_in_western_text(text: str) -> None:
    assert folded_words(text) == [fold(word.text) for word in tokens(text)]


@given(st.text())
def test_normalising_and_folding_again_change_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
    for word in folded_words(text):
        assert word
        assert not any(char.isspace() for char in word)


@given(st.text(alphabet="abcdefghijklmnñopqrstuvwxyzáéíóúü ", max_size=60))
def test_accents_and_case_never_matter(text: str) -> None:
    plain = text.translate(str.maketrans("áéíóúü", "aeiouu"))
    assert stems(text) == stems(plain) == stems(text.upper())
