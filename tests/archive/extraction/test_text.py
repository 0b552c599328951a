"""Cleaning: what a page says, line by line, with every line at its place."""

from __future__ import annotations

import pytest

from archive.extraction.text import clean_line, clean_page, place_words

PLACE = (1.0, 2.0, 3.0, 4.0)
OTHER = (5.0, 6.0, 7.0, 8.0)


def lines_of(*raw: str) -> list[str]:
    text, _ = clean_page((line, PLACE) for line in raw)
    return text.split("\n")


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("administracio\u0301n", "administración"),
        ("o\ufb01cio, con\ufb02icto, a\ufb00aire", "oficio, conflicto, affaire"),
        ("o\x1fcial", "oficial"),
        ("uno\tdos\u00a0tres  cuatro", "uno dos tres cuatro"),
        ("uno\t\r \u00a0dos", "uno dos"),
        ("  al margen   ", "al margen"),
        ("nulo\x00 y\x07 campana\u200b", "nulo y campana"),
        ("archi\u00advo", "archivo"),
        ("geo-\u00ad\u2010referencia", "geo-referencia"),
        ("RD\u201021", "RD-21"),
        ("\uf0b7 primero", "• primero"),
        ("niño, pingüino", "niño, pingüino"),
    ],
)
def test_a_line_is_spelt_as_people_write_it(raw: str, clean: str) -> None:
    assert clean_line(raw) == clean


@pytest.mark.parametrize("hyphen", ["-", "\u2010", "\u00ad", "\ufffe"])
def test_a_broken_word_is_whole_on_its_first_line(hyphen: str) -> None:
    assert lines_of(f"la infor{hyphen}", "mación pública") == ["la información", "pública"]


def test_a_line_that_was_only_the_rest_of_a_word_goes() -> None:
    assert lines_of("transpa-", "rencia", "y más") == ["transparencia", "y más"]


def test_a_word_may_be_broken_twice() -> None:
    assert lines_of("consti-", "tucio-", "nal vigente") == ["constitucional", "vigente"]


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("el derecho político-", "electoral", "el derecho político-electoral"),
        ("un curso teórico-", "práctico", "un curso teórico-práctico"),
        ("un físico-", "químico", "un físico-químico"),
        ("https://sitio.mx/los-", "estados", "https://sitio.mx/los-estados"),
        ("estratégi-", "camente", "estratégicamente"),
        ("entregándo-", "selos", "entregándoselos"),
    ],
)
def test_a_written_hyphen_stays_in_compounds_and_addresses(first: str, second: str, whole: str) -> None:
    assert lines_of(first, second) == [whole]


def test_a_hyphen_before_a_capital_or_a_digit_ends_its_line() -> None:
    assert lines_of("Artículo 5.-", "Toda solicitud") == ["Artículo 5.-", "Toda solicitud"]
    assert lines_of("en México-", "Guadalajara") == ["en México-", "Guadalajara"]
    assert lines_of("la lista -", "segunda parte") == ["la lista -", "segunda parte"]


def test_where_pdfium_joins_a_capital_the_hyphen_stays() -> None:
    assert lines_of("en México\ufffe", "Guadalajara hoy") == ["en México-Guadalajara", "hoy"]


def test_a_hyphen_that_breaks_nothing_at_the_end_of_the_page() -> None:
    assert lines_of("sigue\ufffe") == ["sigue-"]
    assert lines_of("sigue\u00ad") == ["sigue"]


def test_lines_keep_their_offsets_and_places() -> None:
    text, lines = clean_page(
        [("  Uno\u00a0 dos ", PLACE), ("\t \x00", PLACE), ("la infor-", OTHER), ("mación es", PLACE)]
    )
    assert [text[line.start : line.end] for line in lines] == ["Uno dos", "la información", "es"]
    assert [(line.left, line.top, line.right, line.bottom) for line in lines] == [PLACE, OTHER, PLACE]


def test_a_page_without_text_has_no_lines() -> None:
    assert clean_page([]) == ("", ())
    assert clean_page([(" \t", PLACE), ("\u00ad", PLACE)]) == ("", ())


def test_a_broken_word_stands_where_it_begins_and_strangers_have_no_place() -> None:
    raw = ["la", "infor-", "mación", "pública", "es", "de"]
    places = {word: (10.0 * at, 0.0, 10.0 * at + 9, 9.0) for at, word in enumerate(raw)}
    text = "la información\npública ajena es"
    found = {text[each.start : each.end]: each.left for each in place_words(text, places.items())}
    assert found == {"la": 0.0, "información": 10.0, "pública": 30.0, "es": 40.0}
