"""The process that does slow work."""

import signal
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cms.core.heartbeat import Heartbeat
from cms.core.schedule import Publisher
from cms.core.worker import Worker


class Command(BaseCommand):
    help = (
        "Does queued work until it is told to stop; then it finishes what is under way. "
        "Every minute it publishes the pages whose time has come."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = settings.EXTRACTION_PROCESSES
        parser.add_argument("--concurrency", type=int, default=default, help=f"jobs at a time (default: {default})")

    def handle(self, *args: Any, **options: Any) -> None:
        with Heartbeat("worker") as heart:
            publisher = Publisher()

            def turn() -> None:
                heart.beat()
                publisher.turn()

            worker = Worker(options["concurrency"], turn)

            def stop(*_: object) -> None:
                worker.stop()
                heart.rest()

            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, stop)
            worker.run_forever()
