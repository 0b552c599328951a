"""Metrics of a server with several processes: each writes into a folder, and any of them tells the sum."""

import shutil
from pathlib import Path
from typing import Any

from cms.settings.base import PROMETHEUS_MULTIPROC_DIR


def empty_folder() -> None:
    """Before the site is loaded: what processes of an earlier server counted is not counted again."""
    if PROMETHEUS_MULTIPROC_DIR:
        folder = Path(PROMETHEUS_MULTIPROC_DIR)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)


def child_exit(_server: Any, worker: Any) -> None:
    """A hook of gunicorn: what the process was doing just now ends with it; what it counted stays."""
    if PROMETHEUS_MULTIPROC_DIR:
        from prometheus_client.multiprocess import mark_process_dead  # noqa: PLC0415  # reads the folder when imported

        mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]
