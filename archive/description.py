"""Set archival fields from what a person or a manifest says, keeping what can't be understood as a note."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date

from archive.models import Creator, Document, DocumentType, IssuedReference, RelatedUnit, Subject, SubjectOfDocument
from archive.models.creator import name_key
from archive.models.document import LANGUAGE_TAG, type_slug
from archive.models.fonds import LANGUAGE_LIST, is_issued
from archive.models.subject import subject_slug
from cms.core.dates import BackwardDates, BadDate, Interval, parse_interval
from cms.core.reference.models import Institution
from cms.core.reference.models import State as Place

_LONGEST = {"title": 500, "creator": 255, "document_type": 80, "extent": 255, "reference_code": 160}
_LONGEST_OF_EACH = {"subjects": 100, "related": 255}
_LONGEST_LANGUAGES = 120
_TEXTS = ("scope_and_content", "access_conditions", "rights", "acquisition", "public_note", "note", "extent")
"""Fields that are kept as they are typed, but for the white space around them."""
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
    other_languages: str = ""
    extent: str = ""
    scope_and_content: str = ""
    subjects: Sequence[str] = ()
    access_conditions: str = ""
    rights: str = ""
    acquisition: str = ""
    related: Sequence[str] = ()
    public_note: str = ""
    note: str = ""
    reference_code: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd in one field of the description (`column`): what it is and what was done about it.

    It never stops an intake.
    """

    column: str
    text: str


@dataclass(slots=True)
class Remarks:
    found: list[Remark] = field(default_factory=list)

    def add(self, column: str, text: str) -> None:
        self.found.append(Remark(column, text))


@dataclass(slots=True)
class Rehearsed:
    """What the rows of a rehearsal before this one would have brought in: it is no news in the next."""

    types: set[str] = field(default_factory=set)
    subjects: set[str] = field(default_factory=set)
    reference_codes: set[str] = field(default_factory=set)


def describe(document: Document, description: Description) -> list[Remark]:
    """Set the document's fields; returns what was odd. Call it inside the transaction that saves the document."""
    remarks = Remarks()
    description = _that_fits(description, remarks)
    document.title = description.title
    document.creator = Creator.objects.named(description.creator) if description.creator.strip() else None
    days = _dates(description.date, remarks)
    document.date_from, document.date_to = days.first, days.last
    document.place, document.place_note = _place(description, remarks)
    document.document_type = _document_type(description.document_type, remarks)
    document.language, document.other_languages = description.language, description.other_languages
    for name in _TEXTS:
        setattr(document, name, getattr(description, name).strip())
    if description.subjects:
        document.subject_links.set([SubjectOfDocument(tag=each) for each in _subjects(description.subjects, remarks)])
    if description.related:
        document.related.set([RelatedUnit(note=note) for note in description.related])
    _claim_reference_code(document, description.reference_code, remarks)
    return remarks.found


def check(description: Description, institution: Institution, rehearsed: Rehearsed | None = None) -> list[Remark]:
    """What would be odd, without changing anything (for a dry run)."""
    remarks, rehearsed = Remarks(), rehearsed or Rehearsed()
    description = _that_fits(description, remarks)
    _dates(description.date, remarks)
    _place(description, remarks)
    label = description.document_type
    if label and _known_type(label) is None and type_slug(label) not in rehearsed.types:
        rehearsed.types.add(type_slug(label))
        _remark_proposed_type(label, remarks)
    for name in description.subjects:
        if _known_subject(name) is None and subject_slug(name) not in rehearsed.subjects:
            rehearsed.subjects.add(subject_slug(name))
            _remark_proposed_subject(name, remarks)
    code = description.reference_code
    if code and (code in rehearsed.reference_codes or is_issued(institution, code)):
        _remark_issued(code, remarks)
    rehearsed.reference_codes.add(code)
    return remarks.found


def _that_fits(description: Description, remarks: Remarks) -> Description:
    """The description as the columns of a database take it: no NUL, nothing too long, languages with a code."""
    values: dict[str, object] = {}
    for each in fields(description):
        typed = getattr(description, each.name)
        if isinstance(typed, str):
            values[each.name] = _text_that_fits(each.name, typed, remarks)
        else:
            values[each.name] = _list_that_fits(each.name, typed, remarks)
    kept = replace(description, **values)  # type: ignore[arg-type]
    return replace(
        kept,
        language=_language(kept.language, remarks),
        other_languages=_other_languages(kept.other_languages, remarks),
        subjects=[name for name in kept.subjects if _names_a_subject(name, remarks)],
    )


def _text_that_fits(name: str, typed: str, remarks: Remarks) -> str:
    value = _without_nul(name, typed, remarks)
    longest = _LONGEST.get(name)
    return _cut(name, " ".join(value.split()), longest, remarks) if longest else value


def _list_that_fits(name: str, typed: Sequence[str], remarks: Remarks) -> list[str]:
    values = [" ".join(_without_nul(name, each, remarks).split()) for each in typed]
    return [_cut(name, each, _LONGEST_OF_EACH[name], remarks) for each in values if each]


def _without_nul(name: str, typed: str, remarks: Remarks) -> str:
    value = typed.replace("\x00", "")
    if value != typed:
        remarks.add(name, "Tenía caracteres nulos, que no se pueden guardar: se quitaron. Revise el texto.")
    return value


def _cut(name: str, value: str, longest: int, remarks: Remarks) -> str:
    if len(value) <= longest:
        return value
    remarks.add(name, f"Tiene {len(value)} caracteres y caben {longest}: se cortó. Revise el texto.")
    return f"{value[: longest - 1]}…"


def _language(typed: str, remarks: Remarks) -> str:
    code = typed.strip()
    if not code or (len(code) <= 12 and re.fullmatch(LANGUAGE_TAG, code)):
        return code or "es"
    remarks.add("language", f"«{code[:40]}» no es una clave de idioma (es, nah, yua): se guarda «es».")
    return "es"


def _other_languages(typed: str, remarks: Remarks) -> str:
    codes = ", ".join(re.split(r"[\s,;]+", typed.strip(" \t\r\n,;")))
    if not codes or (len(codes) <= _LONGEST_LANGUAGES and re.fullmatch(LANGUAGE_LIST, codes)):
        return codes
    text = (
        f"«{codes[:40]}» no son claves de idioma separadas por comas (nah, yua): no se guardan. Escríbalas de nuevo."
    )
    remarks.add("other_languages", text)
    return ""


def _known_type(label: str) -> DocumentType | None:
    label = " ".join(label.split())
    same = DocumentType.objects.filter(label=label).first()
    return same or DocumentType.objects.filter(slug=type_slug(label)).first()


def _document_type(label: str, remarks: Remarks) -> DocumentType | None:
    if not label.strip():
        return None
    if known := _known_type(label):
        return known
    document_type, _is_new = DocumentType.objects.named(label)
    _remark_proposed_type(document_type.label, remarks)
    return document_type


def _remark_proposed_type(label: str, remarks: Remarks) -> None:
    remarks.add("document_type", f"El tipo «{label}» no está en la lista: se propone y queda por revisar.")


def _known_subject(name: str) -> Subject | None:
    return Subject.objects.filter(name=name).first() or Subject.objects.filter(slug=subject_slug(name)).first()


def _names_a_subject(name: str, remarks: Remarks) -> bool:
    """A heading without letters or digits has no key in the list."""
    if subject_slug(name):
        return True
    remarks.add("subjects", f"«{name}» no nombra un tema: no se guarda. Escríbalo con letras.")
    return False


def _subjects(names: Sequence[str], remarks: Remarks) -> list[Subject]:
    """The subjects of these names, each once, in the order in which they are named."""
    found: dict[int, Subject] = {}
    for name in names:
        subject = _known_subject(name)
        if subject is None:
            subject, _is_new = Subject.objects.named(name)
            _remark_proposed_subject(subject.name, remarks)
        found.setdefault(subject.pk, subject)
    return list(found.values())


def _remark_proposed_subject(name: str, remarks: Remarks) -> None:
    remarks.add("subjects", f"El tema «{name}» no está en la lista: se propone y queda por revisar.")


def _claim_reference_code(document: Document, code: str, remarks: Remarks) -> None:
    """A new document may bring its own reference code, if its institution never gave that one."""
    if not code:
        return
    if is_issued(document.holding_institution, code):
        _remark_issued(code, remarks)
        return
    IssuedReference.objects.create(institution=document.holding_institution, reference_code=code)
    document.reference_code = code


def _remark_issued(code: str, remarks: Remarks) -> None:
    text = f"El código «{code}» ya se usó, y ninguno se da dos veces: se omite. La unidad dará el que sigue."
    remarks.add("reference_code", text)


def _dates(text: str, remarks: Remarks) -> Interval:
    if not text.strip():
        return Interval(None, None)
    try:
        days = parse_interval(text)
    except BackwardDates:
        remarks.add(
            "date", f"«{text}» termina antes de empezar: escriba primero la fecha más antigua. Queda sin fecha."
        )
        return Interval(None, None)
    except BadDate:
        remarks.add(
            "date",
            f"«{text}» no es una fecha: escríbala como AAAA-MM-DD, o como AAAA-MM-DD/AAAA-MM-DD si abarca varias. "
            "El documento queda sin fecha.",
        )
        return Interval(None, None)
    if not days.is_exact:
        remarks.add("date", f"«{text}» no dice el día: se toma {_spoken(days.first, days.last)}.")
    return days


def _spoken(first: date | None, last: date | None) -> str:
    begin = f"del {first:%d/%m/%Y}" if first else ""
    end = f"al {last:%d/%m/%Y}" if last else ""
    return " ".join(part for part in (begin, end) if part)


def place_named(text: str) -> Place | None:
    """The state of Mexico that is called so by any of its names or its code."""
    wanted = name_key(text)
    for place in Place.objects.all():
        if wanted in {name_key(name) for name in (place.name, place.code, *place.aliases)}:
            return place
    return None


def is_mexico(country: str) -> bool:
    """Whether the country, as typed, is Mexico or not said."""
    return name_key(country) in _MEXICO


def _place(description: Description, remarks: Remarks) -> tuple[Place | None, str]:
    """A state of Mexico, or else a note with the country where one is given ("Buenos Aires (AR)")."""
    text, country = (" ".join(typed.split()) for typed in (description.place, description.country))
    is_abroad = not is_mexico(country)
    if text and not is_abroad and (place := place_named(text)):
        return place, ""
    if text:
        remarks.add("place", f"«{text[:120]}» no es una entidad federativa de México: se guarda como otro lugar.")
    if not is_abroad:
        return None, text[:120]
    country = country[:60]
    return None, f"{text[: 117 - len(country)]} ({country})" if text else country
