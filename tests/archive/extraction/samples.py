"""PDFs made on the fly: sound, turned, cropped, locked, damaged and poisonous."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream
from reportlab.pdfgen.canvas import Canvas

MEDIA_TYPE = "application/pdf"
LETTER = (612, 792)
PROSE = "El archivo conserva el acuerdo del consejo municipal"


def pdf(path: Path, pages: Sequence[Sequence[str]] = ((PROSE,),), *, outline: Sequence[str] = ()) -> Path:
    """One line of text under the other on each page, from 72 points off the left and the top."""
    canvas = Canvas(str(path), pagesize=LETTER)
    for number, lines in enumerate(pages):
        canvas.setFont("Helvetica", 12)
        for row, line in enumerate(lines):
            canvas.drawString(72, LETTER[1] - 72 - 20 * row, line)
        if number < len(outline):
            canvas.bookmarkPage(f"p{number}")
            canvas.addOutlineEntry(outline[number], f"p{number}", level=0)
        canvas.showPage()
    canvas.save()
    return path


def altered(source: Path, target: Path, *, crop: Sequence[int] = (), turn: int = 0, labels: bool = False) -> Path:
    with pikepdf.open(source) as document:
        for page in document.pages:
            if crop:
                page.cropbox = Array(list(crop))
            page.rotate(turn, relative=False)
        if labels:
            document.Root.PageLabels = Dictionary(
                Nums=Array([0, Dictionary(S=Name.r), 2, Dictionary(S=Name.D, P=pikepdf.String("A-"))])
            )
        document.save(target)
    return target


def locked(source: Path, target: Path, *, password: str) -> Path:
    """With a password for the owner, and one for readers where it is not empty."""
    with pikepdf.open(source) as document:
        document.save(target, encryption=pikepdf.Encryption(owner="owner", user=password))
    return target


def without_cross_references(source: Path, target: Path) -> Path:
    """Cut within its table of objects: pdfium gives up, qpdf finds the pages."""
    data = source.read_bytes()
    target.write_bytes(data[: data.rindex(b"xref\n", 0, data.rindex(b"startxref")) + 10])
    return target


def with_a_lost_page(source: Path, target: Path) -> Path:
    """Its list of pages begins with one that isn't there: pdfium opens the file and fails at the page."""
    target.write_bytes(source.read_bytes().replace(b"/Kids [ ", b"/Kids [ 99 0 R "))
    return target


def beyond_repair(source: Path, target: Path) -> Path:
    """Its first page is lost and so is its end: pdfium reads what is left, qpdf gives up."""
    stream = io.BytesIO()
    with pikepdf.open(source) as document:
        document.save(
            stream,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
        )
    data = re.sub(rb"/Kids \[ \d 0 R ([^\]]*) \]", rb"/Kids [ 99 0 R \1]", stream.getvalue())
    target.write_bytes(data[: data.rindex(b"startxref")])
    return target


def _one_page(contents: Stream, resources: Dictionary, document: pikepdf.Pdf) -> None:
    page = Dictionary(Type=Name.Page, MediaBox=Array([0, 0, *LETTER]), Contents=contents, Resources=resources)
    document.pages.append(pikepdf.Page(page))


def eats_processor_time(path: Path, depth: int = 30) -> Path:
    """A form that draws a form twice that draws a form twice, `depth` deep."""
    document = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    resources, body = Dictionary(Font=Dictionary(F=font)), b"BT /F 8 Tf 10 10 Td (a) Tj ET"
    for _ in range(depth):
        form = Stream(document, body)
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox, form.Resources = Array([0, 0, *LETTER]), resources
        resources, body = Dictionary(XObject=Dictionary(X=document.make_indirect(form))), b"/X Do /X Do"
    _one_page(Stream(document, body), resources, document)
    document.save(path)
    return path


def eats_memory(path: Path, megabytes: int = 500) -> Path:
    """A few kilobytes, compressed twice, that grow to so many megabytes of drawing."""
    document = pikepdf.new()
    compress = zlib.compressobj(9)
    block = b"0 0 m\n" * (1 << 17)
    once = b"".join(compress.compress(block) for _ in range((megabytes << 20) // len(block))) + compress.flush()
    contents = Stream(document, b"")
    contents.write(zlib.compress(once, 9), filter=Array([Name.FlateDecode, Name.FlateDecode]))
    _one_page(document.make_indirect(contents), Dictionary(), document)
    document.save(
        path,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        compress_streams=False,
        recompress_flate=False,
    )
    return path
