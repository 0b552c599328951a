"""A file is what its bytes are."""

import io
import zipfile
from pathlib import Path

import pytest

from archive.formats import OLE_SIGNATURE, NotADocument, sniff

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


def zipped(**members: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


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
        (OLE_SIGNATURE + b"\x00" * 600 + "WordDocument".encode("utf-16-le"), "acta.doc", "doc"),
        (OLE_SIGNATURE + b"\x00" * 600 + "Workbook".encode("utf-16-le"), "hoja.xls", "xls"),
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
        (b"\x7fELF\x02\x01\x01\x00\x00", "programa.pdf", "Conviértalo a PDF"),
        (b"texto suelto", "texto.pdf", "Conviértalo a PDF"),
    ],
)
def test_what_is_no_document_is_refused_with_a_cure(tmp_path: Path, content: bytes, filename: str, said: str) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(content)
    with pytest.raises(NotADocument, match=said):
        sniff(path, filename)
