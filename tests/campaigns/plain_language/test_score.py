"""Scores computed by hand, and the counts that they are made of."""

import pytest

from campaigns.plain_language import FEWEST_WORDS, measure
from campaigns.plain_language.score import Band, band

SUN = "El sol da luz y paz. "  # 6 words, 6 syllables
AUNT = "La casa de mi tía es azul y muy bonita. "  # 10 words, 15 syllables
DUTY = "La transparencia gubernamental constituye una obligación institucional. "  # 7 words, 25 syllables
SPENT = "El INAI gastó $1,500.00 en 2016. "  # 6 words, 1 + 2 + 2 + 6 + 1 + 5 syllables


@pytest.mark.parametrize(
    ("text", "counts", "inflesz", "name", "huerta"),
    [
        (SUN * 5, (30, 30, 5), 138.535, Band.VERY_EASY, 140.72),
        (AUNT * 3, (45, 30, 3), 103.385, Band.VERY_EASY, 106.64),
        (DUTY * 5, (125, 35, 5), -22.665, Band.VERY_HARD, -14.5857),
        (SPENT * 5, (85, 30, 5), 24.3183, Band.VERY_HARD, 30.72),
    ],
)
def test_scores_by_hand(text: str, counts: tuple[int, int, int], inflesz: float, name: Band, huerta: float) -> None:
    measured = measure(text)
    assert (measured.syllable_count, measured.word_count, measured.sentence_count) == counts
    assert measured.inflesz == pytest.approx(inflesz, abs=1e-3)
    assert measured.fernandez_huerta == pytest.approx(huerta, abs=1e-3)
    assert measured.band is name


def test_a_short_text_has_no_score() -> None:
    measured = measure(" ".join(["sol"] * (FEWEST_WORDS - 1)))
    assert measured.word_count == FEWEST_WORDS - 1
    assert (measured.inflesz, measured.band, measured.fernandez_huerta) == (None, None, None)
    assert measure(" ".join(["sol"] * FEWEST_WORDS)).inflesz is not None
    assert [mark.code for mark in measured.marks] == ["long_sentence"]


@pytest.mark.parametrize(
    ("score", "name"),
    [
        (39.99, "muy difícil"),
        (40.0, "algo difícil"),
        (55.0, "normal"),
        (65.0, "bastante fácil"),
        (80.0, "bastante fácil"),
        (80.01, "muy fácil"),
    ],
)
def test_bands(score: float, name: str) -> None:
    assert band(score) == name


def test_headings_are_not_counted_and_paragraphs_are_scored_apart() -> None:
    measured = measure(f"# {DUTY}\n\n{SUN * 5}\n\n{AUNT * 3}\n\n- corto")
    assert measured.word_count == 61
    assert [each.inflesz and round(each.inflesz, 3) for each in measured.paragraphs] == [138.535, 103.385, None]
    assert [each.kind for each in measured.paragraphs] == ["paragraph", "paragraph", "item"]
    assert measured.text.content[measured.paragraphs[2].start : measured.paragraphs[2].end] == "corto"
