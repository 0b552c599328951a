"""Long lists of the reader's pages, a page at a time."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

PARAMETER = "pagina"


@dataclass(frozen=True, slots=True)
class Pager:
    """Where one stands in a list, counted from 1, and the addresses of the neighbours ("" where there are none)."""

    number: int
    last: int
    first_shown: int
    last_shown: int
    previous: str
    next: str

    @classmethod
    def at(
        cls, number: int, total: int, size: int, *, parameter: str = PARAMETER, keep: Mapping[str, str] | None = None
    ) -> Self:
        """The page with this number, or the last one; `keep` is what the address says besides."""
        last = max(math.ceil(total / size), 1)
        number = min(max(number, 1), last)

        def address(page: int) -> str:
            return f"?{urlencode({**(keep or {}), parameter: page})}" if 1 <= page <= last else ""

        return cls(
            number=number,
            last=last,
            first_shown=(number - 1) * size + 1,
            last_shown=min(number * size, total),
            previous=address(number - 1),
            next=address(number + 1),
        )

    @property
    def span(self) -> slice:
        """The part of the list that is shown."""
        return slice(self.first_shown - 1, self.last_shown)


def asked_number(params: QueryDict, name: str = PARAMETER) -> int | None:
    """A number in an address; None where there is none that can be meant."""
    typed = params.get(name, "").strip()
    return int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 8 else None
