"""What is hard to cite, in invented documents. Beside each case lies the text that an expert read: `NAME.txt`.

`python -m tests.archive.citations.cases` writes the texts anew; what changed must be read before it is kept.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

from archive.citation import FILES, Author, AuthorKind, Cited, Medium, Passage, Runs, apa, chicago, iso690
from archive.extraction.contract import Unit

FOLDER = Path(__file__).parent
TODAY = date(2026, 11, 23)
URL = "https://acervo.example/d/k7m2p9qa/v1"
PERSON, FAMILY = AuthorKind.PERSON, AuthorKind.FAMILY

PLAIN = Cited(
    key="k7m2p9qa-v1",
    title="Informe de labores del comité de transparencia",
    url=URL,
    site="Acervo Abierto",
    author=Author("Comité de Transparencia de Villa Inventada"),
    document_type="informe",
    date="2016-04-15",
    holder="Archivo Histórico de Villa Inventada",
    reference_code="MX-AHVI-F1-0003",
    place="Oaxaca",
    version=1,
)
LAW = replace(
    PLAIN,
    title="Ley de Archivos del Estado Imaginario",
    author=Author("Congreso del Estado Imaginario"),
    document_type="ley",
    is_law=True,
    date="2018-06-15",
    place="",
)


def page(number: int, unit: Unit = Unit.PAGE, label: str = "", second: float | None = None) -> Passage:
    return Passage(number, f"{URL}/p{number}", unit, label, second)


def by(name: str, kind: AuthorKind = PERSON) -> Cited:
    return replace(PLAIN, title="Memoria de la sequía", document_type="memoria", author=Author(name, kind))


def titled(title: str, document_type: str = "acta", language: str = "es") -> Cited:
    return replace(PLAIN, title=title, document_type=document_type, language=language)


def dated(edtf: str) -> Cited:
    return replace(PLAIN, title="Libro de cuentas", document_type="libro", date=edtf)


def recording(passage: Passage | None, medium: Medium = Medium.AUDIO) -> Cited:
    return replace(
        by("Robles Tapia, Elena"),
        title="Conversación sobre el agua",
        document_type="entrevista",
        medium=medium,
        passage=passage,
    )


CASES: dict[str, Cited] = {
    "institution": PLAIN,
    "institution-with-commas": replace(
        PLAIN, author=Author("Instituto de Transparencia, Acceso a la Información y Datos de Villa Inventada")
    ),
    "institution-with-an-abbreviation": replace(PLAIN, author=Author("Vecinos Unidos del Río, A. C.")),
    "institution-that-keeps-its-own": replace(PLAIN, author=Author("Archivo Histórico de Villa Inventada")),
    "person": by("Robles Tapia, Elena"),
    "person-with-dates-of-life": by("Robles Tapia, Elena (1901-1987)"),
    "person-with-dates-after-a-comma": by("Robles Tapia, Elena, 1901-1987"),
    "person-with-particles": by("De la Peña Ríos, María del Carmen"),
    "person-with-a-hyphen": by("Ñáñez Güemes, Ana-Lucía Íñigo"),
    "person-whose-surnames-are-not-told-apart": by("Elena Robles Tapia"),
    "family": by("Familia Robles Tapia", FAMILY),
    "family-with-a-comma": by("Robles Tapia, familia", FAMILY),
    "no-author": replace(PLAIN, author=None),
    "no-author-page": replace(PLAIN, author=None, passage=page(3)),
    "no-date": dated(""),
    "nothing-known": Cited(key="k7m2p9qa", title="Papel suelto", url=URL, site="Acervo Abierto"),
    "year": dated("2013"),
    "month": dated("2021-04"),
    "first-of-the-month": dated("1998-05-01"),
    "years": dated("1990/2020"),
    "months": dated("2021-04/2021-06"),
    "days-of-a-month": dated("2016-05-03/2016-05-15"),
    "days-of-a-year": dated("2016-04-15/2016-05-03"),
    "days-of-two-years": dated("2015-12-30/2016-01-02"),
    "begins": dated("1990/.."),
    "begins-on-a-day": dated("1990-03-01/.."),
    "ends": dated("../2013"),
    "approximate": dated("1910~"),
    "uncertain": dated("1910?"),
    "approximate-years": dated("1890~/1910~"),
    "law": LAW,
    "law-with-reform": replace(LAW, last_reform="2022-01-19", passage=page(12)),
    "law-reformed-on-its-date": replace(LAW, last_reform="2018-06-15"),
    "law-of-a-version": replace(LAW, version=3, key="k7m2p9qa-v3", url=URL.replace("v1", "v3")),
    "law-without-author": replace(LAW, author=None, date=""),
    "page": replace(PLAIN, passage=page(3), key="k7m2p9qa-v1-p3"),
    "page-with-a-printed-label": replace(PLAIN, passage=page(4, label="iv"), key="k7m2p9qa-v1-p4"),
    "page-labelled-as-numbered": replace(PLAIN, passage=page(4, label="4"), key="k7m2p9qa-v1-p4"),
    "sheet": replace(PLAIN, title="Presupuesto", document_type="tabla", passage=page(2, Unit.SHEET, "Gasto & obra")),
    "slide": replace(PLAIN, title="Cómo pedir", document_type="presentación", passage=page(5, Unit.SLIDE)),
    "section": replace(PLAIN, passage=page(3, Unit.SECTION, "De los sujetos")),
    "audio": recording(None),
    "audio-at-a-second": recording(page(4, Unit.MOMENT, second=725.4)),
    "audio-after-an-hour": recording(page(40, Unit.MOMENT, second=3725)),
    "audio-at-its-beginning": recording(page(1, Unit.MOMENT, second=0)),
    "audio-without-a-second": recording(page(4, Unit.MOMENT)),
    "video": recording(page(2, Unit.MOMENT, second=59), Medium.VIDEO),
    "newer-version": replace(PLAIN, version=2, key="k7m2p9qa-v2", url=URL.replace("v1", "v2")),
    "superseded-version": replace(PLAIN, is_superseded=True, passage=page(3)),
    "title-that-asks": titled("¿Quién guarda los papeles?"),
    "title-that-exclaims": titled("¡Agua para todos!"),
    "title-with-a-full-stop": titled("Acuerdos de la asamblea."),
    "title-with-an-ellipsis": titled("Y el río se fue..."),
    "title-with-an-abbreviation": titled("Estatutos de Vecinos Unidos, S. A."),
    "title-in-latin-quotes": titled("«La voz del río» y otros papeles “perdidos”"),
    "title-in-english-quotes": titled("Cartas de “El Faro”"),
    "title-with-straight-quotes": titled('Expediente "Faro" número 3'),
    "title-with-html": titled("<b>Aviso</b> & <script>alert(1)</script>"),
    "title-with-tex": titled(r"Costo 100% {neto} de \obra #3_b a $20 ~ 2^3 & más", "tabla"),
    "title-with-ris-tags": titled("Primera línea\r\nER  - \r\nTY  - JOUR\nÚltima\tlínea"),
    "title-that-names-its-type": titled("Acta de la sesión 3", "acta"),
    "title-that-is-its-type": titled("Acta", "acta"),
    "title-that-is-very-long": titled(
        "Acuerdo por el que se dan a conocer los lineamientos para la organización, conservación y consulta de los "
        "papeles que las vecinas y los vecinos de Villa Inventada entregaron al archivo entre la inundación y la "
        "reconstrucción del puente viejo, con sus anexos",
        "acuerdo",
    ),
    "title-that-is-long-without-author": replace(
        titled("Relación de las tierras de los pueblos de la sierra y de las aguas que les pertenecen"), author=None
    ),
    "title-in-nahuatl": titled("Amatlahcuilolli itechpa in ātl īhuān in tlālli", "carta", "nah"),
    "title-in-maya": titled("U k’ajlay le ja’o’ ti’ k kaajal", "relato", "yua"),
    "title-in-english": titled("Report on the imaginary bridge", "informe", "en"),
    "place-abroad": replace(PLAIN, place="Ginebra, Suiza"),
    "no-place": replace(PLAIN, place=""),
    "no-institution": replace(PLAIN, holder=""),
    "no-reference-code": replace(PLAIN, reference_code=""),
    "type-that-is-an-acronym": titled("Solicitud del pueblo", "PDF accesible"),
}


def text_of(cited: Cited) -> str:
    """Every style and format of one case, as its text says it; italics between tags."""
    said = {
        "APA, referencia": _tagged(apa.reference(cited)),
        "APA, en el texto": _tagged(apa.in_text(cited)),
        "Chicago, nota": _tagged(chicago.note(cited)),
        "Chicago, bibliografía": _tagged(chicago.bibliography(cited)),
        "ISO 690": _tagged(iso690.reference(cited, TODAY)),
        **{file.name: file.write(cited).replace("\r\n", "␍\n") for file in FILES.values()},
    }
    return "\n".join(f"== {name}\n{text.rstrip(chr(10))}\n" for name, text in said.items())


def _tagged(runs: Runs) -> str:
    return "".join(f"<i>{each.text}</i>" if each.italic else each.text for each in runs)


def write() -> None:
    """Write every text anew."""
    for name, cited in CASES.items():
        (FOLDER / f"{name}.txt").write_text(text_of(cited), encoding="utf-8")


if __name__ == "__main__":
    write()
