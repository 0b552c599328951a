"""Take the demo content out of the instance."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand

from cms.core.tenancy import operator_account
from cms.operations.demo.removal import Removed, remove


class Command(BaseCommand):
    help = "Removes what load_demo brought and nobody changed or uses since, and names what stays. Safe to repeat."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go and what would stay")
        parser.add_argument("--json", action="store_true", help="answer as one JSON object")

    def handle(self, *_args: Any, **options: Any) -> None:
        removed = remove(operator_account(), dry_run=options["dry_run"])
        if options["json"]:
            left = [asdict(each) for each in removed.left]
            self.stdout.write(json.dumps({"removed": removed.counts, "kept": left}, ensure_ascii=False))
        else:
            self._tell(removed, dry_run=options["dry_run"])

    def _tell(self, removed: Removed, *, dry_run: bool) -> None:
        verb = "se quitarían" if dry_run else "se quitaron"
        self.stdout.write(self.style.SUCCESS(f"Contenido de demostración: {verb} {removed.total} registros."))
        for kind, count in removed.counts.items():
            self.stdout.write(f"  {kind}: {count}")
        if removed.left:
            self.stdout.write("Se queda:" if not dry_run else "Se quedaría:")
        for each in removed.left:
            self.stdout.write(f"  {each.kind} «{each.name}»: {each.reason}.")
