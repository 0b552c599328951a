"""The few marks that a demo text uses: `## ` headings, lists, `> ` notices, tables between bars, `**bold**`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

_ITEM = re.compile(r"(?P<mark>-|\d+\.) +(?P<text>.+)")


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class Notice:
    """Set apart from the text around it."""

    text: str


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a list; the mark is its number with a point, or a bullet."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first row names the columns."""

    rows: tuple[tuple[str, ...], ...]


Block: TypeAlias = Heading | Paragraph | Notice | Item | Table


def blocks(body: str) -> Iterator[Block]:
    """The parts of a text in their order. Parts are set apart by an empty line; the items of a list by a line."""
    for part in re.split(r"\n\s*\n", body.strip()):
        lines = part.splitlines()
        if part.startswith("## "):
            yield Heading(_joined([part[3:]]))
        elif part.startswith("> "):
            yield Notice(_joined(line.removeprefix(">") for line in lines))
        elif part.startswith("|"):
            yield Table(tuple(_cells(line) for line in lines))
        elif _ITEM.match(part):
            yield from _items(lines)
        else:
            yield Paragraph(_joined(lines))


def _items(lines: list[str]) -> Iterator[Item]:
    """A line without a mark goes on with the item above it."""
    mark, texts = "", list[str]()
    for line in lines:
        found = _ITEM.match(line)
        if found and texts:
            yield Item(mark, _joined(texts))
            texts = []
        if found:
            mark = "•" if found["mark"] == "-" else found["mark"]
        texts.append(found["text"] if found else line)
    yield Item(mark, _joined(texts))


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _joined(lines: Iterator[str] | list[str]) -> str:
    return " ".join(" ".join(lines).split())
