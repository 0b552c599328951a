"""Elasticsearch for the tests: the server that ELASTICSEARCH_URL names, or one that runs here, or one started now."""

import os
import subprocess
import tempfile
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from tests.places import shared_dir
from tests.servers.lease import Lease

PORT = 9200
LOCAL = f"http://127.0.0.1:{PORT}"
START_SECONDS = 600
"""The first start installs the server."""


def engine() -> str:
    """Which search engine the suite runs on: `embedded`, or `elasticsearch` with TEST_SEARCH=elasticsearch."""
    return os.environ.get("TEST_SEARCH", "embedded")


def engines() -> list[str]:
    """The engines for tests that choose theirs themselves. The run on Elasticsearch leaves the embedded one out."""
    return ["elasticsearch"] if engine() == "elasticsearch" else ["embedded", "elasticsearch"]


def environment(name: str) -> dict[str, str]:
    """What tells a site which index is its own; nothing where the suite runs on the embedded engine."""
    return {"SEARCH_URL": index_url(name)} if engine() == "elasticsearch" else {}


def index_url(name: str) -> str:
    """An address for SEARCH_URL with a prefix that no other test process has."""
    return f"elasticsearch://{urlsplit(os.environ.get('ELASTICSEARCH_URL', LOCAL)).netloc}/test-{name}"


def is_there() -> bool:
    """Whether tests can have a server; none is started for the answer."""
    return bool(os.environ.get("ELASTICSEARCH_URL")) or script().exists() or _answers()


@cache
def url() -> str | None:
    """The address of a server that answers, started where need be; None without one."""
    given = os.environ.get("ELASTICSEARCH_URL")
    if given:
        return given
    if script().exists():
        _lease().ensure()
    return LOCAL if _answers() else None


def script() -> Path:
    """What starts a real server on a machine without a container engine."""
    return shared_dir() / "elasticsearch" / "elasticsearch"


def hold() -> None:
    """See Lease."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        _lease().hold()
    if engine() == "elasticsearch":
        url()


def release() -> None:
    """See Lease."""
    if not os.environ.get("ELASTICSEARCH_URL"):
        _lease().release()


@cache
def _lease() -> Lease:
    folder = Path(tempfile.gettempdir()) / f"acervo-elasticsearch-{os.getuid()}"
    return Lease(folder, _answers, lambda: _run("start"), lambda: _run("stop"))


def _run(action: str) -> None:
    # Into a file: a pipe would be held open by the server, which outlives the script.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(script()), action, str(PORT)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            check=False,
            timeout=START_SECONDS,
        )
        output.seek(0)
        if done.returncode:
            raise RuntimeError(f"elasticsearch {action}: {output.read().decode(errors='replace')[-2000:]}")


def _answers() -> bool:
    try:
        with urllib.request.urlopen(f"{LOCAL}/_cluster/health", timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False
