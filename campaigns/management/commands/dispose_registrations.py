"""Delete the data of people who registered for events, when the time that they were told is over."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from campaigns.events.disposal import dispose


class Command(BaseCommand):
    help = (
        "Borra los datos de quienes se registraron a eventos que terminaron hace más de 90 días; guarda cuántas"
        " personas fueron. El proceso «worker» lo hace solo; repetirla no hace daño."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="solo dice qué borraría")
        parser.add_argument("--json", action="store_true", help="un objeto JSON por evento, cada uno en su línea")

    def handle(self, *_args: Any, **options: Any) -> None:
        disposed = dispose(dry_run=options["dry_run"])
        if options["json"]:
            for each in disposed:
                told = {**asdict(each), "ended_at": each.ended_at.isoformat(), "dry_run": options["dry_run"]}
                self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        for each in disposed:
            self.stdout.write(f"{each.title} ({each.ended_at:%Y-%m-%d}): {each.registrations}")
        total = sum(each.registrations for each in disposed)
        if options["dry_run"]:
            said = ngettext("Se borraría %d registro.", "Se borrarían %d registros.", total)
        else:
            said = ngettext("Se borró %d registro.", "Se borraron %d registros.", total)
        self.stdout.write(said % total)
