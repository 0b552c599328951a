"""Nouns in the place of verbs: "llevar a cabo la revisión" (revisar), and piles of nouns in -ción and -miento."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from campaigns.plain_language.inflection import joined_forms, noun_forms, verb_forms
from campaigns.plain_language.letters import fold
from campaigns.plain_language.lexicon.nominal import BETWEEN, CARRIED, CARRIERS, NEVER_A_VERB, VERB_OF
from campaigns.plain_language.marks.mark import Mark, Reading
from campaigns.plain_language.tokens import Sentence

PILE = 3
WITHIN = 12
"""So many nouns of verbs within so many words are a pile."""

_FARTHEST = 3
_HEAVY = ("cion", "sion", "miento", "ciones", "siones", "mientos")
_VERB_OF = {fold(noun): verb for noun, verb in VERB_OF.items()}
_NEVER = frozenset(fold(noun) for noun in NEVER_A_VERB)
_INFINITIVES = ("ar", "er", "ir")


def find(reading: Reading) -> Iterator[Mark]:
    for sentence in reading.sentences():
        folded = [word.folded for word in sentence.words]
        yield from _carried(reading, sentence, folded)
        yield from _piles(reading, sentence, folded)


def verb_of(noun: str) -> str | None:
    """The verb behind a folded noun, "" for one whose verb no rule gives, None for a noun that hides none."""
    single = _singular(noun)
    if single in _VERB_OF:
        return _VERB_OF[single]
    if single in _NEVER or not single.endswith(_HEAVY):
        return None
    for ending in ("acion", "amiento"):
        if single.endswith(ending) and len(single) > len(ending) + 2:
            return single.removesuffix(ending) + "ar"
    return ""


def _singular(noun: str) -> str:
    if noun.endswith(("ciones", "siones")):
        return noun.removesuffix("es")
    return noun.removesuffix("s") if noun.removesuffix("s") in _VERB_OF or noun.endswith("mientos") else noun


@cache
def _verbs() -> dict[str, list[tuple[tuple[frozenset[str], ...], frozenset[str] | None]]]:
    """By the first word of what carries a noun: its other words, and the only nouns that it carries (None: any)."""
    found: dict[str, list[tuple[tuple[frozenset[str], ...], frozenset[str] | None]]] = {}
    for carrier, nouns in [*dict.fromkeys(CARRIERS).items(), *CARRIED.items()]:
        verb, *others = carrier.split()
        only = frozenset(form for noun in nouns.split() for form in noun_forms(fold(noun))) if nouns else None
        for form in verb_forms(verb):
            found.setdefault(form, []).append((tuple(map(joined_forms, others)), only))
    return found


def _carried(reading: Reading, sentence: Sentence, folded: Sequence[str]) -> Iterator[Mark]:
    position = 0
    while position < len(folded):
        found = _noun(folded, position)
        if found is None:
            position += 1
            continue
        last, verb = found
        message = (
            f"Un verbo dice lo mismo con menos: escriba «{verb}»."
            if verb
            else "Un verbo dice lo mismo con menos: cambie el sustantivo por su verbo."
        )
        yield reading.over("nominalisation", (sentence.words[position], sentence.words[last]), message, verb or None)
        position = last + 1


def _noun(folded: Sequence[str], position: int) -> tuple[int, str] | None:
    """Where the noun that is carried from here stands, and its verb."""
    for others, only in _verbs().get(folded[position], ()):
        at = position + 1
        if not all(at + step < len(folded) and folded[at + step] in forms for step, forms in enumerate(others)):
            continue
        at += len(others)
        if others and only is None and at < len(folded) and _is_infinitive(folded[at]) and folded[at - 1] == "a":
            return at, folded[at]
        for step in range(at, min(at + _FARTHEST, len(folded))):
            verb = verb_of(folded[step])
            if verb is not None and (only is None or folded[step] in only):
                return step, verb
            if folded[step] not in BETWEEN:
                break
    return None


def _is_infinitive(folded: str) -> bool:
    return len(folded) > 3 and folded.endswith(_INFINITIVES)


def _piles(reading: Reading, sentence: Sentence, folded: Sequence[str]) -> Iterator[Mark]:
    heavy = [at for at, word in enumerate(folded) if word.endswith(_HEAVY) and verb_of(word) is not None]
    first = 0
    while first + PILE <= len(heavy):
        last = first + PILE - 1
        if heavy[last] - heavy[first] >= WITHIN:
            first += 1
            continue
        while last + 1 < len(heavy) and heavy[last + 1] - heavy[last] < WITHIN // 2:
            last += 1
        words = (sentence.words[heavy[first]], sentence.words[heavy[last]])
        count = last - first + 1
        yield reading.over(
            "nominalisation",
            words,
            f"Hay {count} sustantivos seguidos que esconden verbos: diga quién hace qué, con verbos.",
        )
        first = last + 1
