"""Take demonstration documents out of the archive, with their files: the one thing that ever leaves it whole.

Everything else leaves by withdrawal. Codes, reference codes and the log stay: no address is ever given twice, and
what was done remains known.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model, ProtectedError, Q
from wagtail.log_actions import log
from wagtail.models import ReferenceIndex

from archive import images_ahead, intake, notices, recognition
from archive.models import (
    ArchivalUnit,
    Creator,
    Document,
    DocumentType,
    Original,
    PageCorrection,
    PageText,
    Reading,
    Subject,
    Transcript,
)
from archive.tasks import COVER, reading_key
from cms.core import demonstration
from cms.core.models import Job
from cms.core.tenancy import operator_account


class NotDemonstration(Exception):
    """It did not come with the demonstration: nothing removes it."""


class Kept(Exception):
    """It came with the demonstration and stays all the same. The text says why."""


@transaction.atomic
def remove_document(document: Document, *, actor: User) -> None:
    """Take the document out with its versions, its files, their texts and the work that waits for them.

    The index is told in the same transaction; the bytes go at the end of it or with the next `intake.sweep`.
    Raises NotDemonstration and Kept.
    """
    document = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    _refuse_foreign(document)
    originals = _originals_of(document)
    _refuse_changed(document)
    if _was_worked_on(originals):
        raise Kept("alguien escribió su texto o su transcripción")
    log(instance=document, action="archive.remove_demo", user=actor, data={"title": document.title})
    demonstration.forget(document)
    _delete_rows(document, originals)


@transaction.atomic
def remove_unit(unit: ArchivalUnit, *, actor: User) -> None:
    """Take out a unit in which nothing lies any more. Raises NotDemonstration and Kept."""
    unit = ArchivalUnit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    _refuse_foreign(unit)
    _refuse_changed(unit)
    log(instance=unit, action="archive.remove_demo", user=actor, data={"title": unit.title})
    demonstration.forget(unit)
    try:
        unit.delete()
    except ProtectedError as error:
        raise Kept(f"de ella depende {_named(error.protected_objects)}") from error


@transaction.atomic
def remove_name(row: Creator | Subject | DocumentType) -> None:
    """Take out a creator, a subject or a type that nothing names any more. Raises NotDemonstration and Kept."""
    _refuse_foreign(row)
    _refuse_changed(row)
    demonstration.forget(row)
    try:
        row.delete()
    except ProtectedError as error:
        raise Kept(f"de él depende {_named(error.protected_objects)}") from error


def _refuse_foreign(row: Model) -> None:
    if not demonstration.is_marked(row):
        raise NotDemonstration(str(row))


def _refuse_changed(row: Model) -> None:
    if not demonstration.is_unchanged(row):
        raise Kept("alguien lo cambió")
    _refuse_used(row)


def _refuse_used(row: Model) -> None:
    """Drafts name things by keys that no foreign key of the database guards."""
    if ReferenceIndex.get_references_to(row).exists() or (type(row), row.pk) in _named_in_drafts():
        raise Kept("lo usa otro registro, publicado o en borrador")


def _named_in_drafts() -> set[tuple[type[Model], Any]]:
    drafts = Document.objects.filter(latest_revision__isnull=False)
    found: set[tuple[type[Model], Any]] = set()
    for content in drafts.values_list("latest_revision__content", flat=True).iterator():
        found |= {(ArchivalUnit, content.get("unit")), (Creator, content.get("creator"))}
        found.add((DocumentType, content.get("document_type")))
        found |= {(Subject, link.get("tag")) for link in content.get("subject_links", ())}
        found |= {(Document, related.get("target")) for related in content.get("related", ())}
    return found


def _originals_of(document: Document) -> list[Original]:
    """Every file that ever came for the document."""
    current = {document.original_id, document.replacement_id}
    found = Q(pk__in=current - {None}) | Q(version__document=document) | Q(received_for=document)
    return list(Original.objects.filter(found).distinct())


def _was_worked_on(originals: Sequence[Original]) -> bool:
    """Whether people wrote texts for the files: what they wrote is not thrown away."""
    corrected = PageCorrection.objects.filter(original__in=originals)
    transcribed = Transcript.objects.filter(original__in=originals).exclude(saved_by=operator_account())
    return corrected.exists() or transcribed.exists()


def _delete_rows(document: Document, originals: Sequence[Original]) -> None:
    _delete_jobs(document, originals)
    document.versions.all().delete()
    document.corrections.all().delete()
    files = Original.objects.filter(pk__in=[original.pk for original in originals])
    # A replacement names the document that it came for, and the document its file: one of them has to let go first.
    files.release()
    try:
        document.delete()
    except ProtectedError as error:
        raise Kept(f"lo cita {_named(error.protected_objects)}") from error
    for model in (PageText, Transcript, Reading):
        model.objects.filter(original__in=originals).delete()
    for original in originals:
        intake.announce_removal(original.digest)
    files.remove_demonstration()


def _delete_jobs(document: Document, originals: Sequence[Original]) -> None:
    """A job without its row has lost its lease: one that is running now writes nothing any more."""
    Job.objects.filter(kind=notices.KIND, payload__document=document.pk).delete()
    for original in originals:
        keys = Q(key=reading_key(original)) | Q(key__startswith=f"{recognition.KIND}:{original.pk}:")
        if not Original.objects.filter(digest=original.digest).exclude(pk=original.pk).exists():
            keys |= Q(key=f"{COVER}:{original.digest}")
            keys |= Q(key__startswith=f"{images_ahead.KIND}:{original.digest}:")
        Job.objects.filter(keys).delete()


def _named(rows: object) -> str:
    return ", ".join(sorted(f"«{row}»" for row in list(rows)[:3]))  # type: ignore[call-overload]
