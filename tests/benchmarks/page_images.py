"""The image of a page of a long PDF at its first request, against pdfium and Pillow with nothing around them."""

import hashlib
import io
import shutil
import time
from pathlib import Path
from statistics import median
from typing import Any

from tests.benchmarks.results import Result
from tests.prerequisites import shared_dir

LONG = "CPEUM.pdf"
PAGES = range(20, 380, 24)


def measure(folder: Path) -> list[Result]:
    path = shared_dir() / "corpus" / "files" / LONG
    client, code, digest = _published(folder, path)
    _first(client, code, 1)
    ours, bare = [], []
    for number in PAGES:
        bare.append(_bare(path, number))
        ours.append(_first(client, code, number))
    ratio = median(mine / theirs for mine, theirs in zip(ours, bare, strict=True))
    detail = f"{median(ours) * 1000:.0f} ms a page against {median(bare) * 1000:.0f} ms bare, {len(ours)} pages"
    shutil.rmtree(folder / "derivatives" / digest[:2] / digest)
    return [Result("first image of a page ÷ pdfium + Pillow", ratio, 1.5, detail)]


def _published(folder: Path, path: Path) -> tuple[Any, str, str]:
    from django.db import connections
    from django.test import Client

    from archive import publication
    from archive.models.original import storage_path
    from tests import factories, template_database

    connections.close_all()
    template_database.copy_to(folder / "db.sqlite3")
    content = path.read_bytes()
    document = factories.document("Ley larga", pages=["x"] * 402, content=content)
    publication.publish(document, actor=factories.superuser())
    digest = hashlib.sha256(content).hexdigest()
    assert storage_path(digest).stat().st_size == len(content)
    return Client(headers={"host": "localhost"}), document.code, digest


def _first(client: Any, code: str, number: int) -> float:
    """Seconds until the whole image has come, over the view and its policy."""
    started = time.perf_counter()
    response = client.get(f"/d/{code}/p{number}/imagen")
    content = response.getvalue()
    seconds = time.perf_counter() - started
    assert response.status_code == 200
    assert content[8:12] == b"WEBP"
    return seconds


def _bare(path: Path, number: int) -> float:
    import pypdfium2

    from archive.derivatives import WIDTHS
    from archive.extraction.image_bytes import WEBP_METHOD, WEBP_QUALITY

    started = time.perf_counter()
    document = pypdfium2.PdfDocument(path)
    page = document[number - 1]
    image = page.render(scale=WIDTHS["pagina"] / page.get_width()).to_pil()
    image.save(io.BytesIO(), "WEBP", quality=WEBP_QUALITY, method=WEBP_METHOD)
    document.close()
    return time.perf_counter() - started
