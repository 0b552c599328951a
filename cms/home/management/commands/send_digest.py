"""Let the newsletter be sent now, or see to whom it would be."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.home.newsletter import digest, periods, sending


class Command(BaseCommand):
    help = (
        "Enqueues the digest of the last week and of the last month that are over, for each subscriber who waits for "
        "it. Nobody gets a period twice, however often this runs. The worker does the same by itself."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--period", action="append", help="a week such as 2026-W48 or a month such as 2026-11")
        parser.add_argument("--dry-run", action="store_true", help="only tell how many would get how much")
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *args: Any, **options: Any) -> None:
        if not sending.is_on():
            raise CommandError("No mail is sent from here: set EMAIL_URL and EMAIL_FROM.")
        asked = options["period"] or list(sending.current_periods())
        try:
            told = [_foreseen(each) if options["dry_run"] else _enqueued(each) for each in asked]
        except periods.BadPeriod as bad:
            raise CommandError(f"{bad} is no week such as 2026-W48 and no month such as 2026-11.") from bad
        if options["json"]:
            self.stdout.write(json.dumps({"dry_run": options["dry_run"], "periods": told}))
            return
        for each in told:
            self.stdout.write(", ".join(f"{name} {value}" for name, value in each.items()))


def _foreseen(period: str) -> dict[str, Any]:
    sizes = [digest.of(subscription, period).size for subscription in sending.due(period).iterator()]
    news = [size for size in sizes if size]
    return {"period": period, "subscribers": len(sizes), "with_news": len(news), "entries": sum(news)}


def _enqueued(period: str) -> dict[str, Any]:
    return {"period": period, "queued": sending.enqueue(period)}
