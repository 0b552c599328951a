"""What journeys share."""

from collections.abc import Iterator

import pytest

from tests.conftest import serve
from tests.journeys.formats import FormatsSite


@pytest.fixture(scope="session")
def formats_site(tesseract: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormatsSite]:
    """A served site with a scan, a workbook and a recording. Tests only read from it."""
    running = FormatsSite(tmp_path_factory.mktemp("formats"))
    serve(running)
    yield running
    running.close()
