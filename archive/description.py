"""Set archival fields from what a person or a manifest says, keeping what can't be understood as a note."""

import re
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from archive.models import Creator, Document, DocumentType
from archive.models.creator import name_key
from archive.models.document import type_slug
from cms.core.dates import BadDate, DateRange, parse_edtf
from cms.core.reference.models import State as Place

_LONGEST = {"title": 500, "creator": 255, "document_type": 80}
_COLUMNS = {
    "creator": "issuing_body",
    "document_type": "doc_type",
    "place": "state",
    "scope_and_content": "description",
    "rights": "why_redistributable",
    "acquisition": "source_repo",
}
"""What a manifest calls a field, where it has another name for it."""
_MEXICO = frozenset({"", "mx", "mex", "mexico"})


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a document when it arrives (ISAD(G) elements, as typed)."""

    title: str
    creator: str = ""
    document_type: str = ""
    date: str = ""
    place: str = ""
    country: str = ""
    language: str = "es"
    scope_and_content: str = ""
    rights: str = ""
    acquisition: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd in one field: what it is and what was done about it. It never stops an intake."""

    column: str
    text: str


@dataclass(slots=True)
class Remarks:
    found: list[Remark] = field(default_factory=list)

    def add(self, column: str, text: str) -> None:
        self.found.append(Remark(column, text))


def describe(document: Document, description: Description) -> list[Remark]:
    """Set the document's fields; returns what was odd."""
    remarks = Remarks()
    description = _that_fits(description, remarks)
    document.title = description.title
    document.creator = Creator.objects.named(description.creator) if description.creator.strip() else None
    document.date_from, document.date_to = _dates(description.date, remarks)
    document.place, document.place_note = _place(description, remarks)
    document.document_type = _document_type(description.document_type, remarks)
    document.language = description.language
    document.scope_and_content = description.scope_and_content.strip()
    document.rights = description.rights.strip()
    document.acquisition = description.acquisition.strip()
    document.note = description.note.strip()
    return remarks.found


def check(description: Description) -> list[Remark]:
    """What would be odd, without changing anything (for a dry run)."""
    remarks = Remarks()
    description = _that_fits(description, remarks)
    _dates(description.date, remarks)
    _place(description, remarks)
    label = description.document_type
    if label and not DocumentType.objects.filter(slug=type_slug(label)).exists():
        _remark_proposed(label, remarks)
    return remarks.found


def _that_fits(description: Description, remarks: Remarks) -> Description:
    """The description as the columns of a database take it: no NUL, nothing too long, a language with a code."""
    values: dict[str, str] = {}
    for name, typed in asdict(description).items():
        column = _COLUMNS.get(name, name)
        value = typed.replace("\x00", "")
        if value != typed:
            remarks.add(column, "Tenía caracteres nulos, que no se pueden guardar: se quitaron. Revise el texto.")
        longest = _LONGEST.get(name)
        if longest:
            value = " ".join(value.split())
            if len(value) > longest:
                remarks.add(column, f"Tiene {len(value)} caracteres y caben {longest}: se cortó. Revise el texto.")
                value = f"{value[: longest - 1]}…"
        values[name] = value
    return replace(description, **{**values, "language": _language(values["language"], remarks)})


def _language(typed: str, remarks: Remarks) -> str:
    code = typed.strip()
    if not code or (len(code) <= 12 and re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", code)):
        return code or "es"
    remarks.add("language", f"«{code[:40]}» no es una clave de idioma (es, nah, yua): se guarda «es».")
    return "es"


def _document_type(label: str, remarks: Remarks) -> DocumentType | None:
    if not label.strip():
        return None
    document_type, is_new = DocumentType.objects.named(label)
    if is_new:
        _remark_proposed(document_type.label, remarks)
    return document_type


def _remark_proposed(label: str, remarks: Remarks) -> None:
    remarks.add("doc_type", f"El tipo «{label}» no está en la lista: se propone y queda por revisar.")


def _dates(text: str, remarks: Remarks) -> tuple[date | None, date | None]:
    if not text.strip():
        return None, None
    try:
        days: DateRange = parse_edtf(text)
    except BadDate:
        remarks.add("date", f"«{text}» no es una fecha: escríbala como AAAA-MM-DD. El documento queda sin fecha.")
        return None, None
    if not days.is_exact:
        remarks.add("date", f"«{text}» no dice el día: se toma del {days.first:%d/%m/%Y} al {days.last:%d/%m/%Y}.")
    return days.first, days.last


def _place(description: Description, remarks: Remarks) -> tuple[Place | None, str]:
    """A state of Mexico, or else a note with the country where one is given ("Buenos Aires (AR)")."""
    text, country = (" ".join(typed.split()) for typed in (description.place, description.country))
    is_abroad = name_key(country) not in _MEXICO
    wanted = name_key(text)
    if text and not is_abroad:
        for place in Place.objects.all():
            if wanted in {name_key(name) for name in (place.name, place.code, *place.aliases)}:
                return place, ""
    if text:
        remarks.add("state", f"«{text[:120]}» no es una entidad federativa de México: se guarda como otro lugar.")
    if not is_abroad:
        return None, text[:120]
    country = country[:60]
    return None, f"{text[: 117 - len(country)]} ({country})" if text else country
