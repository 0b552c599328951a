"""A score where people can see how far it is from what is wanted. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from campaigns.plain_language import BANDS, FEWEST_WORDS, Measure

LOWEST, HIGHEST = 0.0, 100.0


@dataclass(frozen=True, slots=True)
class Part:
    """A band on the scale, in points."""

    start: float
    width: float


@dataclass(frozen=True, slots=True)
class Gauge:
    """The score and its band (None for a text too short for them), and the target where there is one."""

    score: float | None
    band: str | None
    is_enough: bool
    target: float | None = None
    fewest_words: int = FEWEST_WORDS

    @property
    def position(self) -> float:
        """Where the needle stands: scores beyond the ends of the scale stand at its ends."""
        return min(max(self.score or LOWEST, LOWEST + 2), HIGHEST - 2)

    @property
    def parts(self) -> Sequence[Part]:
        ends = [LOWEST, *(upper for upper, _name in BANDS), HIGHEST]
        return [Part(start, end - start) for start, end in pairwise(ends)]


def gauge(measure: Measure, *, target: float | None = None, is_enough: bool = True) -> Gauge:
    """The gauge of a measured text."""
    return Gauge(measure.inflesz, measure.band, is_enough, target)
