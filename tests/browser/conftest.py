"""A real Chromium in front of a real server: Alice is signed in, and nothing is mocked.

The server answers from its own threads, so these tests commit what they write. After each of them Django empties
every table; the bank is then written again, so the tests that follow in the same process find it.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import BrowserContext, Playwright, expect
from pytest_django.live_server_helper import LiveServer

from tests.browser import chromium as chromium_here
from tests.browser.pages import finish_requests
from tests.browser.secure import secure_server

# Playwright keeps an event loop in the tests' thread; Django takes that for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

# A wait ends as soon as what it waits for is there; on a busy machine a save may take longer than the usual 5 s.
expect.set_options(timeout=20_000)

# No other machine has an address, so whatever a page wants from one fails and shows up in the console.
OFFLINE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1"

# No test hears the room: the microphone is Chromium's own, which beeps.
BEEPS = "--use-fake-device-for-media-stream"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    mine = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
        item.add_marker(
            pytest.mark.xdist_group(item.path.stem)
        )  # One Chromium per file, however many workers there are.


@pytest.fixture(scope="session", autouse=True)
def chromium() -> str:
    """The path of the browser; without one the tests are skipped, or fail if PREPSITE_REQUIRE_BROWSER is set."""
    found = chromium_here.found()
    if found is None and chromium_here.is_required():
        pytest.fail(f"{chromium_here.MISSING} PREPSITE_REQUIRE_BROWSER=1 asks for them.", pytrace=False)
    return found or pytest.skip(chromium_here.MISSING)


@pytest.fixture(scope="session", autouse=True)
def connections_closed(chromium: str, playwright: Playwright) -> Iterator[None]:
    """Django keeps a separate connection for code in an event loop; once Playwright's ends, nobody could close it."""
    yield
    connections.close_all()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], chromium: str) -> dict[str, Any]:
    """Pages are kept for going back, as in the browsers that people use; Playwright turns that off."""
    arguments = [*chromium_here.flags(), OFFLINE, BEEPS]
    return browser_type_launch_args | {
        "executable_path": chromium,
        "args": arguments,
        "ignore_default_args": ["--disable-back-forward-cache"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Nothing moves of itself: a press would miss a button while the page scrolls smoothly."""
    return browser_context_args | {"reduced_motion": "reduce"}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """Pages are opened by their path alone."""
    return live_server.url


@pytest.fixture(scope="session")
def secure_url(live_server: LiveServer) -> Iterator[str]:
    """The same site over HTTPS."""
    server = secure_server()
    yield f"https://localhost:{server.port}"
    server.terminate()


@pytest.fixture
def transactional_db(transactional_db: None) -> Iterator[None]:
    """Requests that a closed page still sends are answered before the tables are emptied."""
    yield
    finish_requests()


@pytest.fixture
def context(context: BrowserContext, client: Client, base_url: str) -> BrowserContext:
    """Alice's browser, signed in."""
    sign_in(context, client, base_url)
    return context


def sign_in(context: BrowserContext, client: Client, base_url: str) -> None:
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])
