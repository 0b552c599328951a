"""Faults on real processes. FAULTS=full (`make drill`) runs the full figures; without it, small ones."""

import os

FULL = os.environ.get("FAULTS") == "full"


def figure(small: int, full: int) -> int:
    """How often a fault is brought about."""
    return full if FULL else small
