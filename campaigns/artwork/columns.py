"""A column of a sheet, filled from the top: headings, paragraphs, lists, as large as all of them can be. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from campaigns.artwork import palette
from campaigns.artwork.palette import Colour
from campaigns.artwork.sheets import POINT, Area, Sheet
from campaigns.artwork.typesetting import DoesNotFit, Setting, break_lines, steps_down


class Kind(Enum):
    """What a part of a column is, and by that how it looks."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    MESSAGE = "message"
    STEP = "step"
    SMALL = "small"


@dataclass(frozen=True, slots=True)
class Style:
    """Size and gap are shares of the column's own size; a hanging part has its mark in the margin."""

    share: float
    is_bold: bool
    ink: Colour
    gap: float
    tag: str
    leading: float = 1.34
    hangs: float = 0.0


STYLES = {
    Kind.HEADING: Style(1.3, True, palette.ACCENT, 0.55, "H2", 1.2),
    Kind.PARAGRAPH: Style(1.0, False, palette.INK, 0.8, "P"),
    Kind.MESSAGE: Style(1.22, True, palette.INK, 0.75, "LI", 1.26, hangs=1.5),
    Kind.STEP: Style(1.0, False, palette.INK, 0.7, "LI", hangs=1.9),
    Kind.SMALL: Style(0.8, False, palette.MUTED, 0.5, "P"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of text."""

    kind: Kind
    text: str
    mark: str = ""
    """What stands in the margin: the number of a step."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A column that was set."""

    parts: Sequence[tuple[Part, Setting]]
    size: float
    height: float


def fill(
    sheet: Sheet, parts: Sequence[Part], *, width: float, height: float, largest: float, smallest: float
) -> Filled:
    """The parts at the largest size (in points) at which all of them are in the column. Raises DoesNotFit."""
    for points in steps_down(largest, smallest, 16):
        try:
            found = _at(sheet, parts, width, points * POINT)
        except DoesNotFit:
            continue
        if found.height <= height:
            return found
    raise DoesNotFit(" ".join(part.text for part in parts))


def _at(sheet: Sheet, parts: Sequence[Part], width: float, size: float) -> Filled:
    settings, height = [], 0.0
    for part in parts:
        style = STYLES[part.kind]
        own = size * style.share
        lines = break_lines(part.text, width - own * style.hangs, sheet.measure_at(is_bold=style.is_bold)(own))
        setting = Setting(lines, own, own * style.leading)
        settings.append((part, setting))
        height += setting.height + own * style.gap
    return Filled(settings, size, height)


def draw(sheet: Sheet, filled: Filled, area: Area) -> float:
    """Write the column at the top of its area; where it ends."""
    y = area.top
    for part, setting in filled.parts:
        style = STYLES[part.kind]
        if style.hangs:
            _mark(sheet, part, setting, area.left, y)
        left = area.left + setting.size * style.hangs
        y = sheet.typeset(setting, left, y, is_bold=style.is_bold, ink=style.ink, tag=style.tag)
        y += setting.size * style.gap
    return y


def _mark(sheet: Sheet, part: Part, setting: Setting, left: float, top: float) -> None:
    """A pyramid of the fret before a message, its number before a step."""
    if part.mark:
        sheet.typeset(
            Setting((part.mark,), setting.size * 1.25, setting.leading),
            left,
            top - setting.size * 0.2,
            is_bold=True,
            ink=palette.ACCENT,
            tag="Lbl",
        )
        return
    high = setting.size * 0.34
    sheet.fret(Area(left, top + setting.size * 0.98 - high * 1.3, high * 3, high), palette.FRET)
