"""Take in a folder of documents with its manifest."""

import csv
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from archive import bulk_import
from archive.bulk_import import FileResult, ImportResult, Plan
from archive.intake import StorageFull
from archive.manifest import COLUMNS, EXPORTED, BadManifest, ManifestRow, read_manifest, template, unknown_columns
from archive.models import ArchivalUnit
from cms.core.progress import Progress
from cms.core.reference.models import Institution, no_institution
from cms.core.tenancy import operator_account
from cms.core.worker import Worker
from search import outbox
from search.engine import engine
from search.indexing import ensure_index
from search.ports import IndexBusy, SearchError

NATIONAL_ARCHIVE = "mx-archivo"


class Command(BaseCommand):
    help = (
        "Takes in the files of FOLDER as the manifest describes them. Safe to repeat: what is there stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        columns = "; ".join(f"{each.name}: {each.meaning}" for each in COLUMNS)
        parser.add_argument("folder", type=Path, nargs="?", help="where the files are")
        parser.add_argument("--manifest", type=Path, help=f"CSV in UTF-8 with the columns {columns}")
        parser.add_argument("--template", action="store_true", help="write an empty table that explains its columns")
        parser.add_argument(
            "--institution", default=NATIONAL_ARCHIVE, metavar="CODE", help=f"who holds them ({NATIONAL_ARCHIVE})"
        )
        parser.add_argument("--series", metavar="CODE", help="reference code of the unit that they belong to")
        parser.add_argument("--publish", action="store_true", help="publish them, logged as one bulk approval")
        parser.add_argument("--wait", action="store_true", help="return when all is read, recognised and indexed")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["template"]:
            csv.DictWriter(self.stdout, [column.name for column in EXPORTED]).writerows(template())
            return
        folder: Path | None = options["folder"]
        if folder is None or options["manifest"] is None:
            raise CommandError(
                "Diga la carpeta y la tabla: import_documents CARPETA --manifest TABLA.csv. "
                "Con --template se escribe una tabla vacía que explica sus columnas."
            )
        if not folder.is_dir():
            raise CommandError(f"No existe la carpeta {folder}.")
        plan = self._plan(options)
        rows, unlisted = self._read(folder, options["manifest"])
        try:
            with Progress("Receiving") as progress:
                result = bulk_import.import_rows(folder, rows, plan, progress.update)
        except StorageFull as error:
            raise CommandError(
                f"No queda espacio en {settings.DATA_DIR}. Libere espacio y repita la orden."
            ) from error
        failure = self._make_searchable(result) if options["wait"] and not plan.dry_run else ""
        bulk_import.refresh(result)
        self._report(result, unlisted, as_json=options["json"], dry_run=plan.dry_run)
        if failure:
            raise CommandError(failure)
        if result.refused and len(result.refused) == len(result.files):
            raise CommandError("No se importó ningún archivo. Corrija lo que se dice de cada uno y repita la orden.")

    def _plan(self, options: dict[str, Any]) -> Plan:
        institution = Institution.objects.filter(code=options["institution"]).first()
        if institution is None:
            raise CommandError(no_institution(options["institution"]))
        unit = None
        if options["series"]:
            unit = ArchivalUnit.objects.filter(institution=institution, reference_code=options["series"]).first()
            if unit is None:
                raise CommandError(f"{institution} no tiene una unidad con el código «{options['series']}».")
        # A rehearsal changes nothing: it does not even make the account.
        actor = User() if options["dry_run"] else operator_account()
        return Plan(institution, unit, actor, options["publish"], options["dry_run"])

    def _read(self, folder: Path, manifest: Path) -> tuple[list[ManifestRow], list[str]]:
        """The rows of the table, and the files that none of them names."""
        try:
            rows, unknown = list(read_manifest(manifest)), unknown_columns(manifest)
            unlisted = list(bulk_import.unlisted(folder, rows))
        except BadManifest as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"No se puede leer {folder}: {error.strerror}. Revise la ruta y los permisos."
            ) from error
        if unknown:
            known = ", ".join(map(str, COLUMNS))
            self.stderr.write(f"Columnas que no se usan: {', '.join(unknown)}. Las que se conocen son: {known}.")
        return rows, unlisted

    def _make_searchable(self, result: ImportResult) -> str:
        """Read and index what was received; why it can't be found by search now, or empty."""
        try:
            with Progress("Reading") as progress:
                worker = Worker(settings.EXTRACTION_PROCESSES)
                bulk_import.wait_for_reading(result, worker, progress.update)
                progress.phase("Recognising text")
                bulk_import.wait_for_recognition(result, worker, progress.update)
                progress.phase("Indexing")
                ensure_index(engine())
                failed = outbox.drain(engine())
        except IndexBusy:
            return (
                "Los documentos se guardaron, pero otro proceso está reconstruyendo el índice de búsqueda. "
                "Espere a que termine y ejecute «manage.py reconcile_search --repair»."
            )
        except SearchError as error:
            return (
                f"Los documentos se guardaron, pero el buscador no respondió ({error}). "
                "Revise que esté en marcha y ejecute «manage.py rebuild_search»."
            )
        if failed:
            return (
                f"Los documentos se guardaron, pero {failed} cambios no pudieron indexarse: el registro de errores "
                "dice por qué. Se intentan otra vez solos mientras el sitio está en marcha."
            )
        return ""

    def _report(self, result: ImportResult, unlisted: list[str], *, as_json: bool, dry_run: bool) -> None:
        self._warn(result, unlisted)
        if as_json:
            answer = {
                "imported": 0 if dry_run else result.imported,
                "files": [_as_dict(each) for each in result.files],
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        counts: dict[str, int] = {}
        for each in result.files:
            counts[each.status] = counts.get(each.status, 0) + 1
        summary = ", ".join(f"{status}: {count}" for status, count in sorted(counts.items()))
        verb = "would be imported" if dry_run else "imported"
        number = sum(each.status == bulk_import.STORED for each in result.files) if dry_run else result.imported
        self.stdout.write(self.style.SUCCESS(f"{number} {verb} ({summary})"))

    def _warn(self, result: ImportResult, unlisted: list[str]) -> None:
        for each in result.files:
            for remark in each.remarks:
                self.stderr.write(f"línea {each.line}, columna «{remark.column}» ({each.file}): {remark.text}")
            if each.status in {bulk_import.REFUSED, bulk_import.QUARANTINED}:
                self.stderr.write(self.style.ERROR(f"línea {each.line} ({each.file}): {each.reason}"))
        for unlisted_name in unlisted:
            # A name that is no UTF-8 can't be printed as it is.
            name = unlisted_name.encode("utf-8", "backslashreplace").decode("utf-8")
            self.stderr.write(f"{name}: está en la carpeta y no en la tabla; no se importó. Agregue su renglón.")


def _as_dict(result: FileResult) -> dict[str, Any]:
    return {
        "file": result.file,
        "status": result.status,
        "document": result.code or None,
        "pages": result.pages,
        "reason": result.reason or None,
        "warnings": [{"column": remark.column, "text": remark.text} for remark in result.remarks],
    }
