"""A real Chromium, and where its pictures go."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.prerequisites import ROOT

SCREENSHOTS = ROOT / "build" / "screenshots"
WIDTHS = {"phone": (360, 780), "desktop": (1280, 900)}
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


class Running:
    """The Chromium of this process: started by whoever first needs one, and again after it has been ended."""

    def __init__(self) -> None:
        self._playwright: Playwright | None = None
        self._browser: Browser | None = None

    def browser(self, program: str) -> Browser:
        if self._browser is None or not self._browser.is_connected():
            self.end()
            self._playwright = sync_playwright().start()
            self._browser = self._playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        return self._browser

    def end(self) -> None:
        """While one runs, Django lets nobody of this thread at the database, and no other one can be started."""
        if self._browser:
            self._browser.close()
        if self._playwright:
            self._playwright.stop()
        self._browser = self._playwright = None


RUNNING = Running()


@contextmanager
def open_context(program: str, width: str, *, javascript: bool) -> Iterator[BrowserContext]:
    """A fresh profile at one of the widths, of which nothing is left afterwards."""
    across, down = WIDTHS[width]
    context = RUNNING.browser(program).new_context(
        viewport={"width": across, "height": down},
        java_script_enabled=javascript,
        locale="es-MX",
        accept_downloads=True,
    )
    context.set_default_timeout(20_000)
    try:
        yield context
    finally:
        context.close()


def picture(page: Page, name: str) -> Path:
    """A screenshot of the whole page, to be looked at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


AXE = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"


def axe_finds(page: Page) -> dict[str, list[str]]:
    """The rules that the open page breaks, and where."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(AXE_SCRIPT)
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in page.evaluate(AXE)}
