"""Pages on a cheap phone and a slow line: few bytes, few requests, nothing kept, nobody else asked."""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import BrowserContext, CDPSession, Page

from tests.instances import Instance
from tests.journeys.browser import open_context

pytestmark = [pytest.mark.once, pytest.mark.browser, pytest.mark.processes, pytest.mark.xdist_group("demo")]

MOST_BYTES = 170 * 1024
MOST_REQUESTS = 20
SLOWEST_TEXT_MS = 3000
SLOW_LINE = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
"""400 kbit/s, 400 ms to the server and back."""
STORED = """async () => ({
  cookies: document.cookie,
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
NOTHING = {"cookies": "", "local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0}


@dataclass
class Line:
    """What came over the wire for one view."""

    bytes: int = 0
    requests: list[str] = field(default_factory=list)

    def listen(self, session: CDPSession) -> None:
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda event: self._asked(event["request"]["url"]))
        session.on("Network.loadingFinished", lambda event: self._came(int(event["encodedDataLength"])))

    def _asked(self, url: str) -> None:
        if not url.startswith("data:"):
            self.requests.append(url)

    def _came(self, size: int) -> None:
        self.bytes += size


def first_views(site: Instance) -> dict[str, str]:
    """The front page, an article, results, and a page of a document with its image."""
    (article,) = site.query(
        "SELECT url_path FROM wagtailcore_page JOIN home_articlepage ON page_ptr_id = id "
        "WHERE live ORDER BY id LIMIT 1"
    )[0]
    code = readable(site)[0]
    return {
        "front": "/",
        "article": f"/{article.split('/', 2)[2]}",
        "results": "/buscar/?q=informacion",
        "page": f"/d/{code}/p1?q=informacion",
    }


def readable(site: Instance) -> list[str]:
    """Codes of published documents that have text."""
    rows = site.query(
        "SELECT d.code FROM archive_document d JOIN archive_reading r ON r.original_id = d.original_id "
        "WHERE d.state = 'published' AND r.pages_with_text > 0 ORDER BY d.id"
    )
    return [code for (code,) in rows]


@pytest.mark.parametrize("width", ["phone", "desktop"])
def test_a_first_view_is_light(demo_site: Instance, chromium: str, width: str) -> None:
    for name, address in first_views(demo_site).items():
        with open_context(chromium, width, javascript=True) as context:
            line = seen(context, f"{demo_site.url}{address}")
        assert line.bytes <= MOST_BYTES, (name, line.bytes)
        assert len(line.requests) <= MOST_REQUESTS, (name, line.requests)
        assert all(each.startswith(demo_site.url) for each in line.requests), (name, line.requests)


def test_a_heavy_view_would_be_noticed(demo_site: Instance, chromium: str) -> None:
    """The control: the same count, for a page that asks for more files."""
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        line = Line()
        line.listen(context.new_cdp_session(page))
        page.goto(f"{demo_site.url}/")
        for script in range(MOST_REQUESTS):
            page.evaluate("address => fetch(address, {cache: 'no-store'})", f"/static/css/site.css?{script}")
        page.wait_for_load_state("networkidle")
        assert line.bytes > MOST_BYTES
        assert len(line.requests) > MOST_REQUESTS


def seen(context: BrowserContext, address: str) -> Line:
    page, line = context.new_page(), Line()
    line.listen(context.new_cdp_session(page))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return line


def test_text_is_there_within_three_seconds_on_a_slow_line(demo_site: Instance, chromium: str) -> None:
    for name, address in first_views(demo_site).items():
        # A machine that is busy with something else may be late once, not each time.
        quickest = min(first_text(chromium, f"{demo_site.url}{address}", SLOW_LINE) for _again in range(3))
        assert quickest <= SLOWEST_TEXT_MS, name


def test_a_slower_line_would_be_noticed(demo_site: Instance, chromium: str) -> None:
    """The control: the same page, where each answer takes two seconds."""
    slower = {**SLOW_LINE, "latency": 2500}
    assert first_text(chromium, f"{demo_site.url}/", slower) > SLOWEST_TEXT_MS


def first_text(chromium: str, address: str, line: dict[str, float]) -> float:
    """Milliseconds until the first words are drawn."""
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", line)
        page.goto(address, wait_until="commit", timeout=30_000)
        return float(
            page.evaluate(
                """() => new Promise(done => new PerformanceObserver(list => {
                  const paint = list.getEntriesByName("first-contentful-paint")[0];
                  if (paint) done(paint.startTime);
                }).observe({type: "paint", buffered: true}))"""
            )
        )


def test_twenty_pages_of_reading_leave_nothing_and_ask_nobody(demo_site: Instance, chromium: str) -> None:
    with open_context(chromium, "phone", javascript=True) as context:
        page, asked = context.new_page(), list[str]()
        page.on("request", lambda request: asked.append(request.url))
        for address in twenty(demo_site):
            page.goto(f"{demo_site.url}{address}")
        assert page.evaluate(STORED) == NOTHING
        assert context.cookies() == []
        assert len(asked) >= 20
        assert [url for url in asked if not url.startswith((demo_site.url, "data:"))] == []


def test_a_page_that_keeps_something_would_be_noticed(demo_site: Instance, chromium: str) -> None:
    """The control."""
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/")
        page.evaluate("document.cookie = 'a=b'; localStorage.setItem('a', 'b')")
        assert page.evaluate(STORED) != NOTHING
        assert context.cookies()


def twenty(site: Instance) -> list[str]:
    documents = [address for code in readable(site)[:5] for address in (f"/d/{code}", f"/d/{code}/p1")]
    others = ["/", "/archivo/", "/articulos/", "/estados/", "/estados/zacatecas/", "/glosario/", "/buscar/?q=acta"]
    texts = ["/acerca/", "/accesibilidad/", "/privacidad/", "/contacto/"]
    return [*documents, *others, *texts]


@pytest.mark.parametrize(("across", "why"), [(320, "a small phone"), (1280 // 4, "400 % zoom")])
def test_nothing_scrolls_sideways(demo_site: Instance, chromium: str, across: int, why: str) -> None:
    with open_context(chromium, "phone", javascript=False) as context:
        page = context.new_page()
        page.set_viewport_size({"width": across, "height": 256 if "zoom" in why else 640})
        for address in [*twenty(demo_site), *first_views(demo_site).values(), "/nada/"]:
            page.goto(f"{demo_site.url}{address}")
            assert overflow(page) <= 0, (why, address)


def test_something_too_wide_would_be_noticed(demo_site: Instance, chromium: str) -> None:
    """The control."""
    with open_context(chromium, "phone", javascript=True) as context:
        page = context.new_page()
        page.goto(f"{demo_site.url}/")
        page.evaluate("document.querySelector('main').append(Object.assign(new Image(), {width: 900}))")
        assert overflow(page) > 0


def overflow(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
