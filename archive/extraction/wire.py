"""What the parent and its child processes say to each other: JSON in frames led by their length.

The child may belong to a hostile file by the time it answers: an answer is data of known shapes or ProtocolError,
never an object that loads itself.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable
from dataclasses import asdict
from math import ceil
from typing import Any, NoReturn

from archive.extraction.contract import (
    Block,
    BlockKind,
    ExtractedHead,
    ExtractedPage,
    Limits,
    Line,
    Outline,
    Quality,
    Unit,
)

LENGTH = struct.Struct(">I")
LARGEST_FRAME = 64 * 1024 * 1024
_LINE_FIELDS = 6
_PARTS_OF_A_POINT = 10
"""Rectangles travel as whole numbers, which JSON writes and reads several times as fast."""


class ProtocolError(Exception):
    """What came is no answer that a sound child gives."""


class FrameTooLargeError(ValueError):
    """One page or answer over LARGEST_FRAME."""


def frame(content: dict[str, Any]) -> bytes:
    """The message as bytes to send."""
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    if len(body) > LARGEST_FRAME:
        raise FrameTooLargeError(f"{len(body)} bytes")
    return LENGTH.pack(len(body)) + body


def message(body: bytes) -> dict[str, Any]:
    """The message in a frame's body."""
    try:
        found = json.loads(body, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(f"no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ProtocolError("no object")
    return found


def limits_from(values: dict[str, int]) -> Limits:
    return Limits(**values)


def pack_head(head: ExtractedHead) -> dict[str, Any]:
    return asdict(head)


def unpack_head(values: object) -> ExtractedHead:
    """Raises ProtocolError."""
    match values:
        case {
            "page_count": int(count),
            "encrypted": bool(encrypted),
            "repaired": bool(repaired),
            "outline": list(rows),
            "unit": str(unit),
            "has_images": bool(has_images),
            "duration": None | float() as duration,
        }:
            outline = tuple(_outline(row) for row in rows)
            return ExtractedHead(count, encrypted, repaired, outline, _unit(unit), has_images, duration)
    raise ProtocolError("head")


def _outline(values: object) -> Outline:
    match values:
        case {"title": str(title), "page": int(page), "depth": int(depth)}:
            return Outline(title, page, depth)
    raise ProtocolError("outline")


def pack_page(page: ExtractedPage) -> list[Any]:
    """Flat, with its lines one after the other in one list of whole numbers."""
    numbers = pack_lines(page.lines)
    blocks = [[block.kind, block.start, block.end] for block in page.blocks]
    return [page.number, page.label, page.text, page.width, page.height, page.quality, numbers, blocks]


def pack_lines(lines: Iterable[Line]) -> list[int]:
    unit = _PARTS_OF_A_POINT
    numbers: list[int] = []
    for line in lines:
        left, top = int(unit * line.left), int(unit * line.top)
        numbers += (line.start, line.end, left, top, ceil(unit * line.right), ceil(unit * line.bottom))
    return numbers


def unpack_page(values: object, expected_number: int) -> ExtractedPage:
    """Raises ProtocolError."""
    match values:
        case [
            int(number),
            str(label),
            str(text),
            float(width),
            float(height),
            str(quality),
            list(numbers),
            list(blocks),
        ]:
            if number != expected_number:
                raise ProtocolError(f"page {number} for {expected_number}")
            return ExtractedPage(
                number,
                label,
                text,
                width,
                height,
                _quality(quality),
                unpack_lines(numbers, len(text)),
                tuple(_blocks(blocks, len(text))),
            )
    raise ProtocolError("page")


def pages_of(content: dict[str, Any]) -> list[object]:
    """Raises ProtocolError."""
    pages = content.get("pages", [])
    if not isinstance(pages, list):
        raise ProtocolError("pages")
    return pages


def _quality(value: str) -> Quality:
    try:
        return Quality(value)
    except ValueError as error:
        raise ProtocolError("quality") from error


def _unit(value: str) -> Unit:
    try:
        return Unit(value)
    except ValueError as error:
        raise ProtocolError("unit") from error


def _blocks(rows: list[Any], length: int) -> Iterable[Block]:
    reached = 0
    for row in rows:
        match row:
            case [str(kind), int(start), int(end)] if kind in set(BlockKind) and reached <= start <= end <= length:
                yield Block(BlockKind(kind), start, end)
                reached = end
            case _:
                raise ProtocolError("block")


def unpack_lines(numbers: list[Any], length: int) -> tuple[Line, ...]:
    """Rectangles of stretches of a text of that length. Raises ProtocolError."""
    return tuple(_lines(numbers, length))


def _lines(numbers: list[Any], length: int) -> Iterable[Line]:
    if len(numbers) % _LINE_FIELDS or not {*map(type, numbers)} <= {int}:
        raise ProtocolError("lines")
    fields = [iter(numbers)] * _LINE_FIELDS
    unit = _PARTS_OF_A_POINT
    for start, end, left, top, right, bottom in zip(*fields, strict=True):
        if not 0 <= start <= end <= length:
            raise ProtocolError("line offsets")
        yield Line(start, end, left / unit, top / unit, right / unit, bottom / unit)


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
