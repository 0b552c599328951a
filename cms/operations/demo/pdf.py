"""A demo text as a PDF: large type, an outline, real text. The same text gives the same bytes on any machine.

Importing the renderer takes longer than all that a second `load_demo` does: import this module where it is needed.
"""

from datetime import UTC, datetime

from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout

from cms.operations.demo.catalogue import DemoText
from cms.operations.demo.markup import Block, Heading, Item, Notice, Paragraph, Table, blocks

CREATED = datetime(2026, 1, 1, tzinfo=UTC)
"""In every file: the day of rendering would change its digest."""
PRODUCER = "Acervo Abierto"
FOOTER = "Contenido de demostración · Acervo Abierto"
DISCLAIMER = (
    "**Documento de demostración.** Se escribió para mostrar cómo funciona Acervo Abierto. No es un documento "
    "oficial: su productor y su fecha son ejemplos."
)
MARGIN, INDENT = 22.0, 8.0
"""In millimetres, as every length here."""
BODY_SIZE, BODY_LINE = 12.0, 6.0
INK, ACCENT, TINT, GREY = (33, 33, 33), (98, 17, 50), (247, 240, 243), (90, 90, 90)


class _Sheet(FPDF):
    """A letter-size page with our footer, in one of the typefaces that every reader of PDF has."""

    def __init__(self, family: str) -> None:
        super().__init__(format="letter")
        self.family = family
        # How zlib compresses depends on its build, and these files are small.
        self.set_compression(False)
        self.set_creation_date(CREATED)
        self.core_fonts_encoding = "windows-1252"
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN)
        self.set_lang("es-MX")
        self.set_producer(PRODUCER)

    def footer(self) -> None:
        self.set_y(-17)
        self.set_font(self.family, size=9)
        self.set_text_color(*GREY)
        self.cell(self.epw * 0.75, 5, FOOTER)
        self.cell(0, 5, f"Página {self.page_no()} de {{nb}}", align="R")


def render(text: DemoText, family: str = "Helvetica") -> bytes:
    """The whole document."""
    sheet = _Sheet(family)
    sheet.set_title(text.title)
    sheet.set_author(text.creator)
    sheet.add_page()
    _head(sheet, text)
    for block in blocks(text.body):
        _draw(sheet, block)
    return bytes(sheet.output())


def _head(sheet: _Sheet, text: DemoText) -> None:
    sheet.start_section(text.title)
    sheet.set_font(sheet.family, "B", 20)
    sheet.set_text_color(*ACCENT)
    _write(sheet, text.title, line=9, gap=2)
    sheet.set_font(sheet.family, size=11)
    sheet.set_text_color(*GREY)
    _write(sheet, text.creator, line=5.5, gap=4)
    _notice(sheet, DISCLAIMER)


def _draw(sheet: _Sheet, block: Block) -> None:
    _body_type(sheet)
    match block:
        case Heading(text):
            _heading(sheet, text)
        case Paragraph(text):
            _write(sheet, text, line=BODY_LINE, gap=3)
        case Notice(text):
            _notice(sheet, text)
        case Item(mark, text):
            _item(sheet, mark, text)
        case Table(rows):
            _table(sheet, rows)


def _body_type(sheet: _Sheet) -> None:
    sheet.set_font(sheet.family, size=BODY_SIZE)
    sheet.set_text_color(*INK)


def _heading(sheet: _Sheet, text: str) -> None:
    """Never alone at the foot of a page."""
    if sheet.will_page_break(30):
        sheet.add_page()
    sheet.ln(3)
    sheet.start_section(text, level=1)
    sheet.set_font(sheet.family, "B", 14)
    sheet.set_text_color(*ACCENT)
    _write(sheet, text, line=7, gap=2)


def _item(sheet: _Sheet, mark: str, text: str) -> None:
    if sheet.will_page_break(2 * BODY_LINE):
        sheet.add_page()
    sheet.cell(INDENT, BODY_LINE, mark)
    _write(sheet, text, line=BODY_LINE, gap=1.6)


def _notice(sheet: _Sheet, text: str) -> None:
    _body_type(sheet)
    sheet.set_fill_color(*TINT)
    with sheet.unbreakable() as whole:
        whole.multi_cell(0, BODY_LINE, text, align="L", fill=True, markdown=True, padding=3, new_x="LMARGIN")
    sheet.ln(4)


def _table(sheet: _Sheet, rows: tuple[tuple[str, ...], ...]) -> None:
    sheet.set_font(sheet.family, size=11)
    sheet.set_fill_color(255)
    with sheet.table(
        rows,
        col_widths=_widths(rows),
        align="L",
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=ACCENT, fill_color=TINT),
        line_height=5.6,
        markdown=True,
        padding=1.5,
        text_align="LEFT",
    ):
        pass
    sheet.ln(4)


def _widths(rows: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """Shares of the width: a column of long cells gets more, up to a measure."""
    return tuple(min(max(len(cell) for cell in column), 40) + 8 for column in zip(*rows, strict=True))


def _write(sheet: _Sheet, text: str, *, line: float, gap: float) -> None:
    sheet.multi_cell(0, line, text, align="L", markdown=True, new_x="LMARGIN")
    sheet.ln(gap)
