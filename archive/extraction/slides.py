"""PPTX: slides with their title, their text and tables, and what the speaker noted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive.extraction.container import Container, attribute, local_name
from archive.extraction.opendocument import write_notes
from archive.extraction.page_builder import Flow
from archive.extraction.sheet_pages import HIDDEN

_TITLES = frozenset({"title", "ctrTitle"})
_OF_THE_LAYOUT = frozenset({"sldNum", "dt", "ftr", "hdr", "sldImg"})
_SIGNS = {"br": "\n", "tab": " "}


def read(path: Path, flow: Flow) -> None:
    """Raises ExtractionError."""
    with Container(path) as container:
        main = container.main_part("ppt/presentation.xml")
        related = container.relations(main)
        for identifier in _slides_in_order(container.root(main)):
            _write_slide(container, related[identifier][1], flow)


def _slides_in_order(presentation: Any) -> Iterator[str]:
    for each in presentation.iter("{*}sldId"):
        yield next(str(value) for key, value in each.attrib.items() if key.endswith("}id"))


def _write_slide(container: Container, part: str, flow: Flow) -> None:
    slide = container.root(part)
    shapes = list(_shapes(slide))
    shapes.sort(key=lambda shape: _placeholder(shape) not in _TITLES)
    for shape in shapes:
        _write_shape(shape, flow)
    for kind, notes in container.related(part):
        if kind == "notesSlide" and notes in container:
            write_notes(list(_notes(container.root(notes))), flow)
    flow.end_stretch(HIDDEN.strip() if attribute(slide, "show") in {"0", "false"} else "")


def _shapes(element: Any) -> Iterator[Any]:
    """Shapes and frames in their order, out of their groups; what is said twice for older programs is left out."""
    for child in element:
        name = local_name(child)
        if name in {"sp", "graphicFrame"}:
            yield child
        elif name != "Fallback":
            yield from _shapes(child)


def _placeholder(shape: Any) -> str:
    return next((attribute(each, "type", "body") for each in shape.iter("{*}ph")), "")


def _write_shape(shape: Any, flow: Flow) -> None:
    kind = _placeholder(shape)
    if kind in _TITLES:
        flow.heading(" ".join(_paragraphs(shape)))
    elif local_name(shape) == "graphicFrame":
        for table in shape.iter("{*}tbl"):
            flow.table((" ".join(_paragraphs(cell)) for cell in row.iter("{*}tc")) for row in table.iter("{*}tr"))
    elif kind not in _OF_THE_LAYOUT:
        write = flow.item if kind == "body" else flow.paragraph
        for text in _paragraphs(shape):
            write(text)


def _paragraphs(element: Any) -> Iterator[str]:
    for paragraph in element.iter("{*}p"):
        yield "".join(_letters(paragraph))


def _letters(element: Any) -> Iterator[str]:
    for child in element:
        name = local_name(child)
        if name == "t":
            yield child.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        else:
            yield from _letters(child)


def _notes(slide: Any) -> Iterator[str]:
    for shape in _shapes(slide):
        if _placeholder(shape) not in _OF_THE_LAYOUT:
            yield from _paragraphs(shape)
