"""Elasticsearch in trouble: what people do goes on, searching says what it can't, and all heals by itself."""

import json
import os
import re
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import pytest

from tests import prerequisites
from tests.conftest import need
from tests.faults import FULL, figure, note
from tests.instances import Instance, until
from tests.prerequisites import Service
from tests.servers import elasticsearch
from tests.servers.proxy import Mood, Proxy

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("elasticsearch-faults")]

OWN_PORT = 9290
SERVER_FILES = Path(os.environ.get("ES_HOME_DIR", "/var/tmp/elasticsearch-test"))
ANSWERED_SECONDS = 2.0
HEALED_SECONDS = 60
SAVES = figure(20, 60)
BY_TITLE = "solo podemos buscar por título"
SAVE = f"""
import time
from archive.models import Document
document = Document.objects.order_by("pk").first()
times = []
for number in range({SAVES}):
    started = time.perf_counter()
    document.title = f"Guardado {{number}} %s"
    document.save_decision()
    times.append(time.perf_counter() - started)
    time.sleep(0.03)
print(min(times))
"""


@dataclass(slots=True)
class Site:
    """A site at work on a server of its own choice, with relay and web server as processes."""

    instance: Instance
    healthy_save: float = 0.0

    def save_seconds(self, mark: str) -> float:
        """How long a save takes at best: what else the machine does at the moment is left out."""
        return float(self.instance.python(SAVE % mark))

    def save_seconds_within(self, limit: float, mark: str) -> float:
        """The same, asked again where it takes too long: a save that the fault holds up is slow each time."""
        took = self.save_seconds(mark)
        for _turn in range(2):
            if took > limit:
                took = min(took, self.save_seconds(mark))
        return took

    def ask(self) -> tuple[float, int, str]:
        """Seconds, status and text of a results page."""
        started = time.perf_counter()
        status, page = self.instance.get("/buscar/?q=guardado")
        return time.perf_counter() - started, status, page

    def has_settled(self) -> bool:
        status, page = self.instance.get("/buscar/?q=guardado")
        if status != 200 or BY_TITLE in page:
            return False
        done = self.instance.manage("reconcile_search", "--json", check=False)
        return done.returncode == 0 and json.loads(done.stdout)["waiting"] == 0


def site_on(address: str, folder: Path, name: str) -> Site:
    instance = Instance(folder)
    instance.environment["SEARCH_URL"] = f"elasticsearch://{address}/{name}-{os.getpid()}"
    instance.manage("load_demo", "--wait")
    instance.spawn("run_relay")
    instance.serve()
    site = Site(instance)
    site.ask()
    until(site.has_settled, what="the site is healthy to begin with")
    return site


@pytest.fixture(scope="module")
def proxy() -> Iterator[Proxy]:
    need(prerequisites.ELASTICSEARCH)
    running = Proxy(elasticsearch.url() or "")
    yield running
    running.close()


@pytest.fixture(scope="module")
def site(proxy: Proxy, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    made = site_on(proxy.address, tmp_path_factory.mktemp("site") / "data", "faults")
    yield made
    made.instance.python("from search.engine import engine; engine().destroy()")
    made.instance.close()


def _call(method: str, url: str, body: Any = None) -> dict[str, Any]:
    request = urllib.request.Request(
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as response:
        answer: dict[str, Any] = json.loads(response.read())
        return answer


@contextmanager
def read_only(server: str, site: Site) -> Iterator[None]:
    """What the server does to every index when its disk is nearly full."""
    index = site.instance.environment["SEARCH_URL"].rpartition("/")[2]
    block = {"index.blocks.read_only_allow_delete": True}
    _call("PUT", f"{server}/{index}/_settings", block)
    try:
        yield
    finally:
        _call("PUT", f"{server}/{index}/_settings", dict.fromkeys(block))


def live_generation(server: str, site: Site) -> tuple[str, dict[str, Any]]:
    """The name of the index that the site reads, and its settings."""
    index = site.instance.environment["SEARCH_URL"].rpartition("/")[2]
    (found,) = _call("GET", f"{server}/{index}/_settings").items()
    return found


@contextmanager
def red(server: str, site: Site) -> Iterator[str]:
    """An index whose files are gone from the disk: the server will never have it back. Tells its name."""
    generation, told = live_generation(server, site)
    port = server.rpartition(":")[2]
    shard = SERVER_FILES / f"run-{port}" / "data" / "indices" / told["settings"]["index"]["uuid"] / "0"
    need(Service("the disk of Elasticsearch", shard.is_dir, "Set ES_HOME_DIR to the folder of the server's files."))
    shutil.rmtree(shard)
    (node,) = _call("GET", f"{server}/_nodes")["nodes"].values()
    away = {"index": generation, "shard": 0, "node": node["name"], "allow_primary": True}
    try:
        _call("POST", f"{server}/_cluster/reroute", {"commands": [{"cancel": away}]})
    except HTTPError as refusal:
        # A write in between makes the server miss the files by itself: then there is nothing left to cancel.
        if refusal.code != 400:
            raise
    until(lambda: _call("GET", f"{server}/_cluster/health/{generation}")["status"] == "red", seconds=20)
    yield generation


Fault = Callable[[Proxy, Site], AbstractContextManager[Any]]
FAULTS: dict[str, tuple[Fault, bool | None]] = {
    "refused": (lambda proxy, site: proxy.refusing(), False),
    "hanging": (lambda proxy, site: proxy.being(Mood.HANGING), False),
    "429": (lambda proxy, site: proxy.being(Mood.PUSHING_BACK), False),
    "503": (lambda proxy, site: proxy.being(Mood.UNAVAILABLE), False),
    "partial bulk errors": (lambda proxy, site: proxy.being(Mood.PARTIAL), True),
    "read-only": (lambda proxy, site: read_only(proxy.upstream, site), True),
    "red": (lambda proxy, site: red(proxy.upstream, site), None),
}
"""How each is brought about, and whether the index still answers meanwhile; a lost one does as soon as the relay has
built it anew."""


@pytest.mark.parametrize("name", FAULTS)
def test_people_go_on_and_the_site_heals(proxy: Proxy, site: Site, name: str) -> None:
    fault, still_searches = FAULTS[name]
    site.healthy_save = site.save_seconds("sano")
    with fault(proxy, site) as lost:
        faulty_save = site.save_seconds_within(1.5 * site.healthy_save, name)
        waiting = site.instance.query("SELECT count(*) FROM search_change WHERE applied_at IS NULL")[0][0]
        answers = [site.ask() for _turn in range(figure(3, 10))]
    report(name, site, faulty_save, answers)
    # What is lost is built anew at once: then the proof is that there is another index in the end.
    assert waiting or lost, "the fault kept nothing back: it was none"
    assert faulty_save <= 1.5 * site.healthy_save
    for seconds, status, page in answers:
        assert status == 200
        assert seconds <= ANSWERED_SECONDS
        assert still_searches is None or (BY_TITLE in page) is not still_searches
    lifted = time.monotonic()
    until(site.has_settled, seconds=HEALED_SECONDS, what=f"{name}: index and database agree again")
    note(f"Elasticsearch {name}: healed by itself in {time.monotonic() - lifted:.0f} s, 0 differences")
    assert title_found(site, f"Guardado {SAVES - 1} {name}")
    assert live_generation(proxy.upstream, site)[0] != lost


def report(name: str, site: Site, faulty_save: float, answers: list[tuple[float, int, str]]) -> None:
    slowest = max(seconds for seconds, _status, _page in answers)
    ratio = faulty_save / site.healthy_save
    note(f"Elasticsearch {name}: save {ratio:.2f} × healthy, slowest of {len(answers)} results pages {slowest:.2f} s")


def title_found(site: Site, title: str) -> bool:
    """Whether searching finds the title, its words quoted."""
    page = site.instance.get(f"/buscar/?q=%22{title.replace(' ', '+')}%22")[1]
    return bool(re.search(r"<strong>1 documento</strong>", page))


def test_the_proxy_refuses_what_it_says(proxy: Proxy, site: Site) -> None:
    """The control: a partial error is seen as one, or the test above would prove nothing."""
    before = proxy.refused_items
    with proxy.being(Mood.PARTIAL):
        site.save_seconds("control")
        until(lambda: proxy.refused_items > before, seconds=30, what="the relay sends a bulk request")
        assert site.instance.query("SELECT count(*) FROM search_change WHERE applied_at IS NULL")[0][0]
    until(site.has_settled, seconds=HEALED_SECONDS)


def _script(action: str) -> None:
    output = subprocess.DEVNULL
    subprocess.run(
        [str(elasticsearch.script()), action, str(OWN_PORT)], check=True, stdout=output, stderr=output, timeout=600
    )


@pytest.mark.skipif(not FULL, reason="starts a second server; part of the drill")
class TestOwnServer:
    """The same on the real process: frozen, and killed."""

    @pytest.fixture(scope="class")
    def own_site(self, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
        need(prerequisites.ELASTICSEARCH)
        _script("start")
        made = site_on(f"127.0.0.1:{OWN_PORT}", tmp_path_factory.mktemp("own") / "data", "own")
        made.healthy_save = made.save_seconds("sano")
        yield made
        made.instance.close()
        _script("stop")

    def test_frozen(self, own_site: Site) -> None:
        _script("pause")
        try:
            self._people_go_on(own_site, "congelado")
        finally:
            _script("resume")
        until(own_site.has_settled, seconds=HEALED_SECONDS)

    def test_killed_and_started_again(self, own_site: Site) -> None:
        _script("kill")
        self._people_go_on(own_site, "muerto")
        _script("start")
        until(own_site.has_settled, seconds=HEALED_SECONDS)

    def _people_go_on(self, site: Site, mark: str) -> None:
        faulty_save = site.save_seconds_within(1.5 * site.healthy_save, mark)
        answers = [site.ask() for _turn in range(5)]
        report(mark, site, faulty_save, answers)
        assert faulty_save <= 1.5 * site.healthy_save
        for seconds, status, page in answers:
            assert status == 200
            assert seconds <= ANSWERED_SECONDS
            assert BY_TITLE in page
