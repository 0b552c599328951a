"""Write the descriptions of documents as the table that import_documents reads."""

import csv
import os
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet

from archive import export
from archive.export import Exported, MissingOriginal
from archive.manifest import EXPORTED
from archive.models import Document
from cms.core.progress import Progress
from cms.core.reference.models import Institution, no_institution
from cms.core.visibility import State


class Command(BaseCommand):
    help = (
        "Writes a CSV with the description of every document, also of those that are not public, except the "
        "withdrawn. import_documents reads it back. Cells are not made safe for spreadsheets: open it as text."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--institution", metavar="CODE", help="only what this institution holds (default: all)")
        parser.add_argument("--output", type=Path, metavar="FILE", help="default: standard output")
        parser.add_argument("--with-files", type=Path, metavar="FOLDER", help="copy the originals into this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        documents = self._documents(options["institution"])
        missing: list[str] = []
        try:
            with self._table(options["output"]) as table, Progress("Exporting") as progress:
                writer = csv.DictWriter(table, [column.name for column in EXPORTED])
                writer.writeheader()
                count, without = self._write(documents, writer, options["with_files"], missing, progress)
        except OSError as error:
            raise CommandError(
                f"No se pudo escribir {error.filename or 'la salida'}: {error.strerror}. Revise permisos y espacio."
            ) from error
        self.stderr.write(f"{count} exported")
        if without:
            self.stderr.write(f"{without} no tienen fichero: al importar, sus renglones se rechazan.")
        if missing:
            raise CommandError(
                f"Faltan {len(missing)} ficheros originales en el almacén: {', '.join(missing[:10])}. "
                "Recupérelos del respaldo y repita la orden."
            )

    def _documents(self, code: str | None) -> QuerySet[Document]:
        documents = Document.objects.all()
        if code:
            institution = Institution.objects.filter(code=code).first()
            if institution is None:
                raise CommandError(no_institution(code))
            documents = documents.filter(holding_institution=institution)
        if withdrawn := documents.filter(state=State.WITHDRAWN).count():
            self.stderr.write(f"{withdrawn} fueron retirados y no se exportan.")
        return export.exportable(documents)

    def _write(
        self,
        documents: QuerySet[Document],
        writer: "csv.DictWriter[str]",
        folder: Path | None,
        missing: list[str],
        progress: Progress,
    ) -> tuple[int, int]:
        """How many were written, and how many of them have no file."""
        total, count, without = documents.count(), 0, 0
        if folder:
            folder.mkdir(parents=True, exist_ok=True)
        for each in export.rows(documents):
            writer.writerow(each.cells)
            count, without = count + 1, without + (each.original is None)
            if folder:
                _copy(each, folder, missing)
            progress.update(count, total)
        return count, without

    @contextmanager
    def _table(self, path: Path | None) -> Iterator[TextIO]:
        """Where the rows go. A file comes into being whole or not at all, for nobody else to read."""
        if path is None:
            yield self.stdout  # type: ignore[misc]
            return
        partial = path.with_name(f"{path.name}.part")
        try:
            # With the mark by which spreadsheets know UTF-8.
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8-sig", newline="") as file:
                yield file
            partial.replace(path)
        finally:
            partial.unlink(missing_ok=True)


def _copy(exported: Exported, folder: Path, missing: list[str]) -> None:
    try:
        export.copy_file(exported, folder)
    except MissingOriginal as error:
        missing.append(str(error))
