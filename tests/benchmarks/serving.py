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


def measure(folder: Path) -> list[Result]:
    site = Instance(folder / "serving")
    try:
        site.manage("rebuild_search")
        static = Path(site.data_dir) / "static"
        static.mkdir(exist_ok=True)
        site.serve()
        bodies = {name: _compressed(site, address) for name, address in PAGES.items()}
        site.stop()
        for name, (body, headers) in bodies.items():
            (static / f"{name}.html").write_bytes(body)
            assert headers.get("content-encoding") == "gzip"
        site.serve()
        return [_compare(site, name, address) for name, address in PAGES.items()]
    finally:
        site.close()
        shutil.rmtree(folder / "serving", ignore_errors=True)


def _compressed(site: Instance, address: str) -> tuple[bytes, dict[str, str]]:
    connection = http.client.HTTPConnection("127.0.0.1", site.port)
    connection.request("GET", address, headers={"Accept-Encoding": "gzip"})
    response = connection.getresponse()
    return response.read(), {name.lower(): value for name, value in response.getheaders()}


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
