"""Office files, texts, messages and images made on the fly, by other libraries than those that read them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from email.message import EmailMessage
from pathlib import Path

import docx
import odf.opendocument
import openpyxl
import pptx
from odf import draw, table
from odf import text as odf_text
from odf.style import MasterPage, PageLayout
from PIL import Image

from archive.extraction.contract import Extraction, Limits
from archive.extraction.registry import extractor_for
from archive.formats import FORMATS
from tests.archive.extraction import samples

PROSE = "El archivo conserva el acuerdo del consejo municipal"
Rows = Sequence[Sequence[object]]
_SECTOR, _FAT, _END, _NONE = 512, 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFF


def read(path: Path, limits: Limits | None = None) -> Extraction:
    """In this process, by the format that the suffix names."""
    extraction = extractor_for(media_type(path)).open(path, limits or Limits())
    try:
        return Extraction(extraction.head, tuple(extraction.pages()))
    finally:
        extraction.close()


def media_type(path: Path) -> str:
    return FORMATS[path.suffix[1:]].media_type


def blocks(extraction: Extraction) -> list[tuple[str, str]]:
    """Kind and text of all blocks."""
    return [(each.kind.value, page.text[each.start : each.end]) for page in extraction.pages for each in page.blocks]


def word(path: Path) -> Path:
    document = docx.Document()
    document.add_heading("Capítulo primero", 1)
    document.add_paragraph(PROSE)
    document.add_paragraph("Los planos de la obra", style="List Bullet")
    grid = document.add_table(2, 2)
    for number, text in enumerate(("Concepto", "Monto", "Agua\npotable", "10\t000")):
        grid.cell(number // 2, number % 2).text = text
    document.add_heading("Capítulo segundo", 1)
    document.add_paragraph("Se levanta la sesión")
    document.save(str(path))
    return path


def open_text(path: Path) -> Path:
    document = odf.opendocument.OpenDocumentText()
    document.text.addElement(odf_text.H(outlinelevel=1, text="Capítulo primero"))
    document.text.addElement(odf_text.P(text=PROSE))
    items = odf_text.List()
    item = odf_text.ListItem()
    item.addElement(odf_text.P(text="Los planos de la obra"))
    items.addElement(item)
    document.text.addElement(items)
    document.text.addElement(_open_table("Montos", [["Concepto", "Monto"], ["Agua potable", "10 000"]]))
    document.text.addElement(odf_text.H(outlinelevel=1, text="Capítulo segundo"))
    document.text.addElement(odf_text.P(text="Se levanta la sesión"))
    document.save(str(path))
    return path


def _open_table(name: str, rows: Rows) -> table.Table:
    grid = table.Table(name=name)
    for row in rows:
        line = table.TableRow()
        for value in row:
            cell = table.TableCell(valuetype="string")
            cell.addElement(odf_text.P(text=str(value)))
            line.addElement(cell)
        grid.addElement(line)
    return grid


def rich(path: Path, body: str = "") -> Path:
    """As programs write it: styles, a table and letters by their code."""
    path.write_bytes(
        rb"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\stylesheet{\s0 Normal;}{\s1 heading 1;}}"
        rb"{\*\generator Prueba;}\pard\s1 Cap\'edtulo primero\par\pard " + PROSE.encode() + rb"\par"
        rb"\pard\ls1{\listtext\'b7\tab}Los planos de la obra\par"
        rb"\trowd\pard\intbl Concepto\cell Monto\cell\row\trowd\pard\intbl Agua\par potable\cell 10\tab 000\cell\row"
        rb"\pard\s1 Cap\u237?tulo segundo\par\pard Se levanta la sesi\u243\'3fn\par" + body.encode() + rb"}"
    )
    return path


def workbook(path: Path, rows: Rows = (("Concepto", "Monto"), ("Agua potable", 10_000.0))) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Ingresos"
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def open_sheet(path: Path, rows: Rows = (("Concepto", "Monto"), ("Agua potable", 10_000))) -> Path:
    document = odf.opendocument.OpenDocumentSpreadsheet()
    document.spreadsheet.addElement(_open_table("Ingresos", rows))
    document.save(str(path))
    return path


def presentation(path: Path) -> Path:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[1])
    first.shapes.title.text = "Parlamento Abierto"
    first.placeholders[1].text = PROSE
    first.notes_slide.notes_text_frame.text = "Saludar a la mesa"
    second = show.slides.add_slide(show.slide_layouts[5])
    second.shapes.title.text = "Avances"
    grid = second.shapes.add_table(2, 2, 0, 0, 5_000_000, 1_000_000).table
    for number, text in enumerate(("Estado", "Avance", "Oaxaca", "80 %")):
        grid.cell(number // 2, number % 2).text = text
    show.save(str(path))
    return path


def open_slides(path: Path) -> Path:
    document = odf.opendocument.OpenDocumentPresentation()
    layout = PageLayout(name="Hoja")
    document.automaticstyles.addElement(layout)
    master = MasterPage(name="Base", pagelayoutname=layout)
    document.masterstyles.addElement(master)
    for title, words in (("Parlamento Abierto", PROSE), ("Avances", "Oaxaca va al frente")):
        slide = draw.Page(masterpagename=master)
        for kind, text in (("outline", words), ("title", title)):
            frame = draw.Frame(width="10cm", height="2cm", x="1cm", y="1cm")
            frame.setAttrNS("urn:oasis:names:tc:opendocument:xmlns:presentation:1.0", "class", kind)
            box = draw.TextBox()
            box.addElement(odf_text.P(text=text))
            frame.addElement(box)
            slide.addElement(frame)
        document.presentation.addElement(slide)
    document.save(str(path))
    return path


def text(path: Path, content: str = PROSE, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def page_of_the_web(path: Path) -> Path:
    return text(path, f"<!doctype html><title>Acta</title><h1>Acta</h1><p>{PROSE}</p>")


def separated(path: Path) -> Path:
    return text(path, "Concepto;Monto\r\nAgua potable;10,000\r\n")


def message(path: Path) -> Path:
    mail = EmailMessage()
    mail["From"], mail["To"] = "Archivo <archivo@ejemplo.mx>", "Cabildo <cabildo@ejemplo.mx>"
    mail["Subject"], mail["Date"] = "Sesión ordinaria", "Mon, 23 Nov 2026 10:00:00 -0600"
    mail.set_content(PROSE)
    mail.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="orden del día.pdf")
    path.write_bytes(bytes(mail))
    return path


def picture(path: Path, size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Path:
    """With noise, so that it can't be told from its first bytes."""
    Image.effect_noise(size, 60).convert(mode).save(path)
    return path


def compound(path: Path, streams: Mapping[str, bytes]) -> Path:
    """A container of old Office with up to three streams, each of the size from which it has sectors of its own."""
    contents = [content.ljust(4096, b"\x00") for content in streams.values()]
    chain, starts = [_FAT, _END], []
    for content in contents:
        starts.append(len(chain))
        count = -(-len(content) // _SECTOR)
        chain += [*range(len(chain) + 1, len(chain) + count), _END]
    entries = [_entry("Root Entry", 5, _END, 0, child=1)]
    for number, (name, content) in enumerate(zip(streams, contents, strict=True), 1):
        following = number + 1 if number < len(streams) else _NONE
        entries.append(_entry(name, 2, starts[number - 1], len(content), following=following))
    header = struct.pack(
        "<8s16x5H6x7I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0
    ) + struct.pack("<2I109I", _END, 0, 0, *[_NONE] * 108)
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(_SECTOR, b"\xff")
    sectors = [content.ljust(-(-len(content) // _SECTOR) * _SECTOR, b"\x00") for content in contents]
    path.write_bytes(header + fat + b"".join(entries).ljust(_SECTOR, b"\x00") + b"".join(sectors))
    return path


def _entry(name: str, kind: int, start: int, size: int, *, following: int = _NONE, child: int = _NONE) -> bytes:
    encoded = name.encode("utf-16-le")
    parts = (encoded, len(encoded) + 2, kind, 1, _NONE, following, child, start, size)
    return struct.pack("<64sHBB3I36xIQ", *parts)


def locked_office(path: Path) -> Path:
    """What Office makes of a DOCX or XLSX with a password."""
    return compound(path, {"EncryptionInfo": b"", "EncryptedPackage": b""})


def locked_open(path: Path) -> Path:
    """An ODT of which one part asks for a password."""
    plain = open_text(path.with_name("sin clave.odt"))
    manifest = part(plain, "META-INF/manifest.xml").decode()
    entry = '<manifest:file-entry manifest:full-path="x.xml" manifest:media-type=""><manifest:encryption-data/>'
    locked = manifest.replace("</manifest:manifest>", f"{entry}</manifest:file-entry></manifest:manifest>")
    return repacked(plain, path, {"META-INF/manifest.xml": locked.encode()})


def old_word(path: Path, flags: int = 0x0200, version: int = 0x00C1) -> Path:
    """As Word 97 keeps it: text in two pieces, of one byte and of two, and the properties of each paragraph."""
    style, plain, item = b"\x01\x00", b"\x00\x00", b"\x00\x00" + struct.pack("<HH", 0x460B, 1)
    cell, row = b"\x00\x00" + struct.pack("<HB", 0x2416, 1), b"\x00\x00" + struct.pack("<HBHB", 0x2416, 1, 0x2417, 1)
    paragraphs = [
        ("Capítulo primero\r", style),
        (f"{PROSE}\r", plain),
        ("Los planos \x13 REF x \x14de la obra\x15\r", item),
        *[("Concepto\x07", cell), ("Monto\x07", cell), ("\x07", row)],
        *[("Agua\r", cell), ("potable\x07", cell), ("10\t000\x07", cell), ("\x07", row)],
        ("Capítulo segundo\r", style),
        ("Se levanta la sesión\r", plain),
    ]
    body = "".join(text for text, _ in paragraphs)
    half = body.index("Capítulo segundo")
    first, second = body[:half].encode("cp1252"), body[half:].encode("utf-16-le")
    places, properties, at = [], bytearray(512), 508
    for number, (_text, found) in enumerate(paragraphs):
        done = sum(len(each) for each, _ in paragraphs[:number])
        places.append(1024 + (done if done < half else half + 2 * (done - half)))
        at -= len(found) + 2 + len(found) % 2
        properties[at : at + 2 + len(found)] = bytes([0, len(found) // 2 + len(found) % 2]) + found
        properties[4 * (len(paragraphs) + 1) + 13 * number] = at // 2
    places.append(1024 + len(first) + len(second))
    properties[: 4 * len(places)] = struct.pack(f"<{len(places)}I", *places)
    properties[511] = len(paragraphs)
    pieces = struct.pack("<3I", 0, half, len(body))
    pieces += struct.pack("<HIHHIH", 0, 1024 * 2 | 0x40000000, 0, 0, 1024 + len(first), 0)
    plan = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    runs = struct.pack("<3I", places[0], places[-1], 4)
    main = bytearray(2048) + properties
    main[:4], main[10:12] = struct.pack("<2H", 0xA5EC, version), struct.pack("<H", flags)
    main[0x4C:0x54] = struct.pack("<2I", len(body), 0)
    main[0x0102:0x010A], main[0x01A2:0x01AA] = struct.pack("<2I", 64, len(runs)), struct.pack("<2I", 128, len(plan))
    main[1024 : 1024 + len(first) + len(second)] = first + second
    return compound(path, {"WordDocument": bytes(main), "1Table": (bytes(64) + runs).ljust(128, b"\x00") + plan})


def repacked(source: Path, target: Path, parts: Mapping[str, bytes]) -> Path:
    """The same container with parts replaced or added."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, parts.get(name) or old.read(name))
        for name in set(parts) - set(old.namelist()):
            new.writestr(name, parts[name])
    return target


def part(source: Path, name: str) -> bytes:
    with zipfile.ZipFile(source) as container:
        return container.read(name)


def zipped(content: Mapping[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as container:
        for name, data in content.items():
            container.writestr(name, data)
    return stream.getvalue()


MAKERS: dict[str, Callable[[Path], Path]] = {
    "pdf": samples.pdf,
    "docx": word,
    "doc": old_word,
    "odt": open_text,
    "rtf": rich,
    "txt": text,
    "html": page_of_the_web,
    "eml": message,
    "xlsx": workbook,
    "ods": open_sheet,
    "csv": separated,
    "pptx": presentation,
    "odp": open_slides,
    "jpg": picture,
    "png": picture,
    "tif": picture,
    "gif": picture,
    "webp": picture,
    "bmp": picture,
}
"""A healthy file of each format that is read."""
IMAGES = frozenset({"jpg", "png", "tif", "gif", "webp", "bmp"})
