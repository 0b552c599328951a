"""Files that are meant to break their reader; each takes little to make and little to keep."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf

from archive.extraction.contract import Reason
from tests.archive.extraction import office_samples as samples

MEGABYTE = 1 << 20
_WORD = "word/document.xml"
_NAMESPACE = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_DTD = (
    b'<!DOCTYPE w:document [<!ENTITY a "ja">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
    + b"]>"
)


def bomb(path: Path, part: str, megabytes: int = 200) -> Path:
    """A sound file of which one part unfolds to so many megabytes of paragraphs."""
    healthy = samples.MAKERS[path.suffix[1:]](path.with_name(f"sano{path.suffix}"))
    with zipfile.ZipFile(healthy) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new:
        for name in old.namelist():
            if name != part:
                new.writestr(name, old.read(name))
        with new.open(part, "w") as stream:
            stream.write(b"<w:document %s><w:body>" % _NAMESPACE)
            for _ in range(megabytes):
                stream.write(b"<w:p/>\n\n" * (MEGABYTE // 8))
            stream.write(b"</w:body></w:document>")
    return path


def lying(path: Path) -> Path:
    """As a bomb, and its directory says that the part is small."""
    bomb(path, _WORD, 50)
    data = bytearray(path.read_bytes())
    entry = data.rindex(_WORD.encode()) - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 1000)
    path.write_bytes(data)
    return path


def with_part(path: Path, name: str, content: bytes) -> Path:
    healthy = samples.MAKERS[path.suffix[1:]](path.with_name(f"sano{path.suffix}"))
    return samples.repacked(healthy, path, {name: content})


def nested(path: Path) -> Path:
    """Archives in archives, where the document should be."""
    content = b"\x00" * MEGABYTE
    for _ in range(12):
        content = samples.zipped({f"{number}.zip": content for number in range(4)})
    return with_part(path, _WORD, content)


def billion_laughs(path: Path) -> Path:
    text = b"<w:document %s><w:body><w:p><w:r><w:t>&j;</w:t></w:r></w:p></w:body></w:document>" % _NAMESPACE
    return with_part(path, _WORD, _DTD + text)


def laughs_in_a_sheet(path: Path) -> Path:
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
    cell = b'<c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row></sheetData></worksheet>'
    return with_part(path, "xl/worksheets/sheet1.xml", _DTD.replace(b"w:document", b"worksheet") + sheet + cell)


def external_entity(path: Path) -> Path:
    text = b"<w:document %s><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>" % _NAMESPACE
    return with_part(path, _WORD, b'<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + text)


def deep_xml(path: Path) -> Path:
    depth = 200_000
    return with_part(path, _WORD, b"<w:document %s>" % _NAMESPACE + b"<w:p>" * depth + b"</w:p>" * depth)


def deep_groups(path: Path) -> Path:
    path.write_bytes(b"{\\rtf1 " + b"{" * MEGABYTE + b"}" * MEGABYTE + b"}")
    return path


def endless_message(path: Path) -> Path:
    parts = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(20_000))
    return samples.text(path, f"From: a@ejemplo.mx\nSubject: hola\n{parts}")


def messages_in_messages(path: Path) -> Path:
    return samples.text(path, "From: a@ejemplo.mx\n" + "Content-Type: message/rfc822\n\n" * 50_000)


def many_members(path: Path) -> Path:
    path.write_bytes(samples.zipped({f"word/{number}.xml": b"" for number in range(20_001)}))
    return path


def many_columns(path: Path) -> Path:
    """A row of a thousand cells, a million times over, in one line."""
    samples.open_sheet(path)
    row = b'<table:table-row table:number-rows-repeated="1048576">'
    cell = b'<table:table-cell table:number-columns-repeated="1024">'
    content = samples.part(path, "content.xml")
    filled = row + cell + b"<text:p>relleno</text:p></table:table-cell></table:table-row></table:table>"
    return with_part(path, "content.xml", content.replace(b"</table:table>", filled))


def _png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def huge_png(path: Path) -> Path:
    header = struct.pack(">2I5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    rows = zlib.compress(bytes(MEGABYTE))
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_png_chunk(*each) for each in chunks))
    return path


def tiff(path: Path, side: int, frames: int) -> Path:
    """Frames of one bit a pixel, each with a directory of its own and no more pixels than a byte holds."""
    data = bytearray(b"II*\x00" + struct.pack("<I", 16) + bytes(8))
    for number in range(frames):
        tags = [(256, 4, side), (257, 4, side), (258, 3, 1), (259, 3, 1), (262, 3, 1), (273, 4, 8), (278, 4, side)]
        tags.append((279, 4, 1))
        following = len(data) + 2 + 12 * len(tags) + 4 if number < frames - 1 else 0
        entries = b"".join(struct.pack("<2H2I", tag, kind, 1, value) for tag, kind, value in tags)
        data += struct.pack("<H", len(tags)) + entries + struct.pack("<I", following)
    path.write_bytes(data)
    return path


def many_pages(path: Path, count: int = 20_001) -> Path:
    objects = [b"<</Type/Catalog/Pages 2 0 R>>"]
    kids = b" ".join(b"%d 0 R" % number for number in range(3, count + 3))
    objects.append(b"<</Type/Pages/Count %d/Kids[%s]>>" % (count, kids))
    objects += [b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"] * count
    data, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%sendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(data))
    path.write_bytes(data + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end)
    return path


def table_loop(path: Path) -> Path:
    """Its table of objects says that the one before it is itself, and there is nothing else."""
    body = b"%PDF-1.4\n"
    end = b"trailer<</Size 1/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (len(body), len(body))
    path.write_bytes(body + b"xref\n0 1\n0000000000 65535 f \n" + end)
    return path


def locked_pdf(path: Path) -> Path:
    with pikepdf.open(samples.MAKERS["pdf"](path.with_name("sano.pdf"))) as document:
        document.save(path, encryption=pikepdf.Encryption(owner="dueña", user="clave"))
    return path


def truncated(path: Path) -> Path:
    samples.MAKERS[path.suffix[1:]](path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def long_text(path: Path) -> Path:
    return samples.text(path, f"{samples.PROSE}\n\n" * 100_000)


Poison = tuple[str, str, Callable[[Path], Path], Reason]


def every() -> Iterator[Poison]:
    """What it is, its suffix, how it is made, and what must be said of it."""
    memory, damaged = Reason.TOO_MUCH_MEMORY, Reason.DAMAGED
    yield "a text that unfolds", "docx", lambda path: bomb(path, _WORD), memory
    yield "a sheet that unfolds", "xlsx", lambda path: bomb(path, "xl/worksheets/sheet1.xml"), memory
    yield "an open text that unfolds", "odt", lambda path: bomb(path, "content.xml"), memory
    yield "a part larger than it says", "docx", lying, damaged
    yield "archives in archives", "docx", nested, damaged
    yield "too many members", "docx", many_members, memory
    yield "a billion laughs", "docx", billion_laughs, damaged
    yield "laughs in a sheet", "xlsx", laughs_in_a_sheet, damaged
    yield "an entity from outside", "docx", external_entity, damaged
    yield "deep elements", "docx", deep_xml, damaged
    yield "deep groups", "rtf", deep_groups, damaged
    yield "endless parts", "eml", endless_message, damaged
    yield "messages in messages", "eml", messages_in_messages, damaged
    yield "a million full rows in one line", "ods", many_columns, Reason.TOO_MUCH_TEXT
    yield "a long text", "txt", long_text, Reason.TOO_MUCH_TEXT
    yield "60,000 by 60,000 in colour", "png", huge_png, memory
    yield "60,000 by 60,000 in black", "tif", lambda path: tiff(path, 60_000, 1), memory
    yield "3,001 frames", "tif", lambda path: tiff(path, 8, 3_001), Reason.TOO_MANY_PAGES
    yield "20,001 pages", "pdf", many_pages, Reason.TOO_MANY_PAGES
    yield "a table of objects that leads to itself", "pdf", table_loop, damaged
    yield "a text with a password", "docx", samples.locked_office, Reason.ENCRYPTED
    yield "a sheet with a password", "xlsx", samples.locked_office, Reason.ENCRYPTED
    yield "a PDF with a password", "pdf", locked_pdf, Reason.ENCRYPTED
    yield "nothing", "docx", empty, Reason.EMPTY
    for code in ("docx", "xlsx", "pptx", "odt", "ods", "odp", "doc", "rtf", "jpg", "png", "tif"):
        yield f"half a {code}", code, truncated, damaged
