"""One page as a PDF to keep: as it looks, with its text under the image, and below it where it comes from.

It is made of our own image and text, so that nothing else of the file goes along: no script, no form, no other page.
"""

import io
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fpdf import FPDF
from fpdf.enums import TextMode
from PIL import Image

from archive.page_pdf_table import draw_table, is_small_enough, width_of

MARGIN = 28.0
"""In points, as every length here."""
LETTER = (612.0, 792.0)
_SOURCE_SIZE, _SOURCE_LINE = 8.0, 10.5
_TEXT_SIZE, _TEXT_LINE = 11.0, 15.0
_NARROWEST, _WIDEST = 240.0, 5_000.0
_GREY = (80, 80, 80)
_JPEG_QUALITY = 85
_ENCODING = "windows-1252"

Line = tuple[int, int, float, float, float, float]
"""Start and end in the text, then left, top, right and bottom on the page."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """What goes onto the sheet. `image` is a WebP of the whole page, or nothing where the page can't be drawn."""

    title: str
    source: Sequence[str]
    """Lines that say what the page is of and how to cite it, with the address where it stands for ever."""
    address: str
    """The same, for a link."""
    text: str
    language: str
    width: float = 0.0
    height: float = 0.0
    image: bytes = b""
    lines: Sequence[Line] = ()
    tables: Sequence[tuple[int, int]] = ()
    """Where tables stand in the text, from its beginning: rows end with a line break and cells with a tab."""


def render(leaf: Leaf) -> bytes:
    """The PDF: of the page's own size with a strip below, or letter sheets of its text."""
    sheet = _drawn(leaf) if leaf.image and leaf.width else _written(leaf)
    sheet.set_title(leaf.title)
    sheet.set_lang(leaf.language)
    sheet.set_producer("Acervo Abierto")
    return bytes(sheet.output())


def _drawn(leaf: Leaf) -> FPDF:
    scale = min(max(leaf.width, _NARROWEST), _WIDEST) / leaf.width
    width, height = leaf.width * scale, leaf.height * scale
    strip = 2 * MARGIN + _height_of_source(leaf, width)
    sheet = _sheet((width, height + strip))
    sheet.set_auto_page_break(False)
    sheet.add_page()
    sheet.image(_jpeg(leaf.image), x=0, y=0, w=width, h=height)
    with sheet.local_context(text_mode=TextMode.INVISIBLE):
        for line in leaf.lines:
            _write_under(sheet, leaf.text[line[0] : line[1]], [edge * scale for edge in line[2:]])
    sheet.set_y(height + MARGIN / 2)
    _write_source(sheet, leaf)
    return sheet


def _written(leaf: Leaf) -> FPDF:
    stretches = list(_stretches(leaf))
    sheet = _sheet(LETTER)
    widest = max((width_of(sheet, stretch) for stretch in stretches if not isinstance(stretch, str)), default=0.0)
    sheet.add_page(orientation="landscape" if widest > sheet.epw else "portrait")
    sheet.set_auto_page_break(True, margin=MARGIN)
    for stretch in stretches:
        if isinstance(stretch, str):
            _write_paragraphs(sheet, stretch)
        else:
            draw_table(sheet, stretch)
            sheet.ln(_TEXT_LINE)
    sheet.ln(_TEXT_LINE)
    _write_source(sheet, leaf)
    return sheet


def _stretches(leaf: Leaf) -> Iterator[str | list[list[str]]]:
    """The text between tables, and the tables as their rows; a table that is too large is text."""
    reached = 0
    for start, end in leaf.tables:
        rows = [[_writable(cell) for cell in row.split("\t")] for row in leaf.text[start:end].split("\n")]
        if is_small_enough(rows):
            if leaf.text[reached:start].strip():
                yield leaf.text[reached:start].strip("\n")
            yield rows
            reached = end
    if leaf.text[reached:].strip():
        yield leaf.text[reached:].strip("\n")


def _write_paragraphs(sheet: FPDF, text: str) -> None:
    sheet.set_font("Helvetica", size=_TEXT_SIZE)
    for paragraph in text.replace("\t", "   ").split("\n"):
        sheet.multi_cell(0, _TEXT_LINE, _writable(paragraph), align="L", new_x="LMARGIN", new_y="NEXT")


def _sheet(size: tuple[float, float]) -> FPDF:
    sheet = FPDF(unit="pt", format=size)
    sheet.core_fonts_encoding = _ENCODING
    sheet.set_margins(MARGIN, MARGIN, MARGIN)
    return sheet


def _height_of_source(leaf: Leaf, width: float) -> float:
    trial = _sheet((width, 10_000))
    trial.add_page()
    start = trial.get_y()
    _write_source(trial, leaf)
    return float(trial.get_y() - start)


def _write_source(sheet: FPDF, leaf: Leaf) -> None:
    sheet.set_font("Helvetica", size=_SOURCE_SIZE)
    sheet.set_text_color(*_GREY)
    for line in leaf.source:
        sheet.multi_cell(
            0, _SOURCE_LINE, _writable(line), align="L", new_x="LMARGIN", new_y="NEXT", link=leaf.address
        )


def _write_under(sheet: FPDF, text: str, edges: Sequence[float]) -> None:
    """The words of a line where they stand in the image, to be found and copied."""
    left, top, right, bottom = edges
    text = _writable(text).strip()
    if not text or right <= left or bottom <= top:
        return
    sheet.set_font("Helvetica", size=max(bottom - top, 1.0))
    natural = sheet.get_string_width(text)
    if natural:
        sheet.set_stretching(min(max(100 * (right - left) / natural, 1), 1_000))
        sheet.text(left, bottom - 0.2 * (bottom - top), text)
        sheet.set_stretching(100)


def _writable(text: str) -> str:
    """With the letters that the built-in fonts have: others lose their marks, and what is left is a question mark."""
    return "".join(_writable_letter(letter) for letter in unicodedata.normalize("NFC", text))


def _writable_letter(letter: str) -> str:
    for candidate in (letter, unicodedata.normalize("NFKD", letter)[0]):
        if candidate.encode(_ENCODING, "ignore"):
            return candidate
    return "'" if letter in "\ua78c\u02bc" else "?"


def _jpeg(image: bytes) -> io.BytesIO:
    stream = io.BytesIO()
    with Image.open(io.BytesIO(image)) as opened:
        opened.convert("RGB").save(stream, "JPEG", quality=_JPEG_QUALITY)
    stream.seek(0)
    return stream
