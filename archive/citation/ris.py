"""RIS (Research Information Systems), for bibliography managers: a tag a line, lines ended by CRLF, UTF-8.

The format reads any comma in a name as the one between surnames and name: a body with a comma in its name comes
through whole in BibTeX and CSL-JSON only.
"""

from archive.citation.dates import long, parse
from archive.citation.facts import Cited, Medium, one_line
from archive.extraction.contract import Unit

_TYPES = {Medium.AUDIO: "SOUND", Medium.VIDEO: "VIDEO"}


def entry(cited: Cited) -> str:
    """One record. No value holds a line break: the next line would be read as a tag."""
    is_page = cited.passage is not None and cited.passage.unit is Unit.PAGE
    rows = [
        ("TY", "STAT" if cited.is_law else _TYPES.get(cited.medium, "GEN")),
        ("ID", cited.key),
        ("AU", cited.author.inverted if cited.author else ""),
        ("TI", cited.name),
        *_dates(cited),
        ("CY", cited.place),
        ("M3", cited.document_type),
        ("ET", str(cited.version or "")),
        ("SP", cited.passage.printed if cited.passage and is_page else ""),
        ("DB", cited.holder),
        ("AN", cited.reference_code),
        ("DP", cited.site),
        ("LA", cited.language),
        ("N1", f"Última reforma: {long(cited.reform)}" if cited.reform else ""),
        ("N1", cited.passage.locator if cited.passage and not is_page else ""),
        ("UR", cited.address),
    ]
    said = [f"{tag}  - {one_line(value)}" for tag, value in rows if value]
    return "\r\n".join([*said, "ER  - ", ""])


def _dates(cited: Cited) -> list[tuple[str, str]]:
    """DA is AAAA/MM/DD/, with what a single date can't say after the last stroke."""
    span = parse(cited.date)
    if span is None:
        return []
    known = span.known
    parts = (f"{known.year:04}", f"{known.month:02}" if known.month else "", f"{known.day:02}" if known.day else "")
    more = "" if span.is_single and not span.doubt else long(cited.date)
    return [("PY", f"{known.year:04}"), ("DA", f"{'/'.join(parts)}/{more}")]
