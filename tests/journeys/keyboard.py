"""Going through pages by the keyboard alone, with the focus in sight at every stop."""

import re

from playwright.sync_api import Locator, Page

MOST_STOPS = 90
# Within a player the browser shows the focus itself; past the last link it leaves the page. Wagtail draws that of
# some of its fields as the colour of their border.
FOCUS = """reached => {
  const focused = document.activeElement, style = getComputedStyle(focused);
  const drawn = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const box = focused.getBoundingClientRect();
  const seen = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return [focused.matches("audio, video, body, [contenteditable]") || (drawn && seen), focused.matches(reached)];
}"""


def tab_to(page: Page, reached: str) -> Locator:
    """Press Tab until the focus is on what the selector says. Wherever it stands, it can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        is_seen, is_there = page.evaluate(FOCUS, reached)
        assert is_seen, page.evaluate("document.activeElement.outerHTML")
        if is_there:
            return page.locator(":focus")
    raise AssertionError(f"no way to {reached} by Tab")


def enter(page: Page, reached: str, arrives: str) -> None:
    """Go there, press Enter, and arrive."""
    tab_to(page, reached)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(arrives))


def type_into(page: Page, reached: str, text: str) -> None:
    tab_to(page, reached)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)
