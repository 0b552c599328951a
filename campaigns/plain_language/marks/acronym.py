"""Acronyms whose name stands nowhere beside their first use.

"Instituto Nacional de Estadística y Geografía (INEGI)" and "INEGI (Instituto Nacional de …)" tell it, and so do a
comma or a dash in place of the brackets. The letters must be met in their order in the name; a name in another
language is told by the word "siglas" in the brackets, or by a name of three capitals or more with its particles:
"Alianza para el Gobierno Abierto (OGP)". Words written in capitals for emphasis are not acronyms.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from campaigns.plain_language.acronyms import is_acronym, is_sayable
from campaigns.plain_language.letters import composed, fold
from campaigns.plain_language.lexicon.acronyms import KNOWN, WORDS_OF_TWO_LETTERS
from campaigns.plain_language.lexicon.headings import SHOUTED
from campaigns.plain_language.marks.mark import Mark, Reading
from campaigns.plain_language.tokens import Passage, Sentence, Sort, Word

LONGEST_NAME = 20
LONGEST_SAYABLE = 8
_CAPITALS_OF_A_NAME = 3
_DOTTED = re.compile(r"(?:[A-ZÑ]\.\s?){3,}")
_OPENS = re.compile(r"\(([^()]{0,80})$")
_JOINED_BEFORE = re.compile(r"(?:[,–—:]|\bo)\s*[\"“«]?$")
_JOINED_BEHIND = re.compile(r"[\"”»]?\s*(?:[(,–—:=])\s*")


def find(reading: Reading, known: Collection[str] = ()) -> Iterator[Mark]:
    """Each acronym is marked once, where it stands first. `known` adds to those that nobody needs explained."""
    seen = {_key(acronym) for acronym in (*KNOWN, *known)}
    lower = {word.text for passage in reading.passages for word in passage.words if word.text.islower()}
    for passage in reading.passages:
        if _is_shouted(passage):
            continue
        for sentence in passage.sentences:
            for at, word in enumerate(sentence.words):
                if not _may_be_acronym(sentence.words, at) or word.text.lower() in lower:
                    continue
                key = _key(word.text)
                if key in seen:
                    continue
                seen.add(key)
                if not _is_told(reading.text.content, sentence, at, fold(key)):
                    yield reading.over("undefined_acronym", (word, word), _message(word.text))


def _message(acronym: str) -> str:
    return f"Sigla sin explicar: la primera vez escriba el nombre completo y, entre paréntesis, {acronym}."


def _key(text: str) -> str:
    return re.sub(r"(?<=[A-ZÑ]{2})s$", "", re.sub(r"[.\s]|'s$", "", composed(text))).upper()


def _is_shouted(passage: Passage) -> bool:
    words = [word.text for word in passage.words if word.text[0].isalpha()]
    return len(words) > 1 and all(word.isupper() for word in words)


def _may_be_acronym(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.text.islower() or word.text[1:].islower():
        return False
    if word.sort is Sort.ABBREVIATION:
        return bool(_DOTTED.fullmatch(word.text)) and not _is_expanded(word)
    text = composed(word.text)
    folded = fold(_key(text))
    if word.sort is not Sort.WORD or not is_acronym(text) or any(char.isdigit() for char in text):
        return False
    if folded in SHOUTED or (len(folded) <= 2 and folded in WORDS_OF_TWO_LETTERS) or any(c in "ÁÉÍÓÚ" for c in text):
        return False
    if len(folded) > LONGEST_SAYABLE and is_sayable(folded):
        return False
    return not any(_is_shouted_word(words[beside]) for beside in (at - 1, at + 1) if 0 <= beside < len(words))


def _is_expanded(word: Word) -> bool:
    """Whether it is read as its name (D.O.F.), not letter by letter."""
    return any(len(part) > len("doble") for part in word.reading.split())


def _is_shouted_word(word: Word) -> bool:
    folded = fold(word.text)
    return word.text.isupper() and word.text.isalpha() and (len(folded) > LONGEST_SAYABLE or folded in SHOUTED)


def _is_told(content: str, sentence: Sentence, at: int, letters: str) -> bool:
    word = sentence.words[at]
    before = content[max(sentence.start, word.start - 100) : word.start]
    opened = _OPENS.search(before)
    if opened:
        start = word.start - len(opened[0])
        closing = content.find(")", word.end, word.end + 100)
        if "sigla" in fold(content[start : closing if closing >= 0 else word.end]):
            return True
        name = [each for each in sentence.words[max(0, at - LONGEST_NAME - 8) : at] if each.end <= start]
        if _names(name[-LONGEST_NAME:], letters) or _is_a_long_name(name):
            return True
    if _JOINED_BEFORE.search(before) and _names(sentence.words[max(0, at - LONGEST_NAME) : at], letters):
        return True
    return _told_behind(content, sentence, at, letters)


def _told_behind(content: str, sentence: Sentence, at: int, letters: str) -> bool:
    word = sentence.words[at]
    joined = _JOINED_BEHIND.match(content, word.end)
    if not joined:
        return False
    end = sentence.end
    if "(" in joined[0]:
        closing = content.find(")", joined.end(), sentence.end)
        end = closing if closing >= 0 else sentence.end
    name = [each for each in sentence.words[at + 1 : at + 1 + LONGEST_NAME] if each.end <= end]
    return bool(name) and fold(name[0].text)[0] == letters[0] and name[0].text[0].isupper() and _names(name, letters)


def _names(words: Sequence[Word], letters: str) -> bool:
    """Whether the end of these words is a name of which the letters are taken, beginning with its first."""
    for first in range(len(words) - 2, -1, -1):
        folded = [word.folded for word in words[first:]]
        if folded[0][:1] == letters[0] and _in_order(letters, "".join(folded)):
            return True
    return False


def _in_order(letters: str, text: str) -> bool:
    position = 0
    for letter in letters:
        position = text.find(letter, position) + 1
        if not position:
            return False
    return True


def _is_a_long_name(words: Sequence[Word]) -> bool:
    """The words end with a name of three capitals or more, with particles among them; people's names have none."""
    capitals, particles = 0, 0
    for word in reversed(words):
        if word.text[0].isupper():
            capitals += 1
        elif capitals and word.folded in {"de", "del", "para", "por", "y", "e", "la", "el", "los", "las", "en", "a"}:
            particles += 1
        else:
            break
    return capitals >= _CAPITALS_OF_A_NAME and particles > 0
