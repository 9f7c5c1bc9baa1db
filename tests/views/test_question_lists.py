"""Questions in bulk."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from pytest_django.asserts import assertContains, assertNotContains, assertRedirects

from stories.core.choices import Strength
from stories.coverage.snapshot import Snapshot, snapshot_of
from stories.forms import ListedQuestionForm
from stories.models import Owner, Question, Topic, Value

ADDRESS = "/questions/new/list/"
DISAGREED = "Tell me about a time you disagreed with your manager about a launch."


def topic_of(form: ListedQuestionForm) -> str:
    return Topic.objects.get(pk=form["topic"].value()).slug


def proposed(client: Client, listed: str) -> dict[str, Any]:
    """The proposal, as a browser would send it back."""
    found = client.post(ADDRESS, {"listed": listed}).context["found"]
    fields: dict[str, Any] = {"count": len(found.forms)}
    for form in found.forms:
        for bound in form:
            fields[bound.html_name] = bound.value() or ""
        fields[form["keep"].html_name] = "on"
    return fields


def test_first_there_is_one_field_and_a_file(client: Client) -> None:
    assertContains(client.get(ADDRESS), "Questions, one on each line")
    assertContains(client.get("/questions/"), f'href="{ADDRESS}"')


def test_each_question_is_proposed_with_topic_and_values_and_nothing_is_added(client: Client, alice: Owner) -> None:
    response = client.post(
        ADDRESS, {"listed": f"1. {DISAGREED}\n- Tell me about a mistake of yours that hurt a customer.\n"}
    )

    forms = response.context["found"].forms
    assert [(form["text"].value(), topic_of(form)) for form in forms] == [
        (DISAGREED, "conflict"),
        ("Tell me about a mistake of yours that hurt a customer.", "failure"),
    ]
    assert "Candor" in forms[0].proposed
    assert not alice.questions.exists()


def test_questions_of_the_bank_are_recognised(client: Client) -> None:
    known = Question.objects.filter(owner=None)[0]

    response = client.post(ADDRESS, {"listed": f"* {known.text.upper()}"})

    assertContains(response, "You have these already")
    assertContains(response, f'href="{known.get_absolute_url()}"')
    assertContains(response, "There is nothing new in the list.")


def test_list_in_a_file_names_its_topics(client: Client) -> None:
    file = SimpleUploadedFile("questions.csv", f"Question,Category\n{DISAGREED},Failure\n".encode())

    response = client.post(ADDRESS, {"listed": "", "file": file})

    assert topic_of(response.context["found"].forms[0]) == "failure"


def test_ticked_questions_are_added_with_what_they_probe(client: Client, alice: Owner, candor: Value) -> None:
    sent = proposed(client, f"{DISAGREED}\nTell me about a mistake of yours that hurt a customer.")
    del sent["q1-keep"]

    response = client.post(ADDRESS, sent | {"q0-primary": [candor.pk], "q0-secondary": []}, follow=True)

    assertRedirects(response, "/questions/")
    assertContains(response, "1 question added.")
    question = alice.questions.get()
    assert (question.text, question.topic.slug) == (DISAGREED, "conflict")
    assert [(probe.value, probe.strength) for probe in question.probes.all()] == [(candor, Strength.PRIMARY)]


@pytest.mark.parametrize("wrong", [{"q0-topic": ""}, {"q0-text": ""}, {"q0-text": "x" * 501}, {"q0-primary": ["x"]}])
def test_nothing_is_added_if_one_can_not_be(client: Client, alice: Owner, wrong: dict[str, Any]) -> None:
    sent = proposed(client, f"{DISAGREED}\nTell me about a mistake of yours that hurt a customer.")

    response = client.post(ADDRESS, sent | wrong)

    assert response.status_code == 422
    assert not alice.questions.exists()


@pytest.mark.parametrize("sent", [{}, {"listed": "\n"}, {"listed": "x" * 20_001}])
def test_list_without_questions_is_refused(client: Client, sent: dict[str, str]) -> None:
    assert client.post(ADDRESS, sent).status_code == 422


@pytest.mark.parametrize("content", [b"x" * 1_000_001, b"PK\x03\x04\x00\x00", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_file_that_holds_no_list_is_refused(client: Client, content: bytes) -> None:
    response = client.post(ADDRESS, {"file": SimpleUploadedFile("list.txt", content)})

    assert response.status_code == 422


@pytest.mark.parametrize("count", ["", "x", "-1", "999999"])
def test_count_that_nobody_sent_adds_nothing(client: Client, alice: Owner, count: str) -> None:
    client.post(ADDRESS, {"count": count})

    assert not alice.questions.exists()


@pytest.mark.parametrize("text", ["1. Why?\r\n2. How?", "- Why?\n\n- How?\n", "Why?\nHow did it go?\nAnd then"])
def test_several_heard_questions_are_in_the_field_for_a_list(client: Client, text: str) -> None:
    response = client.post(ADDRESS, {"heard": text})

    assert response.status_code == 200
    assert response.context["form"]["listed"].value() == text
    assertContains(response, f'<input type="hidden" name="text" value="{" ".join(text.split())}">', html=True)


@pytest.mark.parametrize("text", ["Why did you leave?", "  Why did\tyou leave?\r\n\n"])
def test_one_heard_question_goes_on_alone(client: Client, text: str) -> None:
    response = client.post(ADDRESS, {"heard": text})

    assertRedirects(response, "/questions/new/?text=Why+did+you+leave%3F")


def test_nothing_heard_leads_back_to_the_field(client: Client) -> None:
    assertContains(client.post(ADDRESS, {"heard": " \n"}, follow=True), "The question, as it was asked")


def test_text_too_long_for_a_question_is_kept_and_never_in_an_address(client: Client) -> None:
    text = "Why? " * 101

    response = client.post(ADDRESS, {"heard": text})

    assert (response.status_code, response.context["form"]["listed"].value()) == (200, text)
    assertNotContains(response, 'name="text" value=')


def test_line_that_asks_several_times_may_be_added_as_a_list(client: Client) -> None:
    page = client.get("/questions/new/", {"text": "1. Why? 2. How did it go? Tell me"})
    one = client.get("/questions/new/", {"text": "Why did you leave? Tell me."})

    assertContains(page, '<button class="as-link" formaction="/questions/new/list/" name="heard" value="1. Why?\n')
    assert client.post(ADDRESS, {"heard": page.context["several"]}).context["form"]["listed"].value() == (
        "1. Why?\n2. How did it go?\nTell me"
    )
    assertNotContains(one, "several questions")


def test_longest_list_comes_through_with_every_value(client: Client, alice: Owner) -> None:
    fields = proposed(client, "\n".join(f"Number {number}: what did you ask, and why?" for number in range(60)))
    values = list(Value.objects.filter(framework__is_default=True).values_list("pk", flat=True))
    asked = {name: values if name.endswith(("primary", "secondary")) else given for name, given in fields.items()}

    client.post(ADDRESS, asked)

    assert alice.questions.count() == 60


def test_list_that_is_sent_twice_is_added_once(client: Client, alice: Owner) -> None:
    fields = proposed(client, "What did you ask your neighbour?\nWhat did she say to that?")

    client.post(ADDRESS, fields)
    response = client.post(ADDRESS, fields, follow=True)

    assertContains(response, "0 questions added.")
    assertContains(response, "You had 2 questions of the list already.")
    assert alice.questions.count() == 2


@pytest.mark.parametrize("module", ["question_lists", "questions"])
def test_question_that_is_sent_twice_at_once_is_added_once(
    transactional_db: None, client: Client, alice: Owner, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    fields = proposed(client, DISAGREED)
    address = ADDRESS
    if module == "questions":
        address, fields = "/questions/new/", {"text": DISAGREED, "topic": fields["q0-topic"]}
    browsers, together = [Client(), Client()], Barrier(2)
    for browser in browsers:
        browser.force_login(alice, backend="django.contrib.auth.backends.ModelBackend")

    def snapshot_together(*args: Any, **options: Any) -> Snapshot:
        snapshot = snapshot_of(*args, **options)
        together.wait(timeout=60)
        return snapshot

    monkeypatch.setattr(f"stories.views.{module}.snapshot_of", snapshot_together)

    def status_of_adding(browser: Client) -> int:
        try:
            return browser.post(address, fields).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(status_of_adding, browsers)) == [302, 302]

    assert [question.text for question in alice.questions.all()] == [DISAGREED]
