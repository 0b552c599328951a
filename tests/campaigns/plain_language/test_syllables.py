"""Each hard word stands for a rule; the table was divided by hand."""

import csv
import unicodedata
from pathlib import Path

import pytest

from campaigns.plain_language.reading import say

TABLE = Path(__file__).with_name("hard_words.csv")


def rows() -> list[tuple[str, str, str]]:
    with TABLE.open(newline="") as file:
        return [(row["word"], row["syllables"], row["rule"]) for row in csv.DictReader(file)]


def divided(word: str) -> str:
    return "-".join(say(word))


@pytest.mark.parametrize("rule", sorted({rule for _, _, rule in rows()}))
def test_every_hard_word_of_a_rule_is_divided(rule: str) -> None:
    expected = {word: syllables for word, syllables, of in rows() if of == rule}
    assert {word: divided(word) for word in expected} == expected


def test_the_table_is_of_three_hundred_words_or_more() -> None:
    assert len({word for word, _, _ in rows()}) >= 300


def test_a_word_in_another_form_of_unicode_is_the_same() -> None:
    for word, syllables, _ in rows():
        assert divided(unicodedata.normalize("NFD", word)) == syllables


@pytest.mark.parametrize(
    ("word", "syllables"),
    [
        ("o\ufb01cina", "o-fi-ci-na"),
        ("in\u00adforma\u00adción", "in-for-ma-ción"),
        ("teórico-práctico", "te-ó-ri-co-prác-ti-co"),
        ("P\u2019urhépecha", "P'ur-hé-pe-cha"),
        ("transpa-\nrencia", "trans-pa-ren-cia"),
        ("PAIS", "pa-is"),
        ("b", "be"),
        ("InfoCDMX", "In-fo-ce-de-e-me-e-quis"),
        ("COVID-19", "co-vid-die-ci-nue-ve"),
        ("4K", "cua-tro-ka"),
        ("中", "中"),
    ],
)
def test_words_as_they_come(word: str, syllables: str) -> None:
    assert divided(word).lower() == syllables.lower()
