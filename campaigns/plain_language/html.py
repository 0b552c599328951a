"""HTML as a text to measure: what people read of it, one block a paragraph, and its links.

Offsets refer to the text drawn out of the page, which the result carries. Scripts, styles, code and forms' controls
are left out. Badly formed HTML is read as far as it goes.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from campaigns.plain_language.text import Block, Kind, Link, Text

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_ITEMS = frozenset({"li", "dd", "dt", "td", "th", "option"})
_BLOCKS = (
    _HEADINGS
    | _ITEMS
    | frozenset(
        "address article aside blockquote body caption details dialog div dl fieldset figcaption figure footer"
        " form header hr head html legend main nav ol p pre section summary table tbody tfoot thead tr ul".split()
    )
)
_UNREAD = frozenset("script style title template svg math pre textarea select button noscript iframe object".split())
_SPACES = re.compile(r"\s+")


def from_html(page: str) -> Text:
    """The text that a reader of the page gets."""
    reader = _Reader()
    reader.feed(_without_comments(page))
    reader.close()
    return reader.text()


def _without_comments(page: str) -> str:
    """As browsers do: a comment that never ends takes the rest of the page."""
    pieces, position = [], 0
    while (start := page.find("<!--", position)) >= 0:
        pieces.append(page[position:start])
        end = page.find("-->", start)
        position = end + len("-->") if end >= 0 else len(page)
    return "".join([*pieces, page[position:]])


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._length = 0
        self._start: int | None = None
        self._blocks: list[Block] = []
        self._links: list[Link] = []
        self._unread: list[str] = []
        self._within: list[str] = []
        self._link: tuple[int, int, str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNREAD:
            self._unread.append(tag)
        if self._unread:
            return
        if tag in _BLOCKS:
            self._end_block()
            if tag in _HEADINGS | _ITEMS:
                self._within.append(tag)
        elif tag == "br":
            self._write("\n")
        elif tag == "a":
            href = dict(attrs).get("href")
            self._end_link()
            self._link = (self._length, len(self._pieces), href) if href is not None else None

    def handle_endtag(self, tag: str) -> None:
        if tag in self._unread:
            del self._unread[len(self._unread) - 1 - self._unread[::-1].index(tag) :]
            return
        if self._unread:
            return
        if tag in _BLOCKS:
            self._end_block()
            if tag in self._within:
                del self._within[len(self._within) - 1 - self._within[::-1].index(tag) :]
        elif tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._write(_SPACES.sub(" ", data))

    def text(self) -> Text:
        self._end_block()
        return Text("".join(self._pieces), tuple(self._blocks), tuple(self._links))

    def _write(self, data: str) -> None:
        last = self._pieces[-1][-1] if self._pieces else "\n"
        if self._start is None or last.isspace():
            data = data.lstrip()
        if not data:
            return
        if self._start is None:
            self._start = self._length
        self._pieces.append(data)
        self._length += len(data)

    def _kind(self) -> Kind:
        for tag in reversed(self._within):
            return Kind.HEADING if tag in _HEADINGS else Kind.ITEM
        return Kind.PARAGRAPH

    def _end_block(self) -> None:
        self._end_link()
        if self._start is None:
            return
        trailing = len(self._pieces[-1]) - len(self._pieces[-1].rstrip())
        self._blocks.append(Block(self._kind(), self._start, self._length - trailing))
        self._pieces.append("\n\n")
        self._length += 2
        self._start = None

    def _end_link(self) -> None:
        if self._link is None:
            return
        start, piece, href = self._link
        self._link = None
        words = "".join(self._pieces[piece:])
        inner = words.strip()
        if inner:
            first = start + len(words) - len(words.lstrip())
            self._links.append(Link(first, first + len(inner), href))
