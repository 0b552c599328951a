"""What can be found without an index: records by their names, asked of the database. For while no engine answers."""

from collections.abc import Sequence
from threading import BoundedSemaphore

from cms.core.audience import Viewer
from search.language import ParsedQuery, light_stem, parse
from search.ports import Hit
from search.registry import registry

MOST_HITS = 20
AT_ONCE = 2
"""Searches of the database that one process makes at the same time."""
WAIT_SECONDS = 0.3
MOST_WORDS = 6
_turns = BoundedSemaphore(AT_ONCE)


def by_name(text: str, viewer: Viewer) -> Sequence[Hit] | None:
    """The newest records of each source whose names have every word of the text; the newest of all without words.

    None where others are being answered: reading must go on while everybody who searches comes here.
    """
    if not _turns.acquire(timeout=WAIT_SECONDS):
        return None
    try:
        patterns = loose_patterns(parse(text))
        found = [hit for source in registry.sources() for hit in source.find_by_name(patterns, viewer, MOST_HITS)]
        return found[:MOST_HITS]
    finally:
        _turns.release()


def loose_patterns(parsed: ParsedQuery) -> tuple[str, ...]:
    """A regular expression for each word, which both databases read alike and which no accent or plural escapes."""
    words = [word for term in parsed.terms for word in term.folded.split()]
    return tuple("".join(_LOOSE.get(char, char) for char in light_stem(word)) for word in words if word.isalnum())[
        :MOST_WORDS
    ]


_LOOSE = {
    "a": "[aáàâä]",
    "e": "[eéèêë]",
    "i": "[iíìîï]",
    "o": "[oóòôö]",
    "u": "[uúùûü]",
    "n": "[nñ]",
}
