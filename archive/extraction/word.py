"""DOCX: the text of its body, table by table and paragraph by paragraph, and its notes after it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from archive.extraction.container import Container, attribute, local_name, release
from archive.extraction.page_builder import Flow

_HEADING_NAME = re.compile(r"(?:heading|t[ií]tulo|encabezado)\s*([1-9])\Z", re.IGNORECASE)
_TITLE_NAMES = frozenset({"title", "título", "titulo"})
_BODY_TEXT_LEVEL = 9
"""What the file states as the level of an outline where it means none."""
_LONGEST_STYLE_CHAIN = 20
_WITHOUT_TEXT = frozenset({"pPr", "rPr", "tblPr", "sdtPr", "del", "moveFrom", "Fallback", "txbxContent", "instrText"})
"""What was deleted, what is said twice for older programs, and boxes, which have paragraphs of their own."""
_SIGNS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_SEPARATOR_NOTES = frozenset({"separator", "continuationSeparator", "continuationNotice"})
_WIDEST_CELL = 64


@dataclass(frozen=True, slots=True)
class _Style:
    """What a paragraph is by its style; depth 0 is no heading."""

    depth: int = 0
    is_item: bool = False


_Styles = dict[str, _Style]


def read(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    with Container(path) as container:
        main = container.main_part("word/document.xml")
        parts = dict(container.related(main))
        styles = _styles(container, parts.get("styles", ""))
        for element in _topmost(container, main):
            _write(element, styles, flow)
        for kind in ("footnotes", "endnotes"):
            if parts.get(kind, "") in container:
                _write_notes(container, parts[kind], flow)


def _topmost(container: Container, part: str) -> Iterator[Any]:
    """Paragraphs and tables that stand in none, each given back after use."""
    depth = 0
    for event, element in container.events(part, "p", "tbl"):
        if event == "start":
            depth += 1
            continue
        depth -= 1
        if not depth:
            yield element
            release(element)


def _write(element: Any, styles: _Styles, flow: Flow) -> None:
    if local_name(element) == "tbl":
        _write_table(element, styles, flow)
        return
    style = _style_of(element, styles)
    text = _text(element)
    if style.depth:
        flow.heading(text, style.depth)
    elif style.is_item:
        flow.item(text)
    else:
        flow.paragraph(text)
    for box in _boxes(element):
        for inner in _blocks_in(box):
            _write(inner, styles, flow)


def _write_table(table: Any, styles: _Styles, flow: Flow) -> None:
    """A frame around text is no table: its one cell is written as what it holds."""
    rows = [list(_cells(row)) for row in _nearest(table, "tr")]
    if len(rows) == 1 and len(rows[0]) == 1:
        for cell in _nearest(table, "tc"):
            for element in _blocks_in(cell):
                _write(element, styles, flow)
    else:
        flow.table(rows)


def _cells(row: Any) -> Iterator[str]:
    """The cells' text, each in its column: one that spans several is followed by empty ones."""
    for cell in _nearest(row, "tc"):
        yield " ".join(_texts(cell))
        properties = {local_name(each): attribute(each, "val") for each in _child(cell, "tcPr")}
        span = properties.get("gridSpan", "1")
        yield from [""] * (min(int(span), _WIDEST_CELL) - 1)


def _texts(element: Any) -> Iterator[str]:
    """All paragraphs in it, also those of tables and boxes."""
    for each in _blocks_in(element):
        if local_name(each) == "tbl":
            for cell in _nearest(each, "tc"):
                yield from _texts(cell)
        else:
            yield _text(each)
            for box in _boxes(each):
                yield from _texts(box)


def _nearest(element: Any, *names: str) -> Iterator[Any]:
    """Elements of these names below it, in order, but none within another."""
    for child in element:
        name = local_name(child)
        if name in names:
            yield child
        elif name not in _WITHOUT_TEXT:
            yield from _nearest(child, *names)


def _blocks_in(element: Any) -> Iterator[Any]:
    return _nearest(element, "p", "tbl")


def _boxes(paragraph: Any) -> Iterator[Any]:
    """The text boxes that are anchored in a paragraph."""
    for child in paragraph:
        name = local_name(child)
        if name == "txbxContent":
            yield child
        elif name not in _WITHOUT_TEXT:
            yield from _boxes(child)


def _text(paragraph: Any) -> str:
    return "".join(_letters(paragraph))


def _letters(element: Any) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "sym":
            yield chr(int(attribute(child, "char", "20"), 16))
        elif name not in _WITHOUT_TEXT:
            yield from _letters(child)


def _child(element: Any, name: str) -> Any:
    """The first child of that name, or nothing to iterate over."""
    return next((child for child in element if local_name(child) == name), ())


def _style_of(paragraph: Any, styles: _Styles) -> _Style:
    properties = _child(paragraph, "pPr")
    named = _value(properties, "pStyle")
    return _with_properties(properties, styles.get(named, _Style()))


def _with_properties(properties: Any, inherited: _Style) -> _Style:
    """A style with what these properties change."""
    depth, is_item = inherited.depth, inherited.is_item
    for each in properties:
        name = local_name(each)
        if name == "outlineLvl":
            level = int(attribute(each, "val", str(_BODY_TEXT_LEVEL)))
            depth = level + 1 if 0 <= level < _BODY_TEXT_LEVEL else 0
        elif name == "numPr":
            is_item = _value(each, "numId") not in {"", "0"}
    return _Style(depth, is_item)


def _value(element: Any, name: str) -> str:
    """What the first child of that name states; empty where there is none."""
    return next((attribute(child, "val") for child in element if local_name(child) == name), "")


def _styles(container: Container, part: str) -> _Styles:
    if part not in container:
        return {}
    elements = {attribute(each, "styleId"): each for each in container.root(part) if local_name(each) == "style"}
    return {identifier: _resolved(identifier, elements) for identifier in elements}


def _resolved(identifier: str, elements: dict[str, Any]) -> _Style:
    """A style over those that it is based on."""
    chain: list[Any] = []
    while identifier in elements and len(chain) < _LONGEST_STYLE_CHAIN:
        chain.append(elements[identifier])
        identifier = _value(chain[-1], "basedOn")
    style = _Style()
    for element in reversed(chain):
        name = _value(element, "name")
        style = _Style(_depth_by_name(name) or style.depth, style.is_item)
        style = _with_properties(_child(element, "pPr"), style)
    return style


def _depth_by_name(name: str) -> int:
    """The name that the program gave a style is in English in every language; people write their own in Spanish."""
    if name.lower() in _TITLE_NAMES:
        return 1
    found = _HEADING_NAME.match(name)
    return int(found[1]) if found else 0


def _write_notes(container: Container, part: str, flow: Flow) -> None:
    notes = (each for each in container.root(part) if attribute(each, "type") not in _SEPARATOR_NOTES)
    for note in notes:
        flow.paragraph(" ".join(_texts(note)))
