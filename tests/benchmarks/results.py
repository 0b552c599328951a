"""What a benchmark says."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A figure that must not exceed its goal; `detail` shows both sides."""

    what: str
    figure: float
    goal: float
    detail: str

    @property
    def reached(self) -> bool:
        return self.figure <= self.goal

    def __str__(self) -> str:
        mark = "reached" if self.reached else "MISSED"
        return f"{self.what}: {self.figure:.2f} (goal ≤ {self.goal:g}: {mark})  {self.detail}"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
