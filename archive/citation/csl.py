"""CSL-JSON 1.0.2 (Citation Style Language, csl-data.json), for Zotero, pandoc and every program that reads CSL."""

import json
from typing import Any

from archive.citation.dates import long, parse
from archive.citation.facts import Author, Cited, Medium
from archive.extraction.contract import Unit

_TYPES = {Medium.AUDIO: "song", Medium.VIDEO: "motion_picture"}
"""CSL has "song" for every recording of sound."""


def entry(cited: Cited) -> str:
    """A list of one item, a field a line.

    It names its language: without it, styles write Spanish titles with English capitals.
    """
    rows = [f"  {json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}" for name, value in item(cited).items()]
    return "\n".join(["[{", ",\n".join(rows), "}]", ""])


def item(cited: Cited) -> dict[str, Any]:
    passage = cited.passage
    is_page = passage is not None and passage.unit is Unit.PAGE
    notes = [
        f"Última reforma: {long(cited.reform)}" if cited.reform else "",
        passage.locator if passage and not is_page else "",
    ]
    values = {
        "id": cited.key,
        "type": "legislation" if cited.is_law else _TYPES.get(cited.medium, "document"),
        "language": cited.language,
        "title": cited.name,
        "author": [_name(cited.author)] if cited.author else [],
        "issued": _issued(cited.date),
        "genre": cited.document_type,
        "medium": cited.form,
        "version": str(cited.version or ""),
        "page": passage.printed if passage and is_page else "",
        "publisher-place": cited.place,
        "archive": cited.holder,
        "archive_location": cited.reference_code,
        "source": cited.site,
        "note": "; ".join(each for each in notes if each),
        "URL": cited.address,
    }
    return {name: value for name, value in values.items() if value}


def _name(author: Author) -> dict[str, str]:
    if author.surnames:
        return {"family": author.surnames, "given": author.given}
    return {"literal": author.inverted}


def _issued(edtf: str) -> dict[str, Any]:
    """As numbers, which styles sort by and write in their way; a range without an end has only words."""
    span = parse(edtf)
    if span is None:
        return {}
    if not span.is_whole:
        return {"literal": long(edtf)}
    points = [span.known] if span.is_single else [each for each in (span.first, span.last) if each]
    return {"date-parts": [each.parts for each in points]} | ({"circa": True} if span.doubt else {})
