"""A demo text as it comes out of a scanner: grey pages, a little crooked, with dust, and no text to select.

What it says has to be recognised. The same text gives the same bytes.
"""

import io
import random

import pypdfium2
from fpdf import FPDF
from PIL import Image, ImageFilter

from cms.operations.demo import pdf
from cms.operations.demo.catalogue import DemoText

DOTS_PER_INCH = 130
PAPER, INK = 232, 48
"""Grey levels of what should be white and black."""
SLANTS = (0.7, -0.5, 0.4)
"""Degrees by which the pages lie crooked, one after the other."""
SPECKS = 900
JPEG_QUALITY = 45
POINTS_PER_INCH = 72


def render(text: DemoText) -> bytes:
    """Every page of the text as an image in a PDF."""
    sheets = pypdfium2.PdfDocument(pdf.render(text, family="Times"))
    paper = _Paper()
    for number, page in enumerate(sheets):
        drawn = page.render(scale=DOTS_PER_INCH / POINTS_PER_INCH, grayscale=True).to_pil()
        paper.add(_scanned(drawn.convert("L"), number))
    return bytes(paper.output())


class _Paper(FPDF):
    """Letter-size pages that an image fills, dated like the other demo files."""

    def __init__(self) -> None:
        super().__init__(format="letter", unit="pt")
        self.set_compression(False)
        self.set_creation_date(pdf.CREATED)
        self.set_producer(pdf.PRODUCER)
        self.set_margin(0)
        self.set_auto_page_break(False)

    def add(self, image: Image.Image) -> None:
        stream = io.BytesIO()
        image.save(stream, "JPEG", quality=JPEG_QUALITY)
        self.add_page()
        self.image(stream, x=0, y=0, w=self.w, h=self.h)


def _scanned(page: Image.Image, number: int) -> Image.Image:
    greyed = page.point([INK + level * (PAPER - INK) // 255 for level in range(256)])
    slanted = greyed.rotate(SLANTS[number % len(SLANTS)], Image.Resampling.BICUBIC, fillcolor=PAPER)
    return _dusted(slanted.filter(ImageFilter.GaussianBlur(0.5)), number)


def _dusted(page: Image.Image, number: int) -> Image.Image:
    chance = random.Random(number)  # noqa: S311 - dust, not a secret
    for _speck in range(SPECKS):
        where = chance.randrange(page.width), chance.randrange(page.height)
        page.putpixel(where, chance.randrange(INK, PAPER))
    return page
