"""PDFs whose pages are images, made on the fly: text drawn, scanned, and put over by others."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from tests.archive.extraction import samples

DOTS_PER_INCH = 200
WORDS = (
    "Acta de la sesión ordinaria del consejo",
    "La comisión aprueba por unanimidad el programa de trabajo",
    "y los municipios publican la información en su portal.",
    "El archivo histórico conserva los documentos de la época.",
)


def images(pages: Sequence[Sequence[str]] = (WORDS,), *, turn: int = 0) -> list[Image.Image]:
    """The pages as somebody would scan them, the sheets turned clockwise by those degrees."""
    with tempfile.TemporaryDirectory() as folder:
        drawn = pypdfium2.PdfDocument(samples.pdf(Path(folder) / "drawn.pdf", pages).read_bytes())
    return [page.render(scale=DOTS_PER_INCH / 72).to_pil().convert("L").rotate(-turn, expand=True) for page in drawn]


def scan(
    path: Path,
    pages: Sequence[Sequence[str]] = (WORDS,),
    *,
    over: Sequence[str] = (),
    layer: Sequence[str] = (),
    layers: Sequence[Sequence[str]] = (),
    turn: int = 0,
) -> Path:
    """A PDF of images, with a line printed over the top of each page and the invisible text of some older program:
    the same on all, or one for each."""
    canvas = Canvas(str(path))
    for number, image in enumerate(images(pages, turn=turn)):
        width, height = (72 * pixels / DOTS_PER_INCH for pixels in image.size)
        canvas.setPageSize((width, height))
        canvas.drawImage(ImageReader(image), 0, 0, width, height)
        if number < len(over):
            canvas.drawString(72, height - 30, over[number])
        if hidden := layers[number] if layers else layer:
            text = canvas.beginText(72, height - 72)
            text.setTextRenderMode(3)
            text.textLines("\n".join(hidden))
            canvas.drawText(text)
        canvas.showPage()
    canvas.save()
    return path
