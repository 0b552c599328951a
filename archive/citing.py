"""What is cited of a document as it was opened, and the citations that its reader is offered."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from archive.citation import (
    FILES,
    Author,
    AuthorKind,
    Cited,
    File,
    Medium,
    Passage,
    Runs,
    apa,
    chicago,
    iso690,
    plain,
)
from archive.citation.dates import interval
from archive.citation.reforms import last_reform
from archive.extraction.contract import Unit
from archive.models import Document, PageText
from archive.reading import Absent, Shown

Absolute = Callable[[str], str]
"""From a path to a whole address."""
_LAW = re.compile(r"(?:ley|constitucion|reglamento|decreto|estatuto|codigo(?!-de-(?:etica|conducta)))(?:-|$)")
"""Slugs of types of document that are cited as laws are."""


def cited(shown: Shown, absolute: Absolute, passage: Passage | None = None) -> Cited:
    """The facts of the document, pinned to the version that is being read: the one in force, unless another is named.

    What was never published has no version, and is cited by the document's own address.
    """
    document, version = shown.document, shown.version
    is_law = document.document_type is not None and _LAW.match(document.document_type.slug) is not None
    return Cited(
        key="-".join([_pinned_key(shown), *([f"p{passage.number}"] if passage else [])]),
        title=document.title,
        url=absolute(_address(shown)),
        site=settings.WAGTAIL_SITE_NAME,
        author=_author(document),
        document_type=document.document_type.label if document.document_type else "",
        is_law=is_law,
        date=interval(document.date_from, document.date_to),
        last_reform=_last_reform(document) if is_law else "",
        holder=document.holding_institution.name,
        reference_code=document.reference_code,
        place=document.where,
        version=version.number if version else None,
        is_superseded=shown.newer is not None,
        language=document.language,
        medium=_medium(shown),
        passage=passage,
    )


def passage_of(
    shown: Shown, number: int, absolute: Absolute, *, label: str = "", second: float | None = None
) -> Passage:
    """The page with this physical number, at its permanent address."""
    unit = Unit(shown.reading.unit) if shown.reading else Unit.PAGE
    return Passage(number, absolute(_address(shown, number)), unit, label, second)


def open_passage(shown: Shown, number: int, absolute: Absolute) -> Passage:
    """The same with its printed label, or the second at which it begins. Raises Absent where there is none."""
    if not 1 <= number <= max(shown.page_count, 1):
        raise Absent(f"p{number}")
    bare = passage_of(shown, number, absolute)
    fields = ("label", "blocks") if bare.unit is Unit.MOMENT else ("label",)
    row = PageText.objects.filter(original=shown.original, number=number).values(*fields).first() or {}
    second = next((each[3] for each in row.get("blocks", []) if len(each) > 3), None)
    return passage_of(shown, number, absolute, label=row.get("label", ""), second=second)


def _address(shown: Shown, page: int | None = None) -> str:
    code, version = shown.document.code, shown.version
    name = ("version_page" if page else "version") if version else ("page" if page else "document")
    arguments = [code, *([version.number] if version else []), *([page] if page else [])]
    return reverse(f"archive:{name}", args=arguments)


def _pinned_key(shown: Shown) -> str:
    return f"{shown.document.code}-v{shown.version.number}" if shown.version else shown.document.code


def _author(document: Document) -> Author | None:
    return Author(document.creator.name, AuthorKind(document.creator.kind)) if document.creator else None


def _medium(shown: Shown) -> Medium:
    family = shown.original.media_type.partition("/")[0] if shown.original else ""
    return Medium(family) if family in {Medium.AUDIO, Medium.VIDEO} else Medium.TEXT


def _last_reform(document: Document) -> str:
    texts = (document.title, document.public_note, document.scope_and_content)
    return next((found for found in map(last_reform, texts) if found), "")


@dataclass(frozen=True, slots=True)
class Citation:
    """One text to be copied, and what it is for."""

    code: str
    purpose: str
    runs: Runs

    @property
    def plain(self) -> str:
        return plain(self.runs)


@dataclass(frozen=True, slots=True)
class Style:
    """A style, where it is used, and its texts."""

    code: str
    name: str
    used_in: str
    citations: Sequence[Citation]


def styles(cited: Cited, today: date) -> list[Style]:
    """Every style, with the day of today where it asks for one."""
    reference = _("Para la lista de referencias")
    return [
        Style(
            "apa",
            "APA 7",
            _("Ciencias sociales, educación, psicología."),
            [
                Citation("apa-referencia", reference, apa.reference(cited)),
                Citation("apa-texto", _("Dentro del texto"), apa.in_text(cited)),
            ],
        ),
        Style(
            "chicago",
            "Chicago",
            _("Historia y humanidades, con notas y bibliografía."),
            [
                Citation("chicago-nota", _("Para la nota al pie"), chicago.note(cited)),
                Citation("chicago-bibliografia", _("Para la bibliografía"), chicago.bibliography(cited)),
            ],
        ),
        Style(
            "iso-690",
            "ISO 690",
            _("Archivos, bibliotecas y documentos técnicos. Lleva la fecha de consulta, que es la de hoy."),
            [Citation("iso-690-referencia", reference, iso690.reference(cited, today))],
        ),
    ]


@dataclass(frozen=True, slots=True)
class Written:
    """A file as text."""

    file: File
    text: str

    @property
    def rows(self) -> int:
        return self.text.count("\n") + 1


def files(cited: Cited) -> list[Written]:
    """Every format for programs."""
    return [Written(each, each.write(cited)) for each in FILES.values()]
