"""A sheet to be printed: millimetres, letters embedded, and tags by which programs read it aloud (PDF 1.7, 14.8)."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import pikepdf
from fpdf import FPDF

from campaigns.artwork import letters, palette, qr
from campaigns.artwork.palette import Colour
from campaigns.artwork.typesetting import Measure, Setting

BLEED, MARKS = 3.0, 7.0
"""What is printed beyond the edge to be cut off, and the room for the marks of the cut around it."""
POINT = 25.4 / 72
"""Millimetres."""
DOTS_PER_MM = 200 / 25.4
"""Enough for what is read at arm's length."""
FAMILY = "NotoSans"


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the sheet, in millimetres from the upper left corner of what is left after the cut."""

    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


class Sheet(FPDF):
    """Pages of one size. With `for_press`, what touches an edge goes on beyond it, and marks say where to cut."""

    def __init__(self, width: float, height: float, *, for_press: bool) -> None:
        self.trim = width, height
        self.around = BLEED + MARKS if for_press else 0.0
        super().__init__(unit="mm", format=(width + 2 * self.around, height + 2 * self.around))
        self.set_auto_page_break(False)
        self.set_margin(0)
        self.c_margin = 0
        self.add_font(FAMILY, "", letters.REGULAR)
        self.add_font(FAMILY, "B", letters.BOLD)
        self.folds: tuple[float, ...] = ()
        """Where it is folded, from the left: marked outside of what is left after the cut."""

    @contextmanager
    def tagged(self, kind: str, *, alt: str = "") -> Iterator[None]:
        """What is drawn inside is one element of the structure: H1, H2, P, LI, Figure."""
        mcid = self.struct_builder.next_mcid_for_page(self.page)
        told = {"alt_text": alt} if alt else {}
        self._add_marked_content(struct_type=f"/{kind}", mcid=mcid, **told)
        self._out(f"/{kind} <</MCID {mcid}>> BDC")
        yield
        self._out("EMC")

    @contextmanager
    def decoration(self) -> Iterator[None]:
        """What is drawn inside says nothing."""
        self._out("/Artifact BMC")
        yield
        self._out("EMC")

    def ground(self, area: Area, colour: Colour) -> None:
        """A plain colour; at an edge it goes on into what is cut off."""
        bleed = BLEED if self.around else 0.0
        left = area.left - (bleed if area.left <= 0 else 0)
        top = area.top - (bleed if area.top <= 0 else 0)
        right = area.left + area.width + (bleed if area.left + area.width >= self.trim[0] - 0.01 else 0)
        bottom = area.bottom + (bleed if area.bottom >= self.trim[1] - 0.01 else 0)
        with self.decoration():
            self.set_fill_color(*colour)
            self.rect(left + self.around, top + self.around, right - left, bottom - top, style="F")

    def fret(self, area: Area, colour: Colour) -> None:
        """The site's stepped fret, along the area, from edge to edge also beyond the cut."""
        bleed = BLEED if self.around else 0.0
        before = bleed if area.left <= 0 else 0.0
        after = bleed if area.left + area.width >= self.trim[0] - 0.01 else 0.0
        with self.decoration():
            self.set_fill_color(*colour)
            for left, top, wide, high in palette.fret(area.width + before + after, area.height):
                x, y = area.left - before + left + self.around, area.top + top + self.around
                # A hair wider and taller, as the modules below; onto the band it goes on.
                self.rect(x, y, wide + 0.03, high + (0.4 if colour == palette.BAND else 0.06), style="F")

    def picture(self, area: Area, content: bytes, alt: str) -> None:
        """An image in exactly this place."""
        with self.tagged("Figure", alt=alt):
            self.image(io.BytesIO(content), area.left + self.around, area.top + self.around, area.width, area.height)

    def typeset(
        self, setting: Setting, left: float, top: float, *, is_bold: bool, ink: Colour, tag: str = "P"
    ) -> float:
        """A text that was set, as one element; where it ends."""
        self.set_text_color(*ink)
        self.set_font(FAMILY, "B" if is_bold else "", setting.size / POINT)
        with self.tagged(tag):
            y = top
            for line in setting.lines:
                self.text(left + self.around, y + setting.size * 0.98 + self.around, line)
                y += setting.leading
        return y

    def code(self, address: str, area: Area, alt: str) -> None:
        """A QR code with its quiet zone, on white."""
        self.ground(area, palette.SURFACE)
        grid = qr.modules(address)
        module = area.width / (len(grid) + 2 * qr.QUIET)
        with self.tagged("Figure", alt=alt):
            self.set_fill_color(0, 0, 0)
            for column, row, wide in qr.runs(grid):
                x = area.left + self.around + (column + qr.QUIET) * module
                y = area.top + self.around + (row + qr.QUIET) * module
                # A hair taller: some programs leave a light line between rows that only touch.
                self.rect(x, y, wide * module, module * 1.01, style="F")

    def measure_at(self, *, is_bold: bool) -> Callable[[float], Measure]:
        """For typesetting: widths in millimetres at a size in millimetres."""

        def at(size: float) -> Measure:
            def measure(text: str) -> float:
                self.set_font(FAMILY, "B" if is_bold else "", size / POINT)
                return float(self.get_string_width(text))

            return measure

        return at

    def mark_cuts(self) -> None:
        """The marks of the cut and of the folds, on the page at hand; nothing on a sheet for an office printer."""
        if not self.around:
            return
        wide, high = self.trim
        with self.decoration():
            self.set_draw_color(0, 0, 0)
            self.set_line_width(0.1)
            for x in (self.around, self.around + wide):
                self.line(x, 0, x, MARKS - 1)
                self.line(x, self.h - MARKS + 1, x, self.h)
            for y in (self.around, self.around + high):
                self.line(0, y, MARKS - 1, y)
                self.line(self.w - MARKS + 1, y, self.w, y)
            self.set_dash_pattern(dash=1, gap=1)
            for fold in self.folds:
                self.line(fold + self.around, 1, fold + self.around, MARKS - 1)
                self.line(fold + self.around, self.h - MARKS + 1, fold + self.around, self.h - 1)
            self.set_dash_pattern()


def finished(sheet: Sheet, *, title: str, author: str, about: str, made_at: datetime) -> bytes:
    """The file: what it is called and in which language, what is left after the cut, its title in the window."""
    sheet.set_title(title)
    sheet.set_author(author)
    sheet.set_subject(about)
    sheet.set_lang("es-MX")
    sheet.set_producer("Acervo Abierto")
    sheet.set_creation_date(made_at)
    with pikepdf.open(io.BytesIO(bytes(sheet.output()))) as document:
        document.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        document.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        for page in document.pages:
            page.trimbox = _box(sheet, sheet.around)
            page.bleedbox = _box(sheet, MARKS if sheet.around else 0.0)
        stream = io.BytesIO()
        document.save(stream, deterministic_id=True)
    return stream.getvalue()


def _box(sheet: Sheet, inset: float) -> pikepdf.Array:
    """The page without so many millimetres at each edge, in points."""
    return pikepdf.Array([round(each / POINT, 3) for each in (inset, inset, sheet.w - inset, sheet.h - inset)])
