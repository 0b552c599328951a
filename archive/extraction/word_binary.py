"""DOC of Word 97 to 2003: its text by the table of pieces, what each paragraph is by its properties.

After Microsoft's [MS-DOC]; the numbers below are its offsets and operation codes.
"""

from __future__ import annotations

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import olefile

from archive.extraction.contract import ExtractionError, Reason
from archive.extraction.page_builder import Flow

_WORD_97 = 0x00C1
_FLAGS, _CHARACTERS, _PARAGRAPH_PAGES, _PIECES = 0x0A, 0x4C, 0x0102, 0x01A2
_IS_ENCRYPTED, _USES_SECOND_TABLE = 0x0100, 0x0200
_IS_ONE_BYTE = 0x40000000
_PAGE = 512
_HEADING_STYLES = range(1, 10)
"""The first nine styles of every document are the built-in headings."""
_IN_TABLE, _ENDS_ROW, _LIST, _OUTLINE_LEVEL = 0x2416, 0x2417, 0x460B, 0x2640
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_LONG_OPERAND = frozenset({0xD606, 0xD608})
_BODY_TEXT_LEVEL = 9
_FIELD_BEGINS, _FIELD_SHOWS, _FIELD_ENDS, _CELL_ENDS = "\x13", "\x14", "\x15", "\x07"
_TOKEN = re.compile("[\r\x07\x0c\x13\x14\x15]|[^\r\x07\x0c\x13\x14\x15]+")
_SIGNS = str.maketrans({"\x1e": "-", "\x1f": None, "\x0b": "\n", "\x0e": "\n"})


@dataclass(frozen=True, slots=True)
class _Kind:
    """What a paragraph is."""

    depth: int = 0
    is_item: bool = False
    in_table: bool = False
    ends_row: bool = False


@dataclass(frozen=True, slots=True)
class _Piece:
    """Where characters from `first` on stand in the file."""

    first: int
    last: int
    offset: int
    width: int


@dataclass(frozen=True, slots=True)
class _Paragraph:
    text: str
    mark: str
    kind: _Kind


def read(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    with olefile.OleFileIO(str(path)) as compound:
        main = _stream(compound, "WordDocument")
        version, flags = _unsigned16(main, 2), _unsigned16(main, _FLAGS)
        if flags & _IS_ENCRYPTED:
            raise ExtractionError(Reason.ENCRYPTED, "asks for a password")
        if version < _WORD_97:
            raise ExtractionError(Reason.DAMAGED, f"version {version}: older than Word 97")
        table = _stream(compound, "1Table" if flags & _USES_SECOND_TABLE else "0Table")
    _write(_paragraphs(main, table), flow)


def _stream(compound: olefile.OleFileIO, name: str) -> bytes:
    """All of it. Raises ExtractionError where the file ends before it does."""
    content = bytes(compound.openstream(name).read())
    if len(content) < compound.get_size(name):
        raise ExtractionError(Reason.DAMAGED, f"{name} is cut off")
    return content


def _unsigned16(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<H", data, at)[0])


def _unsigned32(data: bytes, at: int) -> int:
    return int(struct.unpack_from("<I", data, at)[0])


def _stated(main: bytes, table: bytes, at: int) -> bytes:
    """The structure in the table stream whose place the head of the document states."""
    start, size = struct.unpack_from("<II", main, at)
    return table[start : start + size]


def _pieces(main: bytes, table: bytes) -> Iterator[_Piece]:
    data = _stated(main, table, _PIECES)
    at = 0
    while data[at] == 1:
        at += 3 + _unsigned16(data, at + 1)
    size = _unsigned32(data, at + 1)
    plan = data[at + 5 : at + 5 + size]
    count = (size - 4) // 12
    bounds = struct.unpack_from(f"<{count + 1}I", plan)
    for number, (first, last) in enumerate(pairwise(bounds)):
        place = _unsigned32(plan, 4 * (count + 1) + 8 * number + 2)
        if place & _IS_ONE_BYTE:
            yield _Piece(first, last, (place & ~_IS_ONE_BYTE) // 2, 1)
        else:
            yield _Piece(first, last, place, 2)


def _paragraphs(main: bytes, table: bytes) -> Iterator[_Paragraph]:
    """The body's, then those of its footnotes; fields by what they show."""
    kinds = _Kinds(main, table)
    body, footnotes = struct.unpack_from("<2I", main, _CHARACTERS)
    text: list[str] = []
    fields: list[bool] = []  # whether each open one shows its result by now
    for token, offset in _tokens(main, table, body + footnotes):
        match token:
            case "\x13":
                fields.append(False)
            case "\x14" if fields:
                fields[-1] = True
            case "\x15" if fields:
                fields.pop()
            case "\r" | "\x07" | "\x0c":
                yield _Paragraph(_joined(text), token, kinds.at(offset))
                text = []
            case _ if all(fields):
                text.append(token)
    yield _Paragraph(_joined(text), "\r", _Kind())


def _joined(text: list[str]) -> str:
    """Pairs of surrogates that were read one by one become the letters they stand for."""
    joined = "".join(text).translate(_SIGNS)
    return joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _tokens(main: bytes, table: bytes, length: int) -> Iterator[tuple[str, int]]:
    """Stretches of text and single marks, each with the offset in the file at which it stands."""
    for piece in _pieces(main, table):
        count = min(piece.last, length) - piece.first
        data = main[piece.offset : piece.offset + max(0, count) * piece.width]
        if piece.width == 1:
            text = data.decode("cp1252", "replace")
        else:
            text = "".join(map(chr, struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])))
        for token in _TOKEN.finditer(text):
            yield token[0], piece.offset + token.start() * piece.width


class _Kinds:
    """What the paragraph is to which an offset in the file belongs."""

    def __init__(self, main: bytes, table: bytes) -> None:
        plan = _stated(main, table, _PARAGRAPH_PAGES)
        count = max(0, len(plan) - 4) // 8
        pages = struct.unpack_from(f"<{count}I", plan, 4 * (count + 1)) if count else ()
        runs = sorted(run for page in set(pages) for run in _runs(main, (page & 0x3FFFFF) * _PAGE))
        self._starts = [start for start, _style, _properties in runs]
        self._runs = runs

    def at(self, offset: int) -> _Kind:
        found = bisect_right(self._starts, offset) - 1
        if found < 0:
            return _Kind()
        _start, style, properties = self._runs[found]
        return _kind(style, properties)


def _runs(main: bytes, page: int) -> Iterator[tuple[int, int, bytes]]:
    """Start, style and properties of each paragraph of one page of properties."""
    data = main[page : page + _PAGE]
    if len(data) < _PAGE:
        return
    count = data[-1]
    for number in range(count):
        start = _unsigned32(data, 4 * number)
        at = 2 * data[4 * (count + 1) + 13 * number]
        if not at:
            yield start, 0, b""
            continue
        size = 2 * data[at] - 1 if data[at] else 2 * data[at + 1]
        at += 1 if data[at] else 2
        yield start, _unsigned16(data, at), data[at + 2 : at + size]


def _kind(style: int, properties: bytes) -> _Kind:
    found = dict(_operations(properties))
    depth = style if style in _HEADING_STYLES else 0
    level = found.get(_OUTLINE_LEVEL)
    if level is not None:
        depth = level + 1 if level < _BODY_TEXT_LEVEL else 0
    return _Kind(depth, bool(found.get(_LIST, 0)), bool(found.get(_IN_TABLE, 0)), bool(found.get(_ENDS_ROW, 0)))


def _operations(properties: bytes) -> Iterator[tuple[int, int]]:
    """Each property with the first two bytes of its operand as a number."""
    at = 0
    while at + 3 <= len(properties):
        code = _unsigned16(properties, at)
        at += 2
        size = _OPERAND_SIZES[code >> 13]
        if code in _LONG_OPERAND:
            size = _unsigned16(properties, at) + 1 if at + 2 <= len(properties) else 1
        elif not size:
            size = properties[at] + 1
        yield code, int.from_bytes(properties[at : at + min(size, 2)], "little")
        at += size


def _write(paragraphs: Iterator[_Paragraph], flow: Flow) -> None:
    rows: list[list[str]] = []
    row: list[str] = []
    cell: list[str] = []
    for each in paragraphs:
        is_inside = each.mark == _CELL_ENDS or each.kind.in_table
        if not is_inside and rows:
            flow.table([*rows, row] if row else rows)
            rows, row, cell = [], [], []
        if each.kind.ends_row:
            rows.append(row)
            row, cell = [], []
        elif each.mark == _CELL_ENDS:
            row.append(" ".join([*cell, each.text]))
            cell = []
        elif is_inside:
            cell.append(each.text)
        else:
            _write_paragraph(each, flow)
    flow.table([*rows, row])


def _write_paragraph(paragraph: _Paragraph, flow: Flow) -> None:
    if paragraph.kind.depth:
        flow.heading(paragraph.text, paragraph.kind.depth)
    elif paragraph.kind.is_item:
        flow.item(paragraph.text)
    else:
        flow.paragraph(paragraph.text)
