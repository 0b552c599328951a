"""What some tests need beside Python: where it is, and how to get it."""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass

from archive.extraction import ocr
from tests.places import ROOT, shared_dir
from tests.servers import clamd, elasticsearch, postgresql

__all__ = ["ROOT", "shared_dir"]


def chromium() -> str | None:
    """The browser's program."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def nginx() -> str | None:
    """The web server's program; /usr/sbin is in the PATH of root only."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


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
NGINX = Service("nginx", lambda: nginx() is not None, "Install the package nginx-light.")
POSTGRESQL = Service(
    "PostgreSQL",
    postgresql.is_there,
    "Install the package postgresql (the tests start a cluster of their own), or set POSTGRES_URL to a server: "
    "postgres://user:password@host:5432.",
)
ELASTICSEARCH = Service(
    "Elasticsearch",
    elasticsearch.is_there,
    "Set ELASTICSEARCH_URL to a server (http://127.0.0.1:9200), or SHARED_DIR to the folder that holds "
    "elasticsearch/elasticsearch, which starts one.",
)
TESSERACT = Service(
    "tesseract with its Spanish", ocr.is_there, "Install the packages tesseract-ocr and tesseract-ocr-spa."
)
CLAMD = Service("clamd", lambda: clamd.program() is not None, "Install the package clamav-daemon.")
SERVICES = (CORPUS, CHROMIUM, PDFTOTEXT, TESSERACT, CLAMD, NGINX, POSTGRESQL, ELASTICSEARCH)
