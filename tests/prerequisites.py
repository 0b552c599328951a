"""What some tests need beside Python: where it is, and how to get it."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def shared_dir() -> Path:
    """The folder with the real documents: SHARED_DIR, or `shared` beside the checkout."""
    return Path(os.environ.get("SHARED_DIR", ROOT.parent / "shared"))


def chromium() -> str | None:
    """The browser's program."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


@dataclass(frozen=True, slots=True)
class Service:
    name: str
    is_there: Callable[[], bool]
    how_to_get: str


CORPUS = Service(
    "the corpus of real documents",
    (shared_dir() / "corpus" / "manifest.csv").exists,
    "Set SHARED_DIR to the folder that holds corpus/.",
)
CHROMIUM = Service(
    "Chromium", lambda: bool(chromium()), "Install the package chromium, or set CHROMIUM to the program."
)
PDFTOTEXT = Service("pdftotext", lambda: shutil.which("pdftotext") is not None, "Install the package poppler-utils.")
SERVICES = (CORPUS, CHROMIUM, PDFTOTEXT)
