"""Import of long PDFs to searchable, against reading their text and indexing it with nothing around it."""

import shutil
import time
from pathlib import Path
from statistics import median

from archive.manifest import ManifestRow, files_by_name, read_manifest, same_name
from tests.benchmarks.results import Result
from tests.prerequisites import shared_dir

ROUNDS = 3
FEWEST_PAGES = 20


def measure(folder: Path) -> list[Result]:
    import bare

    rows, paths = _long_pdfs()
    ours, theirs = [], []
    for _round in range(ROUNDS):
        seconds, pages = bare.extract_and_index(paths, folder / "bare")
        theirs.append(seconds)
        ours.append(_import(folder, rows))
    ratio = median(ours) / median(theirs)
    detail = f"{len(paths)} files, {pages} pages: {median(ours):.2f} s against {median(theirs):.2f} s bare"
    return [Result("import to searchable ÷ bare", ratio, 2.0, detail)]


def _long_pdfs() -> tuple[list[ManifestRow], list[Path]]:
    import pypdfium2

    corpus = shared_dir() / "corpus"
    files = files_by_name(corpus / "files")
    rows, paths = [], []
    for row in read_manifest(corpus / "manifest.csv"):
        path = files[same_name(row.file)]
        try:
            pages = len(pypdfium2.PdfDocument(str(path)))
        except pypdfium2.PdfiumError:
            continue
        if pages >= FEWEST_PAGES:
            rows.append(row)
            paths.append(path)
    return rows, paths


def _import(folder: Path, rows: list[ManifestRow]) -> float:
    """Seconds from the first byte received to the last page searchable, on an empty instance."""
    from django.conf import settings
    from django.db import connections

    from archive import bulk_import
    from archive.bulk_import import Plan
    from archive.models import Original
    from cms.core.reference.models import Institution
    from cms.core.tenancy import operator_account
    from cms.core.worker import Worker
    from search import indexing, outbox
    from search.engine import engine
    from tests import template_database

    connections.close_all()
    shutil.rmtree(settings.ORIGINALS_DIR, ignore_errors=True)
    template_database.copy_to(folder / "db.sqlite3")
    engine().destroy()
    indexing.rebuild(engine())
    plan = Plan(Institution.objects.get(code="mx-archivo"), None, operator_account(), publish=True)
    started = time.perf_counter()
    result = bulk_import.import_rows(shared_dir() / "corpus" / "files", rows, plan, _silent)
    bulk_import.wait_for_reading(result, Worker(settings.EXTRACTION_PROCESSES), _silent)
    outbox.drain(engine())
    seconds = time.perf_counter() - started
    assert Original.objects.count() == result.imported == len(rows)
    return seconds


def _silent(done: int, total: int) -> None:
    pass
