"""Sentences too long to be held in mind."""

from __future__ import annotations

from collections.abc import Iterator

from campaigns.plain_language.marks.mark import Mark, Reading
from campaigns.plain_language.text import Kind

LONG = 25
VERY_LONG = 40
"""Words: above LONG a sentence is long, from VERY_LONG on very long."""


def find(reading: Reading) -> Iterator[Mark]:
    """Headings are not sentences."""
    for passage in reading.passages:
        if passage.block.kind is Kind.HEADING:
            continue
        for sentence in passage.sentences:
            count = len(sentence.words)
            if count > LONG:
                yield reading.mark("long_sentence", sentence.start, sentence.end, _message(count))


def _message(count: int) -> str:
    if count >= VERY_LONG:
        return (
            f"Esta frase es larguísima: tiene {count} palabras. Pártala en tres o más, con una sola idea en cada "
            "una, o haga de ella una lista."
        )
    return f"Esta frase es larga: tiene {count} palabras. Pártala en dos, de {LONG} palabras cuando mucho."
