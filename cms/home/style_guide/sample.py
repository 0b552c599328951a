"""What a component is shown with in the style guide."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Sample:
    """A component in one of its states."""

    component: str
    state: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    within: str = "div"
    """What the component is an item of."""

    @property
    def template(self) -> str:
        return f"components/{self.component}.html"
