"""The lists that all institutions share: subjects, types of document, producers. Accepting what was proposed, joining
what was named twice, taking out what nothing uses.

A revision that names a row which is gone can't be opened any more. So joining rewrites every revision that names the
one that goes, and what a revision names is not taken out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Revision

from archive import search_source
from archive.models import (
    ArchivalUnit,
    Creator,
    CreatorName,
    CreatorSuccession,
    Document,
    DocumentType,
    Subject,
    SubjectOfDocument,
)
from archive.models.creator import name_key

Listed = Subject | DocumentType | Creator
AT_ONCE = 200
"""Revisions that are read and written at a time."""


class NotPossible(Exception):
    """The list can't be changed like this. The text is shown to staff."""


@dataclass(frozen=True, slots=True)
class Naming:
    """That revisions of a model name rows of a list: `key` is what their content calls it."""

    model: type[Model]
    key: str


NAMED_IN: dict[type[Model], tuple[Naming, ...]] = {
    Subject: (Naming(Document, "tag"),),
    DocumentType: (Naming(Document, "document_type"),),
    Creator: (Naming(Document, "creator"), Naming(ArchivalUnit, "creator"), Naming(Creator, "predecessor")),
}


def documents_with(row: Listed) -> QuerySet[Document]:
    """The documents whose row names this one."""
    if isinstance(row, Subject):
        return Document.objects.filter(subject_links__tag=row)
    if isinstance(row, DocumentType):
        return Document.objects.filter(document_type=row)
    return Document.objects.filter(creator=row)


def is_used(row: Listed) -> bool:
    """Whether anything names the row, of any institution, drafts and earlier revisions included."""
    if documents_with(row).exists():
        return True
    if isinstance(row, Creator):
        succession = CreatorSuccession.objects.filter(Q(predecessor=row) | Q(successor=row))
        if row.units.exists() or succession.exists():
            return True
    if any(links.filter(**{name: row.pk}).exists() for links, _of, name in _links_elsewhere(row)):
        return True
    return any(True for naming in NAMED_IN[type(row)] for _found in _revisions(naming, row))


def _links_elsewhere(row: Listed) -> Iterator[tuple[QuerySet[Any], str, str]]:
    """The tables by which rows of other apps name it: their links, and in these the names of both sides."""
    for relation in row._meta.related_objects:  # noqa: SLF001 - Django's own name
        if relation.many_to_many and relation.related_model._meta.app_label != "archive":  # noqa: SLF001
            field: Any = relation.field
            links = field.remote_field.through.objects.all()
            yield links, field.m2m_field_name(), field.m2m_reverse_field_name()


@transaction.atomic
def accept(row: Subject | DocumentType, *, actor: User) -> Listed:
    """Take a proposed row into the list."""
    row = _locked(row)
    if not row.proposed:
        raise NotPossible(_("«%(name)s» ya está en la lista.") % {"name": row})
    row.proposed = False
    row.save(update_fields=["proposed"])
    log(instance=row, action="archive.accept", user=actor, content_changed=True)
    return row


@transaction.atomic
def merge(row: Listed, into: Listed, *, actor: User, reason: str = "") -> Listed:
    """Join two rows that mean the same: whatever names the first names the second from now on, and the first goes.

    Readers see the name change at once, like any renaming; no document is published by it.
    """
    if type(row) is not type(into) or row.pk == into.pk:
        raise NotPossible(_("Elija otro de la misma lista: nada se une consigo mismo."))
    # Both in one order, so that two people who join the same two don't wait for each other for ever.
    locked = {each.pk: _locked(each) for each in sorted((row, into), key=lambda each: each.pk)}
    row, into = locked[row.pk], locked[into.pk]
    gone, name = row.pk, str(row)
    search_source.documents_changed(documents_with(row))
    _repoint(row, into)
    for naming in NAMED_IN[type(row)]:
        for revision in _revisions(naming, row):
            revision.content = _renamed(revision.content, naming.key, gone, into.pk)
            revision.save(update_fields=["content"])
    if isinstance(row, Creator) and isinstance(into, Creator):
        # Its address stands in other people's pages.
        Redirect.add_redirect(row.get_absolute_url(), into.get_absolute_url(), is_permanent=True)
    row.delete()
    if isinstance(into, Creator):
        into.save_revision(user=actor, clean=False)
    said = _("%(name)s. %(reason)s") % {"name": name, "reason": reason} if reason else name
    data = {"reason": said, "merged": name, "merged_pk": gone}
    log(instance=into, action="archive.merge", user=actor, data=data, content_changed=True)
    return into


@transaction.atomic
def take_out(row: Listed, *, actor: User) -> None:
    """Delete a row that nothing names."""
    row = _locked(row)
    if is_used(row):
        raise NotPossible(
            _("«%(name)s» está en uso, quizá en un borrador o en otra institución: únalo con otro.") % {"name": row}
        )
    log(instance=row, action="wagtail.delete", user=actor, deleted=True)
    row.delete()


def bears_the_name(name: str, *, but: Creator | None = None) -> Creator | None:
    """A producer who is also called so, though it is not the authorised form of the name."""
    key = name_key(name)
    others = CreatorName.objects.exclude(creator=but.pk if but else None).select_related("creator")
    # Accents and capitals aside: the table is small, and no database folds names as we do.
    return next((each.creator for each in others if name_key(each.name) == key), None)


def goes_round(creator_pk: int | None, predecessors: set[int]) -> bool:
    """Whether the producer would come before itself, if it took over from these."""
    seen: set[int] = set()
    while creator_pk is not None and predecessors:
        if creator_pk in predecessors:
            return True
        seen |= predecessors
        before = CreatorSuccession.objects.filter(successor__in=predecessors)
        predecessors = set(before.values_list("predecessor", flat=True)) - seen
    return False


def _repoint(row: Listed, into: Listed) -> None:
    if isinstance(row, Subject):
        links = SubjectOfDocument.objects.filter(tag=row)
        twice = SubjectOfDocument.objects.filter(tag=into).values("content_object")
        links.filter(content_object__in=twice).delete()
        links.update(tag=into)
        for elsewhere, of, name in _links_elsewhere(row):
            there = elsewhere.filter(**{name: into.pk}).values(of)
            elsewhere.filter(**{name: row.pk, f"{of}__in": there}).delete()
            elsewhere.filter(**{name: row.pk}).update(**{name: into.pk})
    elif isinstance(row, DocumentType):
        documents_with(row).update(document_type=into)
    elif isinstance(into, Creator):
        _repoint_creator(row, into)


def _repoint_creator(row: Creator, into: Creator) -> None:
    search_source.documents_changed(documents_with(into))
    documents_with(row).update(creator=into)
    row.units.update(creator=into)
    _repoint_succession(row, into)
    known = {name_key(into.name), *(name_key(each.name) for each in into.other_names.all())}
    for name, kind in [(row.name, None), *row.other_names.values_list("name", "kind")]:
        if name_key(name) not in known:
            known.add(name_key(name))
            CreatorName.objects.create(creator=into, name=name, **({"kind": kind} if kind else {}))
    # What was read of the other names before is kept with the row that was read.
    into.refresh_from_db()


def _repoint_succession(row: Creator, into: Creator) -> None:
    between = Q(predecessor=row, successor=into) | Q(predecessor=into, successor=row)
    CreatorSuccession.objects.filter(between).delete()
    for near, far in (("predecessor", "successor"), ("successor", "predecessor")):
        links = CreatorSuccession.objects.filter(**{near: row})
        twice = CreatorSuccession.objects.filter(**{near: into}).values(far)
        links.filter(**{f"{far}__in": list(twice.values_list(far, flat=True))}).delete()
        links.update(**{near: into})
    before = CreatorSuccession.objects.filter(successor=into).values_list("predecessor", flat=True)
    if goes_round(into.pk, set(before)):
        raise NotPossible(_("Uno es antecesor del otro a través de terceros: corrija antes la sucesión."))


def _revisions(naming: Naming, row: Model) -> Iterator[Revision]:
    """The revisions that name the row. The database finds those that may, by their text."""
    of = Revision.objects.filter(content_type=ContentType.objects.get_for_model(naming.model))
    likely = of.annotate(text=Cast("content", TextField())).filter(text__contains=f'"{naming.key}": {row.pk}')
    found = list(likely.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(found), AT_ONCE):
        for revision in Revision.objects.filter(pk__in=found[start : start + AT_ONCE]).order_by("pk"):
            if _renamed(revision.content, naming.key, row.pk, None) != revision.content:
                yield revision


def _renamed(content: Any, key: str, old: int, new: int | None) -> Any:
    """The content with another row under this key, wherever the old one stood; no list names one row twice."""
    if isinstance(content, dict):
        return {
            name: new if name == key and value == old else _renamed(value, key, old, new)
            for name, value in content.items()
        }
    if isinstance(content, list):
        named = [_renamed(each, key, old, new) for each in content]
        return _each_once(named, key, new) if named != content else content
    return content


def _each_once(rows: list[Any], key: str, new: int | None) -> list[Any]:
    places = [place for place, each in enumerate(rows) if isinstance(each, dict) and each.get(key) == new]
    return [each for place, each in enumerate(rows) if place not in places[1:]]


def _locked(row: Any) -> Any:
    found = type(row).objects.select_for_update(of=("self",)).filter(pk=row.pk).first()
    if found is None:
        raise NotPossible(_("«%(name)s» ya no está en la lista.") % {"name": row})
    return found
