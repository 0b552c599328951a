"""How the instance is, for a terminal or a monitor."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.operations.health.report import Status, report


class Command(BaseCommand):
    help = "Looks at stores, disk, search, index, queue and processes. Exits with 1 where the site can't serve."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object")
        parser.add_argument("--strict", action="store_true", help="exit with 1 also where something is degraded")

    def handle(self, *args: Any, **options: Any) -> None:
        found = report(anew=True)
        if options["json"]:
            self.stdout.write(json.dumps(found.as_dict(full=True)))
        else:
            for finding in found.findings:
                self.stdout.write(f"{finding.status:9} {finding.check.name:12} {finding.detail}".rstrip())
        if found.status is Status.FAILED or (options["strict"] and found.status is not Status.OK):
            raise CommandError(f"The instance is {found.status}.")
