"""Recognition of real scans as jobs, against tesseract on the same images with nothing around it."""

import subprocess
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests.benchmarks.results import Result
from tests.prerequisites import TESSERACT, shared_dir

if TYPE_CHECKING:
    from cms.core.models import Job

ROUNDS = 3
SCANS = (
    "Comunicado CPC.pdf",
    "acta-decima-novena-sesion-ordinaria-cpc.pdf",
    "CARATULA_DEL_PRESUPUESTO_DE_EGRESOS.pdf",
)


def measure(folder: Path) -> list[Result]:
    if not TESSERACT.is_there():
        print(f"Not measured: recognition needs {TESSERACT.name}. {TESSERACT.how_to_get}")  # noqa: T201
        return []
    from archive.extraction import ocr
    from archive.opening import pool
    from cms.core.models import Job

    _take_in(folder)
    jobs = list(Job.objects.filter(kind="archive.ocr").order_by("pk"))
    images = [_image(job) for job in jobs]
    ours: list[float] = []
    theirs: list[float] = []
    for _round in range(ROUNDS):
        seconds = [(_bare(image, ocr.DOTS_PER_INCH), _job(job)) for image, job in zip(images, jobs, strict=True)]
        theirs.append(sum(bare for bare, _job_seconds in seconds))
        ours.append(sum(job_seconds for _bare_seconds, job_seconds in seconds))
    pool().close()
    ratio = median(mine / bare for mine, bare in zip(ours, theirs, strict=True))
    per_page = (median(each) / len(jobs) for each in (ours, theirs))
    detail = "{} pages: {:.2f} s a page against {:.2f} s bare".format(len(jobs), *per_page)
    return [Result("recognition job ÷ tesseract", ratio, 1.25, detail)]


def _take_in(folder: Path) -> None:
    """The scans as originals that have been read, on an empty instance."""
    from django.db import connections

    from archive import bulk_import
    from archive.bulk_import import Plan
    from archive.manifest import read_manifest
    from cms.core.reference.models import Institution
    from cms.core.tenancy import operator_account
    from cms.core.worker import Worker
    from tests import template_database

    connections.close_all()
    template_database.copy_to(folder / "db.sqlite3")
    corpus = shared_dir() / "corpus"
    rows = [row for row in read_manifest(corpus / "manifest.csv") if row.file in SCANS]
    plan = Plan(Institution.objects.get(code="mx-archivo"), None, operator_account(), publish=True)
    result = bulk_import.import_rows(corpus / "files", rows, plan, _silent)
    bulk_import.wait_for_reading(result, Worker(1), _silent)


def _image(job: "Job") -> bytes:
    from archive.extraction import ocr
    from archive.models import Original
    from archive.opening import pool

    original = Original.objects.get(pk=job.payload["original"])
    return pool().scan(original.path, original.media_type, job.payload["page"], ocr.DOTS_PER_INCH)


def _bare(image: bytes, dots_per_inch: int) -> float:
    started = time.perf_counter()
    subprocess.run(
        ["tesseract", "stdin", "stdout", "-l", "spa", "--dpi", str(dots_per_inch), "tsv"],
        input=image,
        capture_output=True,
        check=True,
        env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/local/bin:/usr/bin:/bin"},
    )
    return time.perf_counter() - started


def _job(job: "Job") -> float:
    """Seconds from claiming the job to its text in the database; the page is as it was before."""
    from archive.models import PageText, TextSource
    from cms.core import jobs

    type(job).objects.filter(pk=job.pk).update(status=job.Status.QUEUED, attempts=0)
    pages = PageText.objects.filter(original=job.payload["original"], number=job.payload["page"])
    pages.update(source=TextSource.FILE, quality="empty", text="")
    started = time.perf_counter()
    claimed = jobs.claim(keys=[job.key])
    assert claimed is not None
    assert jobs.run(claimed)
    seconds = time.perf_counter() - started
    assert pages.get().source == TextSource.RECOGNITION
    return seconds


def _silent(done: int, total: int) -> None:
    pass
