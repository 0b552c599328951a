"""Text files in the encodings that offices in Mexico have written them in."""

from __future__ import annotations

import codecs

from archive.extraction.contract import ExtractionError, Reason

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4_096


def decoded(content: bytes, declared: str = "") -> str:
    """The text, in the encoding that it begins with, that it declares, or that it can only be.

    Raises ExtractionError where it is no text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding, errors="replace")
    for encoding in (*_unmarked(content), declared, "utf-8"):
        if text := _in(encoding, content):
            return text
    if b"\x00" in content[:_SAMPLE]:
        raise ExtractionError(Reason.DAMAGED, "no text")
    return content.decode("cp1252", errors="replace")


def _unmarked(content: bytes) -> tuple[str, ...]:
    """UTF-16 of Latin letters leaves every second byte empty."""
    sample = content[:_SAMPLE]
    if sample[1::2].count(0) * 10 > len(sample) * 4:
        return ("utf-16-le",)
    if sample[0::2].count(0) * 10 > len(sample) * 4:
        return ("utf-16-be",)
    return ()


def _in(encoding: str, content: bytes) -> str:
    """The text where all of it is in that encoding, else an empty one."""
    try:
        text = content.decode(encoding) if encoding else ""
    except (LookupError, UnicodeDecodeError):
        return ""
    return "" if "\x00" in text[:_SAMPLE] else text
