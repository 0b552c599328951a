"""The child processes in which this process opens files for its jobs."""

import atexit
from functools import cache

from django.conf import settings

from archive.extraction.contract import Limits
from archive.extraction.sandbox import ExtractionPool


def limits() -> Limits:
    """For one file, or for one page of it that is recognised."""
    return Limits(
        cpu_seconds=settings.EXTRACTION_CPU_SECONDS,
        wall_seconds=settings.EXTRACTION_WALL_SECONDS,
        memory_bytes=settings.EXTRACTION_MEMORY_MB * 1024 * 1024,
    )


@cache
def pool() -> ExtractionPool:
    """They start when first needed and end with this process."""
    opened = ExtractionPool(settings.EXTRACTION_PROCESSES, limits())
    atexit.register(opened.close)
    return opened
