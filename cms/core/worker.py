"""The loop around `cms.core.jobs`: several jobs at a time, until told to stop or until nothing is left."""

import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait

from django.db import Error, close_old_connections, connection

from cms.core import jobs
from cms.core.models.job import Job

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.5
LONGEST_PAUSE = 30.0
CHUNK = 200
"""Keys in one statement; SQLite takes a limited number of parameters."""

Claim = Callable[[], Job | None]
Running = dict[Future[bool], str]
"""What is under way, each with the key of its job."""


class Worker:
    """Runs jobs in threads; what needs protection from hostile files starts processes of its own.

    A database that is away for a moment ends neither loop: it is asked again, less and less often. `beat` is called
    in every turn of `run_forever`.
    """

    def __init__(self, concurrency: int = 2, beat: Callable[[], None] = lambda: None) -> None:
        self.concurrency = concurrency
        self._beat = beat
        self.stopping = threading.Event()
        self._pause = POLL_SECONDS

    def stop(self) -> None:
        """Finish what is under way and take nothing new."""
        self.stopping.set()

    def run_forever(self) -> None:
        with ThreadPoolExecutor(self.concurrency, thread_name_prefix="job") as threads:
            running: Running = {}
            while not self.stopping.is_set():
                self._beat()
                self._fill(threads, running, jobs.claim)
                if running:
                    _harvest(running, wait(running, timeout=POLL_SECONDS, return_when=FIRST_COMPLETED).done)
                else:
                    self.stopping.wait(POLL_SECONDS)
        _harvest(running, list(running))

    def run_until_done(self, keys: Sequence[str], on_progress: Callable[[int], None]) -> None:
        """Do the jobs with these keys, beside whoever else does them, until each is done or failed.

        `on_progress` gets the number of those that are known to be finished: at once for what this worker did, and
        once nothing more of a chunk can be claimed for what failed or what others did.
        """
        batch = _Batch(keys)
        with ThreadPoolExecutor(self.concurrency, thread_name_prefix="job") as threads:
            running: Running = {}
            while not self.stopping.is_set():
                self._fill(threads, running, batch.claim)
                if running:
                    batch.drop(_harvest(running, wait(running, return_when=FIRST_COMPLETED).done))
                elif batch.left:
                    self.stopping.wait(POLL_SECONDS)
                else:
                    break
                on_progress(len(keys) - batch.left)
        batch.drop(_harvest(running, list(running)))
        on_progress(len(keys) - batch.left)

    def _fill(self, threads: ThreadPoolExecutor, running: Running, claim: Claim) -> None:
        while len(running) < self.concurrency and not self.stopping.is_set():
            job = self._claimed(claim)
            if job is None:
                return
            running[threads.submit(_run, job)] = job.key

    def _claimed(self, claim: Claim) -> Job | None:
        try:
            job = claim()
        except (Error, OSError):
            logger.warning("no job could be claimed; next try in %.1f s", self._pause, exc_info=True)
            close_old_connections()
            self.stopping.wait(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE)
            return None
        self._pause = POLL_SECONDS
        return job


class _Batch:
    """Jobs known by their keys, in chunks of those that are not known to be finished."""

    def __init__(self, keys: Sequence[str]) -> None:
        unique = list(dict.fromkeys(keys))
        self.left = len(unique)
        self._chunks = deque(set(unique[start : start + CHUNK]) for start in range(0, len(unique), CHUNK))
        self._chunk_of = {key: chunk for chunk in self._chunks for key in chunk}

    def claim(self) -> Job | None:
        """The next job that is due. A chunk without one is compared with the database, and left out once it ended."""
        for _chunk in range(len(self._chunks)):
            chunk = self._chunks[0]
            job = jobs.claim(keys=list(chunk))
            if job is not None:
                return job
            self.drop(chunk.difference(_unfinished(chunk)))
            if chunk:
                self._chunks.rotate(-1)
            else:
                self._chunks.popleft()
        return None

    def drop(self, keys: Iterable[str]) -> None:
        """These are finished."""
        for key in keys:
            chunk = self._chunk_of.pop(key, None)
            if chunk is not None:
                chunk.remove(key)
                self.left -= 1


def _unfinished(keys: Iterable[str]) -> set[str]:
    return set(Job.objects.unfinished().filter(key__in=keys).values_list("key", flat=True))


def _harvest(running: Running, finished: Iterable[Future[bool]]) -> list[str]:
    """Take out what has ended; the keys of the jobs whose effect was applied."""
    done = []
    for future in finished:
        key = running.pop(future)
        error = future.exception()
        if error is not None:
            logger.error("job %s ended with an error; it is claimed again after its lease", key, exc_info=error)
        elif future.result():
            done.append(key)
    return done


def _run(job: Job) -> bool:
    try:
        return jobs.run(job)
    finally:
        # The thread goes back to the pool: its connection must not outlive the job.
        connection.close()
