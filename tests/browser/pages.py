"""How the tests find things on a page: by the words that people read there."""

import re
import threading
import time
from collections.abc import Callable

from playwright.sync_api import BrowserContext, Error, Locator, Page, expect
from sesame.utils import get_query_string

from stories.models import Owner, Story

PATIENCE = 20.0  # seconds, as for everything else that a page is waited for


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def press(where: Page | Locator, button: str) -> None:
    where.get_by_role("button", name=button, exact=True).click()


def follow(page: Page, link: str) -> None:
    page.get_by_role("link", name=link, exact=True).click()


def choose(page: Page, item: str) -> None:
    """In the menu of what the page is about."""
    page.get_by_role("main").locator(".menu > summary").first.click()
    page.locator(".menu[open]").get_by_role("link", name=item, exact=True).click()


def go_back(page: Page) -> None:
    """As the browser's button does. Playwright's own `go_back` waits for a load, and a page that was kept has none."""
    page.wait_for_load_state()  # Chromium may drop the step back while a page still loads.
    browser = page.context.new_cdp_session(page)
    history = browser.send("Page.getNavigationHistory")
    before = history["currentIndex"] - 1
    browser.send("Page.navigateToHistoryEntry", {"entryId": history["entries"][before]["id"]})

    def is_there() -> bool:
        try:
            return bool(browser.send("Page.getNavigationHistory")["currentIndex"] == before)
        except Error:  # There is no page for a moment, while one takes the place of the other.
            return False

    assert eventually(is_there)
    browser.detach()


def reload(page: Page) -> None:
    """As the browser's button does, but not before the page has loaded: Chromium may still have the last one then."""
    page.wait_for_load_state()
    page.reload()


def press_keys(page: Page, *keys: str) -> None:
    """One after the other, but not before the page's scripts hear them."""
    page.wait_for_load_state()
    for key in keys:
        page.keyboard.press(key)


def level(page: Page, name: str) -> Locator:
    """A level or status, whatever symbol precedes it."""
    return page.get_by_text(re.compile(rf"^\W*{name}$"))


def open_editor(page: Page, story: Story) -> None:
    page.goto(f"{story.get_absolute_url()}edit/")


def value_row(page: Page, name: str) -> Locator:
    """The row of a value in the table of levels."""
    return page.get_by_role("region", name="Values", exact=True).get_by_role("row", name=re.compile(f"^{name} "))


def sign_out_elsewhere(context: BrowserContext) -> None:
    """In a tab of its own, which closes."""
    elsewhere = context.new_page()
    elsewhere.goto("/")
    if elsewhere.get_by_role("button", name="Sign out").count():
        press(elsewhere, "Sign out")
    expect(elsewhere.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    elsewhere.close()


def sign_in_again(context: BrowserContext, owner: Owner) -> None:
    """In a tab of its own, after signing out there."""
    sign_out_elsewhere(context)
    elsewhere = context.new_page()
    elsewhere.goto(f"/sign-in/link/{get_query_string(owner)}")
    expect(elsewhere.get_by_role("button", name="Sign out")).to_be_visible()
    elsewhere.close()


def eventually(holds: Callable[[], bool]) -> bool:
    """For what no open page shows: whether it becomes true in time."""
    until = time.monotonic() + PATIENCE
    while not holds() and time.monotonic() < until:
        threading.Event().wait(0.05)
    return holds()


def finish_requests() -> None:
    """Wait for the server's threads: each ends when the browser has closed its connection."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(PATIENCE)
