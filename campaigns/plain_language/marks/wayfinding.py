"""Headings and links that don't say what they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from campaigns.plain_language.addresses import URL
from campaigns.plain_language.letters import fold
from campaigns.plain_language.lexicon.headings import EMPTY_HEADINGS, EMPTY_LINKS
from campaigns.plain_language.marks.mark import Mark, Reading
from campaigns.plain_language.text import Kind

_NUMBERING = re.compile(r"^\s*(?:(?:\d+|[ivxlc]+|[a-z])[.)]\s*|(?:\d+\.)*\d+\s+)+")
_NOT_WORDS = re.compile(r"[^\w\s]+")

EMPTY_HEADING = "Este título sirve para cualquier texto: diga lo que esta parte responde o informa."
EMPTY_LINK = "Quien escucha solo los enlaces no sabe a dónde lleva este: escriba lo que se abre."
BARE_ADDRESS = "La dirección no dice qué se abre: enlace el nombre de la página o del documento."


def find(reading: Reading) -> Iterator[Mark]:
    for passage in reading.passages:
        start, end = passage.block.start, passage.block.end
        if passage.block.kind is Kind.HEADING and _plain(reading.text.prose(passage.block)) in EMPTY_HEADINGS:
            yield reading.mark("empty_heading", start, end, EMPTY_HEADING)
    for link in reading.text.links:
        words = reading.text.content[link.start : link.end]
        if URL.fullmatch(words.strip()):
            yield reading.mark("link_text", link.start, link.end, BARE_ADDRESS)
        elif _plain(words) in EMPTY_LINKS:
            yield reading.mark("link_text", link.start, link.end, EMPTY_LINK)


def _plain(words: str) -> str:
    folded = fold(" ".join(words.split()))
    return " ".join(_NOT_WORDS.sub(" ", _NUMBERING.sub("", folded)).replace("_", " ").split())
