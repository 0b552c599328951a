"""Other spellings under which a typed word may stand in the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from search.language._words import light_stem

NUMBER_WEIGHT = 1.0
TILDE_WEIGHT = 0.5
_SHORT = 5
_SHORTEST = 3
_ALPHABET = "abcdefghijklmnñopqrstuvwxyz"
_LONGEST_CHECKED = 24


@dataclass(frozen=True, slots=True)
class Variant:
    """Words that stand for a term: one stem, or several that must be adjacent. 1 weighs as much as the term."""

    stems: tuple[str, ...]
    weight: float


def variants(folded: str) -> tuple[Variant, ...]:
    """Singular and plural where the light stemmer keeps them apart, and ñ for a typed n (never the other way)."""
    own = light_stem(folded)
    found: dict[str, float] = {}
    for other in _other_number(folded):
        found.setdefault(light_stem(other), NUMBER_WEIGHT)
    for other in _with_tilde(folded):
        found.setdefault(light_stem(other), TILDE_WEIGHT)
    found.pop(own, None)
    return tuple(Variant((name,), weight) for name, weight in found.items())


def _other_number(folded: str) -> Iterator[str]:
    """The stemmer leaves words under five letters alone, so año and años, acta and actas differ."""
    if not folded.isalpha():
        return
    if _SHORTEST <= len(folded) < _SHORT and folded[-1] != "s":
        if folded[-1] in "aeiou":
            yield folded + "s"
        elif folded[-1] == "z":
            yield folded[:-1] + "ces"
        else:
            yield folded + "es"
    for ending, singular in (("ces", "z"), ("es", ""), ("s", "")):
        if folded.endswith(ending):
            candidate = folded[: -len(ending)] + singular
            if _SHORTEST <= len(candidate) < _SHORT:
                yield candidate


def _with_tilde(folded: str) -> Iterator[str]:
    for place, char in enumerate(folded):
        if char == "n" and place > 0:
            changed = folded[:place] + "ñ" + folded[place + 1 :]
            yield changed
            yield from _other_number(changed)


def one_letter_off(folded: str) -> Iterator[str]:
    """Every spelling that one slip away (a letter left out, added, changed, or two swapped) from a typed word.

    A typed ñ was meant. An engine asks its index which of them exist: a few hundred look-ups, whatever its size.
    """
    if len(folded) < 4 or len(folded) > _LONGEST_CHECKED or not folded.isalpha():
        return
    tildes = folded.count("ñ")
    yield from (word for word in _slips(folded) if word.count("ñ") >= tildes)


def _slips(folded: str) -> Iterator[str]:
    splits = [(folded[:place], folded[place:]) for place in range(len(folded) + 1)]
    yield from (head + tail[1:] for head, tail in splits if tail)
    yield from (head + tail[1] + tail[0] + tail[2:] for head, tail in splits if len(tail) > 1)
    yield from (head + char + tail[1:] for head, tail in splits if tail for char in _ALPHABET)
    yield from (head + char + tail for head, tail in splits for char in _ALPHABET)
