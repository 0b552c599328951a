"""TXT, HTML and EML."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.extraction.contract import ExtractionError, Reason, Unit
from tests.archive.extraction import office_samples as samples
from tests.archive.extraction.office_samples import PROSE, blocks, read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_texts_in_the_encodings_of_offices(tmp_path: Path, encoding: str) -> None:
    content = "Año de la sesión\r\ndel niño\r\n\r\n  Ñandú\x0cOtra hoja"
    extraction = read(samples.text(tmp_path / "acta.txt", content, encoding))
    assert extraction.head.unit == Unit.SECTION
    assert [page.text for page in extraction.pages] == ["Año de la sesión\ndel niño\nÑandú", "Otra hoja"]
    assert blocks(extraction) == [
        ("paragraph", "Año de la sesión\ndel niño"),
        ("paragraph", "Ñandú"),
        ("paragraph", "Otra hoja"),
    ]


def test_bytes_that_are_no_text_are_damaged(tmp_path: Path) -> None:
    (tmp_path / "acta.txt").write_bytes(bytes(range(256)) * 20)
    with pytest.raises(ExtractionError) as caught:
        read(tmp_path / "acta.txt")
    assert caught.value.reason == Reason.DAMAGED


def test_a_page_of_the_web_says_what_a_browser_shows(tmp_path: Path) -> None:
    content = f"""<!DOCTYPE html><html><head><title>Sitio</title><style>p {{}}</style></head><body>
      <script>var oculto = 1;</script><div hidden>oculto <b>todo</b></div><p style="display: none">oculto</p>
      <nav><ul><li>Uno<li>Dos <i>y</i> medio</ul></nav>
      <h2>Acuerdo
      tercero</h2><p>{PROSE}<br>en dos líneas</p>suelto
      <table><tr><th>Concepto<th>Monto<tr><td>Agua<br>potable<table><tr><td>fría</table><td>10</table>
      <table><tr><td>Un marco</table><pre>línea 1\nlínea 2</pre></body></html>"""
    assert blocks(read(samples.text(tmp_path / "acta.html", content))) == [
        ("item", "Uno"),
        ("item", "Dos y medio"),
        ("heading", "Acuerdo tercero"),
        ("paragraph", f"{PROSE}\nen dos líneas"),
        ("paragraph", "suelto"),
        ("table", "Concepto\tMonto\nAgua potable fría\t10"),
        ("paragraph", "Un marco"),
        ("paragraph", "línea 1\nlínea 2"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "iso-8859-1"])
def test_a_page_declares_its_encoding(tmp_path: Path, encoding: str) -> None:
    content = f'<html><head><meta charset="{encoding}"></head><body><p>Ñandú</p></body></html>'
    assert blocks(read(samples.text(tmp_path / "acta.html", content, encoding))) == [("paragraph", "Ñandú")]


def test_a_message_says_who_wrote_and_names_what_is_attached(tmp_path: Path) -> None:
    assert blocks(read(samples.message(tmp_path / "correo.eml"))) == [
        ("heading", "Sesión ordinaria"),
        ("paragraph", "De: Archivo <archivo@ejemplo.mx>"),
        ("paragraph", "Para: Cabildo <cabildo@ejemplo.mx>"),
        ("paragraph", "Fecha: Mon, 23 Nov 2026 10:00:00 -0600"),
        ("paragraph", PROSE),
        ("heading", "Adjuntos"),
        ("item", "orden del día.pdf"),
    ]


def test_a_message_without_plain_text_is_read_as_a_page(tmp_path: Path) -> None:
    message = EmailMessage()
    message["Subject"] = "Aviso"
    message.set_content(f"<h3>Acuerdo</h3><p>{PROSE}</p>", subtype="html", charset="iso-8859-1")
    (tmp_path / "correo.eml").write_bytes(bytes(message))
    assert blocks(read(tmp_path / "correo.eml")) == [
        ("heading", "Aviso"),
        ("heading", "Acuerdo"),
        ("paragraph", PROSE),
    ]


def test_what_has_no_headers_is_no_message(tmp_path: Path) -> None:
    with pytest.raises(ExtractionError) as caught:
        read(samples.text(tmp_path / "correo.eml", PROSE))
    assert caught.value.reason == Reason.DAMAGED
