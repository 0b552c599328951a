"""Draw the images of pages ahead of readers, also those that are gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from archive import images_ahead
from archive.models import Document


class Command(BaseCommand):
    help = (
        "Queues the images of pages that are not there: after a backup was put back, or where the disk had no room. "
        "The worker draws them behind all other work. Safe to repeat: what is there is not drawn again."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--all", action="store_true", help="every document (the default)")
        which.add_argument("--document", nargs="+", metavar="CODE", help="only these documents")

    def handle(self, *args: Any, **options: Any) -> None:
        originals = images_ahead.drawable()
        if codes := options["document"]:
            found = dict(Document.objects.filter(code__in=codes).values_list("code", "original"))
            if unknown := sorted(set(codes) - set(found)):
                raise CommandError(f"No hay documentos con estas claves: {', '.join(unknown)}.")
            originals = originals.filter(pk__in=found.values())
        queued = 0
        for original in originals.iterator():
            with transaction.atomic():
                images_ahead.begin_anew(original)
            queued += 1
        self.stdout.write(self.style.SUCCESS(f"The images of {queued} files are in the queue."))
