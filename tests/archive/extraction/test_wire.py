"""What a child may say: known shapes, or ProtocolError."""

from __future__ import annotations

from typing import Any

import pytest

from archive.extraction import wire
from archive.extraction.contract import Block, BlockKind, ExtractedHead, ExtractedPage, Line, Outline, Quality, Unit

LINES = (Line(0, 12, 72.0, 60.2, 140.1, 70.0),)
BLOCKS = (Block(BlockKind.HEADING, 0, 3), Block(BlockKind.TABLE, 4, 12))
PAGE = ExtractedPage(3, "iv", "Ley de ñandú", 612.0, 792.0, Quality.GOOD, LINES, BLOCKS)
PACKED = [3, "iv", "Ley de ñandú", 612.0, 792.0, "good", [0, 12, 720, 602, 1401, 700], [["heading", 0, 3]]]


def test_a_page_arrives_as_it_was_sent() -> None:
    sent = wire.frame({"page": wire.pack_page(PAGE)})
    assert wire.LENGTH.unpack_from(sent) == (len(sent) - wire.LENGTH.size,)
    assert wire.unpack_page(wire.message(sent[wire.LENGTH.size :])["page"], 3) == PAGE


def test_a_head_arrives_as_it_was_sent() -> None:
    outline = (Outline("Título", 2, 0),)
    head = ExtractedHead(4, encrypted=True, outline=outline, unit=Unit.MOMENT, has_images=False, duration=61.5)
    body = wire.frame(wire.pack_head(head))[wire.LENGTH.size :]
    assert wire.unpack_head(wire.message(body)) == head


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"a": NaN}', b"\xff", b"[" * 100_000])
def test_no_json_object_is_refused(body: bytes) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.message(body)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (0, 4),
        (0, "3"),
        (2, None),
        (3, "wide"),
        (5, "splendid"),
        (6, [1]),
        (6, [0, 13, 1, 1, 1, 1]),
        (6, [0, 1, 1, 1, 1, "x"]),
        (7, [["script", 0, 3]]),
        (7, [["heading", 0, 13]]),
        (7, [["heading", 0, 3], ["table", 2, 4]]),
        (7, ["heading"]),
    ],
)
def test_an_unsound_page_is_refused(field: int, value: Any) -> None:
    values = [*PACKED]
    values[field] = value
    with pytest.raises(wire.ProtocolError):
        wire.unpack_page(values, 3)


@pytest.mark.parametrize(
    "values",
    [
        None,
        {},
        {"page_count": "4"},
        {**wire.pack_head(ExtractedHead(1)), "outline": [{}]},
        {**wire.pack_head(ExtractedHead(1)), "unit": "leaf"},
    ],
)
def test_an_unsound_head_is_refused(values: Any) -> None:
    with pytest.raises(wire.ProtocolError):
        wire.unpack_head(values)
