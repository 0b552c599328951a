"""A scan, a workbook and a radio spot of our own making, and a site that holds them: all is invented."""

import csv
from pathlib import Path

import openpyxl

from tests.archive.recordings import silence
from tests.archive.scans import scan
from tests.instances import Instance

SCAN = "Acta del comité del acueducto de San Bartolo el Nuevo"
WORKBOOK = "Gasto por municipio de la región de los Encinos"
SPOT = "Promocional de radio sobre el canal de riego"

_SCAN_PAGES = (
    (
        "ACTA DEL COMITÉ DEL ACUEDUCTO",
        "",
        "En San Bartolo el Nuevo, a los doce días de marzo, se reúne el comité",
        "para revisar la obra del manantial. Están presentes siete vocales y",
        "la presidenta da lectura al orden del día, que se aprueba sin cambios.",
        "",
        "La tesorera informa que las cooperaciones alcanzan para reparar dos",
        "compuertas y propone dejar la tercera para después de las lluvias.",
        "",
        "El vocal de obras explica que la tubería del manantial tiene fugas en",
        "tres tramos y pide que se cambie antes de la siembra.",
    ),
    (
        "Se acuerda por mayoría de votos lo siguiente.",
        "",
        "Primero. Comprar la tubería en la cabecera y guardar las notas.",
        "Segundo. Publicar las cuentas en la puerta de la escuela.",
        "Tercero. Invitar a las vecinas de la parte alta a la siguiente reunión.",
    ),
    ("No habiendo otro asunto se levanta la sesión y firman los presentes.",),
)
_MONTHS = ("Enero", "Febrero", "Marzo", "Abril", "Mayo", "Junio", "Julio", "Agosto", "Septiembre", "Octubre")
_TOWNS = ("Encinar Viejo", "La Barranquilla", "Peña Labrada", "San Bartolo el Nuevo", "Tres Veredas", "Vado Hondo")
_SPOKEN = """WEBVTT

00:00:00.000 --> 00:00:06.000
<v Locutora>Vecinas y vecinos de la parte alta:

00:00:06.000 --> 00:00:14.000
<v Locutora>el canal de riego se limpia entre todos.

00:00:20.000 --> 00:00:28.000
<v Don Chema>Yo llevo la pala y mi comadre el almuerzo.

00:01:04.000 --> 00:01:12.000
<v Locutora>Este domingo se reparten las guardias de la compuerta.

00:01:18.000 --> 00:01:26.000
<v Locutora>Traiga sombrero y un recipiente para agua.
"""
_TRANSCRIBE = f"""
from archive.models import Document
from archive.transcription import save_transcript
from cms.core.tenancy import operator_account
from search import outbox
from search.engine import engine

document = Document.objects.get(title={SPOT!r})
save_transcript(document, {_SPOKEN!r}, actor=operator_account(), reason="", seen=None)
outbox.drain(engine())
"""


class FormatsSite(Instance):
    """A served site with the three documents, each read, recognised, transcribed and published."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder / "data")
        files = folder / "archivos"
        files.mkdir()
        scan(files / "acta.pdf", _SCAN_PAGES)
        _workbook(files / "gasto.xlsx")
        (files / "promocional.wav").write_bytes(silence(95))
        manifest = folder / "tabla.csv"
        with manifest.open("w", encoding="utf-8", newline="") as stream:
            rows = [("acta.pdf", SCAN, "acta"), ("gasto.xlsx", WORKBOOK, ""), ("promocional.wav", SPOT, "")]
            csv.writer(stream).writerows([("file", "title", "type"), *rows])
        self.json("import_documents", str(files), "--manifest", str(manifest), "--publish", "--wait", "--json")
        self.python(_TRANSCRIBE)
        self.codes: dict[str, str] = dict(self.query("SELECT title, code FROM archive_document"))

    def address(self, title: str, tail: str = "") -> str:
        """Of a document, or of what is below it."""
        base = f"{self.url}/d/{self.codes[title]}"
        return f"{base}/{tail}" if tail else base


def _workbook(path: Path) -> None:
    book = openpyxl.Workbook()
    spent = book.active
    spent.title = "Gasto mensual"
    spent.append(["Gasto por municipio y mes, en pesos"])
    spent.append(["Municipio", "Concepto", *_MONTHS, "Total", "Observaciones"])
    for number, town in enumerate(_TOWNS, 1):
        for concept in ("Alumbrado", "Limpieza del canal", "Caminos"):
            amounts = [1_250.5 * number + 310 * month for month in range(len(_MONTHS))]
            remark = "Incluye la compostura de la compuerta" if number == 4 else ""
            spent.append([town, concept, *amounts, sum(amounts), remark])
    for row in spent.iter_rows(min_row=3, min_col=3):
        for cell in row:
            cell.number_format = "#,##0.00"
    notes = book.create_sheet("Notas")
    for row in (["Clave", "Significado"], ["A", "Gasto comprobado"], ["B", "Gasto por comprobar"]):
        notes.append(row)
    book.save(path)
