"""Images of pages that are drawn before anybody asks for them."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from archive import derivatives, images_ahead, publication, tasks
from archive.models import Document, Original, Reading
from archive.vocabularies import ReadingState
from cms.core import jobs
from cms.core.models import Job
from tests import factories
from tests.archive import scans
from tests.archive.extraction import samples
from tests.archive.taken import take

pytestmark = pytest.mark.django_db
PAGES = 2 * images_ahead.PAGES_OF_A_JOB + 1


def work(*, most: int = 100) -> list[str]:
    """Do jobs that are due; the keys of those of images."""
    done = []
    while most and (job := jobs.claim()):
        assert jobs.run(job)
        done += [job.key] if job.kind == images_ahead.KIND else []
        most -= 1
    return done


def drawn(original: Original) -> list[int]:
    return [
        number for number in range(1, PAGES + 1) if derivatives.page_path(original.digest, number, "pagina").exists()
    ]


@pytest.fixture
def document(tmp_path: Path) -> Document:
    content = samples.pdf(tmp_path / "acta.pdf", [["Acta de la sesión", f"hoja {n}"] for n in range(PAGES)])
    drafted = factories.document("Acta", content=content.read_bytes())
    assert drafted.original
    tasks.read({"original": drafted.original.pk})()
    return publication.publish(drafted, actor=factories.superuser())


@pytest.fixture
def original(document: Document) -> Original:
    assert document.original
    return document.original


def test_the_link_says_the_weight_before_anybody_has_asked_for_the_image(
    client: Client, document: Document, original: Original
) -> None:
    work()
    assert drawn(original) == list(range(1, PAGES + 1))
    for number in (1, PAGES):
        weight = derivatives.page_path(original.digest, number, "pagina").stat().st_size
        assert weight > 500
        page = client.get(f"/d/{document.code}/p{number}").content.decode()
        assert f"Ver la imagen de la página ({weight / 1024:.1f}\xa0KB)" in page


def test_each_job_draws_a_few_pages_and_enqueues_the_next(original: Original) -> None:
    assert len(work()) == 3
    assert not Job.objects.unfinished().exists()


@pytest.mark.usefixtures("tesseract")
def test_all_other_work_goes_before_it(tmp_path: Path) -> None:
    first = take(scans.scan(tmp_path / "uno.pdf"))
    while (job := jobs.claim()) and job.kind != images_ahead.KIND:
        assert jobs.run(job)
    assert job is not None
    jobs.retry(job)
    Job.objects.filter(pk=job.pk).update(status=Job.Status.QUEUED, lease_until=None)
    take(scans.scan(tmp_path / "dos.pdf", [("Convocatoria pública del municipio",)]))
    kinds = []
    while job := jobs.claim():
        assert jobs.run(job)
        kinds.append(job.kind)
    assert kinds == ["archive.read", "archive.cover", "archive.ocr", images_ahead.KIND, images_ahead.KIND]
    assert drawn(first) == [1]


def test_what_is_there_is_not_drawn_again_and_what_is_lost_is(document: Document, original: Original) -> None:
    work()
    kept, lost = (derivatives.page_path(original.digest, number, "pagina") for number in (1, 2))
    before = kept.stat().st_mtime_ns
    lost.unlink()
    call_command("draw_images", "--document", document.code)
    assert len(work()) == 3
    assert lost.exists()
    assert kept.stat().st_mtime_ns == before
    with pytest.raises(CommandError, match="nadie"):
        call_command("draw_images", "--document", "nadie")


def test_the_next_worker_goes_on_where_one_was_killed(original: Original) -> None:
    while (job := jobs.claim()) and job.key != f"{images_ahead.KIND}:{original.digest}:9":
        assert jobs.run(job)
    assert job is not None
    derivatives.page_image(original, 9)
    made = derivatives.page_path(original.digest, 9, "pagina").stat().st_mtime_ns
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    assert [key.rpartition(":")[2] for key in work()] == ["9", "17"]
    assert drawn(original) == list(range(1, PAGES + 1))
    assert derivatives.page_path(original.digest, 9, "pagina").stat().st_mtime_ns == made


def test_a_page_that_cannot_be_drawn_keeps_no_other_waiting(original: Original) -> None:
    derivatives.keep(derivatives.page_path(original.digest, 1, "pagina").with_suffix(".failed"), b"")
    work()
    assert drawn(original) == list(range(2, PAGES + 1))


def test_of_a_long_file_the_first_pages_are_drawn(original: Original, settings: object) -> None:
    settings.IMAGES_AHEAD_PAGES = 3  # type: ignore[attr-defined]
    work()
    assert drawn(original) == [1, 2, 3]


def test_without_room_on_the_disk_nothing_is_drawn_until_there_is(
    original: Original, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The test's own disk is what it is: what counts as too little is set around it.
    free = shutil.disk_usage(settings.DATA_DIR).free // 1024 // 1024
    monkeypatch.setattr(settings, "HEALTH_DISK_FREE_MB", free)
    work()
    assert drawn(original) == []
    monkeypatch.setattr(settings, "HEALTH_DISK_FREE_MB", free // 4)
    call_command("draw_images")
    work()
    assert len(drawn(original)) == PAGES


def test_a_file_in_quarantine_is_not_drawn(original: Original) -> None:
    Reading.objects.filter(original=original).update(state=ReadingState.QUARANTINED)
    work()
    assert drawn(original) == []


def test_files_read_before_are_found_once(original: Original) -> None:
    Job.objects.filter(kind=images_ahead.KIND).delete()
    assert images_ahead.begin_missing() == 1
    work()
    assert drawn(original) == list(range(1, PAGES + 1))
    assert images_ahead.begin_missing() == 0


def test_it_can_be_switched_off(tmp_path: Path, settings: object) -> None:
    settings.IMAGES_AHEAD_PAGES = 0  # type: ignore[attr-defined]
    take(samples.pdf(tmp_path / "acta.pdf", [["Acta de la sesión"]]))
    work()
    assert not Job.objects.filter(kind=images_ahead.KIND).exists()
    assert images_ahead.begin_missing() == 0
