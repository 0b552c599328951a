"""Take in a folder of documents with its manifest."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive import bulk_import
from archive.bulk_import import FileResult, ImportResult, Plan
from archive.intake import StorageFull
from archive.manifest import COLUMNS, BadManifest, ManifestRow, read_manifest
from archive.models import ArchivalUnit
from cms.core.progress import Progress
from cms.core.reference.models import Institution
from cms.core.tenancy import operator_account
from cms.core.worker import Worker
from search import outbox
from search.engine import engine
from search.indexing import ensure_index

NATIONAL_ARCHIVE = "mx-archivo"


class Command(BaseCommand):
    help = (
        "Takes in the files of FOLDER as the manifest describes them. Safe to repeat: what is there stays as it is."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        columns = "; ".join(f"{name}: {meaning}" for name, meaning in COLUMNS.items())
        parser.add_argument("folder", type=Path, help="where the files are")
        parser.add_argument("--manifest", type=Path, required=True, help=f"CSV in UTF-8 with the columns {columns}")
        parser.add_argument(
            "--institution", default=NATIONAL_ARCHIVE, metavar="CODE", help=f"who holds them ({NATIONAL_ARCHIVE})"
        )
        parser.add_argument("--series", metavar="CODE", help="reference code of the unit that they belong to")
        parser.add_argument("--publish", action="store_true", help="publish them, logged as one bulk approval")
        parser.add_argument("--wait", action="store_true", help="return when all is read and indexed")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["folder"]
        if not folder.is_dir():
            raise CommandError(f"No existe la carpeta {folder}.")
        plan = self._plan(options)
        try:
            rows = list(read_manifest(options["manifest"]))
            result = self._run(folder, rows, plan, wait=options["wait"] and not plan.dry_run)
        except BadManifest as error:
            raise CommandError(str(error)) from error
        except StorageFull as error:
            raise CommandError(
                f"No queda espacio en {settings.DATA_DIR}. Libere espacio y repita la orden."
            ) from error
        self._report(result, list(bulk_import.unlisted(folder, rows)), as_json=options["json"], dry_run=plan.dry_run)
        if result.refused and len(result.refused) == len(result.files):
            raise CommandError("No se importó ningún archivo.")

    def _plan(self, options: dict[str, Any]) -> Plan:
        institution = Institution.objects.filter(code=options["institution"]).first()
        if institution is None:
            raise CommandError(f"No hay una institución con la clave «{options['institution']}».")
        unit = None
        if options["series"]:
            unit = ArchivalUnit.objects.filter(institution=institution, reference_code=options["series"]).first()
            if unit is None:
                raise CommandError(f"{institution} no tiene una unidad con el código «{options['series']}».")
        return Plan(institution, unit, operator_account(), options["publish"], options["dry_run"])

    def _run(self, folder: Path, rows: list[ManifestRow], plan: Plan, *, wait: bool) -> ImportResult:
        with Progress("Receiving") as progress:
            result = bulk_import.import_rows(folder, rows, plan, progress.update)
            if wait:
                progress.phase("Reading")
                bulk_import.wait_for_reading(result, Worker(settings.EXTRACTION_PROCESSES), progress.update)
                progress.phase("Indexing")
                ensure_index(engine())
                outbox.drain(engine())
        bulk_import.refresh(result)
        return result

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
        for name in unlisted:
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
