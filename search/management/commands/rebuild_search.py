"""Build the index anew from the database, while the old one answers."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.core.progress import Progress
from search import indexing
from search.engine import engine
from search.ports import SearchError


class Command(BaseCommand):
    help = "Builds a new index beside the live one and swaps it in. Safe to run while the site is in use."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--if-needed", action="store_true", help="only where there is none, or its schema changed"
        )
        parser.add_argument("--engine", default="", metavar="URL", help="use this engine instead of SEARCH_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            chosen = engine(options["engine"])
            if options["if_needed"] and not indexing.needs_rebuild(chosen):
                return
            with Progress("Indexing") as progress:
                rebuilt = indexing.rebuild(chosen, progress.update, fed_by_outbox=chosen is engine())
        except SearchError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(f"The index holds {rebuilt.held} records."))
        if rebuilt.failed:
            reasons = "; ".join(f"{key.source}/{key.pk}: {reason}" for key, reason in rebuilt.failed.items())
            raise CommandError(f"{len(rebuilt.failed)} rows are not in it, and are tried again: {reasons[:2000]}")
