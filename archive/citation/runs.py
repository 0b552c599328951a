"""Text of which parts are in italics, put together with the punctuation that Spanish asks for."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.citation.dates import long
from archive.citation.facts import Cited

_ENDS = (".", "?", "!", "…")
_DEEPER = str.maketrans("«»“”", "“”‘’")


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one face."""

    text: str
    italic: bool = False


Runs = tuple[Run, ...]


def plain(runs: Runs) -> str:
    return "".join(each.text for each in runs)


def sentences(parts: Iterable[Runs | str]) -> Runs:
    """What is said, each part ended: a question, an abbreviation or an ellipsis ends it already (RAE, Ortografía)."""
    ended = [_ended(each) for each in map(_runs, parts) if plain(each)]
    return _joined(ended, " ")


def clauses(parts: Iterable[Runs | str]) -> Runs:
    """What is said, with commas, as in a note."""
    return _joined([each for each in map(_runs, parts) if plain(each)], ", ")


def quoted(title: str) -> str:
    """In Latin quotes; those that the title has itself go one level deeper (RAE, Ortografía)."""
    inner = title.translate(_DEEPER) if "«" in title else title
    return f"«{inner}»"


def dated(cited: Cited) -> str:
    """Where and when: "Oaxaca, 3 de mayo de 1998"; of a law also its last reform."""
    reform = f" (última reforma: {long(cited.reform)})" if cited.reform else ""
    return f"{cited.place}, {long(cited.date)}{reform}" if cited.place else f"{long(cited.date)}{reform}"


def _runs(part: Runs | str) -> Runs:
    runs = (Run(part),) if isinstance(part, str) else part
    return tuple(Run(re.sub(r"\s+", " ", each.text), each.italic) for each in runs)


def _ended(runs: Runs) -> Runs:
    return runs if plain(runs).endswith(_ENDS) else (*runs, Run("."))


def _joined(parts: list[Runs], between: str) -> Runs:
    said: list[Run] = []
    for part in parts:
        said += [Run(between), *part] if said else part
    return tuple(said)
