"""A typed text read as what is asked for: words, quoted phrases, articles of laws. Any text is legal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cache

from search.language._acronyms import ACRONYMS
from search.language._lists import ASKING
from search.language._tokens import Token, stems, tokens
from search.language._variants import Variant, variants
from search.language._words import ARTICLE, FOLDED, STEMS, fold, normalise

MAX_CHARACTERS = 256
MAX_TERMS = 32
ACRONYM_WEIGHT = 0.8
_CONSTITUTION = Variant(("constitucion",), 0.8)
_QUOTES = dict.fromkeys(map(ord, "“”„«»"), '"')


class TermKind(Enum):
    WORD = "word"
    PHRASE = "phrase"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for. `stems` are several where they must be adjacent; `place` is its place among the words."""

    kind: TermKind
    typed: str
    stems: tuple[str, ...]
    place: int
    variants: tuple[Variant, ...] = ()

    @property
    def folded(self) -> str:
        return fold(self.typed)

    @property
    def is_code(self) -> bool:
        """Typed like a proper token: capitals throughout, or with a digit."""
        return (len(self.typed) > 1 and self.typed.isupper()) or any(char.isdigit() for char in self.typed)


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """What a text asks for, for engines to look up and for marks to show. Empty where it has no word at all."""

    text: str
    terms: tuple[Term, ...] = ()
    abbreviations: tuple[str, ...] = ()
    """Acronyms, folded, of names that the text spells out."""
    rows: tuple[tuple[str, ...], ...] = field(init=False, compare=False, repr=False)
    """All that is to be marked: rows of adjacent stems, the longest first; most rows are a single stem."""

    def __post_init__(self) -> None:
        found = {term.stems for term in self.terms}
        found.update(variant.stems for term in self.terms for variant in term.variants)
        found.update((acronym,) for acronym in self.abbreviations)
        object.__setattr__(self, "rows", tuple(sorted(found, key=lambda row: (-len(row), row))))

    @property
    def required(self) -> int:
        """How many terms a record must have: all of one or two, three quarters of more."""
        count = len(self.terms)
        return count if count <= 2 else count * 3 // 4

    @property
    def words(self) -> tuple[Term, ...]:
        """The terms outside quotes."""
        return tuple(term for term in self.terms if term.kind is not TermKind.PHRASE)

    @property
    def phrases(self) -> tuple[Term, ...]:
        return tuple(term for term in self.terms if term.kind is TermKind.PHRASE)

    def with_variants(self, more: Mapping[str, Sequence[Variant]]) -> ParsedQuery:
        """The same query where some words, named by their folded form, may also stand in further spellings."""
        return replace(
            self,
            terms=tuple(
                replace(term, variants=(*term.variants, *more.get(term.folded, ())))
                if term.kind is TermKind.WORD
                else term
                for term in self.terms
            ),
        )


def parse(text: str) -> ParsedQuery:
    """Read a query. Question and stop words are left out unless there is nothing else."""
    clean = normalise(text[:MAX_CHARACTERS]).translate(_QUOTES).strip()
    words = list(tokens(clean))
    if not words:
        return ParsedQuery(clean)
    quoted = list(_quoted_spans(clean))
    terms = [*_phrases(words, quoted), *_loose(words, quoted)]
    return ParsedQuery(clean, _without_repeats(terms)[:MAX_TERMS], _spelled_out(words))


def _quoted_spans(text: str) -> Iterator[tuple[int, int]]:
    """Spans between pairs of quotation marks; an odd one at the end quotes nothing."""
    marks = [place for place, char in enumerate(text) if char == '"']
    return zip(marks[::2], marks[1::2], strict=False)


def _phrases(words: Sequence[Token], quoted: Sequence[tuple[int, int]]) -> Iterator[Term]:
    for start, end in quoted:
        inside = [(place, word) for place, word in enumerate(words) if start < word.start < end]
        if inside:
            typed = " ".join(word.text for _, word in inside)
            yield Term(TermKind.PHRASE, typed, tuple(STEMS[word.text] for _, word in inside), inside[0][0])


def _loose(words: Sequence[Token], quoted: Sequence[tuple[int, int]]) -> Iterator[Term]:
    outside = [(place, word) for place, word in enumerate(words) if not _inside(word, quoted)]
    telling = [(place, word) for place, word in outside if FOLDED[word.text] not in ASKING]
    chosen = telling if telling or quoted else outside
    numbers = {place: word for place, word in outside if FOLDED[word.text].isdigit()}
    cites_article = any(STEMS[word.text] == ARTICLE and place + 1 in numbers for place, word in chosen)
    taken: set[int] = set()
    for place, word in chosen:
        if place in taken:
            continue
        number = numbers.get(place + 1)
        if STEMS[word.text] == ARTICLE and number is not None:
            taken.add(place + 1)
            typed = f"{word.text} {number.text}"
            yield Term(TermKind.ARTICLE, typed, (ARTICLE, STEMS[number.text]), place)
        else:
            yield _word(word, place, cites_article=cites_article)


def _inside(word: Token, quoted: Sequence[tuple[int, int]]) -> bool:
    return any(start < word.start < end for start, end in quoted)


def _word(word: Token, place: int, *, cites_article: bool) -> Term:
    folded = FOLDED[word.text]
    also = [*variants(folded), *(Variant(name, ACRONYM_WEIGHT) for name in _expansions().get(folded, ()))]
    if cites_article and folded == "constitucional":
        also.append(_CONSTITUTION)
    return Term(TermKind.WORD, word.text, (STEMS[word.text],), place, tuple(also))


def _without_repeats(terms: Sequence[Term]) -> tuple[Term, ...]:
    first: dict[tuple[str, ...], Term] = {}
    for term in terms:
        first.setdefault(term.stems, term)
    return tuple(first.values())


def _spelled_out(words: Sequence[Token]) -> tuple[str, ...]:
    line = tuple(STEMS[word.text] for word in words)
    found = []
    for place, first in enumerate(line):
        for name, acronym in _names().get(first, ()):
            if line[place : place + len(name)] == name:
                found.append(acronym)
    return tuple(dict.fromkeys(found))


@cache
def _expansions() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {fold(acronym): tuple(tuple(stems(name)) for name in names) for acronym, names in ACRONYMS.items()}


@cache
def _names() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Names by their first stem, each with its acronym."""
    by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for acronym, names in _expansions().items():
        for name in names:
            by_first.setdefault(name[0], []).append((name, acronym))
    return by_first
