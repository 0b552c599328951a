"""How easy a text reads, in two classical measures of Spanish.

INFLESZ is the scale of Barrio-Cantalejo (2008) over Szigriszt-Pazos's formula (1993): 206.835 − 62.3 ·
syllables/words − words/sentences.

Fernández-Huerta (1959) is printed in two ways, with the sentences of a hundred words and with the words of a
sentence. Ours is the second, 206.84 − 60 · syllables/words − 1.02 · words/sentences: the first grows easier with
longer sentences.

Both say something of texts of some length only: below `FEWEST_WORDS` there is no score.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

FEWEST_WORDS = 30


class Band(StrEnum):
    """The bands of INFLESZ, by their names. Stable codes."""

    VERY_HARD = "muy difícil"
    RATHER_HARD = "algo difícil"
    NORMAL = "normal"
    RATHER_EASY = "bastante fácil"
    VERY_EASY = "muy fácil"


BANDS: tuple[tuple[float, Band], ...] = (
    (40.0, Band.VERY_HARD),
    (55.0, Band.RATHER_HARD),
    (65.0, Band.NORMAL),
    (80.0, Band.RATHER_EASY),
)
"""Where each band ends, from the hardest; above the last is VERY_EASY. 40, 55 and 65 are of the easier side, 80 of
the harder."""


@dataclass(frozen=True, slots=True)
class Counts:
    """What the formulas are made of."""

    syllables: int = 0
    words: int = 0
    sentences: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.syllables + other.syllables, self.words + other.words, self.sentences + other.sentences)

    @property
    def enough(self) -> bool:
        return self.words >= FEWEST_WORDS and self.sentences > 0


def inflesz(counts: Counts) -> float | None:
    """Szigriszt-Pazos's perspicuity; None for a text that is too short."""
    if not counts.enough:
        return None
    return 206.835 - 62.3 * counts.syllables / counts.words - counts.words / counts.sentences


def fernandez_huerta(counts: Counts) -> float | None:
    """Fernández-Huerta's readability, with the words of a sentence; None for a text that is too short."""
    if not counts.enough:
        return None
    return 206.84 - 60 * counts.syllables / counts.words - 1.02 * counts.words / counts.sentences


def band(score: float | None) -> Band | None:
    """The band of an INFLESZ score."""
    if score is None:
        return None
    highest = BANDS[-1][0]
    if score >= highest:
        return Band.RATHER_EASY if score == highest else Band.VERY_EASY
    return next(name for upper, name in BANDS if score < upper)
