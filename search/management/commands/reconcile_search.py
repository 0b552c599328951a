"""Compare the index with the database, and repair it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from search import indexing, outbox
from search.engine import engine
from search.ports import SearchError


class Command(BaseCommand):
    help = "Reports what the index holds otherwise than the database; exits with 1 where something differs."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--repair", action="store_true", help="write what differs again")
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument("--engine", default="", metavar="URL", help="use this engine instead of SEARCH_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            chosen = engine(options["engine"])
            postponed = 0
            if indexing.is_ahead(chosen):
                raise CommandError(
                    "The index belongs to a later state of the database, as after a restored backup, and would take "
                    "no change. Run rebuild_search."
                )
            differences = indexing.compare(chosen)
            counts = {name: len(getattr(differences, name)) for name in ("missing", "extra", "stale", "undescribed")}
            if options["repair"] and differences:
                postponed = indexing.repair(chosen, differences, fed_by_outbox=chosen is engine())
        except SearchError as error:
            raise CommandError(str(error)) from error
        report = {**counts, "waiting": outbox.waiting().count(), "repaired": bool(options["repair"] and differences)}
        text = ", ".join(f"{name}: {value}" for name, value in report.items())
        self.stdout.write(json.dumps(report) if options["json"] else text)
        if differences and not options["repair"]:
            raise CommandError("The index differs from the database. Run with --repair.")
        if differences.undescribed:
            rows = ", ".join(f"{key.source}/{key.pk}" for key in differences.undescribed[:10])
            raise CommandError(f"These rows can't be described; the log says why: {rows}")
        if postponed:
            raise CommandError(f"{postponed} changes could not be applied; the relay tries them again.")
