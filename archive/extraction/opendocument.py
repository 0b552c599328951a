"""ODT, ODS and ODP: the three keep their text in the same elements of one part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from archive.extraction.container import Container, attribute, local_name, release
from archive.extraction.contract import ExtractionError, Reason
from archive.extraction.page_builder import Flow
from archive.extraction.sheet_pages import HIDDEN, SheetPages

_CONTENT = "content.xml"
_MANIFEST = "META-INF/manifest.xml"
_MOST_SPACES = 1_000
_MOST_REPEATED_CELLS = 1_024
"""Of a cell with text; of one without, what comes before the next with text counts, up to as many."""
_WITHOUT_TEXT = frozenset({"annotation", "note", "text-box", "tracked-changes", "notes", "script", "ruby-text"})
"""What has paragraphs of its own, and what is no part of the text."""
_SIGNS = {"tab": " ", "line-break": "\n"}
_HEADING_STYLE = re.compile(r"Heading(?:_20_|\s)*([1-9])?\Z")


def read_text(path: Path, flow: Flow) -> None:
    """ODT. Raises ExtractionError."""
    with _opened(path) as container:
        parents: dict[str, str] = {}
        for element in _topmost(container):
            if local_name(element) == "style":
                parents[attribute(element, "name")] = attribute(element, "parent-style-name")
            else:
                _write(element, parents, flow)


def read_sheets(path: Path, flow: Flow) -> None:
    """ODS. Raises ExtractionError."""
    with _opened(path) as container:
        hidden: set[str] = set()
        sheet, depth = SheetPages(flow, ""), 0
        for event, element in container.events(_CONTENT, "style", "table", "table-row"):
            match event, local_name(element):
                case "end", "style":
                    hidden |= _hidden_style(element)
                case "start", "table":
                    depth += 1
                    if depth == 1:
                        mark = HIDDEN if attribute(element, "style-name") in hidden else ""
                        sheet = SheetPages(flow, attribute(element, "name") + mark)
                case "end", "table":
                    depth -= 1
                    if not depth:
                        sheet.end()
                        release(element)
                case "end", "table-row" if depth == 1:
                    _write_row(element, sheet)
                    release(element)


def read_slides(path: Path, flow: Flow) -> None:
    """ODP. Raises ExtractionError."""
    with _opened(path) as container:
        for event, element in container.events(_CONTENT, "page"):
            if event == "end":
                _write_slide(element, flow)
                release(element)


def _opened(path: Path) -> Container:
    """Raises ExtractionError also where a password protects the parts."""
    container = Container(path)
    if _MANIFEST in container:
        for _event, _element in container.events(_MANIFEST, "encryption-data"):
            raise ExtractionError(Reason.ENCRYPTED, "asks for a password")
    return container


def _topmost(container: Container) -> Iterator[Any]:
    """Styles, and headings, paragraphs and tables that stand in none; what was deleted is left out."""
    depth = 0
    for event, element in container.events(_CONTENT, "style", "h", "p", "table", "tracked-changes", "annotation"):
        if event == "start":
            depth += 1
            continue
        depth -= 1
        if not depth:
            if local_name(element) not in _WITHOUT_TEXT:
                yield element
            release(element)


def _write(element: Any, parents: dict[str, str], flow: Flow) -> None:
    name = local_name(element)
    if name == "table":
        flow.table(_cells(row) for row in _nearest(element, "table-row"))
        return
    text = _text(element)
    depth = _depth(element, parents)
    if depth:
        flow.heading(text, depth)
    elif _is_item(element):
        flow.item(text)
    else:
        flow.paragraph(text)
    for aside in _nearest(element, "text-box", "note-body"):
        for inner in _nearest(aside, "h", "p", "table"):
            _write(inner, parents, flow)


def _depth(element: Any, parents: dict[str, str]) -> int:
    """Of a heading, by the element or by its style; 0 where it is none."""
    if local_name(element) == "h":
        return max(1, min(int(attribute(element, "outline-level", "1")), 10))
    style = attribute(element, "style-name")
    style = parents.get(style) or style
    if style == "Title":
        return 1
    found = _HEADING_STYLE.match(style)
    return int(found[1] or 1) if found else 0


def _is_item(element: Any) -> bool:
    return any(local_name(each) in {"list-item", "list-header"} for each in element.iterancestors())


def _nearest(element: Any, *names: str) -> Iterator[Any]:
    """Elements of these names below it, in order, but none within another."""
    for child in element:
        name = local_name(child)
        if name in names:
            yield child
        elif name not in _WITHOUT_TEXT or name == "note":
            yield from _nearest(child, *names)


def _text(element: Any) -> str:
    return "".join(_letters(element))


def _letters(element: Any) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        name = local_name(child)
        if name == "s":
            yield " " * min(int(attribute(child, "c", "1")), _MOST_SPACES)
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in _WITHOUT_TEXT:
            yield from _letters(child)
        yield child.tail or ""


def _cell_text(cell: Any) -> str:
    """All its paragraphs, also those of tables and boxes in it."""
    return " ".join(_text(each) for each in cell.iter("{*}p", "{*}h") if not _is_annotation(each, cell))


def _is_annotation(element: Any, cell: Any) -> bool:
    for each in element.iterancestors():
        if each is cell:
            return False
        if local_name(each) == "annotation":
            return True
    return False


def _cells(row: Any) -> Iterator[str]:
    """The cells in their columns: one that others cover is followed by empty ones, equal ones stand there once."""
    waiting = 0
    for cell in row:
        if local_name(cell) not in {"table-cell", "covered-table-cell"}:
            continue
        text = _cell_text(cell) if local_name(cell) == "table-cell" else ""
        repeated = min(int(attribute(cell, "number-columns-repeated", "1")), _MOST_REPEATED_CELLS)
        if not text:
            waiting = min(waiting + repeated, _MOST_REPEATED_CELLS)
            continue
        yield from [""] * waiting
        yield from [text] * repeated
        waiting = 0


def _write_row(row: Any, sheet: SheetPages) -> None:
    cells = list(_cells(row))
    if cells:
        for _ in range(int(attribute(row, "number-rows-repeated", "1"))):
            sheet.row(cells)


def _hidden_style(style: Any) -> set[str]:
    shown = (attribute(each, "display", "true") for each in style if local_name(each) == "table-properties")
    return {attribute(style, "name")} if "false" in shown else set()


def _write_slide(slide: Any, flow: Flow) -> None:
    """The title first, wherever it stands."""
    frames = list(_nearest(slide, "frame", "custom-shape", "rect", "ellipse", "line", "connector"))
    frames.sort(key=lambda frame: attribute(frame, "class") != "title")
    for frame in frames:
        _write_frame(frame, flow)
    notes = [_text(each) for page in slide.iter("{*}notes") for each in page.iter("{*}p")]
    write_notes(notes, flow)
    flow.end_stretch()


def _write_frame(frame: Any, flow: Flow) -> None:
    if attribute(frame, "class") == "title":
        flow.heading(_cell_text(frame))
        return
    for element in frame.iter("{*}p", "{*}h", "{*}table"):
        if local_name(element) == "table":
            flow.table(_cells(row) for row in _nearest(element, "table-row"))
        elif not any(local_name(each) == "table" for each in element.iterancestors()):
            writes: Callable[[str], None] = flow.item if _is_item(element) else flow.paragraph
            writes(_text(element))


def write_notes(notes: list[str], flow: Flow) -> None:
    """What the speaker wrote for himself, under a heading of its own."""
    if any(note.strip() for note in notes):
        flow.heading("Notas", depth=0)
        for note in notes:
            flow.paragraph(note)
