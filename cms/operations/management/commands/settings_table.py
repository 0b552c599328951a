"""Print the table of environment variables, or write it into the documentation."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cms.operations.settings_table import Undescribed, put_into, table


class Command(BaseCommand):
    help = "Makes the table of docs/operations.md from cms/settings and .env.example."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--write", action="store_true", help="put it into docs/operations.md")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            made = table(settings.BASE_DIR)
        except Undescribed as error:
            raise CommandError(str(error)) from error
        if not options["write"]:
            self.stdout.write(made)
            return
        path = settings.BASE_DIR / "docs" / "operations.md"
        path.write_text(put_into(path.read_text(encoding="utf-8"), made), encoding="utf-8")
