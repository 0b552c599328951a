"""TXT and HTML."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from archive.extraction.encoded_text import decoded
from archive.extraction.page_builder import Flow

_PARAGRAPH_BREAK = re.compile(r"\n[ \t]*\n\s*")
_DECLARED_ENCODING = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_LOOKED_AT = 4_096
_WITHOUT_TEXT = frozenset(
    {
        "head",
        "script",
        "style",
        "template",
        "noscript",
        "svg",
        "math",
        "object",
        "iframe",
        "select",
        "textarea",
        "audio",
    }
    | {"video", "canvas"}
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = {f"h{depth}": depth for depth in range(1, 7)}
_INLINE_NAMES = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark nobr q s samp small span "
    "strike strong sub sup time tt u var wbr img input button"
)
_INLINE = frozenset(_INLINE_NAMES.split())
_ITEMS = frozenset({"li", "dt", "dd"})
_SPACES = re.compile(r"[ \t\r\n\f]+")


def read_text(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    write_text(decoded(path.read_bytes()), flow)


def write_text(text: str, flow: Flow) -> None:
    """Paragraphs end with an empty line, and what printers take for the end of a page is one."""
    for number, page in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\f")):
        if number:
            flow.end_stretch()
        for paragraph in _PARAGRAPH_BREAK.split(page):
            flow.paragraph(paragraph)


def read_html(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    content = path.read_bytes()
    declared = _DECLARED_ENCODING.search(content[:_LOOKED_AT])
    write_html(decoded(content, declared[1].decode("ascii") if declared else ""), flow)


def write_html(text: str, flow: Flow) -> None:
    """What a browser shows of it."""
    writer = _Writer(flow)
    parser = etree.HTMLParser(
        target=writer, encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    parser.feed(text.encode("utf-8", "replace"))
    parser.close()


class _Writer:
    """Hears of the tags one after the other: nothing is kept of them, however deep they are."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._hidden = 0
        """How many of the open elements are hidden or stand in a hidden one."""
        self._letters: list[str] = []
        self._heading = 0
        self._items = 0
        self._tables = 0
        self._preformatted = 0
        self._rows: list[list[str]] = []

    def start(self, tag: Any, attributes: Any) -> None:
        if self._hidden or _is_hidden(tag, attributes):
            self._hidden += 1
        elif tag == "br":
            self._letters.append("\n")
        elif tag == "table":
            self._start_table()
        elif self._tables:
            self._start_in_table(tag)
        elif tag not in _INLINE:
            self._end_block()
            self._heading = _HEADINGS.get(tag, self._heading)
            self._items += tag in _ITEMS
            self._preformatted += tag == "pre"

    def end(self, tag: Any) -> None:
        if self._hidden:
            self._hidden -= 1
        elif tag == "table":
            self._end_table()
        elif self._tables or tag in _INLINE or tag == "br":
            self._separate(tag)
        else:
            self._end_block()
            self._heading = 0 if tag in _HEADINGS else self._heading
            self._items -= tag in _ITEMS and self._items > 0
            self._preformatted -= tag == "pre" and self._preformatted > 0

    def data(self, text: str) -> None:
        if not self._hidden:
            self._letters.append(text if self._preformatted else _SPACES.sub(" ", text))

    def close(self) -> None:
        self._tables = 0
        self._flow.table(self._rows)
        self._end_block()

    def _start_table(self) -> None:
        if not self._tables:
            self._end_block()
        self._tables += 1

    def _start_in_table(self, tag: str) -> None:
        """Tables in a cell are part of its text."""
        if self._tables == 1 and tag == "tr":
            self._end_cell()
            self._rows.append([])
        elif self._tables == 1 and tag in {"td", "th"}:
            self._end_cell()
            self._rows = self._rows or [[]]
            self._rows[-1].append("")
        else:
            self._separate(tag)

    def _separate(self, tag: str) -> None:
        if tag not in _INLINE:
            self._letters.append(" ")

    def _end_cell(self) -> None:
        text, self._letters = "".join(self._letters), []
        if self._rows and self._rows[-1]:
            self._rows[-1][-1] += text
        elif text.strip():
            self._flow.paragraph(text)

    def _end_table(self) -> None:
        if self._tables == 1:
            self._end_cell()
            self._write_rows()
        self._tables = max(0, self._tables - 1)

    def _write_rows(self) -> None:
        """A table of one cell lays out a page, and so does one whose cells hold pages of text."""
        if len(self._rows) == 1 and len(self._rows[0]) == 1:
            self._flow.paragraph(self._rows[0][0])
        else:
            self._flow.table(self._rows)
        self._rows = []

    def _end_block(self) -> None:
        text, self._letters = "".join(self._letters), []
        if self._heading:
            self._flow.heading(text, self._heading)
        elif self._items:
            self._flow.item(text)
        else:
            self._flow.paragraph(text)


def _is_hidden(tag: Any, attributes: Any) -> bool:
    return (
        tag in _WITHOUT_TEXT
        or "hidden" in attributes
        or _HIDDEN_STYLE.search(attributes.get("style", "")) is not None
    )
