"""The process that owns the writer of the index."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from search.engine import engine
from search.outbox import Relay


class Command(BaseCommand):
    help = "Applies changes to the index as they come. One is enough; a second one waits."

    def handle(self, *args: Any, **options: Any) -> None:
        relay = Relay(engine())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: relay.stop())
        relay.run_forever()
