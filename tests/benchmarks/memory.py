"""Memory that each process of a site needs at most, while real documents come in and people search."""

import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psutil

from tests.benchmarks.results import Result
from tests.instances import Instance, import_command, until
from tests.prerequisites import shared_dir

SEARCHES = 60
WORDS = ("transparencia", "acceso a la información", "archivo", "presupuesto municipal", "datos personales")
EVERY_SECONDS = 0.2
MEGABYTE = 1024**2


class Sampler(threading.Thread):
    """Watches trees of processes. Memory that processes share is divided among them (PSS)."""

    def __init__(self, roots: dict[str, int]) -> None:
        super().__init__(daemon=True)
        self._roots = {name: psutil.Process(pid) for name, pid in roots.items()}
        self.peaks = dict.fromkeys(roots, 0)
        self.done = threading.Event()

    def run(self) -> None:
        while not self.done.wait(EVERY_SECONDS):
            for name, root in self._roots.items():
                self.peaks[name] = max(self.peaks[name], _pss(root))


def _pss(root: psutil.Process) -> int:
    total = 0
    for process in [root, *root.children(recursive=True)]:
        try:
            total += process.memory_full_info().pss
        except psutil.NoSuchProcess:
            continue  # an extraction process ended meanwhile
    return total


def measure(folder: Path) -> Iterator[Result]:
    site = Instance(folder / "memory")
    try:
        site.manage("rebuild_search")
        roots = {
            "worker": site.spawn("run_worker").pid,
            "relay": site.spawn("run_relay").pid,
            "web": site.serve().pid,
        }
        sampler = Sampler(roots)
        sampler.start()
        site.manage(*(each for each in import_command(shared_dir() / "corpus") if each != "--wait"))
        until(lambda: _is_idle(site), seconds=600)
        for number in range(SEARCHES):
            site.get(f"/buscar/?q={quote(WORDS[number % len(WORDS)])}")
        sampler.done.set()
        sampler.join()
    finally:
        site.close()
    for name, peak in sampler.peaks.items():
        yield Result(f"peak memory of {name}, MB", peak / MEGABYTE, None, "110 documents come in, then 60 searches")


def _is_idle(site: Instance) -> bool:
    waiting = "SELECT (SELECT count(*) FROM core_job WHERE status IN ('queued', 'running'))"
    return not site.query(f"{waiting} + (SELECT count(*) FROM search_change WHERE applied_at IS NULL)")[0][0]
