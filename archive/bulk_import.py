"""Bulk intake: the files of a folder, described by a manifest, one transaction a file.

Idempotent (a file that the institution already holds is a duplicate) and therefore resumable: after a kill, the same
call brings the rest.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.contrib.auth.models import User
from django.db import transaction

from archive import intake, publication
from archive.description import Remark, check
from archive.formats import NotADocument, sniff
from archive.manifest import ManifestRow, files_by_name, same_name
from archive.models import ArchivalUnit, Document, Original, Reading
from archive.tasks import reading_key
from archive.vocabularies import ReadingState
from cms.core.reference.models import Institution
from cms.core.worker import Worker

STORED, DUPLICATE, OCR_PENDING = "stored", "duplicate", "ocr_pending"
QUARANTINED, REFUSED = "quarantined", "refused"


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for: where the documents go, and who answers for it."""

    institution: Institution
    unit: ArchivalUnit | None
    actor: User
    publish: bool
    dry_run: bool = False


@dataclass(slots=True)
class FileResult:
    """What became of one file; `reason` is for people."""

    file: str
    status: str
    line: int = 0
    original: Original | None = None
    code: str = ""
    pages: int | None = None
    reason: str = ""
    remarks: list[Remark] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        return bool(self.code) and self.status != DUPLICATE


@dataclass(slots=True)
class ImportResult:
    files: list[FileResult] = field(default_factory=list)

    @property
    def imported(self) -> int:
        return sum(each.is_new for each in self.files)

    @property
    def refused(self) -> list[FileResult]:
        return [each for each in self.files if each.status == REFUSED]


Progress = Callable[[int, int], None]


def import_rows(folder: Path, rows: Iterable[ManifestRow], plan: Plan, on_progress: Progress) -> ImportResult:
    """Take in every row's file; whatever is wrong with one stops only that one."""
    intake.sweep()
    files = files_by_name(folder)
    rows = list(rows)
    result = ImportResult()
    decision = uuid.uuid4()
    for done, row in enumerate(rows, 1):
        result.files.append(_import_row(row, files.pop(same_name(row.file), None), plan, decision))
        on_progress(done, len(rows))
    return result


def unlisted(folder: Path, rows: Iterable[ManifestRow]) -> Iterator[str]:
    """Files of the folder that no row names: they are left where they are, and said."""
    listed = {same_name(row.file) for row in rows}
    return (path.name for name, path in files_by_name(folder).items() if name not in listed)


def _import_row(row: ManifestRow, path: Path | None, plan: Plan, decision: uuid.UUID) -> FileResult:
    result = FileResult(row.file, REFUSED, row.line)
    if row.problem or path is None:
        result.reason = (
            row.problem or "columna «file»: no hay un archivo con ese nombre en la carpeta; revise el nombre."
        )
        return result
    try:
        if plan.dry_run:
            _rehearse(row, path, plan, result)
        else:
            _take_in(row, path, plan, decision, result)
    except NotADocument as refusal:
        result.reason = str(refusal)
    except _Mismatch as mismatch:
        result.reason = str(mismatch)
    except intake.TooLarge:
        result.reason = "Es más grande de lo permitido (UPLOAD_MAX_BYTES). Divídalo en partes."
    return result


class _Mismatch(Exception):
    """The bytes are not those that the manifest announces."""


def _take_in(row: ManifestRow, path: Path, plan: Plan, decision: uuid.UUID, result: FileResult) -> None:
    with intake.receive_file(path) as received:
        _check_announced(row, received.digest, received.size)
        with transaction.atomic():
            taken = intake.take_in(
                received,
                path.name,
                institution=plan.institution,
                unit=plan.unit,
                description=row.description,
                received_by=plan.actor.get_username(),
            )
            if plan.publish and not taken.is_duplicate:
                publication.publish(taken.document, actor=plan.actor, reason="Importación en lote", decision=decision)
    result.status = DUPLICATE if taken.is_duplicate else STORED
    result.original = taken.document.original
    result.code = taken.document.code
    result.remarks = taken.remarks
    result.reason = "La institución ya conserva este archivo." if taken.is_duplicate else ""


def _rehearse(row: ManifestRow, path: Path, plan: Plan, result: FileResult) -> None:
    digest, size = intake.digest_of(path)
    _check_announced(row, digest, size)
    known = Document.objects.filter(original__institution=plan.institution, original__digest=digest).first()
    if known is None:
        sniff(path, path.name)
    result.status = DUPLICATE if known else STORED
    result.code = known.code if known else ""
    result.remarks = check(row.description)


def _check_announced(row: ManifestRow, digest: str, size: int) -> None:
    if row.sha256 and row.sha256 != digest:
        raise _Mismatch("columna «sha256»: el archivo no es el que se anuncia; cópielo de nuevo o corrija la huella.")
    if row.size is not None and row.size != size:
        raise _Mismatch(f"columna «bytes»: el archivo tiene {size} y se anuncian {row.size}; cópielo de nuevo.")


def wait_for_reading(result: ImportResult, worker: Worker, on_progress: Progress) -> None:
    """Read the files' text, beside a worker if one runs, until each is read or given up."""
    keys = [reading_key(each.original) for each in result.files if each.original is not None]
    worker.run_until_done(keys, lambda done: on_progress(done, len(keys)))


def refresh(result: ImportResult) -> None:
    """Bring the results up to what is known of each file now."""
    readings = {
        reading.original_id: reading
        for start in range(0, len(result.files), 500)
        for reading in Reading.objects.filter(
            original__in=[each.original for each in result.files[start : start + 500] if each.original]
        )
    }
    for each in result.files:
        reading = readings.get(each.original.pk) if each.original else None
        if reading is not None:
            each.pages = reading.page_count
            _explain(each, reading)


def _explain(result: FileResult, reading: Reading) -> None:
    result.reason = result.reason or reading.reason
    if result.status == DUPLICATE:
        return
    if reading.state == ReadingState.QUARANTINED:
        result.status = QUARANTINED
    elif reading.state == ReadingState.OCR_PENDING:
        result.status = OCR_PENDING
    if reading.state in {ReadingState.OCR_PENDING, ReadingState.UNSUPPORTED, ReadingState.PENDING}:
        result.reason = result.reason or str(reading.get_state_display())
