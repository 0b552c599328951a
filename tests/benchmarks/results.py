"""What a benchmark says."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """A figure that must not exceed its goal, or that has none; `detail` shows both sides."""

    what: str
    figure: float
    goal: float | None
    detail: str

    @property
    def reached(self) -> bool:
        return self.goal is None or self.figure <= self.goal

    def __str__(self) -> str:
        return f"{self.what}: {self.figure:.2f}{self._against_goal()}  {self.detail}"

    def _against_goal(self) -> str:
        if self.goal is None:
            return ""
        return f" (goal ≤ {self.goal:g}: {'reached' if self.reached else 'MISSED'})"


def percentile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
