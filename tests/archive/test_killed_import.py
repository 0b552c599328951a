"""The command on real documents, killed at work and started again."""

import csv
import json
import random
import time
import unicodedata
from pathlib import Path

import pytest

from tests.archive.imported import state_of, stored_files
from tests.archive.test_import_corpus import manifest
from tests.instances import Instance, import_command, kill

pytestmark = [pytest.mark.corpus, pytest.mark.processes]


def test_killed_three_times_and_started_again_the_end_is_the_same(instance: Instance, small_corpus: Path) -> None:
    whole = Instance(instance.data_dir.parent / "undisturbed")
    whole.json(*import_command(small_corpus))
    chance = random.Random(20)
    for share in (0.25, 0.5, 0.75):
        process = instance.spawn(*import_command(small_corpus))
        documents = share * 24
        while process.poll() is None and instance.query("SELECT count(*) FROM archive_document")[0][0] < documents:
            time.sleep(0.01)
        time.sleep(chance.random() / 4)
        kill(process)
    instance.environment["JOB_LEASE_SECONDS"] = "2"
    instance.query("UPDATE core_job SET lease_until = '2000-01-01 00:00:00' WHERE status = 'running'")
    instance.json(*import_command(small_corpus))
    assert state_of(instance) == state_of(whole)
    assert stored_files(instance) == {digest for (digest,) in instance.query("SELECT digest FROM archive_original")}
    assert not json.loads(instance.manage("reconcile_search", "--json").stdout)["missing"]


@pytest.fixture
def small_corpus(corpus_dir: Path, tmp_path: Path) -> Path:
    """Two dozen of the documents, so that three kills meet the run at work and not its start."""
    folder = tmp_path / "small"
    (folder / "files").mkdir(parents=True)
    rows = [row for row in manifest(corpus_dir).values() if int(row["bytes"]) < 600_000][:24]
    by_name = {unicodedata.normalize("NFC", path.name): path for path in (corpus_dir / "files").iterdir()}
    for row in rows:
        source = by_name[unicodedata.normalize("NFC", row["file"])]
        (folder / "files" / source.name).symlink_to(source)
    with (folder / "manifest.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return folder
