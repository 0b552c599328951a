"""Set archival fields from what a person or a manifest says, keeping what can't be understood as a note."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.text import Truncator

from archive.models import Creator, Document, DocumentType
from archive.models.creator import name_key
from archive.models.document import type_slug
from cms.core.dates import BadDate, DateRange, parse_edtf
from cms.core.reference.models import State as Place


@dataclass(frozen=True, slots=True)
class Description:
    """What is said of a document when it arrives (ISAD(G) elements, as typed)."""

    title: str
    creator: str = ""
    document_type: str = ""
    date: str = ""
    place: str = ""
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
    document.title = Truncator(" ".join(description.title.split())).chars(500)
    document.creator = Creator.objects.named(description.creator) if description.creator.strip() else None
    document.document_type = _document_type(description.document_type, remarks)
    document.date_from, document.date_to = _dates(description.date, remarks)
    document.place, document.place_note = _place(description.place, remarks)
    document.language = description.language.strip()[:12] or "es"
    document.scope_and_content = description.scope_and_content.strip()
    document.rights = description.rights.strip()
    document.acquisition = description.acquisition.strip()
    document.note = description.note.strip()
    return remarks.found


def check(description: Description) -> list[Remark]:
    """What would be odd, without changing anything (for a dry run)."""
    remarks = Remarks()
    _dates(description.date, remarks)
    _place(description.place, remarks)
    label = " ".join(description.document_type.split())
    if label and not DocumentType.objects.filter(slug=type_slug(label)).exists():
        _remark_proposed(label, remarks)
    return remarks.found


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


def _place(text: str, remarks: Remarks) -> tuple[Place | None, str]:
    text = " ".join(text.split())
    if not text:
        return None, ""
    wanted = name_key(text)
    for place in Place.objects.all():
        if wanted in {name_key(name) for name in (place.name, place.code, *place.aliases)}:
            return place, ""
    remarks.add("state", f"«{text}» no es una entidad federativa de México: se guarda como otro lugar.")
    return None, text[:120]
