"""What tests of the archive share."""

from pathlib import Path

import pytest

from tests.archive.corpus_readings import Readings


@pytest.fixture(scope="session")
def readings(corpus_dir: Path) -> Readings:
    """All PDFs of the corpus, read once by each test process that looks at them."""
    return Readings(corpus_dir)
