"""A form that outlived its token or session comes back with what was typed, to whoever typed it alone."""

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.models import Concept, Framework, Owner, Question
from stories.views import unsaved
from tests.factories import StoryFactory, story_post
from tests.views.test_access import NOBODYS, PATTERNS, WITH_ID, ids, url_of

__all__ = ["ids"]  # a fixture

OURS = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
FORM = re.compile(r'<form(?=[^>]*method="post").*?</form>', re.DOTALL)
TEXT_FIELD = re.compile(r'<textarea|<input[^>]*type="(?:text|url|number|date)"|<input(?![^>]*type=)')
OWNER_FIELD = re.compile(r'name="(typed-by-[0-9a-f]{32})"')
LOOP = {"name": "Netflix, spring", "company": "Netflix", "date": ""}


def fields_of(page: str) -> dict[str, str]:
    """What the form of the page would send, as a browser reads it."""
    form = [form for form in FORM.findall(page) if OWNER_FIELD.search(form)][-1]  # The first is in the page's head.
    hidden = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    lines = re.findall(r'<input [^>]*type="text" [^>]*name="([^"]*)" value="([^"]*)"', form)
    areas = re.findall(r'<textarea[^>]* name="([^"]*)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL)
    return {name: unescape(text) for name, text in hidden + lines + areas}


def owner_field_in(browser: Client) -> str:
    found = OWNER_FIELD.search(browser.get("/loops/new/").content.decode())
    assert found
    return found[1]


def browser_of(owner: Owner) -> Client:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return browser


@pytest.fixture
def browser(alice: Owner) -> Client:
    """Alice's browser, which has to send the right tokens."""
    return browser_of(alice)


@pytest.fixture
def typed(browser: Client) -> dict[str, str]:
    """What a form of Alice's sends, with a token from before she signed in again."""
    return LOOP | {owner_field_in(browser): "", "csrfmiddlewaretoken": "a" * 64}


@pytest.mark.parametrize("name", sorted(set(PATTERNS) - {"sign-in", "password"}))
def test_every_form_in_which_people_type_says_who_typed_it(name: str, ids: dict[str, Any], client: Client) -> None:
    if name in NOBODYS:
        url = reverse(
            f"stories:{name}", args=[Concept.objects.all()[0].slug if name == "concept-detail" else "STAR101"]
        )
    else:
        url = url_of(name, ids) if name in WITH_ID else reverse(f"stories:{name}")
    query = {"text": "A mistake"} if name == "question-create" else {}
    if name == "answer-create":
        query = {"story": str(StoryFactory.create(owner=Owner.objects.get(username="alice")).pk)}

    response = client.get(url, query)

    if response.streaming or "text/html" not in response["Content-Type"]:
        return
    typed_in = [form for form in FORM.findall(response.content.decode()) if TEXT_FIELD.search(form)]
    assert [form for form in typed_in if not OWNER_FIELD.search(form)] == []


def test_old_token_gives_back_what_was_typed_and_one_press_sends_it(
    browser: Client, typed: dict[str, str], alice: Owner
) -> None:
    response = browser.post("/loops/new/?from=here", typed, headers=OURS)

    assertContains(response, "You have signed in again since you opened this form.", status_code=403)
    assertContains(response, 'action="/loops/new/?from=here"', status_code=403)
    assertContains(response, 'value="Netflix, spring"', status_code=403)
    sent = fields_of(response.content.decode())
    assert sent | {"csrfmiddlewaretoken": ""} == typed | {"csrfmiddlewaretoken": ""}
    assert not alice.loops.exists()
    assert browser.post("/loops/new/?from=here", sent, headers=OURS).status_code == 302
    assert [loop.name for loop in alice.loops.all()] == ["Netflix, spring"]


def test_pasted_lines_with_an_old_token_are_given_back(browser: Client) -> None:
    lines = "What went badly?\nWhat went well?"
    typed = {"heard": lines, "csrfmiddlewaretoken": "a" * 64, owner_field_in(browser): ""}

    response = browser.post("/questions/new/list/", typed, headers=OURS)

    assertContains(response, "What went well?", status_code=403)
    sent = fields_of(response.content.decode())
    assertContains(browser.post("/questions/new/list/", sent, headers=OURS), "What went badly?")


def test_story_with_an_old_token_is_saved_by_one_press(browser: Client, alice: Owner, netflix: Framework) -> None:
    values = list(netflix.values.all())
    texts = {"title": "Rollback", "action": '\nI <b>read</b> "the logs".\n', f"tag_{values[0].pk}": "primary"}
    typed = story_post(values, **texts) | {owner_field_in(browser): ""}

    page = browser.post("/stories/new/", typed, headers=OURS).content.decode()

    assert 'value="Rollback"' in page
    assert browser.post("/stories/new/", fields_of(page), headers=OURS).status_code == 302
    story = alice.stories.get()
    assert (story.title, story.action) == ("Rollback", 'I <b>read</b> "the logs".')
    assert [tag.value for tag in story.tags.all()] == [values[0]]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
    ],
)
def test_form_from_elsewhere_is_not_given_a_token(
    browser: Client, typed: dict[str, str], headers: dict[str, str]
) -> None:
    for client in (browser, Client(enforce_csrf_checks=True)):
        response = client.post("/loops/new/", typed, headers=headers)

        assertContains(response, "This form is out of date.", status_code=403)
        assertNotContains(response, "Netflix, spring", status_code=403)


@pytest.mark.parametrize("headers", [{"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://testserver"}])
def test_one_word_of_the_browser_is_enough(browser: Client, typed: dict[str, str], headers: dict[str, str]) -> None:
    assertContains(browser.post("/loops/new/", typed, headers=headers), "Netflix, spring", status_code=403)


def test_text_is_neither_shown_to_nor_saved_for_somebody_else(
    browser: Client, typed: dict[str, str], charlie: Owner
) -> None:
    other = browser_of(charlie)

    response = other.post("/loops/new/", typed, headers=OURS)

    assertContains(response, "Somebody else typed this", status_code=403)
    assertNotContains(response, "Netflix, spring", status_code=403)
    assertNotContains(response, "Save again", status_code=403)
    assert not charlie.loops.exists()


def test_form_without_an_owner_is_not_shown_again(browser: Client, alice: Owner) -> None:
    response = browser.post("/loops/new/", LOOP, headers=OURS)

    assertContains(response, '<a href="/">Open the page again</a> and press the button there.', status_code=403)
    assertContains(response, "<h1>Nothing was done</h1>", status_code=403)
    assertNotContains(response, "Netflix, spring", status_code=403)


def test_form_of_an_ended_session_waits_for_its_owner(typed: dict[str, str], alice: Owner, charlie: Owner) -> None:
    for visitor in (Client(enforce_csrf_checks=True), Client()):  # with an old token, and with one that is still right
        visitor.get("/sign-in/")

        response = visitor.post("/loops/new/", typed, headers=OURS)

        assertContains(response, "You are signed out.", status_code=403)
        sent = fields_of(response.content.decode())
        assert (sent["name"], sent["company"]) == (LOOP["name"], LOOP["company"])
        visitor.force_login(charlie, backend="django.contrib.auth.backends.ModelBackend")
        assertContains(visitor.post("/loops/new/", sent, headers=OURS), "Somebody else typed this", status_code=403)
        visitor.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")
        assert visitor.post("/loops/new/", sent, headers=OURS).status_code == 302
        alice.loops.get(name=LOOP["name"]).delete()


def test_other_forms_of_an_ended_session_lead_to_signing_in(typed: dict[str, str]) -> None:
    visitor = Client()

    assertRedirects(visitor.post("/loops/new/", LOOP, headers=OURS), "/sign-in/?next=/")
    assertRedirects(visitor.post("/loops/new/", typed), "/sign-in/?next=/")
    saving = visitor.post("/loops/new/", typed, headers=OURS | {"HX-Request": "true"})
    assertRedirects(saving, "/sign-in/?next=/", fetch_redirect_response=False)


@pytest.mark.parametrize(
    ("referer", "page"),
    [
        ("http://testserver/stories/?status=all#first", "/stories/%3Fstatus%3Dall"),
        ("https://elsewhere.example/stories/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("nonsense", "/"),
        ("http://[", "/"),
    ],
)
def test_signing_in_again_leads_to_the_page_of_the_button(referer: str, page: str) -> None:
    """And not to the address of the button, which has no page."""
    response = Client().post("/sign-out/", headers=OURS | {"Referer": referer})

    assertRedirects(response, f"/sign-in/?next={page}", fetch_redirect_response=False)


@pytest.mark.parametrize("url", ["/sign-out/", "/theme/", "/stories/preview/"])
def test_address_of_a_button_has_a_page_that_says_so(client: Client, url: str) -> None:
    response = client.get(url)

    assertContains(response, "Only a button leads here, and nothing has been changed.", status_code=405)
    assert "POST" in response["Allow"]


@pytest.mark.parametrize("url", ["/sign-in/", "/settings/password/"])
def test_passwords_are_never_repeated(browser: Client, typed: dict[str, str], url: str) -> None:
    passwords = {"username": "alice", "password": "a long enough one", "new_password1": "a long enough one"}

    for form in (passwords, typed | passwords):
        response = browser.post(url, form, headers=OURS)

        assertNotContains(response, "a long enough one", status_code=403)
        assertNotContains(response, "Save again", status_code=403)


def test_text_is_labelled_as_in_its_form_and_usual_questions_are_not_shown(browser: Client) -> None:
    owner = {owner_field_in(browser): ""}
    answer = owner | {
        "base": "1",
        "opening": "I was new.",
        "reworded_action": "I read\nthe logs.",
        "follow_up_0": "What would you do differently?",
        "note_0": "Ask first, then act.",
        "follow_up_6": "Who else knew?",
        "note_6": "",
    }
    settings = owner | {
        "framework": "1",
        "coverage_target": "3",
        "words_per_minute": "150",
        "answer_limit": "120",
        "answer_least": "45",
        "practice_minutes": "20",
    }

    page = browser.post("/answers/1/edit/", answer, headers=OURS).content.decode()
    other = browser.post("/settings/", settings, headers=OURS).content.decode()

    labels = re.compile(r'<label class="form-label" for="sent-[0-9]+">(.*?)</label>')
    assert [unescape(label) for label in labels.findall(page)] == [
        "Opening line",
        "Action, in this answer's words",
        "What would you do differently?",
        "Another question",
    ]
    assert labels.findall(other) == [
        "Target number of stories per value",
        "Words per minute",
        "Longest answer, in seconds",
        "Shortest answer, in seconds",
    ]


def test_file_has_to_be_chosen_again(browser: Client, typed: dict[str, str]) -> None:
    file = SimpleUploadedFile("<acme>.toml", b"[[value]]")

    response = browser.post("/frameworks/new/", typed | {"file": file}, headers=OURS)

    assertContains(
        response, "A file can't be sent again by itself. Choose “&lt;acme&gt;.toml” once more.", status_code=403
    )
    assertContains(response, 'enctype="multipart/form-data"', status_code=403)
    assertContains(response, '<input class="form-control" type="file" id="file-1" name="file">', status_code=403)


@pytest.mark.parametrize(("length", "is_shown"), [(1_000, True), (1_001, False)])
def test_text_that_is_too_long_is_not_shown_again(
    browser: Client, typed: dict[str, str], monkeypatch: pytest.MonkeyPatch, length: int, is_shown: object
) -> None:
    monkeypatch.setattr(unsaved, "MOST_TEXT", 1_000)
    typed["company"] = "x" * (length - len(LOOP["name"]))

    response = browser.post("/loops/new/", typed, headers=OURS)

    assert ("Save again</button>" in response.content.decode()) == is_shown
    assert ("It is too long to be shown here" in response.content.decode()) != is_shown


def test_longest_story_can_be_shown_again(browser: Client, netflix: Framework) -> None:
    texts = dict.fromkeys(("situation", "task", "action", "result", "learning", "notes", "follow_ups"), "x" * 20_000)
    typed = story_post(list(netflix.values.all()), **texts) | {owner_field_in(browser): ""}

    assertContains(browser.post("/stories/new/", typed, headers=OURS), "Save again", status_code=403)


def test_form_that_is_shown_again_asks_before_it_is_left(client: Client, disagreement: Question) -> None:
    assertNotContains(client.get("/loops/new/"), "data-unsaved")

    assertContains(client.post("/loops/new/", {"name": ""}), "data-unsaved", status_code=422)
