"""Have the text of pages recognised that are images only."""

import json
from argparse import ArgumentParser
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from archive import recognition
from archive.extraction import ocr
from archive.models import Document, Original
from cms.core.progress import Progress
from cms.core.worker import Worker
from search import outbox
from search.engine import engine
from search.indexing import ensure_index
from search.ports import SearchError


@dataclass(slots=True)
class Work:
    """What there is to do for one file, and what became of it."""

    original: Original
    pages: int
    failed: int = 0
    left: int = 0

    def as_dict(self) -> dict[str, Any]:
        codes = Document.objects.filter(original=self.original).values_list("code", flat=True)
        return {
            "file": self.original.filename,
            "documents": sorted(codes),
            "pages": self.pages,
            "waiting": self.left,
            "failed": self.failed,
        }


class Command(BaseCommand):
    help = (
        "Queues the pages without text, or with garbage in its place, that nobody has recognised or that failed. "
        "The worker does them; --wait does them here. Safe to repeat: pages with good text are left as they are."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="every document (the default)")
        which.add_argument("--document", nargs="+", metavar="CODE", help="only these documents")
        parser.add_argument("--wait", action="store_true", help="return when all is recognised and indexed")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done, change nothing")
        parser.add_argument("--json", action="store_true", help="print the result as one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        originals = recognition.waiting_originals()
        if options["document"]:
            originals = originals.filter(pk__in=_originals_of(options["document"]))
        counted = [Work(original, len(recognition.waiting_pages(original))) for original in originals]
        work = [each for each in counted if each.pages]
        if not options["dry_run"]:
            _require_tesseract()
            self._do(work, wait=options["wait"])
        for each in work:
            each.left = len(recognition.waiting_pages(each.original))
            each.failed = recognition.failed_pages(each.original)
        self._report(work, as_json=options["json"], dry_run=options["dry_run"])
        failed = sum(each.failed for each in work)
        if failed and not options["dry_run"]:
            raise CommandError(
                f"{failed} páginas no pudieron reconocerse: sus tareas dicen por qué, en la administración. "
                "Repita la orden para intentarlo otra vez."
            )

    def _do(self, work: list[Work], *, wait: bool) -> None:
        for each in work:
            with transaction.atomic():
                recognition.resume(each.original)
        if not wait:
            return
        keys = recognition.unfinished_keys({each.original.pk for each in work})
        try:
            with Progress("Recognising text") as progress:
                worker = Worker(settings.EXTRACTION_PROCESSES)
                worker.run_until_done(keys, lambda done: progress.update(done, len(keys)))
                progress.phase("Indexing")
                ensure_index(engine())
                outbox.drain(engine())
        except SearchError as error:
            raise CommandError(
                f"El texto se guardó, pero el buscador no respondió ({error}). "
                "Revise que esté en marcha y ejecute «manage.py reconcile_search --repair»."
            ) from error

    def _report(self, work: list[Work], *, as_json: bool, dry_run: bool) -> None:
        pages = sum(each.pages for each in work)
        if as_json:
            answer = {"pages": pages, "tesseract": ocr.is_there(), "files": [each.as_dict() for each in work]}
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for each in work:
            self.stdout.write(f"{each.original.filename}: {each.pages}")
        verb = "would be queued" if dry_run else f"queued, {sum(each.left for each in work)} still wait"
        self.stdout.write(self.style.SUCCESS(f"{pages} pages of {len(work)} files {verb}"))


def _originals_of(codes: list[str]) -> list[int]:
    found = dict(Document.objects.filter(code__in=codes).values_list("code", "original"))
    unknown = sorted(set(codes) - set(found))
    if unknown:
        raise CommandError(f"No hay documentos con estas claves: {', '.join(unknown)}.")
    return [original for original in found.values() if original]


def _require_tesseract() -> None:
    if not ocr.is_there():
        raise CommandError(
            "No está instalado tesseract con su español. Instale los paquetes tesseract-ocr y tesseract-ocr-spa "
            "y repita la orden."
        )
