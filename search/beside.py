"""What the results page finds besides records: pages of the site, which are few and lie in no index.

They are asked of the database by the words of their names, whatever engine finds the records, and counted for
themselves. Apps that have such pages say how they are found.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from search.fallback import loose_patterns
from search.language import parse
from search.ports import Promised

MOST = 5


@dataclass(frozen=True, slots=True)
class Found:
    """A page that anybody may read, with what its card says."""

    title: str
    url: str
    kind: str
    text: str


Finder = Callable[[Sequence[str], int], Sequence[Found]]
"""Pages in which each pattern (a regular expression, whatever the case) is the stem of a word; so many at most."""


@dataclass(frozen=True, slots=True)
class Group:
    """Pages of one kind that were found."""

    label: Promised
    found: Sequence[Found]


_finders: list[tuple[Promised, Finder]] = []


def register(label: Promised, finder: Finder) -> None:
    """Have a group of this name on the results page; called once when the apps are ready."""
    _finders.append((label, finder))


def groups(words: str) -> list[Group]:
    """What each finder finds; without words, and where it finds nothing, there is no group."""
    patterns = loose_patterns(parse(words))
    if not patterns:
        return []
    found = [Group(label, finder(patterns, MOST)) for label, finder in _finders]
    return [group for group in found if group.found]
