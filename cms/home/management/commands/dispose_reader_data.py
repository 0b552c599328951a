"""Delete what readers told once its term is over."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from campaigns import reader_answers
from cms.home.newsletter import asking


class Command(BaseCommand):
    help = (
        "Deletes comments of readers after a year (their answers stay counted), requests for the newsletter that "
        "nobody confirmed in 48 hours, and addresses that their servers have refused for 60 days. Run it every day."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        comments, requests, addresses = reader_answers.outdated(), asking.unconfirmed(), asking.unreachable()
        found = {"comments": comments.count(), "requests": requests.count(), "addresses": addresses.count()}
        if not options["dry_run"]:
            comments.update(comment="")
            requests.delete()
            addresses.delete()
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], **found}))
            return
        for name, number in found.items():
            self.stdout.write(f"{name}: {number}")
