"""The queue: idempotent, leased, fenced, retried three times, then shown with its reason."""

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.core import jobs, worker
from cms.core.jobs import DuplicateHandler, Handler, NotNow, PermanentFailure
from cms.core.models import Job
from cms.core.worker import Worker

KIND = "prueba"


class Recorder:
    """A handler that notes what it did, and fails when told to."""

    def __init__(self) -> None:
        self.effects: list[int] = []
        self.given_up: list[str] = []
        self.error: Exception | None = None

    def run(self, payload: jobs.Payload) -> jobs.Effect:
        if self.error:
            raise self.error
        return lambda: self.effects.append(payload["n"])

    def give_up(self, payload: jobs.Payload, reason: str) -> None:
        self.given_up.append(reason)


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setitem(jobs._handlers, KIND, Handler(recorder.run, recorder.give_up))
    return recorder


def claimed() -> Job:
    job = jobs.claim()
    assert job is not None
    return job


@pytest.mark.django_db
def test_a_key_is_enqueued_once(recorder: Recorder) -> None:
    first = jobs.enqueue(KIND, "a", {"n": 1})
    assert jobs.enqueue(KIND, "a", {"n": 2}).pk == first.pk
    assert jobs.run(claimed())
    assert jobs.claim() is None
    assert recorder.effects == [1]


@pytest.mark.django_db
def test_lower_priority_numbers_go_first(recorder: Recorder) -> None:
    jobs.enqueue(KIND, "late", {"n": 1}, priority=200)
    jobs.enqueue(KIND, "soon", {"n": 2}, priority=50)
    assert claimed().key == "soon"


@pytest.mark.django_db
def test_a_running_job_is_not_claimed_until_its_lease_ends(recorder: Recorder) -> None:
    jobs.enqueue(KIND, "a", {"n": 1})
    held = claimed()
    assert jobs.claim() is None
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert claimed().pk == held.pk


@pytest.mark.django_db
def test_who_lost_the_lease_changes_nothing(recorder: Recorder) -> None:
    jobs.enqueue(KIND, "a", {"n": 1})
    presumed_dead = claimed()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    successor = claimed()
    assert not jobs.run(presumed_dead)
    assert recorder.effects == []
    assert jobs.run(successor)
    assert recorder.effects == [1]


@pytest.mark.django_db
def test_three_tries_then_a_person_is_told_and_the_subject_is_not_blamed(recorder: Recorder) -> None:
    recorder.error = RuntimeError("se cayó")
    jobs.enqueue(KIND, "a", {"n": 1})
    for _attempt in range(jobs.MAX_ATTEMPTS):
        Job.objects.update(not_before=timezone.now())
        assert not jobs.run(claimed())
    job = Job.objects.get()
    assert (job.status, job.attempts, job.reason) == (Job.Status.FAILED, 3, "RuntimeError: se cayó")
    assert recorder.given_up == []
    recorder.error = None
    jobs.retry(job)
    assert jobs.run(claimed())


@pytest.mark.django_db
def test_a_failed_try_waits_before_the_next(recorder: Recorder) -> None:
    recorder.error = RuntimeError("otra vez")
    jobs.enqueue(KIND, "a", {"n": 1})
    jobs.run(claimed())
    assert jobs.claim() is None
    assert Job.objects.get().not_before > timezone.now()


@pytest.mark.django_db
def test_what_waits_for_something_else_waits_and_uses_up_no_attempt(recorder: Recorder) -> None:
    recorder.error = NotNow("no responde")
    jobs.enqueue(KIND, "a", {"n": 1})
    for _attempt in range(2 * jobs.MAX_ATTEMPTS):
        Job.objects.update(not_before=timezone.now())
        assert not jobs.run(claimed())
    job = Job.objects.get()
    assert (job.status, job.attempts, job.reason) == (Job.Status.QUEUED, 0, "no responde")
    assert job.not_before > timezone.now()
    assert recorder.given_up == []


@pytest.mark.django_db
def test_a_worker_that_died_three_times_over_a_job_is_not_sent_a_fourth(recorder: Recorder) -> None:
    jobs.enqueue(KIND, "a", {"n": 1})
    for _death in range(jobs.MAX_ATTEMPTS):
        claimed()
        Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert not jobs.run(claimed())
    assert Job.objects.get().status == Job.Status.FAILED
    assert len(recorder.given_up) == 1


@pytest.mark.django_db
def test_a_permanent_failure_is_not_tried_again_until_somebody_asks(recorder: Recorder) -> None:
    recorder.error = PermanentFailure("no tiene remedio")
    job = jobs.enqueue(KIND, "a", {"n": 1})
    jobs.run(claimed())
    assert Job.objects.get().status == Job.Status.FAILED
    assert recorder.given_up == ["no tiene remedio"]
    recorder.error = None
    jobs.retry(job)
    assert jobs.run(claimed())
    assert recorder.effects == [1]


@pytest.mark.django_db
def test_a_job_of_an_unknown_kind_ends_with_a_reason() -> None:
    jobs.enqueue("nadie", "a", {})
    assert not jobs.run(claimed())
    job = Job.objects.get()
    assert job.status == Job.Status.FAILED
    assert "nadie" in job.reason


@pytest.mark.django_db
def test_a_handler_that_cannot_give_up_does_not_keep_the_job_for_ever(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def give_up(payload: jobs.Payload, reason: str) -> None:
        raise LookupError("ya no existe")

    monkeypatch.setitem(jobs._handlers, KIND, Handler(recorder.run, give_up))
    recorder.error = PermanentFailure("no tiene remedio")
    jobs.enqueue(KIND, "a", {"n": 1})
    assert not jobs.run(claimed())
    job = Job.objects.get()
    assert (job.status, job.reason) == (Job.Status.FAILED, "no tiene remedio")


@pytest.mark.django_db
def test_a_lease_renewed_at_the_last_moment_is_not_taken(recorder: Recorder) -> None:
    jobs.enqueue(KIND, "a", {"n": 1})
    held = claimed()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    seen = Job.objects.get()
    Job.objects.update(lease_until=timezone.now() + timedelta(seconds=60))
    assert not jobs._take(seen)
    assert jobs.run(held)


@pytest.mark.django_db
def test_abandoned_jobs_come_after_those_that_wait(recorder: Recorder) -> None:
    jobs.enqueue(KIND, "abandoned", {"n": 1}, priority=1)
    claimed()
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    jobs.enqueue(KIND, "waiting", {"n": 2})
    assert [claimed().key, claimed().key] == ["waiting", "abandoned"]


def test_a_lease_is_prolonged_although_the_database_was_locked_once(
    recorder: Recorder, committed_db: None, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.JOB_LEASE_SECONDS = 0.3
    prolonged = jobs._lease
    beats: list[str] = []

    def lease() -> timedelta:
        if threading.current_thread().name.startswith("lease-"):
            beats.append("beat")
            if len(beats) == 1:
                raise OperationalError("database is locked")
        return prolonged()

    def run(payload: jobs.Payload) -> jobs.Effect:
        deadline = time.monotonic() + 10
        while len(beats) < 3 and time.monotonic() < deadline:
            time.sleep(0.02)
        return lambda: recorder.effects.append(len(beats))

    monkeypatch.setattr(jobs, "_lease", lease)
    monkeypatch.setitem(jobs._handlers, KIND, Handler(run, recorder.give_up))
    jobs.enqueue(KIND, "a", {"n": 1})
    assert jobs.run(claimed())
    assert recorder.effects[0] >= 3


@pytest.mark.django_db
def test_an_effect_that_fails_leaves_the_job_to_be_tried_again(
    recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(payload: jobs.Payload) -> jobs.Effect:
        def effect() -> None:
            Job.objects.filter(key="a").update(reason="a medias")
            raise RuntimeError("a medias")

        return effect

    monkeypatch.setitem(jobs._handlers, KIND, Handler(run, recorder.give_up))
    jobs.enqueue(KIND, "a", {"n": 1})
    jobs.run(claimed())
    assert Job.objects.get().status == Job.Status.QUEUED


def test_one_handler_a_kind(recorder: Recorder) -> None:
    with pytest.raises(DuplicateHandler):
        jobs.register(KIND, Handler(recorder.run, recorder.give_up))


def test_a_worker_does_its_batch_and_nothing_else(recorder: Recorder, committed_db: None) -> None:
    for number in range(5):
        jobs.enqueue(KIND, f"mine-{number}", {"n": number})
    jobs.enqueue(KIND, "other", {"n": 99})
    progress: list[int] = []
    Worker(2).run_until_done([f"mine-{number}" for number in range(5)], progress.append)
    assert sorted(recorder.effects) == [0, 1, 2, 3, 4]
    assert progress[-1] == 5
    assert Job.objects.unfinished().get().key == "other"


def test_progress_ends_right_where_others_did_some_and_one_failed(recorder: Recorder, committed_db: None) -> None:
    keys = [f"mine-{number}" for number in range(6)]
    for number, key in enumerate(keys):
        jobs.enqueue(KIND, key, {"n": number})
    jobs.run(claimed())
    Job.objects.filter(key="mine-1").update(status=Job.Status.FAILED)
    progress: list[int] = []
    Worker(2).run_until_done(keys, progress.append)
    assert sorted(recorder.effects) == [0, 2, 3, 4, 5]
    assert progress == sorted(progress)
    assert progress[-1] == 6


def test_a_long_batch_asks_the_database_a_few_times_a_job(
    recorder: Recorder, committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker, "CHUNK", 5)
    keys = [f"mine-{number}" for number in range(100)]
    for number, key in enumerate(keys):
        jobs.enqueue(KIND, key, {"n": number})
    with CaptureQueriesContext(connection) as asked:
        Worker(1).run_until_done(keys, lambda done: None)
    assert len(recorder.effects) == 100
    assert len(asked) < 500


def test_a_worker_outlives_a_locked_database(
    recorder: Recorder, committed_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    running = Worker(1)
    take = jobs.claim
    answers: list[Exception] = [OperationalError("database is locked"), OSError("disco")]

    def claim() -> Job | None:
        if answers:
            raise answers.pop()
        job = take()
        running.stop()
        return job

    monkeypatch.setattr(worker, "POLL_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "claim", claim)
    jobs.enqueue(KIND, "a", {"n": 1})
    running.run_forever()
    assert recorder.effects == [1]


def test_a_job_that_ends_with_an_error_is_logged(
    recorder: Recorder, committed_db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    running = Worker(1)

    def run(job: Job) -> bool:
        running.stop()
        raise OperationalError("database is locked")

    monkeypatch.setattr(jobs, "run", run)
    jobs.enqueue(KIND, "a", {"n": 1})
    running.run_forever()
    assert "job a ended with an error" in caplog.text
    assert "database is locked" in caplog.text
