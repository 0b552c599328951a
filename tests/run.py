"""Run the suite in parallel and say, at its end, which services it had to do without.

`python -m tests.run [pytest arguments]`. With REQUIRE_SERVICES=1 a missing service is a failure.
"""

import os
import sys

import pytest

from tests.prerequisites import SERVICES


def main() -> int:
    arguments = sys.argv[1:] or ["tests"]
    if not any(each.startswith(("-n", "--numprocesses")) for each in arguments):
        arguments = ["-n", "auto", "--dist", "loadgroup", *arguments]
    status = int(pytest.main(["-q", *arguments]))
    missing = [service for service in SERVICES if not service.is_there()]
    for service in missing:
        print(f"Not tested, because it is not here: {service.name}. {service.how_to_get}")  # noqa: T201
    if missing and os.environ.get("REQUIRE_SERVICES"):
        return status or 1
    return status


if __name__ == "__main__":
    sys.exit(main())
