"""The report on reach as a PDF for the Commission: what was measured, what was reported, what was aimed at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from fpdf import FPDF, FontFace
from fpdf.enums import TableBordersLayout

from campaigns.reach.figures import Progress, Series
from campaigns.reach.measures import Period

MARGIN = 20.0
"""In millimetres, as every length here."""
INK, ACCENT, TINT, GREY = (33, 33, 33), (98, 17, 50), (247, 240, 243), (90, 90, 90)
STATES_SHOWN = 32
_ENCODING = "windows-1252"


@dataclass(frozen=True, slots=True)
class Report:
    """What the PDF says."""

    title: str
    what: str
    period: Period
    made: date
    parts: Sequence[tuple[str, Sequence[Series]]]
    progress: Sequence[Progress]


class _Sheet(FPDF):
    def __init__(self, report: Report) -> None:
        super().__init__(format="letter")
        self.core_fonts_encoding = _ENCODING
        self.set_margins(MARGIN, MARGIN, MARGIN)
        self.set_auto_page_break(True, margin=MARGIN)
        self.set_lang("es-MX")
        self.set_title(report.title)
        self.set_producer("Acervo Abierto")

    def footer(self) -> None:
        self.set_y(-14)
        self.set_font("Helvetica", size=9)
        self.set_text_color(*GREY)
        self.cell(self.epw / 2, 5, "Acervo Abierto")
        said = _("Página %(page)d de") % {"page": self.page_no()}
        self.cell(0, 5, f"{said} {{nb}}", align="R")


def number_said(value: float) -> str:
    """With commas between thousands, and one digit after the point where it is small and no whole number."""
    rounded = round(value, 1) if value < 100 else round(value)
    whole = int(rounded)
    return f"{intcomma(whole)}" if rounded == whole else f"{rounded:.1f}"


def day_said(day: date) -> str:
    return date_format(day, r"j \d\e F \d\e Y")


def render(report: Report) -> bytes:
    """The PDF, with letter pages."""
    sheet = _Sheet(report)
    sheet.add_page()
    _head(sheet, report)
    for heading, measures in report.parts:
        _heading(sheet, heading)
        if not measures:
            _say(sheet, _("No hay números de este periodo."))
        for series in measures:
            _series(sheet, series)
    if report.progress:
        _heading(sheet, _("Metas"))
        rows = [
            (
                each.campaign.title,
                str(each.measure.label),
                each.where,
                number_said(each.reached),
                number_said(each.target.value),
            )
            for each in report.progress
        ]
        _table(sheet, (_("Campaña"), _("Qué se cuenta"), _("Dónde"), _("Se llegó a"), _("Meta")), rows, numbers=2)
    return bytes(sheet.output())


def _head(sheet: _Sheet, report: Report) -> None:
    sheet.start_section(_text(report.title))
    sheet.set_font("Helvetica", "B", 20)
    sheet.set_text_color(*ACCENT)
    sheet.multi_cell(0, 9, _text(report.title), new_x="LMARGIN", new_y="NEXT")
    span = _("Del %(first)s al %(last)s. Hecho el %(made)s.") % {
        "first": day_said(report.period.first),
        "last": day_said(report.period.last),
        "made": day_said(report.made),
    }
    for line in (
        report.what,
        span,
        _(
            "Lo que contó el sitio y lo que otros reportaron se muestra por separado: nunca se suma. El sitio cuenta "
            "sin cookies y sin saber quién lee."
        ),
    ):
        _say(sheet, line)


def _heading(sheet: _Sheet, text: str) -> None:
    sheet.ln(4)
    sheet.start_section(_text(text), level=1)
    sheet.set_font("Helvetica", "B", 14)
    sheet.set_text_color(*ACCENT)
    sheet.multi_cell(0, 8, _text(text), new_x="LMARGIN", new_y="NEXT")


def _say(sheet: _Sheet, text: str) -> None:
    sheet.set_font("Helvetica", size=11)
    sheet.set_text_color(*INK)
    sheet.multi_cell(0, 6, _text(text), new_x="LMARGIN", new_y="NEXT")


def _series(sheet: _Sheet, series: Series) -> None:
    sheet.ln(2)
    sheet.set_font("Helvetica", "B", 11)
    sheet.set_text_color(*INK)
    total = f"{series.measure.channel} · {series.measure.label}: {number_said(series.total)}"
    sheet.multi_cell(0, 6, _text(total), new_x="LMARGIN", new_y="NEXT")
    months = [(date_format(month, "F Y"), number_said(value)) for month, value in series.months if value]
    _table(sheet, (_("Mes"), _("Número")), months, numbers=1)
    states = [(each.label, number_said(each.value)) for each in series.states[:STATES_SHOWN]]
    _table(sheet, (_("Entidad"), _("Número")), states, numbers=1)


def _table(sheet: _Sheet, head: Sequence[str], rows: Sequence[Sequence[str]], *, numbers: int) -> None:
    """The last `numbers` columns stand to the right."""
    sheet.ln(1)
    sheet.set_font("Helvetica", size=10)
    sheet.set_text_color(*INK)
    aligned = ["LEFT"] * (len(head) - numbers) + ["RIGHT"] * numbers
    with sheet.table(
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", fill_color=TINT),
        text_align=aligned,
        line_height=5.5,
        width=min(sheet.epw, 50.0 * len(head)),
        align="LEFT",
    ) as table:
        for row in (head, *rows):
            cells = table.row()
            for cell in row:
                cells.cell(_text(cell))
    sheet.ln(2)


def _text(text: str) -> str:
    """What the typeface can't show becomes a question mark rather than a failure."""
    return str(text).encode(_ENCODING, "replace").decode(_ENCODING)
