"""A real worker is given one poison file after another: it stays alive, says what is wrong with each and reads on."""

import csv
import os
from pathlib import Path

import pytest

from archive.extraction.contract import Reason
from archive.vocabularies import QUARANTINE_REASONS
from tests.archive.extraction import poison, samples
from tests.faults import note
from tests.instances import Instance, until

pytestmark = pytest.mark.processes

CHOSEN = (
    "a text that unfolds",
    "a sheet that unfolds",
    "archives in archives",
    "a billion laughs",
    "an entity from outside",
    "deep groups",
    "endless parts",
    "60,000 by 60,000 in colour",
    "20,001 pages",
    "a table of objects that leads to itself",
    "a PDF with a password",
    "half a png",
)
LIMITS = {
    "EXTRACTION_CPU_SECONDS": "5",
    "EXTRACTION_WALL_SECONDS": "10",
    "EXTRACTION_MEMORY_MB": "192",
    "EXTRACTION_PROCESSES": "2",
    "JOB_LEASE_SECONDS": "20",
}
HEALTHY = "sano.pdf"
WORD = "chirimoya"


def poisons(folder: Path) -> dict[str, Reason]:
    """The files by name, each with what must be said of it."""
    cases = {name: (suffix, make, reason) for name, suffix, make, reason in poison.every() if name in CHOSEN}
    expected = {}
    for number, name in enumerate(CHOSEN):
        suffix, make, reason = cases[name]
        # Each maker leaves the sound file it began with beside its own.
        place = folder / str(number)
        place.mkdir()
        made = make(place / f"veneno-{number}.{suffix}")
        made.rename(folder / made.name)
        expected[made.name] = reason
    return expected


def take_in(instance: Instance, folder: Path, names: list[str]) -> None:
    manifest = folder / "tabla.csv"
    with manifest.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([["file", "title"], *([name, name] for name in names)])
    instance.manage("import_documents", str(folder), "--manifest", str(manifest), "--publish")


def readings(instance: Instance) -> dict[str, tuple[str, str]]:
    """What the database says of each file: its state, and why."""
    rows = instance.query(
        "SELECT o.filename, r.state, r.reason FROM archive_reading r JOIN archive_original o ON o.id = r.original_id"
    )
    return {name: (state, reason) for name, state, reason in rows}


def test_a_worker_outlives_poison_and_reads_what_is_behind_it(instance: Instance, tmp_path: Path) -> None:
    instance.environment |= LIMITS
    instance.manage("rebuild_search")
    folder = tmp_path / "venenos"
    folder.mkdir()
    expected = poisons(folder)
    samples.pdf(folder / HEALTHY, [[f"La {WORD} se vende en el mercado municipal desde las ocho."]])
    take_in(instance, folder, [*expected, HEALTHY])
    assert {state for state, _reason in readings(instance).values()} == {"pending"}
    instance.spawn("run_relay")
    instance.serve()
    worker = instance.spawn("run_worker")
    until(lambda: all(state != "pending" for state, _reason in readings(instance).values()), what="all is read")
    until(lambda: HEALTHY in instance.get(f"/buscar/?q={WORD}")[1], what="what was read is found")
    assert worker.poll() is None
    os.kill(worker.pid, 0)
    assert readings(instance) == {HEALTHY: ("read", "")} | {
        name: ("quarantined", str(QUARANTINE_REASONS[reason])) for name, reason in expected.items()
    }
    attempts = instance.query("SELECT DISTINCT attempts FROM core_job WHERE kind = 'archive.read'")
    assert attempts == [(1,)]
    note(f"Poison for a living worker: {len(expected)} files in quarantine, each at its first attempt; 0 deaths")
