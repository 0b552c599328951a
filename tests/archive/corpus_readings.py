"""What is read of every real PDF, for whoever looks at it."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archive.extraction.contract import Extraction
from archive.extraction.sandbox import ExtractionPool
from tests.archive.extraction import samples

GROUP = "readings of the corpus"
"""Of the tests that look at them: one process reads for all."""


class Readings:
    """Every PDF of the manifest: its row, where it is and what was read of it."""

    def __init__(self, corpus: Path) -> None:
        found = {unicodedata.normalize("NFC", path.name): path for path in (corpus / "files").iterdir()}
        with (corpus / "manifest.csv").open(encoding="utf-8", newline="") as rows:
            self.rows = {row["file"]: row for row in csv.DictReader(rows) if row["format"] == "pdf"}
        self.paths = {name: found[unicodedata.normalize("NFC", name)] for name in self.rows}
        with ExtractionPool(2) as pool, ThreadPoolExecutor(2) as threads:
            read = threads.map(lambda path: pool.extract(path, samples.MEDIA_TYPE), self.paths.values())
            self.extractions: dict[str, Extraction] = dict(zip(self.paths, read, strict=True))

    def with_text(self) -> Iterator[tuple[str, Path, str]]:
        for name, row in self.rows.items():
            if row["text_layer"] == "yes":
                yield name, self.paths[name], "\n".join(page.text for page in self.extractions[name].pages)
