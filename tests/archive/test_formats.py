"""A file is what its bytes are."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from archive import formats
from archive.formats import OLE_SIGNATURE, UNKNOWN_TYPE, NotADocument, sniff

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name.replace("__", "/")), content)
    return buffer.getvalue()


def compound(*streams: str, embedded: str = "") -> bytes:
    """A compound file (OLE) with these streams at its top, and one inside an embedded object."""
    none, end = 0xFFFFFFFF, 0xFFFFFFFE

    def entry(name: str, kind: int, right: int = none, child: int = none) -> bytes:
        encoded = (name + "\x00").encode("utf-16-le")
        return (
            encoded.ljust(64, b"\x00") + struct.pack("<HBBIII", len(encoded), kind, 1, none, right, child) + bytes(48)
        )

    names = [*streams, "MBD0001"]
    directory = entry("Root Entry", 5, child=1)
    for number, name in enumerate(names, 1):
        is_last = number == len(names)
        right = none if is_last else number + 1
        directory += entry(name, 1, child=len(names) + 1) if is_last else entry(name, 2, right)
    directory += entry(embedded or "nada", 2)
    directory += bytes(-len(directory) % 512)
    sectors = len(directory) // 512
    fat = [0xFFFFFFFD, *range(2, sectors + 1), end]
    header = OLE_SIGNATURE + bytes(16) + struct.pack("<HHHHH", 62, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<IIIIIIII", 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[none] * 108)
    return header + struct.pack("<128I", *fat, *[none] * (128 - len(fat))) + directory


def iso(brand: bytes) -> bytes:
    return b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x00\x00isom"


BMP = b"BM" + struct.pack("<IHHII", 70, 0, 0, 54, 40) + bytes(40)
ELF = b"\x7fELF\x02\x01\x01\x00\x00"
NOISE = bytes(range(256)) * 4
DOCX = zipped(**{"[Content_Types].xml": "<Types/>", "word__document.xml": "<w/>"})


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b"%PDF-1.7\n", "ley.pdf", "pdf"),
        (b"\n\n  %PDF-1.4\n", "sin extension", "pdf"),
        (DOCX, "oficio.docx", "docx"),
        (DOCX, "oficio.doc", "docx"),
        (zipped(**{"[Content_Types].xml": "<Types/>", "xl__workbook.xml": "<x/>"}), "tabla.xlsx", "xlsx"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "carta.odt", "odt"),
        (compound("WordDocument", "1Table"), "acta.doc", "doc"),
        (compound("Workbook"), "hoja.xls", "xls"),
        (compound("a", "b", "c", "d", "e", "Book"), "hoja.xls", "xls"),
        (compound("PowerPoint Document"), "platica.ppt", "ppt"),
        (compound("Workbook", embedded="WordDocument"), "hoja.doc", "xls"),
        (compound("__properties_version1.0"), "correo.msg", "msg"),
        (compound("EncryptedPackage"), "con clave.docx", "docx"),
        (b"RIFF\x24\x08\x00\x00WAVEfmt ", "sesion.wav", "wav"),
        (b"RIFF\x24\x08\x00\x00AVI LIST", "sesion.avi", "avi"),
        (b"RIFF\x24\x08\x00\x00WEBPVP8 ", "cartel.webp", "webp"),
        (b"\x00\x00\x01basura%PDF-1.4\n", "escaneo.pdf", "pdf"),
        (b"\x1b%-12345X@PJL\r\n%PDF-1.4\n", "impreso.pdf", "pdf"),
        (b"Un PDF empieza con %PDF-1.7", "nota.txt", "txt"),
        (PNG + b"tEXt%PDF-1.4", "cartel.png", "png"),
        (PNG, "cartel.pdf", "png"),
        (iso(b"heic"), "foto.heic", "heic"),
        (iso(b"qt  "), "video.mov", "mov"),
        (iso(b"M4A "), "audio.m4a", "m4a"),
        (iso(b"mp42"), "video.mp4", "mp4"),
        (b"\xff\xfb\x90\x00" * 8, "audio.mp3", "mp3"),
        (BMP, "plano.bmp", "bmp"),
        (zipped(mimetype="application/epub+zip"), "libro.epub", "epub"),
        ("Sesión".encode("utf-16"), "minuta.txt", "txt"),
        ("a,b\n1,2\n".encode("utf-16-le"), "tabla.csv", "csv"),
        ("Sesión".encode("cp1252"), "minuta.txt", "txt"),
        (b"sin nombre de formato", "LEEME", "txt"),
        (b"{\\rtf1 hola}", "nota.rtf", "rtf"),
        (PNG, "cartel.png", "png"),
        (b"II*\x00\x08\x00\x00\x00", "plano.tif", "tif"),
        ("Sesión ordinaria".encode(), "minuta.txt", "txt"),
        (b"<!DOCTYPE html><html></html>", "pagina.html", "html"),
    ],
)
def test_taken_for_what_it_is(tmp_path: Path, content: bytes, filename: str, code: str) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(content)
    assert sniff(path, filename).code == code


@pytest.mark.parametrize(
    ("content", "filename", "said"),
    [
        (b"", "vacio.pdf", "vacío"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "informe.pdf", "página web"),
        (b'{"error": "no encontrado"}', "dof.pdf", "JSON"),
        (zipped(a="1"), "paquete.pdf", "ZIP"),
        (b"PK\x03\x04 roto", "roto.docx", "dañado"),
        (zipped(a="1"), "paquete.zip", "ZIP"),
        (zipped(a="1"), "paquete", "ZIP"),
        (DOCX[:-40], "cortado.docx", "dañado"),
        (OLE_SIGNATURE + b"WordDocument".ljust(600), "roto.doc", "dañado"),
        (compound("Contents"), "raro.doc", "no es de ese formato"),
        (ELF, "programa.pdf", "programa"),
        (ELF, "programa", "programa"),
        (b"MZ\x90\x00\x03", "programa.dat", "programa"),
        (b"#!/bin/sh\nrm -r x", "guion.txt", "programa"),
        (NOISE, "ruido.pdf", "Conviértalo a PDF"),
        (NOISE, "ruido.txt", "no es de ese formato"),
        (b"texto suelto", "texto.pdf", "contiene solo texto"),
        (b"texto suelto", "foto.jpeg", "contiene solo texto"),
        (b"Un PDF empieza con %PDF-1.7", "nota.pdf", "contiene solo texto"),
        (b"<html>404</html>", "datos.csv", "página web"),
    ],
)
def test_what_is_no_document_is_refused_with_a_cure(tmp_path: Path, content: bytes, filename: str, said: str) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(content)
    with pytest.raises(NotADocument, match=said):
        sniff(path, filename)


@pytest.mark.parametrize(
    ("content", "filename", "code"),
    [
        (b'{"a": 1}', "datos.json", "json"),
        (b"<?xml version='1.0'?><factura/>", "factura.xml", "xml"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "mapa.SVG", "svg"),
        (b"# Acta", "acta.md", "md"),
        (NOISE, "plano.dwg", "dwg"),
        (NOISE, "sin nombre de formato", "bin"),
        (NOISE, "raro.con-guiones", "bin"),
        (NOISE, "audio.mp3", "mp3"),
        (zipped(**{"doc.kml": "<kml/>"}), "mapa.kmz", "kmz"),
        (compound("Contents"), "boletin.pub", "pub"),
        (OLE_SIGNATURE, "cortado.wps", "wps"),
    ],
)
def test_what_is_not_known_is_kept_under_its_suffix(tmp_path: Path, content: bytes, filename: str, code: str) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(content)
    found = sniff(path, filename)
    assert (found.code, found.media_type) == (code, UNKNOWN_TYPE)


@pytest.mark.parametrize("at", range(0, len(DOCX), 3))
def test_a_zip_that_is_broken_anywhere_is_judged_and_never_fails(tmp_path: Path, at: int) -> None:
    path = tmp_path / "bytes"
    odt = zipped(mimetype="application/vnd.oasis.opendocument.text")
    for whole in (DOCX, odt):
        for other in (b"\x00\x00\x00", b"\xff\xff\xff"):
            path.write_bytes(whole[:4] + (whole[4:at] + other + whole[at + 3 :] if at > 4 else whole[4:]))
            try:
                assert sniff(path, "oficio.docx").code in {"docx", "odt"}
            except NotADocument:
                continue


@pytest.mark.parametrize("container", [DOCX, compound("WordDocument")])
def test_no_more_of_a_container_is_read_than_its_directory(
    tmp_path: Path, container: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formats._Sparing, "left", 100)
    path = tmp_path / "bytes"
    path.write_bytes(container)
    with pytest.raises(NotADocument, match="dañado"):
        sniff(path, "oficio.docx")


def test_a_compound_file_whose_directory_goes_in_circles_is_damaged(tmp_path: Path) -> None:
    content = bytearray(compound("Contents"))
    struct.pack_into("<I", content, 512 + 4, 1)
    path = tmp_path / "bytes"
    path.write_bytes(bytes(content))
    with pytest.raises(NotADocument, match="dañado"):
        sniff(path, "acta.doc")
