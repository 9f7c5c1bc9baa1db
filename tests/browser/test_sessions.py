"""Going back shows nothing that isn't the session's, and loses nothing that is."""

import re
from collections.abc import Callable, Iterator
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client
from playwright.sync_api import BrowserContext, BrowserType, Page, expect
from sesame.utils import get_query_string

from stories.bank.demo import fill
from stories.base.sessions import session_mark
from stories.models import Owner
from stories.views import sessions
from tests.browser.conftest import sign_in
from tests.browser.pages import PATIENCE, field, follow, go_back, press

SITES = ("http", "https")
TRIES = 5
WITHOUT_SCRIPTS = pytest.mark.browser_context_args(java_script_enabled=False)


@pytest.fixture(params=SITES)
def site(request: pytest.FixtureRequest, base_url: str, secure_url: str) -> str:
    return secure_url if request.param == "https" else base_url


@pytest.fixture
def browser_context_args(browser_context_args: dict[str, Any], site: str) -> dict[str, Any]:
    return browser_context_args | {"base_url": site, "ignore_https_errors": True}


@pytest.fixture
def page(page: Page) -> Page:
    """A browser in which scripts have run: it keeps every page but the first."""
    page.goto("/culture/")
    return page


@pytest.fixture
def library(alice: Owner) -> dict[str, str]:
    """Private pages, each with something that only its owner may see."""
    fill(alice)
    story, answer = alice.stories.order_by("title")[0], alice.answers.all()[0]
    loop = alice.loops.create(name="Netflix, spring")
    return {
        "/": "Where you stand",
        "/stories/": story.title,
        f"/stories/{story.pk}/": story.title,
        f"/stories/{story.pk}/edit/": story.title,
        f"/stories/{story.pk}/history/": story.title,
        f"/answers/{answer.pk}/": answer.question.text,
        f"/answers/{answer.pk}/edit/": answer.question.text,
        "/coverage/": "Coverage",
        "/loops/": loop.name,
        f"/loops/{loop.pk}/edit/": loop.name,
        "/settings/": "You sign in as",
        "/data/": "Your data",
    }


def sign_out(page: Page) -> None:
    press(page, "Sign out")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


def sign_in_by_link(page: Page, owner: Owner) -> None:
    page.goto(f"/sign-in/link/{get_query_string(owner)}")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def is_kept(page: Page) -> bool:
    """Whether the page is the very one that was marked, and not one loaded again."""
    return bool(page.evaluate("window.marked === true"))


def why_not(page: Page) -> list[str]:
    """What Chromium says of a page that it didn't keep alive; "masked" are reasons of its own."""
    reasons = page.evaluate("performance.getEntriesByType('navigation')[0].notRestoredReasons?.reasons ?? []")
    return [reason["reason"] for reason in reasons]


def leave_and_come_back(page: Page, path: str, leave: Callable[[], object]) -> None:
    """Go back to the very page that was left.

    Chromium drops a page now and then for reasons of its own, such as a busy machine. Then it is left again.
    """
    for _ in range(TRIES):
        page.goto("/culture/")
        page.goto(path)
        mark(page)
        leave()
        go_back(page)
        uncovered(page)
        if is_kept(page) or why_not(page) != ["masked"]:
            break
    assert is_kept(page), f"{path}: {why_not(page)}"


def mark(page: Page) -> None:
    page.evaluate("window.marked = true")


def uncovered(page: Page) -> None:
    expect(page.locator("html")).not_to_have_attribute("data-covered", re.compile(".*"))


def fail(*_: object) -> str:
    raise OperationalError


def test_back_after_signing_out_leads_to_signing_in(
    page: Page, context: BrowserContext, client: Client, alice: Owner, library: dict[str, str], base_url: str
) -> None:
    for path, private in library.items():
        client.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
        sign_in(context, client, base_url)
        page.goto(path)
        assert private in page.content()
        sign_out(page)

        go_back(page)

        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
        assert private not in page.content(), path


def test_page_of_the_same_session_comes_back_as_it_was(page: Page, library: dict[str, str]) -> None:
    for path in library:
        leave_and_come_back(page, path, lambda: page.goto("/values/"))


def test_nothing_shows_until_the_server_has_answered(
    page: Page, library: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, answered = Event(), Event()

    def mark_later(request: HttpRequest) -> str:
        asked.set()
        answered.wait(PATIENCE)
        return session_mark(request)

    monkeypatch.setattr(sessions, "session_mark", mark_later)
    for _ in range(TRIES):
        page.goto("/stories/")
        page.goto("/culture/")
        go_back(page)
        if asked.wait(PATIENCE):  # Otherwise Chromium has dropped the page, and loads it again.
            break

    heading = page.get_by_role("heading", name="Stories", exact=True)
    assert asked.is_set()
    assert page.locator("h1").text_content() == "Stories"
    assert not page.locator("h1").is_visible()
    answered.set()
    expect(heading).to_be_visible()


def test_page_stays_hidden_while_the_server_cannot_answer(
    page: Page, library: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    page.goto("/stories/")
    page.goto("/culture/")
    with monkeypatch.context() as patch:
        patch.setattr(sessions, "session_mark", fail)

        go_back(page)

        expect(page.locator("html")).to_have_attribute("data-covered", "unanswered")
        expect(page.locator("h1")).to_be_hidden()

    expect(page.locator("h1")).to_be_visible()


def test_focus_is_back_where_it_was(page: Page, library: dict[str, str]) -> None:
    def open_story() -> None:
        page.get_by_role("link", name=library["/stories/"]).first.press("Enter")
        expect(page.locator("h1")).to_contain_text(library["/stories/"])

    leave_and_come_back(page, "/stories/", open_story)

    assert page.evaluate("document.activeElement.textContent") == library["/stories/"]


@pytest.mark.parametrize(
    ("path", "label"),
    [("/loops/new/", "Name"), ("/settings/", ""), ("/answer/", "Opening line"), ("/story/", "Action")],
)
def test_typed_text_is_still_there_after_going_back(page: Page, alice: Owner, path: str, label: str) -> None:
    fill(alice)
    story, answer = alice.stories.all()[0], alice.answers.all()[0]
    path = path.replace("/answer/", f"/answers/{answer.pk}/edit/").replace("/story/", f"/stories/{story.pk}/edit/")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/culture/")
    page.goto(path)
    typed = field(page, label) if label else page.get_by_role("spinbutton").first
    typed.fill("7")
    follow(page, "Values")
    expect(page.get_by_role("heading", name="Values", exact=True).first).to_be_visible()

    go_back(page)

    uncovered(page)
    expect(typed).to_have_value("7")


def test_session_ended_from_another_browser_shows_nothing(page: Page, library: dict[str, str]) -> None:
    page.goto("/stories/")
    page.goto("/culture/")
    Session.objects.all().delete()

    go_back(page)

    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert library["/stories/"] not in page.content()


@pytest.mark.parametrize("scripting", ["with", "without"])
def test_next_person_finds_no_text_and_no_page_of_the_one_before(
    new_context: Callable[..., BrowserContext],
    alice: Owner,
    charlie: Owner,
    client: Client,
    base_url: str,
    scripting: str,
) -> None:
    alice.loops.create(name="Alice's loop")
    context = new_context(java_script_enabled=scripting == "with")
    sign_in(context, client, base_url)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/loops/")
    page.goto("/loops/new/")
    field(page, "Name").fill("Alice types")
    follow(page, "Culture")
    sign_out(page)
    sign_in_by_link(page, charlie)

    seen = []
    while "/loops/new/" not in seen:
        go_back(page)
        expect(page.get_by_role("button", name="Sign out")).to_be_visible()
        assert "Alice" not in page.content()
        seen.append(urlsplit(page.url).path)
    expect(field(page, "Name")).to_have_value("")


@WITHOUT_SCRIPTS
def test_without_scripts_back_asks_the_server(page: Page, library: dict[str, str]) -> None:
    page.goto("/stories/")
    sign_out(page)

    go_back(page)

    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


@pytest.fixture
def forgetful(
    browser_type: BrowserType, browser_type_launch_args: dict[str, Any], site: str
) -> Iterator[BrowserContext]:
    """A browser that keeps no page alive, as after it was closed and has opened its tabs again."""
    browser = browser_type.launch(**browser_type_launch_args | {"ignore_default_args": []})
    yield browser.new_context(base_url=site, ignore_https_errors=True)
    browser.close()


def test_browser_that_keeps_no_page_alive_asks_too(
    forgetful: BrowserContext, client: Client, base_url: str, library: dict[str, str]
) -> None:
    sign_in(forgetful, client, base_url)
    page = forgetful.new_page()
    for path in ("/culture/", "/stories/", "/culture/"):
        page.goto(path)
    Session.objects.all().delete()  # as from another browser: the cookies here stay the same

    go_back(page)

    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert library["/stories/"] not in page.content()


def test_page_that_is_kept_is_not_sent_again(page: Page, library: dict[str, str], site: str) -> None:
    """Over HTTPS as well, but there Chromium keeps nothing that came with a certificate that it doesn't know."""
    browser = page.context.new_cdp_session(page)
    browser.send("Network.enable")
    statuses: list[int] = []
    browser.on("Network.responseReceivedExtraInfo", lambda event: statuses.append(event["statusCode"]))
    page.goto("/stories/")
    page.goto("/culture/")
    statuses.clear()

    page.goto("/stories/")

    assert statuses[0] == (304 if site.startswith("http:") else 200)
