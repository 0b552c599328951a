"""Counting how often things are used: by day, without knowing by whom (no cookie, no address, no person).

What is counted stays in the memory of each process for a minute at most and is then added to a table, in one
transaction, by a thread of its own: a request neither waits for the database nor fails with it. What a killed process
had not written yet is lost; numbers that nobody can add up to a person are worth no more.
"""

import atexit
import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import date
from threading import Lock, Timer
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

logger = logging.getLogger(__name__)

ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|archiver|scrapy|facebookexternalhit|mediapartners|lighthouse|headless|curl/|wget/|"
    r"python-|go-http|java/|okhttp|libwww|httpclient|uptime|monitor|prometheus|check_http",
    re.IGNORECASE,
)
"""How well-known robots, programs and monitors call themselves."""
SECONDS = 60.0
"""Between two writes of one process, unless CONSULTATION_SECONDS says otherwise."""
MOST = 20_000
"""Things and days that a process remembers while the database takes nothing: a few megabytes."""
ROWS_AT_ONCE = 300

Counts = Mapping[tuple[Any, date], int]


class Tally:
    """The uses that this process has seen and not written yet; `write` adds them to their table."""

    def __init__(self, name: str, write: Callable[[Counts], None]) -> None:
        self.name, self._write = name, write
        self._begin()

    def _begin(self) -> None:
        self._counts: Counter[tuple[Any, date]] = Counter()
        self._lock = Lock()
        self._writing = Lock()
        self._timer: Timer | None = None

    def kept_to_the_end(self) -> "Tally":
        """The same; what it counted is written when the process ends, and left to the parent where one forks."""
        atexit.register(self.flush)
        os.register_at_fork(after_in_child=self.forget)
        return self

    def add(self, thing: Hashable) -> None:
        """Count a use of it today, and see to it that it is written within a minute."""
        key = thing, timezone.localdate()
        with self._lock:
            if key in self._counts or len(self._counts) < MOST:
                self._counts[key] += 1
            if self._timer is None:
                self._timer = Timer(getattr(settings, "CONSULTATION_SECONDS", SECONDS), self._write_and_hang_up)
                self._timer.daemon = True
                self._timer.start()

    def flush(self) -> None:
        """Write what was counted. Where that fails it is logged, and kept for the next time."""
        with self._writing:
            with self._lock:
                counts, self._counts = self._counts, Counter()
                self._timer = None
            try:
                self._write(counts)
            except Exception:
                logger.warning("could not write %d %s; kept for later", counts.total(), self.name, exc_info=True)
                self._keep(counts)

    def forget(self) -> None:
        """In a child process: what was counted before the fork is the parent's."""
        self._begin()

    def _keep(self, counts: Counter[tuple[Any, date]]) -> None:
        with self._lock:
            room = MOST - len(self._counts)
            self._counts.update(dict(list(counts.items())[: max(room, 0)]))

    def _write_and_hang_up(self) -> None:
        """In the timer's thread, whose connection nobody else closes."""
        try:
            self.flush()
        finally:
            connection.close()


def count_up(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Add to the counts of a table in one transaction, whatever other processes are adding. Raises DatabaseError.

    Each row holds the values of `columns`, which are unique together, and at its end what is added to `count`. The
    rows have to come in order, so that two processes can't lock them crosswise.
    """
    if not rows:
        return
    with transaction.atomic():
        for start in range(0, len(rows), ROWS_AT_ONCE):
            _add(model, columns, rows[start : start + ROWS_AT_ONCE])


def _add(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """One statement that counts up: Django's own upsert would overwrite what another process has added."""
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001 - Django's own name
    names = ", ".join(columns)
    row = f"({', '.join(['%s'] * (len(columns) + 1))})"
    statement = (
        f"INSERT INTO {table} ({names}, count) VALUES {', '.join([row] * len(rows))} "  # noqa: S608 - our own table
        f"ON CONFLICT ({names}) DO UPDATE SET count = {table}.count + excluded.count"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


def is_a_persons(request: HttpRequest) -> bool:
    """Whether a person of the public asks: staff at work, robots and guesses of browsers are no readers."""
    if request.method != "GET" or getattr(request, "is_dummy", False):
        return False
    if request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return False
    if ROBOT.search(request.headers.get("User-Agent", "")):
        return False
    # A page that came from the memory asked for no user, because there was no session.
    user = getattr(request, "user", None)
    return user is None or not user.is_authenticated


def is_reading(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a person of the public got the page."""
    return response.status_code == 200 and is_a_persons(request)
