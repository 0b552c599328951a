"""RTF: its paragraphs, headings, items and tables; groups may be nested as deep as the file likes."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from archive.extraction.contract import ExtractionError, Reason
from archive.extraction.page_builder import Flow

_SIGNATURE = b"{\\rtf"
_DEEPEST = 10_000
_TOKEN = re.compile(
    r"\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    r"|\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<sign>[^a-zA-Z])|(?P<brace>[{}])|[\r\n\x00]+|(?P<text>[^\\{}\r\n\x00]+)",
    re.DOTALL,
)
_HIDDEN_NAMES = (
    "fonttbl colortbl info pict object themedata colorschememapping header headerl headerr headerf footer "
    "footerl footerr footerf fldinst xmlnstbl listtable listoverridetable listtext pntext rsidtbl generator "
    "datastore latentstyles filetbl revtbl nonshppict shppict annotation atnid atnauthor bkmkstart bkmkend "
    "panose falt fname"
)
_HIDDEN = frozenset(_HIDDEN_NAMES.split())
"""Groups that say how the text looks or where it came from."""
_SIGNS = {
    "line": "\n",
    "tab": " ",
    "emdash": "—",
    "endash": "–",
    "emspace": " ",
    "enspace": " ",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
}
_SYMBOLS = {"~": " ", "_": "-", "{": "{", "}": "}", "\\": "\\"}
_PARAGRAPH_ENDS = frozenset({"par", "sect", "page", "\n", "\r"})
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850", "ansi": "cp1252"}
_HEADING_STYLE = re.compile(r"(?:heading|t[ií]tulo|encabezado)\s*([1-9])\Z|(title|t[ií]tulo)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds until the group ends."""

    is_hidden: bool = False
    in_styles: bool = False
    style: int = 0
    fallback: int = 1
    """Characters that follow one in Unicode for programs that don't know it."""
    level: int | None = None
    """Of the outline, from 0."""
    is_item: bool = False
    in_table: bool = False


@dataclass(slots=True)
class _Reader:
    flow: Flow
    encoding: str = "cp1252"
    groups: list[_Group] = field(default_factory=lambda: [_Group()])
    letters: list[str] = field(default_factory=list)
    waiting: bytearray = field(default_factory=bytearray)
    """Bytes of which more may belong to the same letter."""
    to_skip: int = 0
    style_name: list[str] = field(default_factory=list)
    depths: dict[int, int] = field(default_factory=dict)
    """Of the styles that are headings."""
    cells: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def now(self) -> _Group:
        return self.groups[-1]

    def set(self, **changes: bool | int | None) -> None:
        self.groups[-1] = replace(self.now, **changes)  # type: ignore[arg-type]

    def write(self, text: str) -> None:
        self.settle()
        if self.now.in_styles:
            self.style_name.append(text)
        elif not self.now.is_hidden:
            self.letters.append(text)

    def settle(self) -> None:
        """Decode the bytes that wait."""
        if self.waiting:
            text, self.waiting = self.waiting.decode(self.encoding, "replace"), bytearray()
            self.write(text)

    def text(self) -> str:
        """What was written since the last time."""
        self.settle()
        text = "".join(self.letters).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        self.letters = []
        return text

    def end_paragraph(self) -> None:
        if self.now.in_table:
            self.write("\n")
            return
        self.end_table()
        text, now = self.text(), self.now
        depth = now.level + 1 if now.level is not None else self.depths.get(now.style, 0)
        if depth:
            self.flow.heading(text, depth)
        elif now.is_item:
            self.flow.item(text)
        else:
            self.flow.paragraph(text)

    def end_row(self) -> None:
        if self.cells:
            self.rows.append(self.cells)
        self.cells = []

    def end_table(self) -> None:
        self.end_row()
        self.flow.table(self.rows)
        self.rows = []

    def end_style(self) -> None:
        """A style's name ends with a semicolon."""
        name = "".join(self.style_name).strip(" ;")
        self.style_name = []
        if found := _HEADING_STYLE.match(name):
            self.depths[self.now.style] = int(found[1] or 1)


def read(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    content = path.read_bytes()
    if not content.startswith(_SIGNATURE):
        raise ExtractionError(Reason.DAMAGED, "no RTF")
    reader = _Reader(flow)
    for token in _tokens(content.decode("latin-1")):
        _follow(reader, token)
    if len(reader.groups) > 1:
        raise ExtractionError(Reason.DAMAGED, "it ends before its groups do")
    reader.end_paragraph()
    reader.end_table()


def _tokens(text: str) -> Iterator[re.Match[str]]:
    """What comes in binary is skipped by the length it states."""
    at = 0
    while found := _TOKEN.match(text, at):
        yield found
        at = found.end()
        if found["word"] == "bin":
            at += max(0, int(found["number"] or 0))


def _follow(reader: _Reader, token: re.Match[str]) -> None:
    if token["brace"]:
        _follow_brace(reader, token["brace"])
    elif token["word"]:
        number = int(token["number"]) if token["number"] else None
        _follow_word(reader, token["word"], number)
    elif token["byte"]:
        _follow_byte(reader, token["byte"])
    elif token["sign"]:
        _follow_sign(reader, token["sign"])
    elif token["text"]:
        skipped = min(reader.to_skip, len(token["text"]))
        reader.to_skip -= skipped
        reader.write(token["text"][skipped:])


def _follow_brace(reader: _Reader, brace: str) -> None:
    reader.settle()
    reader.to_skip = 0
    if brace == "{":
        if len(reader.groups) > _DEEPEST:
            raise ExtractionError(Reason.DAMAGED, f"groups over {_DEEPEST} deep")
        reader.groups.append(reader.now)
        return
    if reader.now.in_styles:
        reader.end_style()
    if len(reader.groups) > 1:
        reader.groups.pop()


def _follow_byte(reader: _Reader, byte: str) -> None:
    if reader.to_skip:
        reader.to_skip -= 1
    elif not reader.now.is_hidden:
        reader.waiting += bytes.fromhex(byte)


def _follow_sign(reader: _Reader, sign: str) -> None:
    if sign == "*":
        reader.set(is_hidden=True)
    elif sign in _PARAGRAPH_ENDS:
        reader.end_paragraph()
    elif reader.to_skip:
        reader.to_skip -= 1
    elif sign in _SYMBOLS:
        reader.write(_SYMBOLS[sign])


def _follow_word(reader: _Reader, word: str, number: int | None) -> None:
    now = reader.now
    if word == "u" and number is not None:
        reader.write(chr(number & 0xFFFF))
        reader.to_skip = now.fallback
    elif word in _HIDDEN:
        reader.set(is_hidden=True)
    elif word == "stylesheet":
        reader.set(in_styles=True)
    elif word in _CODE_PAGES or word == "ansicpg":
        reader.encoding = _encoding(_CODE_PAGES.get(word) or f"cp{number}")
    elif word in _SIGNS:
        reader.write(_SIGNS[word])
    elif not now.is_hidden and not now.in_styles:
        _follow_layout(reader, word, number)
    elif now.in_styles and word == "s":
        reader.set(style=number or 0)
    if word == "uc":
        reader.set(fallback=max(0, number or 0))


def _follow_layout(reader: _Reader, word: str, number: int | None) -> None:
    """What ends a paragraph, a cell or a row, and what a paragraph is."""
    if word in _PARAGRAPH_ENDS:
        reader.end_paragraph()
    elif word in {"cell", "nestcell"}:
        reader.cells.append(reader.text())
    elif word in {"row", "nestrow"}:
        reader.end_row()
    elif word == "pard":
        reader.set(style=0, level=None, is_item=False, in_table=False)
    elif word == "intbl":
        reader.set(in_table=True)
    elif word == "s":
        reader.set(style=number or 0)
    elif word == "outlinelevel":
        reader.set(level=number if number is not None and 0 <= number < 9 else None)
    elif word in {"ls", "pnlvlbody", "pnlvlblt"}:
        reader.set(is_item=True)


def _encoding(name: str) -> str:
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"
