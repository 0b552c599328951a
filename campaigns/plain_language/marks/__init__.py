"""Marks: places of a text where plainer words are at hand. Advice, not truth; each search is a module."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from campaigns.plain_language.marks import acronym, gerund, jargon, nominalisation, passive, sentences, wayfinding
from campaigns.plain_language.marks.mark import Mark, Reading

__all__ = ["Mark", "Reading", "find_marks"]


def find_marks(
    reading: Reading, jargon_terms: Mapping[str, str] | None = None, known_acronyms: Collection[str] = ()
) -> tuple[Mark, ...]:
    """Every mark, in the order of the text."""
    return tuple(
        sorted(
            [
                *sentences.find(reading),
                *passive.find(reading),
                *gerund.find(reading),
                *nominalisation.find(reading),
                *jargon.find(reading, jargon_terms),
                *acronym.find(reading, known_acronyms),
                *wayfinding.find(reading),
            ],
            key=lambda mark: (mark.start, mark.end, mark.code),
        )
    )
