"""What a card or a sheet says, gathered by whoever knows the page. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol


class Picture(Protocol):
    """An image of the page."""

    @property
    def alt(self) -> str:
        """What it shows."""
        ...

    @property
    def said_of_it(self) -> str:
        """Who made it and how it may be used."""
        ...

    @property
    def key(self) -> Sequence[Any]:
        """All of it that changes what is drawn; as JSON."""
        ...

    def filled(self, width: int, height: int) -> bytes:
        """Its part around the focal point in this shape, at most in this size, as PNG."""
        ...


class Logo(Protocol):
    """The mark of an institution."""

    @property
    def alt(self) -> str:
        """What it is called."""
        ...

    @property
    def key(self) -> Sequence[Any]:
        """All of it that changes what is drawn; as JSON."""
        ...

    def within(self, width: int, height: int) -> bytes:
        """All of it, at most in this size, as PNG."""
        ...


@dataclass(frozen=True, slots=True)
class Contents:
    """The words and pictures. `address` is where it stands for ever, whole (https://…)."""

    kicker: str
    title: str
    text: str
    institution: str
    place: str
    address: str
    is_own_text: bool = False
    """Whether editors wrote these words for this very card: then all of them must be on it."""
    audience: str = ""
    summary: str = ""
    messages: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    call: str = ""
    """What the reader should do now, in a few words."""
    licence: str = ""
    picture: Picture | None = None
    logo: Logo | None = None

    @property
    def short_address(self) -> str:
        """As people read and type it: without the scheme."""
        return self.address.partition("://")[2].removeprefix("www.").rstrip("/")

    @property
    def signed(self) -> str:
        """Who answers for it, and where."""
        if not self.place or self.place in self.institution:
            return self.institution
        return f"{self.institution} · {self.place}"
