"""A real Chromium, and where its pictures go."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, sync_playwright

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


@contextmanager
def open_context(program: str, width: str, *, javascript: bool) -> Iterator[BrowserContext]:
    """A fresh profile at one of the widths."""
    across, down = WIDTHS[width]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        context = browser.new_context(
            viewport={"width": across, "height": down},
            java_script_enabled=javascript,
            locale="es-MX",
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        yield context
        browser.close()


def picture(page: Page, name: str) -> Path:
    """A screenshot of the whole page, to be looked at."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def axe_finds(page: Page) -> dict[str, list[str]]:
    """The rules that the open page breaks, and where."""
    found = Axe().run(page).response["violations"]
    return {each["id"]: [node["html"] for node in each["nodes"]] for each in found}
