"""Have the cards and posters of all public pages drawn that are missing or outdated."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from wagtail.models import get_page_models

from campaigns.artwork_making import begin, is_complete
from campaigns.models.composed import ComposedPage


class Command(BaseCommand):
    help = "Encarga las tarjetas y los carteles que faltan o ya no corresponden a lo publicado."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Solo dice cuántas páginas los necesitan.")

    def handle(self, *args: Any, **options: Any) -> None:
        models = [model for model in get_page_models() if issubclass(model, ComposedPage)]
        lacking = [page for model in models for page in model.objects.filter(live=True) if not is_complete(page)]
        if not options["dry_run"]:
            for page in lacking:
                with transaction.atomic():
                    begin(page)
        self.stdout.write(f"Páginas a las que les faltan tarjetas o carteles: {len(lacking)}")
