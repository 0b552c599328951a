"""How often documents are opened: counted by day, without knowing by whom (no cookie, no address, no person).

What is counted stays in the memory of each process for a minute at most and is then added to the table, in one
transaction, by a thread of its own: a request neither waits for the database nor fails with it. What a killed process
had not written yet is lost; numbers that nobody can add up to a person are worth no more.
"""

import atexit
import logging
import os
import re
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from threading import Lock, Timer

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from archive.models import Consultation, Document

logger = logging.getLogger(__name__)

COUNTED = frozenset({"archive:document", "archive:page", "archive:version", "archive:version_page"})
"""The addresses at which somebody reads what a document is or says."""
ROBOT = re.compile(
    r"(?<!cu)bot\b|crawl|spider|slurp|archiver|scrapy|facebookexternalhit|mediapartners|lighthouse|headless|curl/|wget/|"
    r"python-|go-http|java/|okhttp|libwww|httpclient|uptime|monitor|prometheus|check_http",
    re.IGNORECASE,
)
"""How well-known robots, programs and monitors call themselves."""
SECONDS = 60.0
"""Between two writes of one process, unless CONSULTATION_SECONDS says otherwise."""
MOST = 20_000
"""Documents and days that a process remembers while the database takes nothing: a few megabytes."""
ROWS_AT_ONCE = 300

Counts = Mapping[tuple[str, date], int]


class Tally:
    """The openings that this process has seen and not written yet."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, date]] = Counter()
        self._lock = Lock()
        self._writing = Lock()
        self._timer: Timer | None = None

    def add(self, code: str) -> None:
        """Count an opening of the document today, and see to it that it is written within a minute."""
        key = code, timezone.localdate()
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
                write(counts)
            except Exception:
                logger.warning("could not write %d consultations; kept for later", counts.total(), exc_info=True)
                self._keep(counts)

    def forget(self) -> None:
        """In a child process: what was counted before the fork is the parent's."""
        self.__init__()  # type: ignore[misc]

    def _keep(self, counts: Counter[tuple[str, date]]) -> None:
        with self._lock:
            room = MOST - len(self._counts)
            self._counts.update(dict(list(counts.items())[: max(room, 0)]))

    def _write_and_hang_up(self) -> None:
        """In the timer's thread, whose connection nobody else closes."""
        try:
            self.flush()
        finally:
            connection.close()


tally = Tally()
atexit.register(tally.flush)
os.register_at_fork(after_in_child=tally.forget)


def write(counts: Counts) -> None:
    """Add the counts to the table in one transaction, whatever other processes are adding. A code of no document is
    left out. Raises DatabaseError."""
    keys = sorted(counts)
    batches = [keys[start : start + ROWS_AT_ONCE] for start in range(0, len(keys), ROWS_AT_ONCE)]
    documents: dict[str, int] = {}
    for batch in batches:
        codes = {code for code, _day in batch}
        documents |= dict(Document.objects.filter(code__in=codes).values_list("code", "pk"))
    rows = sorted((documents[code], day, counts[code, day]) for code, day in keys if code in documents)
    if not rows:
        return
    with transaction.atomic():
        for start in range(0, len(rows), ROWS_AT_ONCE):
            _add(rows[start : start + ROWS_AT_ONCE])


def _add(rows: list[tuple[int, date, int]]) -> None:
    """One statement that counts up: Django's own upsert would overwrite what another process has added.

    The rows come in order, so that two processes can't lock them crosswise.
    """
    table = connection.ops.quote_name(Consultation._meta.db_table)  # noqa: SLF001 - Django's own name
    values = ", ".join(["(%s, %s, %s)"] * len(rows))
    statement = (
        f"INSERT INTO {table} (document_id, day, count) VALUES {values} "  # noqa: S608 - our own table
        f"ON CONFLICT (document_id, day) DO UPDATE SET count = {table}.count + excluded.count"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [value for row in rows for value in row])


class ConsultationMiddleware:
    """Counts openings also where the page came from the shared memory: it stands outside `PublicCacheMiddleware`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        match = request.resolver_match
        if match is not None and match.view_name in COUNTED and _is_reading(request, response):
            tally.add(match.kwargs["code"])
        return response


def _is_reading(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether a person of the public got the page: staff at work, robots and guesses of browsers are no readers."""
    if request.method != "GET" or response.status_code != 200 or getattr(request, "is_dummy", False):
        return False
    if request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        return False
    if ROBOT.search(request.headers.get("User-Agent", "")):
        return False
    # A page that came from the memory asked for no user, because there was no session.
    user = getattr(request, "user", None)
    return user is None or not user.is_authenticated
