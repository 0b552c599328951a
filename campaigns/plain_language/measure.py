"""The measure of a text: how easy it reads, paragraph by paragraph, and where plainer words are at hand."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from campaigns.plain_language.markdown import from_markdown
from campaigns.plain_language.marks import Mark, Reading, find_marks
from campaigns.plain_language.score import Band, Counts, band, fernandez_huerta, inflesz
from campaigns.plain_language.text import Kind, Text
from campaigns.plain_language.tokens import Passage, Word, passages


@dataclass(frozen=True, slots=True)
class Scored:
    """Counts, and what they say; no score where they are too few (`score.FEWEST_WORDS`)."""

    counts: Counts

    @property
    def syllable_count(self) -> int:
        return self.counts.syllables

    @property
    def word_count(self) -> int:
        return self.counts.words

    @property
    def sentence_count(self) -> int:
        return self.counts.sentences

    @property
    def inflesz(self) -> float | None:
        return inflesz(self.counts)

    @property
    def band(self) -> Band | None:
        return band(self.inflesz)

    @property
    def fernandez_huerta(self) -> float | None:
        return fernandez_huerta(self.counts)


@dataclass(frozen=True, slots=True)
class Paragraph(Scored):
    """A paragraph or an item of a list, at content[start:end]."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Measure(Scored):
    """Headings have marks, but neither they nor their words are counted or scored."""

    text: Text
    words: tuple[Word, ...]
    """The words that were counted, in the order of the text."""
    paragraphs: tuple[Paragraph, ...]
    marks: tuple[Mark, ...]


def measure(
    text: Text | str,
    *,
    jargon: Mapping[str, str] | None = None,
    known_acronyms: Collection[str] = (),
) -> Measure:
    """Measures a text; a string is read as Markdown.

    `jargon` adds terms to mark, each with plain words for it; `known_acronyms` those that need no explanation.
    """
    text = from_markdown(text) if isinstance(text, str) else text
    reading = Reading(text, tuple(passages(text)))
    counted = [each for each in reading.passages if each.block.kind is not Kind.HEADING and each.sentences]
    paragraphs = tuple(
        Paragraph(_counts(each), each.block.kind, each.block.start, each.block.end) for each in counted
    )
    return Measure(
        counts=sum((paragraph.counts for paragraph in paragraphs), Counts()),
        text=text,
        words=tuple(word for each in counted for word in each.words),
        paragraphs=paragraphs,
        marks=find_marks(reading, jargon, known_acronyms),
    )


def _counts(passage: Passage) -> Counts:
    words = list(passage.words)
    return Counts(sum(len(word.syllables) for word in words), len(words), len(passage.sentences))
