"""The size and the rate that pictures are given."""

from fractions import Fraction

import pytest

from campaigns.recordings.filters import fitted, nearest_rate
from campaigns.recordings.formats import FORMATS

PICTURE = FORMATS["mp4"].encoding.picture


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        ((1920, 1080), (1280, 720)),
        ((1280, 720), (1280, 720)),
        ((1080, 1920), (720, 1280)),
        ((3840, 1600), (1280, 534)),
        ((1440, 1440), (720, 720)),
        ((641, 481), (640, 480)),
        ((1, 1), (2, 2)),
    ],
)
def test_a_picture_is_made_smaller_until_it_fits_and_never_larger(
    shown: tuple[int, int], expected: tuple[int, int]
) -> None:
    assert PICTURE is not None
    assert fitted(shown, PICTURE) == expected


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (Fraction(2997, 100), Fraction(30000, 1001)),
        (Fraction(1497, 50), Fraction(30000, 1001)),
        (Fraction(25), Fraction(25)),
        (Fraction(240), Fraction(60)),
        (Fraction(90_000), Fraction(60)),
        (Fraction(1), Fraction(12)),
        (None, Fraction(30)),
    ],
)
def test_the_rate_is_one_that_players_know(rate: Fraction | None, expected: Fraction) -> None:
    assert nearest_rate(rate, 60) == expected
