"""The outbox: a change is recorded in its own transaction, and a relay applies it to the engine.

A change that is rolled back leaves no row and is never indexed; a process that is killed leaves its rows to the
next one. Applying twice is harmless: the engine ignores what is not newer than what it holds.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db import connection, transaction
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


def apply_batch(engine: SearchEngine) -> int:
    """Apply the oldest waiting changes; how many rows were dealt with. Raises IndexBusy, SearchUnavailable."""
    now = timezone.now()
    due = waiting().filter(Q(not_before__isnull=True) | Q(not_before__lte=now)).order_by("pk")
    batch = list(due[:BATCH].values_list("pk", "source", "row"))
    if not batch:
        return 0
    changes: dict[RecordKey, list[int]] = {}
    for pk, source, row in batch:
        changes.setdefault(RecordKey(source, row), []).append(pk)
    with engine.writer() as writer:
        failed = [key for key, pks in changes.items() if not _apply(writer, key, pks)]
        writer.commit()
        # Marked before the writer is released: a rebuild that waits for the writer sees all that it must replay.
        done = [pk for key, pks in changes.items() if key not in failed for pk in pks]
        Change.objects.filter(pk__in=done).update(applied_at=timezone.now(), error="")
    return len(batch)


def _apply(writer: IndexWriter, key: RecordKey, pks: list[int]) -> bool:
    version = max(pks)
    try:
        found = registry.source(key.source).record(key.pk, version)
        if found is None:
            writer.remove(key, version)
        else:
            writer.put(found)
    except SearchError:
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


def drain(engine: SearchEngine, on_progress: Callable[[int], None] = lambda left: None) -> None:
    """Apply all that waits now, beside a relay if one runs; returns when nothing of it is left.

    Rows that failed and were postponed are not waited for.
    """
    last = waiting().order_by("-pk").values_list("pk", flat=True).first()
    while last is not None:
        left = waiting().filter(pk__lte=last, attempts=0).count()
        on_progress(left)
        if not left:
            return
        try:
            apply_batch(engine)
        except IndexBusy:
            time.sleep(POLL_SECONDS)


class Relay:
    """Applies changes as they come, until it is told to stop."""

    def __init__(self, engine: SearchEngine) -> None:
        self.engine = engine
        self.stopping = threading.Event()

    def stop(self) -> None:
        self.stopping.set()

    def run_forever(self) -> None:
        pause, pruned = POLL_SECONDS, 0.0
        while not self.stopping.is_set():
            try:
                applied = apply_batch(self.engine)
                pause = 0.0 if applied else POLL_SECONDS
                if not applied and time.monotonic() - pruned > PRUNE_SECONDS:
                    prune()
                    pruned = time.monotonic()
            except IndexBusy:
                pause = POLL_SECONDS
            except SearchError as error:
                pause = min(max(pause, POLL_SECONDS) * 2, 30.0)
                logger.warning("the index can't be written (%s); next try in %.1f s", error, pause)
            self.stopping.wait(pause)


def prune() -> None:
    """Forget what was applied long ago, but for the newest row, whose number later versions build on."""
    newest = Change.objects.order_by("-pk").values_list("pk", flat=True).first()
    old = Change.objects.filter(applied_at__lt=timezone.now() - KEEP_APPLIED)
    with transaction.atomic():
        old.filter(pk__lt=newest or 0).delete()
