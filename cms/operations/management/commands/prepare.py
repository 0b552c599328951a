"""Bring an instance up to date before its processes start: what a new version needs once."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from archive import images_ahead, intake, tasks
from search import indexing
from search.engine import engine
from search.ports import SearchError


class Command(BaseCommand):
    help = "Migrates the database (reference data come with it), clears broken uploads, builds the index if needed."

    # Below, together with those for a public server: whoever sets it up sees all that is missing at once.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--deploy", action="store_true", help="first refuse a configuration that is not fit for a public server"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        level = "WARNING" if options["deploy"] else "ERROR"
        call_command("check", deploy=options["deploy"], fail_level=level, verbosity=0)
        for folder in (settings.RUN_DIR, settings.MEDIA_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=options["verbosity"], stdout=self.stdout)
        intake.sweep()
        if unread := tasks.schedule_unread():
            self.stdout.write(f"{unread} files whose format is read now wait for the worker.")
        if undrawn := images_ahead.begin_missing():
            self.stdout.write(f"The images of {undrawn} files wait for the worker.")
        self._build_index()
        self.stdout.write(self.style.SUCCESS("The instance is ready to start."))

    def _build_index(self) -> None:
        """A site whose search is away still gives documents out, so it may start."""
        try:
            indexing.ensure_index(engine())
        except SearchError as error:
            told = f"The index could not be looked at ({error}). Run `manage.py rebuild_search --if-needed` later."
            self.stderr.write(self.style.WARNING(told))
