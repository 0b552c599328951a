"""The queue: idempotent, leased, fenced, retried three times, then shown with its reason."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.core import jobs
from cms.core.jobs import DuplicateHandler, Handler, PermanentFailure
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
def test_three_tries_then_a_person_is_told(recorder: Recorder) -> None:
    recorder.error = RuntimeError("se cayó")
    jobs.enqueue(KIND, "a", {"n": 1})
    for _attempt in range(jobs.MAX_ATTEMPTS):
        Job.objects.update(not_before=timezone.now())
        assert not jobs.run(claimed())
    job = Job.objects.get()
    assert (job.status, job.attempts, recorder.given_up) == (Job.Status.FAILED, 3, ["RuntimeError: se cayó"])
    assert "se cayó" in job.reason


@pytest.mark.django_db
def test_a_failed_try_waits_before_the_next(recorder: Recorder) -> None:
    recorder.error = RuntimeError("otra vez")
    jobs.enqueue(KIND, "a", {"n": 1})
    jobs.run(claimed())
    assert jobs.claim() is None
    assert Job.objects.get().not_before > timezone.now()


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
    recorder.error = None
    jobs.retry(job)
    assert jobs.run(claimed())
    assert recorder.effects == [1]


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
