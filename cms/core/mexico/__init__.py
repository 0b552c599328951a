"""The outlines of the 32 states, by ISO 3166-2:MX code, as paths of SVG. Whose work they are: LICENCE.md."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OUTLINES = Path(__file__).parent / "outlines.json"


@dataclass(frozen=True, slots=True)
class Outlines:
    """The country, and the small states of its centre a second time, enlarged."""

    country: Mapping[str, str]
    close_up: Mapping[str, str]


@cache
def outlines() -> Outlines:
    """Read once for each process."""
    read = json.loads(OUTLINES.read_text(encoding="utf-8"))
    return Outlines(country=read["outlines"], close_up=read["close_up"])
