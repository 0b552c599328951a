"""Slow work on either database, without a broker: enqueue, claim, run, retry.

A handler gets a job's payload, does the slow part outside any transaction and returns its effect. The effect is
applied in the transaction that marks the job done, and only while the worker still holds the job (the token is the
fence): a worker that was believed dead changes nothing.
"""

import logging
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import Error, InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.db.models import F
from django.utils import timezone

from cms.core.models.job import Job, JobQuerySet

logger = logging.getLogger(__name__)

Payload = Mapping[str, Any]
Effect = Callable[[], None]
AT_LEISURE = 400
"""The priority of work that nobody waits for: it may lie in the queue for days."""
MAX_ATTEMPTS = 3
CANDIDATES = 8
"""Due jobs looked at for one claim: others may take the first ones at the same moment."""
AT_ONCE = 500
"""Jobs of one statement."""
BACKOFF = timedelta(seconds=5)
WAIT = timedelta(seconds=30)
"""Before what is away is asked again."""


class PermanentFailure(Exception):
    """Trying again would not help. The text is shown to staff."""


class NotNow(Exception):
    """What the work needs is away, and its subject is not at fault: it waits a while, and no attempt is counted."""


class LostLease(Exception):
    """Another worker has taken the job over; what this one did is dropped."""


class DuplicateHandler(Exception):
    """Two handlers for one kind of job."""


@dataclass(frozen=True, slots=True)
class Handler:
    """`run` does the work; `give_up` records, in the job's transaction, that its subject is at fault, and why.

    `give_up` is called after a PermanentFailure, and for a job whose process died in its last attempt. Retries that
    are used up say nothing of the subject (a full disk, a lost connection): `ended` is told, in the job's transaction
    as well, for whatever waits for the last of several jobs.
    """

    run: Callable[[Payload], Effect]
    give_up: Callable[[Payload, str], None]
    ended: Callable[[Payload], None] = lambda _payload: None


_handlers: dict[str, Handler] = {}


def register(kind: str, handler: Handler) -> None:
    """Say who does jobs of this kind; called once for each kind when the apps are ready."""
    if kind in _handlers:
        raise DuplicateHandler(kind)
    _handlers[kind] = handler


def enqueue(kind: str, key: str, payload: Payload, *, priority: int = 100, not_before: datetime | None = None) -> Job:
    """The job with this key, made if it is new; nobody claims it before `not_before`.

    Call it inside the transaction of what it belongs to.
    """
    defaults = {
        "kind": kind,
        "payload": dict(payload),
        "priority": priority,
        "not_before": not_before or timezone.now(),
    }
    job, _created = Job.objects.get_or_create(key=key, defaults=defaults)
    return job


def enqueue_all(kind: str, payloads: Mapping[str, Payload], *, priority: int = 100) -> None:
    """The jobs with these keys, made where they are new and retried where they failed, in few statements.

    Call it inside the transaction of what they belong to.
    """
    now, keys = timezone.now(), list(payloads)
    for start in range(0, len(keys), AT_ONCE):
        chunk = keys[start : start + AT_ONCE]
        new = (
            Job(kind=kind, key=key, payload=dict(payloads[key]), priority=priority, not_before=now) for key in chunk
        )
        Job.objects.bulk_create(new, ignore_conflicts=True)
        _requeue(Job.objects.filter(key__in=chunk))


def retry(job: Job) -> None:
    """Put a failed job back into the queue with all its attempts."""
    _requeue(Job.objects.filter(pk=job.pk))


def _requeue(found: JobQuerySet) -> None:
    found.failed().update(status=Job.Status.QUEUED, attempts=0, reason="", not_before=timezone.now())


def claim(*, keys: list[str] | None = None) -> Job | None:
    """Take the first job that is due, by compare-and-set, so that two workers never hold the same one."""
    wanted = Job.objects.all() if keys is None else Job.objects.filter(key__in=keys)
    return next((job for job in wanted.due(timezone.now(), CANDIDATES) if _take(job)), None)


def _take(job: Job) -> bool:
    now = timezone.now()
    token = uuid.uuid4()
    # The lease is compared too: the token stays the same when a slow holder renews it.
    seen = Job.objects.filter(pk=job.pk, status=job.status, token=job.token, lease_until=job.lease_until)
    taken = seen.update(
        status=Job.Status.RUNNING,
        token=token,
        attempts=F("attempts") + 1,
        lease_until=now + _lease(),
        started_at=now,
        finished_at=None,
    )
    job.token, job.attempts, job.status = token, job.attempts + 1, Job.Status.RUNNING
    return bool(taken)


def run(job: Job) -> bool:
    """Do a claimed job; True if its effect was applied. Every failure of the work ends in the job's row."""
    handler = _handlers.get(job.kind)
    if handler is None:
        _fail(job, f"Ninguna aplicación instalada atiende tareas de tipo «{job.kind}».")
        return False
    if job.attempts > MAX_ATTEMPTS:
        _give_up(job, handler, f"Se intentó {MAX_ATTEMPTS} veces; el proceso que la atendía terminó de improviso.")
        return False
    try:
        with _heartbeat(job):
            effect = handler.run(job.payload)
        with transaction.atomic():
            _finish(job, Job.Status.DONE, "")
            effect()
    except LostLease:
        logger.warning("job %s was taken over by another worker", job.key)
    except PermanentFailure as failure:
        _give_up(job, handler, str(failure))
    except NotNow as why:
        logger.warning("job %s waits: %s", job.key, why)
        _put_back(job, str(why), WAIT, attempts=job.attempts - 1)
    except Exception as error:
        logger.exception("job %s failed", job.key)
        _postpone(job, handler, f"{type(error).__name__}: {error}")
    else:
        return True
    return False


def _finish(job: Job, status: str, reason: str) -> None:
    held = Job.objects.filter(pk=job.pk, token=job.token, status=Job.Status.RUNNING)
    if not held.update(status=status, reason=reason, finished_at=timezone.now(), lease_until=None):
        raise LostLease(job.key)


def _give_up(job: Job, handler: Handler, reason: str) -> None:
    try:
        with transaction.atomic():
            _finish(job, Job.Status.FAILED, reason)
            handler.give_up(job.payload, reason)
    except LostLease:
        logger.warning("job %s was taken over by another worker", job.key)
    except (OperationalError, InterfaceError):
        # The database is away: whoever claims the job after the lease gives it up.
        raise
    except Exception:
        logger.exception("job %s could not be given up by its handler", job.key)
        _fail(job, reason)


def _end(job: Job, handler: Handler, reason: str) -> None:
    try:
        with transaction.atomic():
            _finish(job, Job.Status.FAILED, reason)
            handler.ended(job.payload)
    except LostLease:
        logger.warning("job %s was taken over by another worker", job.key)


def _fail(job: Job, reason: str) -> None:
    """End the job with its reason, for a person to look at; its subject stays as it is."""
    try:
        _finish(job, Job.Status.FAILED, reason)
    except LostLease:
        logger.warning("job %s was taken over by another worker", job.key)


def _postpone(job: Job, handler: Handler, reason: str) -> None:
    if job.attempts >= MAX_ATTEMPTS:
        _end(job, handler, reason)
        return
    _put_back(job, reason, BACKOFF * 2 ** (job.attempts - 1), attempts=job.attempts)


def _put_back(job: Job, reason: str, wait: timedelta, *, attempts: int) -> None:
    Job.objects.filter(pk=job.pk, token=job.token).update(
        status=Job.Status.QUEUED,
        reason=reason,
        attempts=attempts,
        lease_until=None,
        not_before=timezone.now() + wait,
    )


@contextmanager
def _heartbeat(job: Job) -> Iterator[None]:
    """Prolong the lease while the work goes on; a database that is away for a moment is asked again."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(settings.JOB_LEASE_SECONDS / 3):
            try:
                Job.objects.filter(pk=job.pk, token=job.token).update(lease_until=timezone.now() + _lease())
            except Error:
                logger.warning("the lease of job %s could not be prolonged", job.key, exc_info=True)
                close_old_connections()
        connection.close()

    thread = threading.Thread(target=beat, name=f"lease-{job.pk}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


def _lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)
