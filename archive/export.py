"""Descriptions out, as the table that an import reads (`archive.manifest`): what went in comes out the same.

A cell is written as the field is, also where it begins with a character that a spreadsheet takes for a formula: a
table that was made safe for spreadsheets could not be read back. Open it there as text; the reports of the
administration are for reading.

White space around a value is not kept, and a relation to a document of this archive becomes a text that names it.
"""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db.models import QuerySet

from archive.description import is_mexico, place_named
from archive.manifest import is_plain, join_values, same_name
from archive.models import Document, Original, RelatedUnit, SubjectOfDocument
from archive.publication import is_public
from cms.core.dates import Interval
from cms.core.visibility import State

AT_ONCE = 250
"""Documents that are in memory at the same time."""
MEXICO = "MX"
RELATED = ("holding_institution", "unit", "creator", "document_type", "place", "original")


class MissingOriginal(Exception):
    """The bytes of an original are not in storage. The text names the file."""


@dataclass(frozen=True, slots=True)
class Exported:
    """One document: its line of the table, and its file, where it has one."""

    cells: dict[str, str]
    original: Original | None


def exportable(documents: QuerySet[Document]) -> QuerySet[Document]:
    """What may be taken along: a withdrawn document is not given out again."""
    return documents.exclude(state=State.WITHDRAWN)


def rows(documents: QuerySet[Document]) -> Iterator[Exported]:
    """A line for each document, oldest first. Memory does not grow with their number, queries by `AT_ONCE`."""
    last = 0
    while chunk := list(documents.filter(pk__gt=last).select_related(*RELATED).order_by("pk")[:AT_ONCE]):
        last = chunk[-1].pk
        names = _names(chunk, documents)
        subjects, related = _subjects(chunk), _related(chunk)
        for document in chunk:
            cells = _cells(document) | {
                "file": names.get(document.pk, ""),
                "subject": join_values(subjects[document.pk]),
                "related": join_values(related[document.pk]),
            }
            yield Exported(cells, document.original)


def copy_file(exported: Exported, folder: Path) -> None:
    """Put a copy of the file into the folder under its name in the table; a link would let the original be changed.

    Raises MissingOriginal, OSError.
    """
    if exported.original is None:
        return
    target = folder / exported.cells["file"]
    partial = target.with_name(f".{exported.original.digest}.part")
    try:
        shutil.copyfile(exported.original.path, partial)
    except FileNotFoundError as error:
        if exported.original.path.exists():
            raise
        raise MissingOriginal(exported.original.filename) from error
    partial.replace(target)


def _cells(document: Document) -> dict[str, str]:
    place, country = _place(document)
    return {
        "reference_code": document.reference_code,
        "unit": document.unit.reference_code if document.unit else "",
        "title": document.title,
        "creator": document.creator.name if document.creator else "",
        "date": str(Interval(document.date_from, document.date_to)),
        "type": document.document_type.label if document.document_type else "",
        "language": document.language,
        "other_languages": document.other_languages,
        "coverage": place,
        "country": country,
        "extent": document.extent,
        "scope_and_content": document.scope_and_content,
        "access_conditions": document.access_conditions,
        "rights": document.rights,
        "provenance": document.acquisition,
        "public_note": document.public_note,
        "archivist_note": document.note,
        "sha256": document.original.digest if document.original else "",
        "bytes": str(document.original.size) if document.original else "",
        "institution": document.holding_institution.code,
    }


def _place(document: Document) -> tuple[str, str]:
    """(place, country) from which an import makes the same place again."""
    if document.place:
        return document.place.name, MEXICO
    note = document.place_note
    abroad = re.fullmatch(r"(?P<place>.*) \((?P<country>[^()]{1,60})\)", note)
    if abroad and not is_mexico(abroad["country"]):
        return abroad["place"], abroad["country"]
    if note and place_named(note):
        # A place elsewhere that is called like a state of Mexico: as a country it is kept as it is.
        return "", note
    return note, ""


def _names(chunk: Sequence[Document], documents: QuerySet[Document]) -> dict[int, str]:
    """What the file of each document is called in the table: as it came, or by the document's code where an older
    document of the table has that name, or where it is no plain name."""
    came = {each.pk: same_name(each.original.filename) for each in chunk if each.original}
    spellings = {*came.values(), *(each.original.filename for each in chunk if each.original)}
    first: dict[str, int] = {}
    same = documents.filter(original__filename__in=spellings).order_by("pk")
    for pk, name in same.values_list("pk", "original__filename"):
        first.setdefault(same_name(name), pk)
    names: dict[int, str] = {}
    for document in chunk:
        name = came.get(document.pk, "")
        if name:
            own = first[name] == document.pk and is_plain(name) and name == name.strip()
            names[document.pk] = name if own else f"{document.code}{Path(name).suffix.strip()}"
    return names


def _subjects(chunk: Sequence[Document]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    links = SubjectOfDocument.objects.filter(content_object__in=chunk).order_by("pk")
    for pk, name in links.values_list("content_object", "tag__name"):
        found[pk].append(name)
    return found


def _related(chunk: Sequence[Document]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for each in RelatedUnit.objects.filter(document__in=chunk).select_related("target").order_by("pk"):
        shown = each.target is not None and is_public(each.target)
        target = each.target and shown and (each.target.reference_code or each.target.code)
        found[each.document_id].append(" ".join(part for part in (each.note, target and f"[{target}]") if part))
    return found
