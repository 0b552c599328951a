"""Run the suite in parallel and say, at its end, what faults showed, what it ran on and what it had to do without.

`python -m tests.run [pytest arguments]`. With REQUIRE_SERVICES=1 a missing service is a failure.
TEST_DATABASE=postgresql and TEST_SEARCH=elasticsearch choose what the site under test runs on, instead of SQLite and
the embedded engine.
"""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from tests import databases
from tests.faults import REPORT
from tests.prerequisites import SERVICES
from tests.servers import elasticsearch


def main() -> int:
    arguments = sys.argv[1:] or ["tests"]
    if not any(each.startswith(("-n", "--numprocesses")) for each in arguments):
        arguments = ["-n", "auto", "--dist", "loadgroup", *arguments]
    with tempfile.TemporaryDirectory(prefix="acervo-report-") as folder:
        report = Path(folder) / "faults.txt"
        report.touch()
        os.environ[REPORT] = str(report)
        status = int(pytest.main(["-q", *arguments]))
        noted = sorted(report.read_text(encoding="utf-8").splitlines())
    for line in noted:
        print(f"- {line}")  # noqa: T201
    print(f"Ran on {databases.kind()} with the search engine {elasticsearch.engine()}.")  # noqa: T201
    missing = [service for service in SERVICES if not service.is_there()]
    for service in missing:
        print(f"Not tested, because it is not here: {service.name}. {service.how_to_get}")  # noqa: T201
    if missing and os.environ.get("REQUIRE_SERVICES"):
        return status or 1
    return status


if __name__ == "__main__":
    sys.exit(main())
