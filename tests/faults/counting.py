"""Processes that add to one number at the same time, reading it first, in transactions as the site's code has them.

`python -m tests.faults.counting PROCESSES WRITES [unlocked]` prints what became of it, as JSON. `unlocked` reads
without `select_for_update`, which matters on PostgreSQL only.
"""

import json
import multiprocessing
import sys
import time
from functools import partial

import django

KEY = "counting"


def add(writes: int, locked: bool, _process: int) -> tuple[int, int, float]:
    """How many of the writes failed because of a lock, how many were made, and the seconds of the slowest one."""
    from django.db import OperationalError, transaction

    from cms.core.models import Job
    from search.models import Change

    failed, slowest = 0, 0.0
    for _each in range(writes):
        began = time.monotonic()
        try:
            with transaction.atomic():
                rows = Job.objects.select_for_update() if locked else Job.objects.all()
                job = rows.get(key=KEY)
                job.attempts += 1
                job.save()
                Change.objects.create(source=0, row=job.attempts)
        except OperationalError:
            failed += 1
        slowest = max(slowest, time.monotonic() - began)
    return failed, writes - failed, slowest


def main(processes: int, writes: int, *, locked: bool) -> None:
    django.setup()
    from django.db import connection
    from django.utils import timezone

    from cms.core.models import Job
    from search.models import Change

    Job.objects.create(kind=KEY, key=KEY, not_before=timezone.now(), status=Job.Status.DONE)
    connection.close()
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        done = pool.map(partial(add, writes, locked), range(processes), chunksize=1)
    failed, made, slowest = zip(*done, strict=True)
    lost = sum(made) - Job.objects.get(key=KEY).attempts
    lost_rows = sum(made) - Change.objects.filter(source=0).count()
    answer = {"locked": sum(failed), "made": sum(made), "lost": lost, "lost_rows": lost_rows, "slowest": max(slowest)}
    print(json.dumps(answer))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), locked="unlocked" not in sys.argv)
