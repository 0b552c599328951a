"""Documents as search sees them: entries by page, facets, and which changes concern the index."""

from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any

from django.db.models import QuerySet
from django.db.models.signals import post_delete, post_save
from django.utils.translation import gettext_lazy as _

from archive import access
from archive.models import ArchivalUnit, Creator, Document, DocumentType, Original, PageText
from archive.reading import page_prefix
from cms.core.reference.models import Institution
from cms.core.reference.models import State as Place
from cms.core.visibility import State
from search import outbox
from search.language import folded_words
from search.ports import WHOLE, FacetSpec, IndexEntry, Record, RecordKey
from search.registry import registry

MOST_YEARS = 30
"""A range longer than this (a series of a century) is found by its first and last year only."""


class DocumentSource:
    """Every document but the withdrawn; its audience decides who finds it."""

    number = 1
    name = "archive.document"

    def record(self, pk: int, version: int) -> Record | None:
        related = ("creator", "document_type", "place", "holding_institution", "unit", "original")
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
        document.creator and document.creator.name,
        document.document_type and document.document_type.label,
        document.place and " ".join([document.place.name, *document.place.aliases]),
        document.place_note,
        document.unit and f"{document.unit.reference_code} {document.unit.title}",
        document.holding_institution.name,
        document.holding_institution.acronym,
        document.scope_and_content,
        document.code,
    )
    return tuple(text for text in known if text)


def _facets(document: Document) -> dict[str, tuple[str, ...]]:
    values = {
        "type": document.document_type and document.document_type.slug,
        "state": document.place and document.place.code,
        "creator": document.creator_id and str(document.creator_id),
        "format": document.original and document.original.format,
    }
    facets: dict[str, tuple[str, ...]] = {name: (value,) for name, value in values.items() if value}
    if document.date_from and document.date_to:
        facets["year"] = _years(document.date_from.year, document.date_to.year)
    return facets


def _years(first: int, last: int) -> tuple[str, ...]:
    years = range(first, last + 1) if last - first < MOST_YEARS else (first, last)
    return tuple(f"{year:04d}" for year in years)


def _stored(document: Document) -> dict[str, str]:
    version = document.versions.first()
    return {
        "id": document.code,
        "version": str(version.number) if version else "",
        "filename": document.original.filename if document.original else "",
        "url": document.get_absolute_url(),
        "page_url": page_prefix(document.code),
        "dates": document.dates,
        "creator": document.creator.name if document.creator else "",
        "format": document.original.format if document.original else "",
    }


def _document_changed(instance: Document, **_kwargs: Any) -> None:
    outbox.record(SOURCE, [instance.pk])


def original_changed(original: Original) -> None:
    """The text of a file is known or has changed; call it in the same transaction."""
    outbox.record(SOURCE, Document.objects.filter(original=original).values_list("pk", flat=True))


_RELATED: dict[type, str] = {
    Creator: "creator",
    DocumentType: "document_type",
    Place: "place",
    Institution: "holding_institution",
    ArchivalUnit: "unit",
}


def _related_changed(sender: type, instance: Any, created: bool, **_kwargs: Any) -> None:
    """A renamed authority, type, place or institution changes every document that shows its name."""
    if not created:
        rows: QuerySet[Any] = Document.objects.filter(**{_RELATED[sender]: instance})
        outbox.record(SOURCE, rows.values_list("pk", flat=True))


def _type_labels(values: Sequence[str]) -> dict[str, str]:
    return dict(DocumentType.objects.filter(slug__in=values).values_list("slug", "label"))


def _place_labels(values: Sequence[str]) -> dict[str, str]:
    return dict(Place.objects.filter(code__in=values).values_list("code", "name"))


def _creator_labels(values: Sequence[str]) -> dict[str, str]:
    rows = Creator.objects.filter(pk__in=[value for value in values if value.isdecimal()])
    return {str(pk): name for pk, name in rows.values_list("pk", "name")}


def _format_labels(values: Sequence[str]) -> dict[str, str]:
    return {value: value.upper() for value in values}


FACETS = (
    FacetSpec("type", _("Tipo de documento"), _type_labels),
    FacetSpec("state", _("Entidad federativa"), _place_labels),
    FacetSpec("creator", _("Quién lo emitió"), _creator_labels),
    FacetSpec("year", _("Año"), order_by_value=True),
    FacetSpec("format", _("Formato"), _format_labels),
)
