"""A measure as data for programs. Offsets are indices into the text as given, or into `text` where HTML was given."""

from __future__ import annotations

from typing import Any

from campaigns.plain_language.measure import Measure, Scored


def as_dict(measured: Measure, file: str, *, words: bool = False, text: bool = False) -> dict[str, Any]:
    """One text; `words` adds each word with its syllables, `text` the text that offsets refer to."""
    answer: dict[str, Any] = {
        "file": file,
        **_score(measured),
        "marks": [
            {
                "code": mark.code,
                "start": mark.start,
                "end": mark.end,
                "text": mark.text,
                "message": mark.message,
                "suggestion": mark.suggestion,
            }
            for mark in measured.marks
        ],
        "paragraphs": [
            {"start": each.start, "end": each.end, "kind": each.kind.value, **_score(each)}
            for each in measured.paragraphs
        ],
    }
    if words:
        answer["words"] = [{"word": word.text, "syllables": list(word.syllables)} for word in measured.words]
    if text:
        answer["text"] = measured.text.content
    return answer


def _score(scored: Scored) -> dict[str, Any]:
    return {
        "inflesz": _rounded(scored.inflesz),
        "band": scored.band.value if scored.band else None,
        "fernandez_huerta": _rounded(scored.fernandez_huerta),
        "syllable_count": scored.syllable_count,
        "word_count": scored.word_count,
        "sentence_count": scored.sentence_count,
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)
