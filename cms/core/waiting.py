"""Panels of the dashboard that say how much of each kind waits for the person, and lead to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from django.http import HttpRequest
from django.utils.functional import Promise
from wagtail.admin.ui.components import Component


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many of a kind wait, and the list where they are."""

    label: Promise
    count: int
    url: str
    oldest: datetime | None = None
    """Since when the one that has waited longest does."""


class WaitingPanel(Component):
    """What waits for whoever opens the dashboard, as the list behind each link counts it."""

    name: ClassVar[str]
    heading: ClassVar[Promise]
    template_name = "core_admin/waiting.html"

    def waiting_for(self, request: HttpRequest) -> Iterable[Waiting]:
        raise NotImplementedError

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        request = parent_context["request"]
        waiting = list(self.waiting_for(request))
        return {"waiting": waiting, "request": request, "name": self.name, "heading": self.heading}
