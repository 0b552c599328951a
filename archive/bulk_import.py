"""Bulk intake: the files of a folder, described by a manifest, one transaction a file.

Idempotent (a file that the institution already holds is a duplicate) and therefore resumable: after a kill, the same
call brings the rest.
"""

import logging
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db import DatabaseError

from archive import intake, publication, recognition
from archive.description import Rehearsed, Remark, check
from archive.formats import NotADocument, sniff
from archive.manifest import ManifestRow, files_by_name, same_name, twins
from archive.models import ArchivalUnit, Document, Original, Reading
from archive.publication import NotPublishable
from archive.tasks import reading_key
from archive.vocabularies import ReadingState
from cms.core.reference.models import Institution
from cms.core.visibility import State
from cms.core.worker import Worker

logger = logging.getLogger(__name__)

STORED, DUPLICATE, OCR, OCR_PENDING = "stored", "duplicate", "ocr", "ocr_pending"
QUARANTINED, REFUSED = "quarantined", "refused"

_MISSING = "columna «file»: no hay un archivo con ese nombre en la carpeta; revise el nombre."
_TWINS = (
    "columna «file»: hay dos archivos con ese nombre, que solo difieren en cómo se guardan los acentos. "
    "Deje uno en la carpeta, o cambie el nombre de uno."
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked for: where the documents go, and who answers for it. A dry run has no need of a saved actor."""

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


@dataclass(frozen=True, slots=True)
class _Run:
    """One import under way: its plan, its one decision, and what a rehearsal would have stored so far."""

    plan: Plan
    decision: uuid.UUID = field(default_factory=uuid.uuid4)
    rehearsed: set[str] = field(default_factory=set)
    rehearsed_descriptions: Rehearsed = field(default_factory=Rehearsed)
    units: dict[str, ArchivalUnit | None] = field(default_factory=dict)

    def unit(self, row: ManifestRow) -> ArchivalUnit | None:
        """The unit that the row names, or else the one of the plan. None for a code that the institution lacks."""
        if not row.unit:
            return self.plan.unit
        if row.unit not in self.units:
            units = ArchivalUnit.objects.filter(institution=self.plan.institution, reference_code=row.unit)
            self.units[row.unit] = units.first()
        return self.units[row.unit]

    def problem_of_unit(self, row: ManifestRow) -> str:
        return _no_unit(row) if row.unit and self.unit(row) is None else ""


def _no_unit(row: ManifestRow) -> str:
    return (
        f"columna «{row.column('unit')}»: la institución no tiene una unidad con el código «{row.unit}»; "
        "créela en la administración o corrija el código."
    )


def import_rows(folder: Path, rows: Iterable[ManifestRow], plan: Plan, on_progress: Progress) -> ImportResult:
    """Take in every row's file; whatever is wrong with one stops only that one. Raises StorageFull."""
    if not plan.dry_run:
        intake.sweep()
    files, ambiguous = files_by_name(folder), twins(folder)
    rows = list(rows)
    result, run = ImportResult(), _Run(plan)
    for done, row in enumerate(rows, 1):
        name = same_name(row.file)
        each = FileResult(row.file, REFUSED, row.line, remarks=list(row.remarks))
        each.reason = row.problem or (_TWINS if name in ambiguous else "" if name in files else _MISSING)
        no_unit = run.problem_of_unit(row)
        if not each.reason and (plan.dry_run or not no_unit):
            _import_file(row, files[name], run, each)
        if no_unit:
            each.status, each.reason = REFUSED, f"{each.reason} {no_unit}".strip()
        if plan.dry_run and each.status != DUPLICATE:
            # Also of a row that is refused: whoever rehearses mends everything at once.
            rehearsed = run.rehearsed_descriptions if each.status == STORED else None
            each.remarks += check(row.description, plan.institution, rehearsed)
        each.remarks = [replace(remark, column=row.column(remark.column)) for remark in each.remarks]
        result.files.append(each)
        on_progress(done, len(rows))
    return result


def unlisted(folder: Path, rows: Iterable[ManifestRow]) -> Iterator[str]:
    """Files of the folder that no row names: they are left where they are, and said."""
    listed = {same_name(row.file) for row in rows}
    return (path.name for path in sorted(folder.iterdir()) if path.is_file() and same_name(path.name) not in listed)


def _import_file(row: ManifestRow, path: Path, run: _Run, result: FileResult) -> None:
    """Fill in the result, with the reason where the file is refused."""
    try:
        if run.plan.dry_run:
            _rehearse(row, path, run, result)
        else:
            _take_in(row, path, run, result)
    except (NotADocument, NotPublishable, _Mismatch) as refusal:
        result.reason = str(refusal)
    except intake.TooLarge:
        result.reason = "Es más grande de lo permitido (UPLOAD_MAX_BYTES). Divídalo en partes."
    except OSError as error:
        logger.warning("could not read %s", path, exc_info=True)
        why = error.strerror or type(error).__name__
        result.reason = f"No se pudo leer o guardar ({why}). Revise sus permisos y el disco, y repita la orden."
    except (DatabaseError, UnicodeError) as error:
        logger.exception("the database did not take %s", path)
        result.reason = (
            f"La base de datos no lo aceptó ({type(error).__name__}). Revise los valores de la fila y repita la "
            "orden; si vuelve a pasar, el registro de errores dice cuál fue."
        )


class _Mismatch(Exception):
    """The bytes are not those that the manifest announces."""


def _take_in(row: ManifestRow, path: Path, run: _Run, result: FileResult) -> None:
    plan = run.plan

    def publish(document: Document) -> None:
        if plan.publish:
            publication.publish(document, actor=plan.actor, reason="Importación en lote", decision=run.decision)

    with intake.receive_file(path) as received:
        _check_announced(row, received.digest, received.size)
        taken = intake.take_in(
            received,
            path.name,
            institution=plan.institution,
            unit=run.unit(row),
            description=row.description,
            received_by=plan.actor.get_username(),
            and_then=publish,
        )
    result.status = DUPLICATE if taken.is_duplicate else STORED
    result.original = taken.document.original
    result.code = taken.document.code
    result.remarks += taken.remarks
    result.reason = _why_not_again(taken.document, plan) if taken.is_duplicate else ""


def _rehearse(row: ManifestRow, path: Path, run: _Run, result: FileResult) -> None:
    if path.stat().st_size > settings.UPLOAD_MAX_BYTES:
        raise intake.TooLarge(path.name)
    digest, size = intake.digest_of(path)
    _check_announced(row, digest, size)
    known = intake.held(run.plan.institution, digest)
    if known:
        result.status, result.code, result.reason = DUPLICATE, known.code, _why_not_again(known, run.plan)
    elif digest in run.rehearsed:
        result.status, result.reason = DUPLICATE, "Otra fila trae este mismo archivo con otro nombre."
    else:
        sniff(path, path.name)
        run.rehearsed.add(digest)
        result.status = STORED


def _why_not_again(known: Document, plan: Plan) -> str:
    if plan.publish and known.state == State.DRAFT:
        return (
            "La institución ya conserva este archivo, como borrador: no se publicó. "
            "Revíselo y publíquelo en la administración."
        )
    return "La institución ya conserva este archivo: su descripción no cambió. Corríjala en la administración."


def _check_announced(row: ManifestRow, digest: str, size: int) -> None:
    if row.sha256 and row.sha256 != digest:
        raise _Mismatch("columna «sha256»: el archivo no es el que se anuncia; cópielo de nuevo o corrija la huella.")
    if row.size is not None and row.size != size:
        raise _Mismatch(f"columna «bytes»: el archivo tiene {size} y se anuncian {row.size}; cópielo de nuevo.")


def wait_for_reading(result: ImportResult, worker: Worker, on_progress: Progress) -> None:
    """Read the files' text, beside a worker if one runs, until each is read or given up."""
    keys = [reading_key(each.original) for each in result.files if each.original is not None]
    worker.run_until_done(keys, lambda done: on_progress(done, len(keys)))


def wait_for_recognition(result: ImportResult, worker: Worker, on_progress: Progress) -> None:
    """Recognise the text of the pages that have none, beside a worker if one runs, until each ended."""
    keys = recognition.unfinished_keys({each.original.pk for each in result.files if each.original is not None})
    worker.run_until_done(keys, lambda done: on_progress(done, len(keys)))


def refresh(result: ImportResult) -> None:
    """Bring the results up to what is known of each file now."""
    readings: dict[int, Reading] = {}
    recognised: set[int] = set()
    for start in range(0, len(result.files), 500):
        originals = [each.original.pk for each in result.files[start : start + 500] if each.original]
        readings |= {reading.original_id: reading for reading in Reading.objects.filter(original__in=originals)}
        recognised |= recognition.recognised_only(originals)
    for each in result.files:
        reading = readings.get(each.original.pk) if each.original else None
        if reading is not None:
            each.pages = reading.page_count
            _explain(each, reading, is_recognised=reading.original_id in recognised)


def _explain(result: FileResult, reading: Reading, *, is_recognised: bool) -> None:
    result.reason = result.reason or reading.reason
    if result.status == DUPLICATE:
        return
    if reading.state == ReadingState.QUARANTINED:
        result.status = QUARANTINED
    elif reading.state == ReadingState.OCR_PENDING:
        result.status = OCR_PENDING
    elif is_recognised:
        result.status = OCR
    if reading.state in {ReadingState.OCR_PENDING, ReadingState.UNSUPPORTED, ReadingState.PENDING}:
        result.reason = result.reason or str(reading.get_state_display())
