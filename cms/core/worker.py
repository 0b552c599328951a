"""The loop around `cms.core.jobs`: several jobs at a time, until told to stop or until nothing is left."""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.db import connection

from cms.core import jobs
from cms.core.models.job import Job

POLL_SECONDS = 0.5
CHUNK = 200
"""Keys in one statement; SQLite takes a limited number of parameters."""


class Worker:
    """Runs jobs in threads; what needs protection from hostile files starts processes of its own."""

    def __init__(self, concurrency: int = 2) -> None:
        self.concurrency = concurrency
        self.stopping = threading.Event()

    def stop(self) -> None:
        """Finish what is under way and take nothing new."""
        self.stopping.set()

    def run_forever(self) -> None:
        with ThreadPoolExecutor(self.concurrency, thread_name_prefix="job") as threads:
            running: set[Future[bool]] = set()
            while not self.stopping.is_set():
                self._fill(threads, running, jobs.claim)
                if running:
                    _done, running = wait(running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED)
                else:
                    self.stopping.wait(POLL_SECONDS)

    def run_until_done(self, keys: Sequence[str], on_progress: Callable[[int], None]) -> None:
        """Do the jobs with these keys, beside whoever else does them, until each is done or failed.

        `on_progress` gets the number of those that are finished.
        """
        batch = _Batch(keys)
        with ThreadPoolExecutor(self.concurrency, thread_name_prefix="job") as threads:
            running: set[Future[bool]] = set()
            while not self.stopping.is_set():
                self._fill(threads, running, batch.claim)
                if running:
                    _done, running = wait(running, return_when=FIRST_COMPLETED)
                elif batch.unfinished():
                    self.stopping.wait(POLL_SECONDS)
                else:
                    break
                on_progress(len(keys) - batch.unfinished())
        on_progress(len(keys) - batch.unfinished())

    def _fill(self, threads: ThreadPoolExecutor, running: set[Future[bool]], claim: Callable[[], Job | None]) -> None:
        while len(running) < self.concurrency and not self.stopping.is_set():
            job = claim()
            if job is None:
                return
            running.add(threads.submit(_run, job))


class _Batch:
    """Jobs known by their keys, in chunks that are dropped once nothing in them is left to do."""

    def __init__(self, keys: Sequence[str]) -> None:
        self.chunks = deque(list(keys[start : start + CHUNK]) for start in range(0, len(keys), CHUNK))

    def claim(self) -> Job | None:
        for _chunk in range(len(self.chunks)):
            job = jobs.claim(keys=self.chunks[0])
            if job is not None:
                return job
            self.chunks.rotate(-1)
        return None

    def unfinished(self) -> int:
        counted = [(chunk, Job.objects.unfinished().filter(key__in=chunk).count()) for chunk in self.chunks]
        self.chunks = deque(chunk for chunk, count in counted if count)
        return sum(count for _chunk, count in counted)


def _run(job: Job) -> bool:
    try:
        return jobs.run(job)
    finally:
        # The thread goes back to the pool: its connection must not outlive the job.
        connection.close()
