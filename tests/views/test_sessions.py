"""What a browser may keep of a session, and what ends with it."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains

from stories.models import Owner
from tests.factories import StoryFactory

BACKEND = "django.contrib.auth.backends.ModelBackend"
PAGES = (
    "/",
    "/stories/",
    "/stories/new/",
    "/loops/new/",
    "/settings/",
    "/data/",
    "/culture/",
    "/sign-in/",
    "/nothing/",
)


@pytest.fixture
def scripted(client: Client) -> Client:
    """Alice's browser, in which scripts run."""
    client.cookies["prepsite_scripts"] = "1"
    return client


@pytest.mark.parametrize("url", PAGES)
def test_without_scripts_no_page_is_kept(client: Client, url: str) -> None:
    assert "no-store" in client.get(url)["Cache-Control"]


@pytest.mark.parametrize("url", PAGES[:-2])
def test_with_scripts_a_page_is_kept_and_asked_about(scripted: Client, url: str) -> None:
    response = scripted.get(url)

    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert response["Vary"] == "*"


def test_unchanged_page_is_kept_under_the_same_rules(scripted: Client) -> None:
    scripted.get("/settings/")  # It sets the cookie of the forms' token, which a page depends on.
    known = scripted.get("/stories/")["ETag"]

    response = scripted.get("/stories/", headers={"If-None-Match": known})

    assert (response.status_code, response["Vary"]) == (304, "*")
    assert set(response["Cache-Control"].split(", ")) == {"private", "no-cache"}


@pytest.mark.parametrize("url", ["/data/library.json", "/data/stories.csv", "/session/"])
def test_whole_libraries_and_tokens_are_never_kept(scripted: Client, url: str) -> None:
    assert "no-store" in scripted.get(url)["Cache-Control"]


def test_session_is_told_from_others_and_gives_nothing_away(client: Client, alice: Owner, stranger: Client) -> None:
    mine, theirs, nobodys = (browser.get("/session/").json() for browser in (client, stranger, Client()))

    assert mine == client.get("/session/").json() | {"token": mine["token"]}
    assert len({mine["session"], theirs["session"], ""}) == 3
    assert len({mine["owner"], theirs["owner"], ""}) == 3
    assert (nobodys["session"], nobodys["owner"]) == ("", "")
    assert str(client.session.session_key) not in str(mine)
    assertContains(client.get("/"), f'data-session="{mine["session"]}" data-owner="{mine["owner"]}"')


def test_session_after_signing_in_again_is_another_of_the_same_owner(client: Client, alice: Owner) -> None:
    before = client.get("/session/").json()
    client.post("/sign-out/")
    client.force_login(alice, backend=BACKEND)

    after = client.get("/session/").json()

    assert before["session"] != after["session"]
    assert before["owner"] == after["owner"]


def test_session_that_was_ended_elsewhere_is_nobodys(client: Client, alice: Owner) -> None:
    Session.objects.all().delete()

    assert client.get("/session/").json()["session"] == ""


def leave_message(client: Client, owner: Owner) -> None:
    client.post(f"/stories/{StoryFactory.create(owner=owner, title='Secret').pk}/delete/")
    assert "messages" in client.cookies


def test_message_is_shown_in_its_session(client: Client, alice: Owner) -> None:
    leave_message(client, alice)

    assertContains(client.get("/stories/"), "Secret")


def test_message_does_not_outlive_signing_out(client: Client, alice: Owner, charlie: Owner) -> None:
    leave_message(client, alice)
    client.post("/sign-out/")

    assertNotContains(client.get("/sign-in/"), "Secret")
    assert client.cookies["messages"].value == ""


def test_message_is_not_shown_to_who_signs_in_next(client: Client, alice: Owner, charlie: Owner) -> None:
    leave_message(client, alice)
    client.force_login(charlie, backend=BACKEND)

    assertNotContains(client.get("/stories/"), "Secret")


def test_message_does_not_outlive_a_session_that_was_ended_elsewhere(client: Client, alice: Owner) -> None:
    leave_message(client, alice)
    Session.objects.all().delete()

    assertNotContains(client.get("/sign-in/"), "Secret")
