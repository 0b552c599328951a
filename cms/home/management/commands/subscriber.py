"""What the newsletter keeps of an address, for who asks by law: show it, or delete it."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.core.serializers.json import DjangoJSONEncoder

from cms.home.newsletter import asking


class Command(BaseCommand):
    help = "Shows everything that the newsletter keeps of an address, as JSON; with --delete it is deleted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("address")
        parser.add_argument("--delete", action="store_true", help="delete it, and tell how many rows that were")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["delete"]:
            answer: dict[str, Any] = {"deleted": asking.forget(options["address"])}
        else:
            answer = asking.kept_of(options["address"])
        self.stdout.write(json.dumps(answer, cls=DjangoJSONEncoder, ensure_ascii=False))
