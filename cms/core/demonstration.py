"""Which rows came with the demonstration, and whether they are still as they came. Asked before any is removed."""

import hashlib
import json
from typing import TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from cms.core.models.demo_record import DemoRecord

CHANGES_BY_ITSELF = frozenset(
    {"path", "depth", "numchild", "url_path", "draft_title", "last_number", "last_login", "password", "groups"}
)
"""Columns that nobody's work changes: places in a tree, counters, logins, and the groups that roles give."""

Row = TypeVar("Row", bound=Model)


def mark(row: Model, name: str = "") -> None:
    """Note, in the transaction that brings it, that the row belongs to the demonstration and is as it should be."""
    told = {"fingerprint": fingerprint(row), "name": name}
    DemoRecord.objects.update_or_create(content_type=_type_of(row), object_id=row.pk, defaults=told)


def was_brought(model: type[Model], name: str) -> bool:
    """Whether a row of this name was brought, also where somebody has deleted it since."""
    records = DemoRecord.objects.filter(content_type=ContentType.objects.get_for_model(model), name=name)
    return records.exists()


def forget_deleted() -> None:
    """Drop the records of rows that somebody deleted: from now on they may be brought again."""
    for content_type in ContentType.objects.filter(pk__in=DemoRecord.objects.values("content_type")):
        model = content_type.model_class()
        records = DemoRecord.objects.filter(content_type=content_type)
        if model is not None:
            records = records.exclude(object_id__in=model._default_manager.values("pk"))  # noqa: SLF001 - Django's own name
        records.delete()


def is_marked(row: Model) -> bool:
    """Whether the row came with the demonstration."""
    return _record(row).exists()


def is_unchanged(row: Model) -> bool:
    """Whether the row came with the demonstration and nobody changed it since."""
    return _record(row).filter(fingerprint=fingerprint(row)).exists()


def forget(row: Model) -> None:
    """The row goes, or belongs to somebody now: call it in the same transaction."""
    _record(row).delete()


def marked(model: type[Row]) -> QuerySet[Row]:
    """The rows of a model that came with the demonstration."""
    records = DemoRecord.objects.filter(content_type=ContentType.objects.get_for_model(model))
    rows: QuerySet[Row] = model._default_manager.filter(pk__in=records.values("object_id"))  # noqa: SLF001 - Django's own name
    return rows


def fingerprint(row: Model) -> str:
    """A digest of the row's columns, and of the rows it is tied to, as the database has them."""
    stored = type(row)._default_manager.get(pk=row.pk)  # noqa: SLF001 - Django's own name
    columns = {
        field.attname: field.value_to_string(stored)
        for field in stored._meta.concrete_fields  # noqa: SLF001 - Django's own name
        if field.name not in CHANGES_BY_ITSELF
    }
    ties = {
        field.name: sorted(each.pk for each in tied)
        for field in stored._meta.many_to_many  # noqa: SLF001 - Django's own name
        if field.name not in CHANGES_BY_ITSELF and (tied := field.value_from_object(stored))
    }
    text = json.dumps({**columns, **ties}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _record(row: Model) -> QuerySet[DemoRecord]:
    return DemoRecord.objects.filter(content_type=_type_of(row), object_id=row.pk)


def _type_of(row: Model) -> ContentType:
    return ContentType.objects.get_for_model(type(row))
