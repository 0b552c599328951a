"""Finished public pages against the same bytes as a static file, from the same gunicorn."""

import http.client
import shutil
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.results import Result
from tests.instances import Instance

ROUNDS = 400
WARM_UP = 40
PAGES = {"front": "/", "articles": "/articulos/", "state": "/estados/zacatecas/"}
GOAL = 1 / 0.6
"""At least 0.6 times as many pages a second."""


KEPT = """
from pathlib import Path
from django.conf import settings
from django.test import Client
for name, address in {pages!r}.items():
    response = Client(headers={{"host": "localhost", "accept-encoding": "gzip"}}).get(address)
    assert response["Content-Encoding"] == "gzip", address
    Path(settings.STATIC_ROOT, f"{{name}}.html").write_bytes(response.content)
"""
"""The bytes that each page sends, as static files: whitenoise looks for files once, when the server starts."""


def measure(folder: Path) -> list[Result]:
    site = Instance(folder / "serving")
    try:
        site.manage("rebuild_search")
        site.python(KEPT.format(pages=PAGES))
        site.serve()
        return [_compare(site, name, address) for name, address in PAGES.items()]
    finally:
        site.close()
        shutil.rmtree(folder / "serving", ignore_errors=True)


def _compare(site: Instance, name: str, address: str) -> Result:
    """Both sides in turn, over one connection that stays open."""
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    pages, files = [], []
    for number in range(WARM_UP + ROUNDS):
        page = _seconds(connection, address)
        file = _seconds(connection, f"/static/{name}.html")
        if number >= WARM_UP:
            pages.append(page)
            files.append(file)
    ratio = median(pages) / median(files)
    detail = f"{median(pages) * 1000:.2f} ms against {median(files) * 1000:.2f} ms by whitenoise"
    return Result(f"finished page ({name}) ÷ the same bytes as a static file", ratio, GOAL, detail)


def _seconds(connection: http.client.HTTPConnection, address: str) -> float:
    started = time.perf_counter()
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    content = response.read()
    assert response.status == 200, (address, response.status)
    assert content
    return time.perf_counter() - started
