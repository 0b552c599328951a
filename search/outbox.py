"""The outbox: a change is recorded in its own transaction, and a relay applies it to the engine.

A change that is rolled back leaves no row and is never indexed; a process that is killed leaves its rows to the
next one. Applying twice is harmless: each application reads the row anew, and what was read last wins.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from search.models import Change
from search.ports import IndexBusy, IndexWriter, RecordKey, SearchEngine, SearchError, Source
from search.registry import registry

logger = logging.getLogger(__name__)

BATCH = 100
"""Records between two commits of the index."""
KEEP_APPLIED = timedelta(days=2)
POLL_SECONDS = 0.2
PRUNE_SECONDS = 600
BACKOFF = timedelta(seconds=5)
LONGEST_PAUSE = 30.0
MARKED_AT_ONCE = 500
TROUBLE = (SearchError, Error, OSError, ValueError, RuntimeError)
"""What a relay outlives: the index or the database is away, or tantivy complains of its files."""


class OutsideTransaction(Exception):
    """A change was recorded outside the transaction that makes it."""


def record(source: Source, rows: Iterable[int]) -> None:
    """Note that these rows changed. Must be called inside the transaction that changes them."""
    if not connection.in_atomic_block:
        raise OutsideTransaction(source.name)
    Change.objects.bulk_create([Change(source=source.number, row=row) for row in rows], batch_size=500)


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
    """Bring what the index holds of a row up to what the row is now."""
    found = registry.source(key.source).record(key.pk, version)
    if found is None:
        writer.remove(key, version)
    else:
        writer.put(found)


def apply_batch(engine: SearchEngine) -> int:
    """Apply the oldest waiting changes; how many were dealt with, those included that failed and were postponed.

    Raises IndexBusy, SearchUnavailable.
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
        failed = {key for key, pks in changes.items() if not _apply(writer, key, version, pks)}
        writer.commit()
        # Marked before the writer is released: a rebuild that waits for the writer sees all that it must replay.
        done = [pk for key, pks in changes.items() if key not in failed for pk in pks]
        Change.objects.filter(pk__in=done).update(applied_at=timezone.now(), error="")
    return len(batch)


def _apply(writer: IndexWriter, key: RecordKey, version: int, pks: list[int]) -> bool:
    try:
        write_current(writer, key, version)
    except (SearchError, OperationalError, InterfaceError):
        raise
    except Exception as error:  # one row that can't be described must not stop all others
        logger.exception("could not index %s", key)
        _postpone(pks, f"{type(error).__name__}: {error}")
        return False
    return True


def _postpone(pks: list[int], error: str) -> None:
    attempts = max(Change.objects.filter(pk__in=pks).values_list("attempts", flat=True), default=0) + 1
    Change.objects.filter(pk__in=pks).update(
        attempts=attempts, error=error, not_before=timezone.now() + BACKOFF * 2 ** min(attempts, 8)
    )


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
    """Applies changes as they come, until it is told to stop. Trouble makes it pause, longer and longer."""

    def __init__(self, engine: SearchEngine) -> None:
        self.engine = engine
        self.stopping = threading.Event()
        self._pruned = 0.0

    def stop(self) -> None:
        self.stopping.set()

    def run_forever(self) -> None:
        pause = POLL_SECONDS
        while not self.stopping.is_set():
            try:
                pause = 0.0 if self._step() else POLL_SECONDS
            except IndexBusy:
                pause = POLL_SECONDS
            except TROUBLE:
                pause = min(max(pause, POLL_SECONDS) * 2, LONGEST_PAUSE)
                logger.warning("changes can't be applied; next try in %.1f s", pause, exc_info=True)
                close_old_connections()
            self.stopping.wait(pause)

    def _step(self) -> int:
        applied = apply_batch(self.engine)
        if not applied and time.monotonic() - self._pruned > PRUNE_SECONDS:
            prune()
            self._pruned = time.monotonic()
        return applied


def prune() -> None:
    """Forget what was applied long ago. The sequence of the numbers goes on: neither database reuses them."""
    Change.objects.filter(applied_at__lt=timezone.now() - KEEP_APPLIED).delete()
