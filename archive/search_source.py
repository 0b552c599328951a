"""Documents as search sees them: entries by page, facets, and which changes concern the index."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from archive import access
from archive.models import (
    ArchivalUnit,
    Creator,
    Document,
    DocumentType,
    Original,
    PageText,
    Subject,
    SubjectOfDocument,
)
from archive.reading import page_prefix
from archive.vocabularies import ReadingUnit
from cms.core.audience import Viewer
from cms.core.reference.models import Institution
from cms.core.reference.models import State as Place
from cms.core.visibility import State
from search import outbox
from search.language import folded_words
from search.ports import WHOLE, FacetSpec, Hit, IndexEntry, Record, RecordKey, Snippet
from search.registry import registry

NAMES_LOOKED_AT = 20_000
"""Of the newest documents, where names are searched without an index: a fraction of a second."""
UNITS = "unit__parent__parent__parent__parent"
"""A document's unit and all that it hangs from: five levels of description."""
MOST_YEARS = 30
"""A range longer than this (a series of a century) is found by its first and last year only."""


class DocumentSource:
    """Every document but the withdrawn; its audience decides who finds it."""

    number = 1
    name = "archive.document"

    def record(self, pk: int, version: int) -> Record | None:
        related = ("creator", "document_type", "place", "holding_institution", UNITS, "original__reading")
        document = Document.objects.select_related(*related).filter(pk=pk).exclude(state=State.WITHDRAWN).first()
        if document is None:
            return None
        return Record(
            key=RecordKey(self.number, pk),
            version=version,
            entries=tuple(_entries(document)),
            audience=access.audience(document),
            facets=_facets(document),
            sort_date=document.date_to,
            stored=_stored(document),
        )

    def seen_by(self, viewer: Viewer, pks: Sequence[int]) -> frozenset[int]:
        return frozenset(access.visible_to(viewer).filter(pk__in=pks).values_list("pk", flat=True))

    def find_by_name(self, patterns: Sequence[str], viewer: Viewer, most: int) -> Sequence[Hit]:
        newest = access.visible_to(viewer).order_by("-public_from", "-pk")
        # No index helps a pattern: an archive of any size answers in the same time, by what is newest.
        named = Document.objects.filter(pk__in=newest.values("pk")[:NAMES_LOOKED_AT]) if patterns else newest
        for pattern in patterns:
            named = named.filter(
                Q(title__iregex=pattern) | Q(creator__name__iregex=pattern) | Q(code__iregex=f"^{pattern}$")
            )
        shown = named.select_related("creator", "original__reading").prefetch_related("versions")
        return [_hit(document) for document in shown.order_by("-public_from", "-pk")[:most]]

    def primary_keys(self) -> Iterable[int]:
        return Document.objects.order_by("pk").values_list("pk", flat=True).iterator()


SOURCE = DocumentSource()


def register() -> None:
    """Called once, when the apps are ready."""
    registry.register_source(SOURCE)
    for facet in FACETS:
        registry.register_facet(facet)
    post_save.connect(_document_changed, sender=Document, dispatch_uid="archive.search.saved")
    post_delete.connect(_document_changed, sender=Document, dispatch_uid="archive.search.deleted")
    for signal in (post_save, post_delete):
        signal.connect(_subjects_changed, sender=SubjectOfDocument, dispatch_uid="archive.search.subjects")
    for model in _RELATED:
        post_save.connect(_related_changed, sender=model, dispatch_uid=f"archive.search.{model.__name__}")


def _entries(document: Document) -> Iterable[IndexEntry]:
    metadata = _metadata(document)
    rare = _name_words(document.original)
    yield IndexEntry(WHOLE, document.title, metadata=metadata, rare_tokens=rare)
    if document.original is None:
        return
    pages = PageText.objects.filter(original=document.original).exclude(text="")
    for number, label, text in pages.values_list("number", "label", "text").iterator(chunk_size=200):
        yield IndexEntry(number, document.title, body=text, label=label, metadata=metadata, rare_tokens=rare)


def _name_words(original: Original | None) -> tuple[str, ...]:
    """Words of the file name; they count only when typed as they are."""
    return tuple(folded_words(PurePath(original.filename).stem.replace("_", " "))) if original else ()


def _metadata(document: Document) -> tuple[str, ...]:
    known = (
        document.creator and " ".join([document.creator.name, *_other_names(document.creator)]),
        document.document_type and document.document_type.label,
        document.place and " ".join([document.place.name, *document.place.aliases]),
        document.place_note,
        *(f"{unit.reference_code} {unit.title}" for unit in _shown_units(document)),
        ", ".join(subject.name for subject in _subjects(document)),
        document.holding_institution.name,
        document.holding_institution.acronym,
        document.scope_and_content,
        document.reference_code,
        document.code,
    )
    return tuple(text for text in known if text)


def _other_names(creator: Creator) -> list[str]:
    return list(creator.other_names.values_list("name", flat=True))


def _subjects(document: Document) -> QuerySet[Subject]:
    return Subject.objects.filter(uses__content_object=document).order_by("name")


def _shown_units(document: Document) -> list[ArchivalUnit]:
    """The units that the document lies in and that readers see, the fonds first: others would be told by a hit."""
    units: list[ArchivalUnit] = []
    unit = document.unit
    while unit is not None:
        units.insert(0, unit)
        unit = unit.parent
    return [each for each in units if each.is_shown]


def _facets(document: Document) -> dict[str, tuple[str, ...]]:
    values = {
        "type": document.document_type and document.document_type.slug,
        "state": document.place and document.place.code,
        "creator": document.creator_id and str(document.creator_id),
        "format": document.original and document.original.format,
    }
    facets: dict[str, tuple[str, ...]] = {name: (value,) for name, value in values.items() if value}
    facets["subject"] = tuple(_subjects(document).values_list("slug", flat=True))
    facets["unit"] = tuple(unit.code for unit in _shown_units(document))
    facets = {name: found for name, found in facets.items() if found}
    if document.date_from and document.date_to:
        facets["year"] = _years(document.date_from.year, document.date_to.year)
    return facets


def _years(first: int, last: int) -> tuple[str, ...]:
    years = range(first, last + 1) if last - first < MOST_YEARS else (first, last)
    return tuple(f"{year:04d}" for year in years)


def _stored(document: Document) -> dict[str, str]:
    version = max(document.versions.all(), key=lambda each: each.number, default=None)
    return {
        "id": document.code,
        "version": str(version.number) if version else "",
        "filename": document.original.filename if document.original else "",
        "url": document.get_absolute_url(),
        "page_url": page_prefix(document.code),
        "dates": document.dates,
        "creator": document.creator.name if document.creator else "",
        "format": document.original.format if document.original else "",
        "unit": _unit(document.original),
    }


def _unit(original: Original | None) -> str:
    """By what the file is read: hits name a sheet otherwise than a page."""
    reading = getattr(original, "reading", None)
    return str(reading.unit if reading else ReadingUnit.PAGE)


def _hit(document: Document) -> Hit:
    return Hit(
        key=RecordKey(SOURCE.number, document.pk),
        version=0,
        score=0.0,
        title=Snippet(document.title),
        stored=_stored(document),
        facets={},
        pages=(),
    )


def _document_changed(instance: Document, **_kwargs: Any) -> None:
    outbox.record(SOURCE, [instance.pk])


def documents_changed(rows: QuerySet[Document]) -> None:
    """What the index says of these documents has changed, by something that no save of theirs tells."""
    outbox.record_selected(SOURCE, rows)


def original_changed(original: Original) -> None:
    """The text of a file is known or has changed; call it in the same transaction."""
    outbox.record(SOURCE, Document.objects.filter(original=original).values_list("pk", flat=True))


_RELATED: dict[type, str] = {
    Creator: "creator",
    DocumentType: "document_type",
    Place: "place",
    Institution: "holding_institution",
    ArchivalUnit: "unit",
    Subject: "subject_links__tag",
}


def _related_changed(sender: type, instance: Any, created: bool, **_kwargs: Any) -> None:
    """A renamed authority, type, place or institution changes every document that shows its name."""
    if not created:
        below = {"unit__path__startswith": instance.path} if sender is ArchivalUnit else {_RELATED[sender]: instance}
        documents_changed(Document.objects.filter(**below))


def _subjects_changed(instance: SubjectOfDocument, **_kwargs: Any) -> None:
    outbox.record(SOURCE, [instance.content_object_id])


def _type_labels(values: Sequence[str]) -> dict[str, str]:
    return dict(DocumentType.objects.filter(slug__in=values).values_list("slug", "label"))


def _place_labels(values: Sequence[str]) -> dict[str, str]:
    return dict(Place.objects.filter(code__in=values).values_list("code", "name"))


def _creator_labels(values: Sequence[str]) -> dict[str, str]:
    rows = Creator.objects.filter(pk__in=[value for value in values if value.isdecimal()])
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _subject_labels(values: Sequence[str]) -> dict[str, str]:
    return dict(Subject.objects.filter(slug__in=values).values_list("slug", "name"))


def _unit_labels(values: Sequence[str]) -> dict[str, str]:
    return {unit.code: unit.title for unit in ArchivalUnit.objects.filter(code__in=values) if unit.is_shown}


def _format_labels(values: Sequence[str]) -> dict[str, str]:
    return {value: value.upper() for value in values}


FACETS = (
    FacetSpec("type", _("Tipo de documento"), _type_labels),
    FacetSpec("state", _("Entidad federativa"), _place_labels),
    FacetSpec("subject", _("Tema"), _subject_labels),
    FacetSpec("creator", _("Quién lo emitió"), _creator_labels),
    FacetSpec("unit", _("Dentro de"), _unit_labels),
    FacetSpec("year", _("Año"), order_by_value=True),
    FacetSpec("format", _("Formato"), _format_labels),
)
