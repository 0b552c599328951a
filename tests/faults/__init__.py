"""Faults on real processes. FAULTS=full (`make drill`) runs the full figures; without it, small ones."""

import os
from pathlib import Path

FULL = os.environ.get("FAULTS") == "full"
REPORT = "FAULTS_REPORT"
"""Names the file in which the tests of one run, whichever process they are in, note what they saw."""


def figure(small: int, full: int) -> int:
    """How often a fault is brought about."""
    return full if FULL else small


def note(line: str) -> None:
    """Keep what a fault showed for the end of the run."""
    if path := os.environ.get(REPORT):
        with Path(path).open("a", encoding="utf-8") as report:
            report.write(f"{line}\n")
