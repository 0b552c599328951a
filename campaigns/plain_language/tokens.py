"""Words and sentences of a text, each with its place in it.

A sentence ends at . ? ! … and at the end of its block: a heading, a paragraph, an item of a list. So an item counts
as a sentence whatever it ends with, and a heading never joins what follows. The dot of an abbreviation, an initial, a
number or an address ends none, but that of "etc." or "S. A." before a capital does. A number, however long it is
said, is one word; addresses of the network and of e-mail are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from campaigns.plain_language import spoken
from campaigns.plain_language.acronyms import NAMES
from campaigns.plain_language.addresses import trimmed
from campaigns.plain_language.letters import fold
from campaigns.plain_language.lexicon import abbreviations as known
from campaigns.plain_language.lexicon.starts import NAMED_PARTS, STARTS, TITLED
from campaigns.plain_language.patterns import NOT_WORDS, SAID, TOKEN
from campaigns.plain_language.reading import say, say_words
from campaigns.plain_language.text import Block, Text


class Sort(StrEnum):
    """What a word is for whoever reads it aloud."""

    WORD = "word"
    NUMBER = "number"
    ABBREVIATION = "abbreviation"
    INITIAL = "initial"


@dataclass(frozen=True, slots=True)
class Word:
    """A word at content[start:end]; `reading` spells out what is said otherwise than it is written."""

    start: int
    end: int
    text: str
    sort: Sort = Sort.WORD
    reading: str = ""
    final: bool = False
    """Whether its own dot may end the sentence before a capital."""

    @property
    def syllables(self) -> tuple[str, ...]:
        return say_words(self.reading) if self.reading else say(self.text)

    @property
    def folded(self) -> str:
        return fold(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words up to a full stop; start and end are those of what is written, its stop included."""

    start: int
    end: int
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """A block and its sentences, of which none is without words."""

    block: Block
    sentences: tuple[Sentence, ...]

    @property
    def words(self) -> Iterator[Word]:
        return (word for sentence in self.sentences for word in sentence.words)


_STOP = re.compile(r"[.?!…]+[\"'”’»)\]*_]*(?=\s|$)|(?<=[a-záéíóúñ]{2})\.(?=[¿¡]?[A-ZÁÉÍÓÚÑ][a-záéíóúñ])")
_AFTER = re.compile(r"[\s\"'“‘«(\[*_—–¿¡-]*")
_NEXT_WORD = re.compile(r"[^\W\d_]+")
_DIGIT_FOLLOWS = re.compile(r"[\s#]{0,3}\d")
_GOES_ON = re.compile(r"\s+de\s")
_YEAR_FOLLOWS = re.compile(r"\s*(?:de\s+)?\d")
_ROMAN_FOLLOWS = re.compile(r"\s{0,3}[IVXLC]+\b")
_CAPITAL_FOLLOWS = re.compile(r"\s{1,3}[A-ZÁÉÍÓÚÑ]")
_MANY_FOLLOW = re.compile(r"\s(?:mil|mill[oó]n|millones|billones)\b")
_DEGREES = re.compile(r"\s?°[CF]?(?!\w)")
_LONGEST_START = 20
_ROMAN_ALONE = frozenset("IVX")
_NAMED_PARTS_SHORT = frozenset({"art", "arts", "frac", "fracs", "fracc", "fraccs", "cap", "caps", "tit", "secc"})
_NAMES = {letter: name.replace("-", "") for letter, name in NAMES.items()} | {"w": "doble u"}
_LINKS_ROMANS = frozenset({"y", "e", "o", "u", "a", "al"})


def passages(text: Text) -> list[Passage]:
    """Every block of the text with its words."""
    return [Passage(block, tuple(_sentences(text.prose(block), block.start))) for block in text.blocks]


def _sentences(prose: str, offset: int) -> Iterator[Sentence]:
    words = list(_Words(prose).read())
    first = 0
    start = 0
    for stop in _stops(prose, words):
        last = first
        while last < len(words) and words[last].start < stop:
            last += 1
        if last > first:
            yield _sentence(prose, start, stop, words[first:last], offset)
            first, start = last, stop
    if first < len(words):
        yield _sentence(prose, start, len(prose), words[first:], offset)


def _sentence(prose: str, start: int, end: int, words: Sequence[Word], offset: int) -> Sentence:
    start = min(start + len(prose[start:end]) - len(prose[start:end].lstrip()), words[0].start)
    end = max(len(prose[:end].rstrip()) if prose[end - 1].isspace() else end, words[-1].end)
    moved = tuple(
        Word(word.start + offset, word.end + offset, word.text, word.sort, word.reading, word.final) for word in words
    )
    return Sentence(start + offset, end + offset, moved)


def _stops(prose: str, words: Sequence[Word]) -> Iterator[int]:
    """Where sentences end, behind the stop and what closes with it."""
    at, started = 0, 0
    for stop in _STOP.finditer(prose):
        while at < len(words) and words[at].start <= stop.start():
            at += 1
        before = words[at - 1] if at else None
        if before and before.end > stop.start() + 1:  # inside a number or an abbreviation
            continue
        earlier = words[at - 2] if at > 1 and words[at - 2].start >= started else None
        if _ends(prose, stop, before, earlier):
            started = stop.end()
            yield started


def _ends(prose: str, stop: re.Match[str], word: Word | None, earlier: Word | None) -> bool:
    """Whether a sentence ends at this stop; the word is the last one before it, its own dot included."""
    after = _AFTER.match(prose, stop.end())
    position = after.end() if after else stop.end()
    following = prose[position : position + _LONGEST_START]
    if not following:
        return True
    marks = stop[0].strip("\"'”’»)]*_")
    if word and marks == "." and word.end in {stop.start(), stop.start() + 1}:
        if word.sort is Sort.ABBREVIATION and word.text.endswith("."):
            return _ends_after_abbreviation(word, following)
        if _is_initial(word, earlier, following) or (word.sort is Sort.NUMBER and _counts_on(word, following)):
            return False
    return marks == "." or not following[0].islower()


def _ends_after_abbreviation(word: Word, following: str) -> bool:
    if fold(word.text).rstrip(".") in known.TITLES:
        return False
    return following[0].isupper() and (word.final or _starts(following))


def _counts_on(number: Word, following: str) -> bool:
    """Whether the dot is the number's own: 2do. piso, 1er. Plan."""
    return following[0].islower() or (
        number.text[-1].isalpha() and number.text[0].isdigit() and not _starts(following)
    )


def _is_initial(word: Word, earlier: Word | None, following: str) -> bool:
    """José M. García, but not vitamina C. Después, nor Capítulo V. Del Instituto."""
    if len(word.text) != 1 or not word.text.isupper() or not following[0].isupper() or _starts(following):
        return False
    return earlier is None or (earlier.text[0].isupper() and earlier.folded not in NAMED_PARTS)


def _starts(following: str) -> bool:
    first = _NEXT_WORD.match(following)
    return first is not None and fold(first[0]) in STARTS


class _Words:
    """Reads the words of one block, each in the light of the one before it."""

    def __init__(self, prose: str) -> None:
        self._prose = prose
        self._before: Word | None = None
        self._counts_parts = False
        """Whether a Roman numeral is to be expected: behind "artículo", or behind one that was read there."""

    def read(self) -> Iterator[Word]:
        position = 0
        while found := TOKEN.search(self._prose, position):
            shape = found.lastgroup or "word"
            start, end = found.span()
            if shape == "url":
                start, end = trimmed(self._prose, start, end)
            position = end
            if shape in NOT_WORDS:
                self._before = None
                continue
            word = self._word(shape, start, end)
            if word is None:
                continue
            position = word.end
            self._before = word
            yield word

    def _word(self, shape: str, start: int, end: int) -> Word | None:
        text = self._prose[start:end]
        if shape in SAID:
            return self._number(shape, start, end, text)
        if shape == "slashed":
            return Word(start, end, text, Sort.ABBREVIATION, known.WITH_A_SLASH[fold(text)])
        if shape == "dotted":
            return self._dotted(start, end, text)
        if not any(char.isalpha() or char.isdecimal() for char in text):
            return None
        return self._roman(start, end, text) or self._abbreviation(start, end, text) or Word(start, end, text)

    def _number(self, shape: str, start: int, end: int, text: str) -> Word:
        reading = SAID[shape](text)
        if shape == "money" and (many := _MANY_FOLLOW.match(self._prose, end)):
            reading = spoken.money_of_many(text, "mil" in many[0].split())
        degrees = _DEGREES.match(self._prose, end) if shape == "number" else None
        if degrees:
            end = degrees.end()
            reading += " " + known.UNITS[degrees[0].strip().lower()]
            text = self._prose[start:end]
        return Word(start, end, text, Sort.NUMBER, reading)

    def _dotted(self, start: int, end: int, text: str) -> Word:
        spaced = re.sub(r"\.\s*", ". ", fold(text)).strip().rstrip(".")
        reading = known.SEVERAL_DOTS.get(spaced, "")
        if not reading:
            letters = re.sub(r"[.\s]", "", text)
            return Word(start, end, text, Sort.ABBREVIATION, _letters(letters), final=len(letters) > 1)
        return Word(
            start, end, text, Sort.ABBREVIATION, reading, final=text[0].isupper() or spaced in {"a. m", "p. m"}
        )

    def _roman(self, start: int, end: int, text: str) -> Word | None:
        value = spoken.roman(text)
        named = self._before is not None and self._before.text[0].isupper() and self._before.sort is Sort.WORD
        lone = text in _ROMAN_ALONE and (self._counts_parts or (text != "X" and named))
        if value and (len(text) > 1 or lone):
            return Word(start, end, text, Sort.NUMBER, spoken.cardinal(value))
        folded = fold(text)
        self._counts_parts = folded in NAMED_PARTS or (self._counts_parts and folded in _LINKS_ROMANS)
        return None

    def _abbreviation(self, start: int, end: int, text: str) -> Word | None:
        folded = fold(text)
        dotted = self._prose[end : end + 1] == "." and self._prose[end : end + 2] != ".."
        if (
            self._before is not None
            and self._before.sort is Sort.NUMBER
            and folded in known.UNITS
            and not text.isupper()
        ):
            end = self._unit_end(end, folded, dotted=dotted)
            return self._full(start, end, known.UNITS[folded], final=folded in known.MAY_END)
        if not dotted:
            return self._full(start, end, known.PLAIN[folded], final=True) if folded == "etc" else None
        reading = self._reading(folded, text, end + 1)
        if reading and folded in known.PLAIN and folded in _NAMED_PARTS_SHORT:
            self._counts_parts = True
        return self._full(start, end + 1, reading, final=folded in known.MAY_END) if reading else None

    def _unit_end(self, end: int, folded: str, *, dotted: bool) -> int:
        """A dot behind a unit is its own only where the sentence goes on: "a 5 km. de aquí"."""
        following = self._prose[end + 1 : end + 4].lstrip()
        return end + 1 if dotted and following[:1].islower() else end

    def _full(self, start: int, end: int, reading: str, *, final: bool) -> Word:
        return Word(start, end, self._prose[start:end], Sort.ABBREVIATION, reading, final)

    def _reading(self, folded: str, text: str, end: int) -> str:
        """What is said for this word with a dot behind it, "" if the dot is the sentence's."""
        before_number = _DIGIT_FOLLOWS.match(self._prose, end) or _ROMAN_FOLLOWS.match(self._prose, end)
        if before_number and folded in known.BEFORE_A_NUMBER:
            return known.BEFORE_A_NUMBER[folded]
        if folded == "no" and _GOES_ON.match(self._prose, end):
            return known.BEFORE_A_NUMBER[folded]
        if folded in known.MONTHS and _YEAR_FOLLOWS.match(self._prose, end):
            return known.MONTHS[folded]
        if _CAPITAL_FOLLOWS.match(self._prose, end):
            titled = self._before is None or self._before.folded in TITLED
            if folded in known.BEFORE_A_NAME and (titled or len(folded) > 2):
                return known.BEFORE_A_NAME[folded]
            if folded in known.TITLES and (titled or len(folded) > 1):
                return known.TITLES[folded]
        return known.PLAIN.get(folded, "") or (known.TITLES.get(folded, "") if len(folded) > 1 else "")


def _letters(letters: str) -> str:
    """The names of letters as one reading; their syllables are those of each."""
    return " ".join(_NAMES.get(letter, letter) for letter in letters.lower())
