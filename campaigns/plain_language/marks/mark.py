"""What the measure has to say about one place of a text."""

from __future__ import annotations

from dataclasses import dataclass

from campaigns.plain_language.text import Text
from campaigns.plain_language.tokens import Passage, Sentence, Word


@dataclass(frozen=True, slots=True, order=True)
class Mark:
    """Advice on content[start:end]: a message that says what to do and, where there is one, what to write instead."""

    start: int
    end: int
    code: str
    text: str
    message: str
    suggestion: str | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text and the words found in it, as every search for marks gets them."""

    text: Text
    passages: tuple[Passage, ...]

    def mark(self, code: str, start: int, end: int, message: str, suggestion: str | None = None) -> Mark:
        return Mark(start, end, code, self.text.content[start:end], message, suggestion)

    def over(self, code: str, words: tuple[Word, Word], message: str, suggestion: str | None = None) -> Mark:
        """A mark from the first of two words to the last."""
        return self.mark(code, words[0].start, words[1].end, message, suggestion)

    def sentences(self) -> list[Sentence]:
        """Every sentence, those of headings too."""
        return [sentence for passage in self.passages for sentence in passage.sentences]
