"""Give the instance its demo documents."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from archive import bulk_import
from archive.intake import StorageFull
from cms.core.progress import Progress
from cms.core.tenancy import operator_account
from cms.core.worker import Worker
from cms.operations.demo.adaptation import load_adaptation
from cms.operations.demo.campaigns import load_campaign, slug_of_the_campaign
from cms.operations.demo.events import load_events
from cms.operations.demo.glossary import load_glossary
from cms.operations.demo.loading import Loaded, load, transcribe
from cms.operations.demo.pages import load_pages
from cms.operations.demo.universities import load_universities
from search import outbox
from search.engine import engine
from search.indexing import ensure_index


class Command(BaseCommand):
    help = "Adds the demo documents that this instance never received. Safe to repeat: what is there stays as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--wait", action="store_true", help="return when all is read and indexed")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            loaded = self._run(wait=options["wait"])
        except StorageFull as error:
            message = f"No queda espacio en {settings.DATA_DIR}. Libere espacio y repita la orden."
            raise CommandError(message) from error
        added, there = len(loaded.added), len(loaded.there)
        self.stdout.write(self.style.SUCCESS(f"Contenido de demostración: {added} agregados, {there} ya estaban."))
        if self.beside:
            self.stdout.write(f"Páginas y palabras: {self.beside} agregadas.")

    def _run(self, *, wait: bool) -> Loaded:
        with Progress("Receiving") as progress:
            actor = operator_account()
            loaded = load(actor, progress.update)
            if wait:
                progress.phase("Reading")
                worker = Worker(settings.EXTRACTION_PROCESSES)
                bulk_import.wait_for_reading(loaded.as_import(), worker, progress.update)
            transcribe(actor)
            self.beside = load_glossary() + load_pages(actor) + load_campaign(actor) + load_adaptation(actor)
            self.beside += load_events(actor) + load_universities(slug_of_the_campaign(), actor)
            if wait:
                progress.phase("Indexing")
                ensure_index(engine())
                outbox.drain(engine())
        return loaded
