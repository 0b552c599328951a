"""The process that owns the writer of the index."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from cms.core.heartbeat import Heartbeat
from search import indexing
from search.engine import engine
from search.outbox import Relay


class Command(BaseCommand):
    help = "Applies changes to the index as they come. One is enough; a second one waits."

    def handle(self, *args: Any, **options: Any) -> None:
        with Heartbeat("relay") as heart:
            relay = Relay(
                engine(), heart.beat, mend=lambda: indexing.mend(engine(), lambda done, total: heart.beat())
            )

            def stop(*_: object) -> None:
                relay.stop()
                heart.rest()

            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, stop)
            relay.run_forever()
