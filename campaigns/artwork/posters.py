"""Posters and leaflets of a campaign as PDF: for an office printer, or with bleed and marks for the press. Pure.

Nothing is cut. Steps that find no place on a poster are left to the leaflet; whatever else does not fit is refused.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image

from campaigns.artwork import columns, palette
from campaigns.artwork.cards import refuse_unknown_letters
from campaigns.artwork.columns import Filled, Kind, Part
from campaigns.artwork.contents import Contents
from campaigns.artwork.sheets import DOTS_PER_MM, POINT, Area, Sheet, finished
from campaigns.artwork.typesetting import DoesNotFit, Setting, fit, steps_down

SHEET_VERSION = 1
"""Counted up with every change of how sheets look: those made before are made anew."""


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """A size in millimetres, upright or lying, and what is drawn on it."""

    code: str
    width: float
    height: float
    label: object
    draw: Callable[[Sheet, Contents], bool]
    """Draws it; whether steps were left out."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The file. `left_out` says whether steps found no place."""

    content: bytes
    left_out: bool


def render(contents: Contents, form: SheetFormat, *, for_press: bool, made_at: datetime) -> Printed:
    """Raises DoesNotFit and NoSuchLetters."""
    refuse_unknown_letters(contents.title, contents.signed, contents.call, *contents.messages, *contents.steps)
    sheet = Sheet(form.width, form.height, for_press=for_press)
    left_out = form.draw(sheet, contents)
    about = " ".join(contents.messages) or contents.summary
    content = finished(sheet, title=contents.title, author=contents.signed, about=about, made_at=made_at)
    return Printed(content, left_out)


def _poster(sheet: Sheet, contents: Contents) -> bool:
    sheet.add_page()
    wide, high = sheet.trim
    unit = wide / 100
    foot = _foot(sheet, contents, Area(0, 0, wide, high), unit)
    for told, share in _ways(contents):
        head = _head_of(sheet, contents, Area(0, 0, wide, high * share), unit)
        if head is None:
            continue
        edge = unit * 7
        area = Area(edge, head.bottom + unit * 5, wide - 2 * edge, foot - head.bottom - unit * 8)
        filled = _side_by_side(sheet, told, area, unit)
        if not filled:
            continue
        _head(sheet, contents, head, unit)
        spare = max((area.height - max(column.height for column, _place in filled)) / 2, 0)
        for column, place in filled:
            columns.draw(sheet, column, Area(place.left, place.top + spare, place.width, place.height))
        sheet.mark_cuts()
        return bool(contents.steps) and len(told) == 1
    raise DoesNotFit(" ".join([contents.title, *contents.messages]))


def _ways(contents: Contents) -> list[tuple[list[list[Part]], float]]:
    """What to tell below a head of which share of the sheet, the best way first: a smaller picture rather than no
    steps, but not so small that nobody sees from afar what it is about."""
    shares = (0.56, 0.5, 0.45)
    messages = [Part(Kind.MESSAGE, each) for each in contents.messages] or [Part(Kind.PARAGRAPH, contents.summary)]
    whole = [([messages, _steps(contents)], share) for share in shares] if contents.steps else []
    return whole + [([messages], share) for share in (*shares, 0.62, 0.4)]


def _side_by_side(sheet: Sheet, told: Sequence[Sequence[Part]], area: Area, unit: float) -> list[tuple[Filled, Area]]:
    """Each group in a column of its own, all at one size; empty where they find no place."""
    # What can be read at arm's length: 11 points on a letter sheet, more on a larger one.
    smallest, largest = max(unit * 1.75 / POINT, 8.5), unit * 3.6 / POINT
    gap = unit * 6
    width = (area.width - gap * (len(told) - 1)) / len(told)
    try:
        for parts in told:
            found = columns.fill(
                sheet, parts, width=width, height=area.height, largest=largest, smallest=min(smallest, largest)
            )
            largest = min(largest, found.size / POINT)
        return [
            (
                columns.fill(
                    sheet, parts, width=width, height=area.height, largest=largest, smallest=smallest * 0.99
                ),
                Area(area.left + number * (width + gap), area.top, width, area.height),
            )
            for number, parts in enumerate(told)
        ]
    except DoesNotFit:
        return []


@dataclass(frozen=True, slots=True)
class Head:
    """The upper part of a poster: its picture, the band below it, and the title that was set for it."""

    picture: Area
    band: Area
    title: Setting

    @property
    def bottom(self) -> float:
        return self.band.bottom


def _head_of(sheet: Sheet, contents: Contents, area: Area, unit: float) -> Head | None:
    """None where the title does not fit. What the title does not need, the picture gets."""
    least = area.height * 0.45 if contents.picture else 0.0
    around = unit * 17
    try:
        title = fit(
            contents.title,
            width=area.width - unit * 14,
            height=area.height - least - around,
            sizes=steps_down(unit * 11, unit * 4),
            measure_at=sheet.measure_at(is_bold=True),
            leading=1.16,
        )
    except DoesNotFit:
        return None
    band = title.height + around
    picture = Area(area.left, area.top, area.width, area.height - band if contents.picture else 0.0)
    return Head(picture, Area(area.left, picture.bottom, area.width, band), title)


def _head(sheet: Sheet, contents: Contents, head: Head, unit: float) -> None:
    """The picture, and the title on its band."""
    band, edge, line = head.band, unit * 7, unit * 2
    sheet.ground(band, palette.BAND)
    if contents.picture:
        _photograph(sheet, contents, head.picture)
        sheet.fret(Area(band.left, band.top - line, band.width, line), palette.BAND)
    kicker = fit(
        contents.kicker.upper(),
        width=band.width - 2 * edge,
        height=unit * 4,
        sizes=steps_down(unit * 2.4, unit * 1.8, 4),
        measure_at=sheet.measure_at(is_bold=True),
    )
    top = sheet.typeset(kicker, band.left + edge, band.top + unit * 5, is_bold=True, ink=palette.GOLD) + unit * 1.4
    sheet.typeset(head.title, band.left + edge, top, is_bold=True, ink=palette.ON_BAND, tag="H1")
    sheet.fret(Area(band.left, band.bottom - line, band.width, line), palette.FRET)


def _photograph(sheet: Sheet, contents: Contents, area: Area) -> None:
    """The picture around its focal point; for the press it goes on beyond the edges that it touches."""
    if contents.picture is None:
        return
    bleed = 3.0 if sheet.around else 0.0
    left, right = area.left <= 0, area.left + area.width >= sheet.trim[0] - 0.01
    place = Area(
        area.left - bleed * left,
        area.top - bleed * (area.top <= 0),
        area.width + bleed * (left + right),
        area.height + bleed * (area.top <= 0),
    )
    wanted = round(place.width * DOTS_PER_MM), round(place.height * DOTS_PER_MM)
    stream = io.BytesIO()
    with Image.open(io.BytesIO(contents.picture.filled(*wanted))) as opened:
        picture = opened.convert("RGB")
    picture.save(stream, "JPEG", quality=88, subsampling=0)
    sheet.picture(place, stream.getvalue(), contents.picture.alt)


def _steps(contents: Contents) -> list[Part]:
    if not contents.steps:
        return []
    numbered = [Part(Kind.STEP, text, str(number)) for number, text in enumerate(contents.steps, 1)]
    return [Part(Kind.HEADING, _("Paso a paso")), *numbered]


def _foot(sheet: Sheet, contents: Contents, page: Area, unit: float) -> float:
    """Where to read on, as a code and in words; who says it, and how the sheet may be used. Where it begins."""
    edge, side = unit * 7, max(unit * 23, 24.0)
    left = page.left + edge + side + unit * 3
    logo = unit * 16 if contents.logo else 0.0
    width = page.left + page.width - edge - left - logo
    filled = columns.fill(
        sheet,
        [*_where(contents), *_signature(contents)],
        width=width,
        height=unit * 44,
        largest=unit * 2.3 / POINT,
        smallest=max(unit * 1.3 / POINT, 7.5),
    )
    high = max(filled.height, side) + unit * 6
    area = Area(page.left, page.bottom - high, page.width, high)
    sheet.ground(area, palette.PAPER)
    _code(sheet, contents, Area(page.left + edge - unit, area.top + (high - side) / 2, side, side))
    columns.draw(sheet, filled, Area(left, area.top + (high - filled.height) / 2, width, high))
    if contents.logo:
        mark = logo - unit * 2
        _logo(sheet, contents, Area(left + width + logo - mark, area.top + (high - mark) / 2, mark, mark))
    return area.top


def _where(contents: Contents) -> list[Part]:
    return [
        Part(Kind.HEADING, contents.call or _("Entérese de todo")),
        Part(Kind.PARAGRAPH, _("Apunte la cámara al código o entre a:")),
        Part(Kind.HEADING, contents.short_address),
    ]


def _signature(contents: Contents) -> list[Part]:
    credit = contents.picture.said_of_it if contents.picture else ""
    licence = "" if contents.licence in credit else contents.licence
    said = [contents.signed, " · ".join(each for each in (credit, licence) if each)]
    return [Part(Kind.SMALL, each) for each in said if each]


def _code(sheet: Sheet, contents: Contents, area: Area) -> None:
    alt = _("Código QR que lleva a %(address)s") % {"address": contents.short_address}
    sheet.code(contents.address, area, alt)


def _logo(sheet: Sheet, contents: Contents, area: Area) -> None:
    if contents.logo is None:
        return
    content = contents.logo.within(round(area.width * DOTS_PER_MM), round(area.height * DOTS_PER_MM))
    with Image.open(io.BytesIO(content)) as opened:
        share = min(area.width / opened.width, area.height / opened.height)
        wide, high = opened.width * share, opened.height * share
    place = Area(area.left + (area.width - wide) / 2, area.top + (area.height - high) / 2, wide, high)
    sheet.picture(place, content, contents.logo.alt)


def _handbill(sheet: Sheet, contents: Contents) -> bool:
    """Two sides: what a poster says, and on the back what to do."""
    _poster(sheet, contents)
    sheet.add_page()
    wide, high = sheet.trim
    unit = wide / 100
    edge = unit * 8
    foot = _foot(sheet, contents, Area(0, 0, wide, high), unit)
    area = Area(edge, unit * 12, wide - 2 * edge, foot - unit * 15)
    sheet.ground(Area(0, 0, wide, unit * 5), palette.BAND)
    sheet.fret(Area(0, unit * 5, wide, unit * 1.6), palette.FRET)
    _told(sheet, [*_about(contents), *_steps(contents)], area)
    sheet.mark_cuts()
    return False


def _told(sheet: Sheet, parts: Sequence[Part], area: Area, largest: float = 15) -> None:
    filled = columns.fill(sheet, parts, width=area.width, height=area.height, largest=largest, smallest=8.5)
    columns.draw(sheet, filled, area)


def _about(contents: Contents) -> list[Part]:
    parts = [Part(Kind.HEADING, _("De qué se trata")), Part(Kind.PARAGRAPH, contents.summary)]
    if contents.audience:
        parts += [Part(Kind.HEADING, _("Para quién es")), Part(Kind.PARAGRAPH, contents.audience)]
    return parts if contents.summary else parts[2:]


def _triptych(sheet: Sheet, contents: Contents) -> bool:
    """A letter sheet in three: outside the flap, the back and the cover; inside what it is about, what to keep in
    mind, and what to do."""
    wide, high = sheet.trim
    flap = wide / 3 - 1.0
    panel = (wide - flap) / 2
    sheet.folds = flap, flap + panel
    sheet.add_page()
    _flap(sheet, contents, Area(0, 0, flap, high))
    _back(sheet, contents, Area(flap, 0, panel, high))
    _cover(sheet, contents, Area(flap + panel, 0, panel, high))
    sheet.mark_cuts()
    # Inside, the flap is on the right.
    sheet.folds = panel, 2 * panel
    sheet.add_page()
    _inside(sheet, contents, (Area(0, 0, panel, high), Area(panel, 0, panel, high), Area(2 * panel, 0, flap, high)))
    sheet.mark_cuts()
    return False


def _within(area: Area, top: float = 14.0, bottom: float = 12.0) -> Area:
    return Area(area.left + 9, area.top + top, area.width - 18, area.height - top - bottom)


def _flap(sheet: Sheet, contents: Contents, area: Area) -> None:
    sheet.ground(area, palette.PAPER)
    _told(sheet, _about(contents), _within(area))


def _back(sheet: Sheet, contents: Contents, area: Area) -> None:
    side = 40.0
    code = Area(area.left + (area.width - side) / 2, area.top + 30, side, side)
    sheet.ground(area, palette.SURFACE)
    _code(sheet, contents, code)
    below = _within(area, top=30 + side + 6)
    parts = [*_where(contents), *_signature(contents)]
    filled = columns.fill(sheet, parts, width=below.width, height=below.height - 34, largest=13, smallest=8)
    end = columns.draw(sheet, filled, below)
    if contents.logo:
        _logo(sheet, contents, Area(below.left, end + 4, below.width, 26))


def _cover(sheet: Sheet, contents: Contents, area: Area) -> None:
    sheet.ground(area, palette.BAND)
    unit = area.width / 100
    inner = _within(area, top=area.height * (0.52 if contents.picture else 0.2))
    if contents.picture:
        picture = Area(area.left, area.top, area.width, area.height * 0.46)
        _photograph(sheet, contents, picture)
        sheet.fret(Area(area.left, picture.bottom - 2, area.width, 2), palette.BAND)
    measure = sheet.measure_at(is_bold=True)
    kicker = fit(contents.kicker.upper(), width=inner.width, height=8, sizes=[3.2, 2.8], measure_at=measure)
    top = sheet.typeset(kicker, inner.left, inner.top, is_bold=True, ink=palette.GOLD) + 2
    title = fit(
        contents.title,
        width=inner.width,
        height=inner.bottom - top - 30,
        sizes=steps_down(unit * 12, unit * 5),
        measure_at=measure,
        leading=1.18,
    )
    sheet.typeset(title, inner.left, top, is_bold=True, ink=palette.ON_BAND, tag="H1")
    signed = fit(
        contents.signed,
        width=inner.width,
        height=24,
        sizes=steps_down(3.6, 2.7, 6),
        measure_at=sheet.measure_at(is_bold=False),
    )
    sheet.typeset(signed, inner.left, inner.bottom - signed.height, is_bold=False, ink=palette.ON_BAND_SOFT)
    sheet.fret(Area(area.left, area.bottom - 2.2, area.width, 2.2), palette.FRET)


def _inside(sheet: Sheet, contents: Contents, panels: Sequence[Area]) -> None:
    wide, high = sheet.trim
    sheet.fret(Area(0, high - 46, wide, 46), palette.SUNKEN)
    sheet.ground(Area(0, high - 3, wide, 3), palette.SUNKEN)
    sheet.ground(Area(0, 0, wide, 7), palette.BAND)
    sheet.fret(Area(0, 7, wide, 2.2), palette.FRET)
    messages = [Part(Kind.HEADING, _("Para recordar")), *(Part(Kind.MESSAGE, each) for each in contents.messages)]
    told = [parts for parts in (messages, _steps(contents)) if len(parts) > 1] or [_about(contents)]
    # With nothing but one thing to say, it gets the whole width.
    if len(told) == 1:
        first, last = panels[0], panels[-1]
        _told(sheet, told[0], _within(Area(first.left, 0, last.left + last.width, first.height), top=20), 22)
        return
    _told(sheet, told[0], _within(panels[0], top=20), 17)
    both = Area(panels[1].left, 0, panels[1].width + panels[2].width, panels[1].height)
    _told(sheet, told[1], _within(both, top=20), 20)


SHEET_FORMATS = {
    each.code: each
    for each in (
        SheetFormat("cartel-carta", 215.9, 279.4, gettext_lazy("Cartel carta"), _poster),
        SheetFormat("cartel-a4", 210, 297, gettext_lazy("Cartel A4"), _poster),
        SheetFormat("cartel-a3", 297, 420, gettext_lazy("Cartel A3"), _poster),
        SheetFormat("volante-a5", 148, 210, gettext_lazy("Volante A5, dos caras"), _handbill),
        SheetFormat("triptico-carta", 279.4, 215.9, gettext_lazy("Tríptico carta, dos caras"), _triptych),
    )
}
"""By their codes, which are part of addresses."""
PRESS = "-imprenta"
"""What the code of a sheet with bleed and marks ends with."""
