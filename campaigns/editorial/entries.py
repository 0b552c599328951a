"""What stands in the editorial calendar. Channels add theirs with `register`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

T = TypeVar("T")


class Standing(models.TextChoices):
    """How far it is."""

    DRAFT = "draft", _("Borrador")
    SCHEDULED = "scheduled", _("Programado")
    PUBLIC = "public", _("Público")
    CANCELLED = "cancelled", _("Cancelado")


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both with it."""

    first: date
    last: date

    def touches(self, first: date, last: date | None) -> bool:
        """Whether something that goes on from the one day to the other (or for one day) is in it."""
        return first <= self.last and (last or first) >= self.first


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that goes out, or goes on."""

    key: str
    """By which it is moved: the channel's code and a number."""
    channel: str
    channel_label: str
    title: str
    first: date
    last: date | None
    """The last day, where it goes on for several."""
    at: datetime | None
    """When, where it has an hour; in the zone of its state."""
    state: str
    """The state's code; empty for what is national."""
    state_name: str
    campaign_path: str
    """That of the campaign in the tree; empty where there is none."""
    campaign: str
    standing: Standing
    url: str
    """Where it is edited, or read by who may not."""
    is_movable: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for which days; what several channels need to know for the answer is found out once."""

    user: User
    span: Span
    _kept: dict[str, Any] = field(default_factory=dict)

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What `make` gives, the first time that something of this name is asked for."""
        if name not in self._kept:
            self._kept[name] = make()
        kept: T = self._kept[name]
        return kept


class CannotMove(Exception):
    """Why it stays where it is; the text is shown to staff."""


class Source(Protocol):
    """What of one channel stands in the calendar."""

    @property
    def code(self) -> str: ...

    @property
    def label(self) -> Any: ...

    def find(self, asked: Asked) -> Iterable[Entry]:
        """What the person may see of it."""

    def move(self, user: User, number: int, day: date) -> str:
        """Let it begin on another day; what came of it, in words. Raises CannotMove."""


_sources: dict[str, Any] = {}


def register(source: Source) -> None:
    """Have a channel in the calendar; once for each when the apps are ready."""
    _sources[source.code] = source


def channels() -> list[tuple[str, Any]]:
    """The channels by their codes, in the order in which they were registered."""
    return [(code, source.label) for code, source in _sources.items()]


def find(user: User, span: Span) -> list[Entry]:
    """Everything that the person may see, in the order of time."""
    asked = Asked(user, span)
    found = [entry for source in _sources.values() for entry in source.find(asked)]
    return sorted(found, key=lambda each: (each.first, _hour(each), each.channel, each.title))


def _hour(entry: Entry) -> str:
    return f"{entry.at:%H:%M}" if entry.at else ""


def move(user: User, key: str, day: date) -> str:
    """Let the entry begin on another day. Raises CannotMove."""
    code, _dash, number = key.rpartition("-")
    if code not in _sources or not number.isdigit():
        raise CannotMove(_("Eso ya no está en el calendario."))
    moved: str = _sources[code].move(user, int(number), day)
    return moved
