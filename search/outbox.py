"""The outbox: a change is recorded in its own transaction, and a relay applies it to the engine.

A change that is rolled back leaves no row and is never indexed; a process that is killed leaves its rows to the
next one. Applying twice is harmless: each application reads the row anew, and what was read last wins.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from cms.core import freshness
from search.models import Change
from search.ports import IndexBusy, IndexWriter, NotTaken, Record, RecordKey, SearchEngine, SearchError, Source
from search.registry import registry

logger = logging.getLogger(__name__)

BATCH = 100
"""Records between two commits of the index."""
KEEP_APPLIED = timedelta(days=2)
POLL_SECONDS = 0.2
PRUNE_SECONDS = 600
BACKOFF = timedelta(seconds=5)
LONGEST_PAUSE = 10.0
LASTING = 1.5
"""Trouble that makes the relay pause for so long may be a lost index."""
MARKED_AT_ONCE = 500
TROUBLE = (SearchError, Error, OSError, ValueError, RuntimeError)
"""What a relay outlives: the index or the database is away, or tantivy complains of its files."""


class OutsideTransaction(Exception):
    """A change was recorded outside the transaction that makes it."""


class Undescribed(Exception):
    """A row can't be made into a record."""

    def __init__(self, key: RecordKey, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.reason = reason


def record(source: Source, rows: Iterable[int]) -> None:
    """Note that these rows changed. Must be called inside the transaction that changes them."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(source.name)
    Change.objects.bulk_create([Change(source=source.number, row=row) for row in rows], batch_size=500)


def record_selected(source: Source, rows: QuerySet[Any]) -> None:
    """Note that the rows of a queryset changed, by one statement that takes no key through this process."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(source.name)
    selected, parameters = rows.order_by().values("pk").query.get_compiler(connection.alias).as_sql()
    table = Change._meta.db_table  # noqa: SLF001 - Django's own name
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (source, row, created_at, attempts, error) "  # noqa: S608
            f"WITH selected(pk) AS ({selected}) SELECT %s, selected.pk, %s, 0, '' FROM selected",
            [*parameters, source.number, timezone.now()],
        )


def waiting() -> QuerySet[Change]:
    """Changes that no index has yet."""
    return Change.objects.filter(applied_at__isnull=True)


def next_version() -> int:
    """A number greater than any given before, from the outbox's own sequence.

    Choose the changes first, then take a number, then read the rows. Whoever takes a greater number later reads the
    rows later, so what was read last wins, also between relays: a change that is not in the state that was read was
    not yet to be seen when the changes were chosen, so it still waits. The numbers of the changes themselves will not
    do: transactions commit in another order than they take them.
    """
    with transaction.atomic():
        drawn = Change.objects.create(source=0, row=0, applied_at=timezone.now())
        version = drawn.pk
        drawn.delete()
    return version


def write_current(writer: IndexWriter, key: RecordKey, version: int) -> None:
    """Bring what the index holds of a row up to what the row is now. Raises Undescribed."""
    found = described(key, version)
    if found is None:
        writer.remove(key, version)
    else:
        writer.put(found)


def described(key: RecordKey, version: int) -> Record | None:
    """The row's record as it is now; None where nothing of it belongs into an index. Raises Undescribed."""
    try:
        return registry.source(key.source).record(key.pk, version)
    except (SearchError, OperationalError, InterfaceError):
        raise
    except Exception as error:  # whatever one row holds must not stop all others
        logger.exception("could not describe %s", key)
        raise Undescribed(key, f"{type(error).__name__}: {error}") from error


def commit(writer: IndexWriter) -> Mapping[RecordKey, str]:
    """Commit; the records that the index refused for what they hold, with its reasons. All others are in it."""
    try:
        writer.commit()
    except NotTaken as error:
        logger.error("the index refused %s", error)  # noqa: TRY400 - the reasons are in the message
        return error.refused
    return {}


def apply_batch(engine: SearchEngine, beat: Callable[[], None] = lambda: None) -> int:
    """Apply the oldest waiting changes; how many were dealt with, those included that failed and were postponed.

    `beat` is called before each record: a record may have many thousand pages. Raises IndexBusy, SearchUnavailable.
    """
    now = timezone.now()
    due = waiting().filter(Q(not_before__isnull=True) | Q(not_before__lte=now)).order_by("pk")
    batch = list(due[:BATCH].values_list("pk", "source", "row"))
    if not batch:
        return 0
    changes: dict[RecordKey, list[int]] = {}
    for pk, source, row in batch:
        changes.setdefault(RecordKey(source, row), []).append(pk)
    with engine.writer() as writer:
        version = next_version()
        failed: dict[RecordKey, str] = {}
        for key in changes:
            beat()
            try:
                write_current(writer, key, version)
            except Undescribed as error:
                failed[key] = error.reason
        failed |= commit(writer)
        for key, reason in failed.items():
            _postpone(changes[key], reason)
        # Marked before the writer is released: a rebuild that waits for the writer sees all that it must replay.
        done = [pk for key, pks in changes.items() if key not in failed for pk in pks]
        Change.objects.filter(pk__in=done).update(applied_at=timezone.now(), error="")
    return len(batch)


def _postpone(pks: list[int], error: str) -> None:
    attempts = max(Change.objects.filter(pk__in=pks).values_list("attempts", flat=True), default=0) + 1
    Change.objects.filter(pk__in=pks).update(
        attempts=attempts, error=error, not_before=timezone.now() + BACKOFF * 2 ** min(attempts, 8)
    )


def retry_later(failed: Mapping[RecordKey, str]) -> None:
    """Let a relay try these rows again, which could not be indexed for the reasons given."""
    for key, reason in failed.items():
        _postpone([Change.objects.create(source=key.source, row=key.pk).pk], reason)


def applied() -> set[int]:
    """The numbers of the changes that an index has, of those that are still kept."""
    return set(Change.objects.filter(applied_at__isnull=False).values_list("pk", flat=True).iterator())


def replay(before: set[int]) -> None:
    """Let every change wait again that was applied since `applied()` told `before`."""
    later = sorted(applied() - before)
    for start in range(0, len(later), MARKED_AT_ONCE):
        again = Change.objects.filter(pk__in=later[start : start + MARKED_AT_ONCE])
        again.update(applied_at=None, attempts=0, not_before=None)


def drain(engine: SearchEngine, on_progress: Callable[[int], None] = lambda left: None) -> int:
    """Apply all that waits now, beside a relay if one runs; how many of these changes failed and were postponed.

    They are not waited for: a relay tries them again.
    """
    last = waiting().order_by("-pk").values_list("pk", flat=True).first()
    if last is None:
        return 0
    while True:
        left = waiting().filter(pk__lte=last, attempts=0).count()
        on_progress(left)
        if not left:
            return waiting().filter(pk__lte=last).count()
        try:
            apply_batch(engine)
        except IndexBusy:
            time.sleep(POLL_SECONDS)


class Relay:
    """Applies changes as they come, until it is told to stop. Trouble makes it pause, longer and longer.

    `beat` is called in every turn, a pausing relay's too, and before each record. `mend` is called when trouble with
    the index lasts: it may bring back an index that is lost.
    """

    def __init__(
        self, engine: SearchEngine, beat: Callable[[], None] = lambda: None, mend: Callable[[], None] = lambda: None
    ) -> None:
        self.engine = engine
        self._beat = beat
        self._mend = mend
        self.stopping = threading.Event()
        self._pruned = 0.0

    def stop(self) -> None:
        self.stopping.set()

    def run_forever(self) -> None:
        pause = POLL_SECONDS
        self._try_to_mend()
        while not self.stopping.is_set():
            self._beat()
            try:
                pause = 0.0 if apply_batch(self.engine, self._beat) else POLL_SECONDS
            except IndexBusy:
                pause = POLL_SECONDS
            except TROUBLE:
                pause = min(max(pause, POLL_SECONDS) * 2, LONGEST_PAUSE)
                logger.warning("changes can't be applied; next try in %.1f s", pause, exc_info=True)
                close_old_connections()
                if pause >= LASTING:
                    self._try_to_mend()
            self._prune()
            self.stopping.wait(pause)

    def _prune(self) -> None:
        """Now and then, also while the index is away: what is kept of changes slows public pages."""
        if time.monotonic() - self._pruned < PRUNE_SECONDS:
            return
        self._pruned = time.monotonic()
        try:
            prune()
        except Error:
            logger.warning("old changes can't be deleted", exc_info=True)

    def _try_to_mend(self) -> None:
        try:
            self._mend()
        except TROUBLE:
            logger.warning("the index can't be mended yet", exc_info=True)


def prune() -> None:
    """Forget what was applied long ago. The sequence of the numbers goes on: neither database reuses them."""
    Change.objects.filter(applied_at__lt=timezone.now() - KEEP_APPLIED).delete()
    freshness.prune()
