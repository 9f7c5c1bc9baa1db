"""When storage can't be used, a page or a sentence says so and keeps what was typed."""

import errno
import logging
import re
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from prepsite.logs import BoundedFormatter
from stories.base.storage import BUSY, FAILING, FULL, READ_ONLY, UNREACHABLE, InOneLine, StorageProblem, problem_in
from stories.models import Framework, Owner, Story
from tests.factories import StoryFactory, story_post

FORM = "application/x-www-form-urlencoded"


class SQLite:
    """A table in a file, and what goes wrong with it, as SQLite itself reports it."""

    def __init__(self, file: Path) -> None:
        self.file = file
        with closing(sqlite3.connect(file)) as database:
            database.execute("create table notes (text)")

    def full(self) -> None:
        self._write("pragma max_page_count = 2")

    def read_only(self) -> None:
        self._write("pragma query_only = 1")

    def busy(self) -> None:
        with closing(sqlite3.connect(self.file)) as other:
            other.execute("begin exclusive")
            self._write("pragma busy_timeout = 0")

    def not_to_be_opened(self) -> None:
        sqlite3.connect(self.file / "below")

    def wrong(self) -> None:
        self._write("select nothing")

    def _write(self, first: str) -> None:
        with closing(sqlite3.connect(self.file)) as database:
            database.execute(first)
            database.execute("insert into notes values (zeroblob(100000))")


def as_django_tells(cause: Exception) -> OperationalError:
    error = OperationalError(*cause.args)
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("trouble", "expected"),
    [
        (SQLite.full, FULL),
        (SQLite.read_only, READ_ONLY),
        (SQLite.busy, BUSY),
        (SQLite.not_to_be_opened, FAILING),
        (SQLite.wrong, None),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_problems_of_sqlite_are_known(
    tmp_path: Path, trouble: Callable[[SQLite], None], expected: StorageProblem | None
) -> None:
    with pytest.raises(sqlite3.Error) as raised:
        trouble(SQLite(tmp_path / "notes.sqlite3"))

    assert problem_in(as_django_tells(raised.value)) == expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (psycopg.errors.DiskFull(), FULL),
        (psycopg.errors.ReadOnlySqlTransaction(), READ_ONLY),
        (psycopg.errors.DeadlockDetected(), BUSY),
        (psycopg.errors.AdminShutdown(), UNREACHABLE),
        (psycopg.OperationalError("connection failed"), UNREACHABLE),
        (psycopg.errors.UniqueViolation(), None),
    ],
    ids=lambda value: type(value).__name__,
)
def test_problems_of_postgresql_are_known(error: psycopg.Error, expected: StorageProblem | None) -> None:
    assert problem_in(as_django_tells(error)) == expected


def test_problem_behind_another_error_is_found() -> None:
    with pytest.raises(ValueError, match="unreadable") as raised:
        try:
            raise no_space()
        except OSError as full:
            raise ValueError("unreadable") from full

    assert problem_in(raised.value) == FULL


@pytest.mark.parametrize("error", [None, ValueError(), FileNotFoundError(errno.ENOENT, "No such file")])
def test_other_failures_are_not_storage_problems(error: Exception | None) -> None:
    assert problem_in(error) is None


def no_space() -> OSError:
    return OSError(errno.ENOSPC, "No space left on device")


def fail(*_: object, **__: object) -> None:
    raise OperationalError("database or disk is full") from no_space()


@pytest.fixture
def browser(client: Client) -> Client:
    """Alice's browser, which gets pages and no exceptions."""
    client.raise_request_exception = False
    return client


@pytest.fixture
def no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """No part of a story can be stored."""
    monkeypatch.setattr(Story, "save", fail)


@pytest.fixture
def typed(netflix: Framework) -> dict[str, Any]:
    texts = {"title": "The rollback", "action": '\nI <b>read</b> "the logs".\nTwice.', "learning": "Ask."}
    return story_post(list(netflix.values.all()), **texts)


def send(browser: Client, typed: dict[str, Any], url: str = "/stories/new/", **headers: str) -> Any:
    return browser.post(url, urlencode(typed), content_type=FORM, headers=headers)


def fields_of(page: str) -> dict[str, str]:
    """The fields that a page would send, as a browser reads them."""
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', page)
    lines = re.findall(r'<input [^>]*type="text" [^>]*name="([^"]*)" value="([^"]*)"', page)
    areas = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)
    return {name: unescape(text) for name, text in hidden + lines + areas}


@pytest.mark.usefixtures("no_room")
def test_page_says_that_the_disk_is_full_and_has_every_field_to_send_again(
    browser: Client, typed: dict[str, Any]
) -> None:
    response = send(browser, typed, "/stories/new/?question=1")

    assertContains(response, "<h1>Not saved</h1>", status_code=507, html=True)
    assertContains(response, str(FULL.what), status_code=507)
    assertContains(response, str(FULL.advice), status_code=507)
    assertContains(response, '<form method="post" action="/stories/new/?question=1" data-unsaved>', status_code=507)
    assert fields_of(response.content.decode()) == {name: str(text) for name, text in typed.items()}


def test_page_of_a_full_disk_saves_once_there_is_room(browser: Client, typed: dict[str, Any]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Story, "save", fail)
        page = send(browser, typed).content.decode()

    response = send(browser, fields_of(page))

    assert response.status_code == 302
    assert [(story.title, story.action) for story in Story.objects.all()] == [
        ("The rollback", 'I <b>read</b> "the logs".\nTwice.')
    ]


@pytest.mark.usefixtures("no_room")
def test_save_while_typing_is_answered_in_a_sentence(browser: Client, typed: dict[str, Any]) -> None:
    response = send(browser, typed | {"autosave": "1"}, **{"HX-Request": "true"})

    assert (response.status_code, response["Content-Type"]) == (507, "text/plain; charset=utf-8")
    assert response.content.decode() == f"{FULL.what} {FULL.advice}"


def test_file_has_to_be_chosen_again(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Framework, "save", fail)
    file = SimpleUploadedFile("acme.toml", b'[[value]]\nname = "Own it"\nsignals = ["decides"]\n')

    response = browser.post("/frameworks/new/", {"company": "Acme", "name": "Principles, 2026", "file": file})

    assertContains(response, "Choose “acme.toml” once more.", status_code=507)
    assertContains(response, 'enctype="multipart/form-data"', status_code=507)
    assert fields_of(response.content.decode()) == {"company": "Acme", "name": "Principles, 2026"}


def test_passwords_are_not_written_into_the_page(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Owner, "save", fail)
    passwords = {"new_password1": "a long enough one", "new_password2": "a long enough one"}

    response = send(browser, passwords, "/settings/password/")

    assertContains(response, "Then go back in your browser", status_code=507)
    assertNotContains(response, "a long enough one", status_code=507)


def test_page_that_cannot_be_read_offers_to_try_again(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.access.owner_of", fail)
    monkeypatch.setattr("stories.views.stories.owner_of", fail)

    response = browser.get("/stories/?q=logs")

    assertContains(response, "Not available right now", status_code=507)
    assertContains(response, '<a href="/stories/?q=logs">Try again</a>', status_code=507)


def test_session_that_cannot_be_stored_is_not_a_bad_request(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def change_framework(request: Any) -> Any:
        request.session["anything"] = "new"
        return request

    monkeypatch.setattr("stories.views.stories.owner_of", lambda request: change_framework(request).user)
    monkeypatch.setattr(SessionStore, "create_model_instance", fail)

    response = browser.get("/stories/")

    assertContains(response, FULL.what, status_code=507)


def test_bug_is_not_a_storage_problem(browser: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.views.stories.owner_of", lambda request: 1 / 0)

    assertContains(browser.get("/stories/"), "Something went wrong in Prepsite", status_code=500)


def test_reading_goes_on_where_findings_cannot_be_stored(
    browser: Client, alice: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    StoryFactory.create(owner=alice, title="The rollback", findings={})
    monkeypatch.setattr("django.db.models.query.QuerySet.bulk_update", fail)

    assertContains(browser.get("/review/"), "The rollback")


def test_message_of_a_save_is_shown_without_writing(
    client: Client, typed: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    url = send(client, typed)["Location"]
    monkeypatch.setattr(SessionStore, "save", fail)

    assertContains(client.get(url), "“The rollback” is saved, as a draft.")


@pytest.mark.parametrize(("error", "expected"), [(no_space(), f"Failed: /x: {FULL}"), (ValueError(), "Failed: /x")])
def test_log_reports_a_full_disk_in_one_line(error: Exception, expected: str) -> None:
    try:
        raise error
    except Exception:
        record = logging.LogRecord("prepsite", logging.ERROR, "", 0, "Failed: %s", ("/x",), sys.exc_info())

    assert InOneLine().filter(record)

    assert record.getMessage() == expected
    assert (record.exc_info is None) == isinstance(error, OSError)


def test_reason_of_a_failed_page_is_in_the_window(
    browser: Client, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("stories.views.stories.owner_of", lambda request: 1 / 0)
    [window] = [handler for handler in logging.getLogger().handlers if isinstance(handler.formatter, BoundedFormatter)]
    monkeypatch.setattr(window, "stream", sys.stderr)
    monkeypatch.setattr(window, "filters", [])  # Other tests may have made as many failures as it shows in a minute.

    browser.get("/stories/")

    assert "ZeroDivisionError" in capsys.readouterr().err
