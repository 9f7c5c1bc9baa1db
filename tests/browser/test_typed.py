"""Every form in which people type keeps the text until it is saved, whatever happens to the session meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect

from stories.models import Answer, Framework, Loop, Opinion, Owner, Question, Story, Value
from tests.browser.pages import field, go_back, press, sign_in_again, sign_out_elsewhere
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, ValueFactory

TEXT = "Typed once"


@dataclass(frozen=True)
class Form:
    """Where a person types, into the field of that name; `stored` says what the database holds of it, in any row."""

    path: str
    name: str
    button: str
    stored: Callable[[], set[str]]


def stored(model: type, name: str) -> Callable[[], set[str]]:
    return lambda: set(model.objects.values_list(name, flat=True))  # type: ignore[attr-defined]


FORMS = {
    "opinion": Form("/culture/keeper-test/", "text", "Save", stored(Opinion, "text")),
    "new loop": Form("/loops/new/", "name", "Plan the loop", stored(Loop, "name")),
    "loop": Form("/loops/{loop}/edit/", "name", "Save", stored(Loop, "name")),
    "round": Form("/loops/{loop}/rounds/new/", "name", "Save", lambda: set(round_names())),
    "new question": Form("/questions/new/?text=A+mistake+you+made", "text", "Save", stored(Question, "text")),
    "question": Form("/questions/{question}/edit/", "text", "Save", stored(Question, "text")),
    "new value": Form("/values/new/", "name", "Save", stored(Value, "name")),
    "value": Form("/values/{value}/edit/", "name", "Save", stored(Value, "name")),
    "framework": Form("/frameworks/{framework}/edit/", "company", "Save", stored(Framework, "company")),
    "dismissal": Form("/stories/{story}/", "reason", "Dismiss", lambda: set(reasons())),
}


SOME = ("opinion", "new loop", "dismissal")
"""Enough for what all forms do in the same code."""


def round_names() -> list[str]:
    return [name for loop in Loop.objects.all() for name in loop.rounds.values_list("name", flat=True)]


def reasons() -> list[str]:
    return [reason for story in Story.objects.all() for reason in story.dismissals.values_list("reason", flat=True)]


@pytest.fixture
def ids(alice: Owner, netflix: Framework, disagreement: Question) -> dict[str, object]:
    own = Framework.objects.create(owner=alice, slug="own", company="Acme", name="Principles")
    story = StoryFactory.create(owner=alice, title="Rollback", action="We fixed it. We did it. We were done.")
    return {
        "story": story.pk,
        "answer": AnswerFactory.create(story=story, question=disagreement).pk,
        "loop": alice.loops.create(name="Spring").pk,
        "question": QuestionFactory.create(owner=alice).pk,
        "value": ValueFactory.create(owner=alice, framework=netflix).pk,
        "framework": own.pk,
    }


@pytest.fixture(params=FORMS)
def form(request: pytest.FixtureRequest, ids: dict[str, object]) -> Form:
    """Every form in turn, or those that the test names."""
    form = FORMS[request.param]
    return Form(form.path.format(**ids), form.name, form.button, form.stored)


def fill(page: Page, form: Form) -> Locator:
    """The form's page, with the text typed."""
    page.goto(form.path)
    if page.get_by_text("Dismiss…").count():
        page.get_by_text("Dismiss…").first.click()
    typed = page.locator(f"main [name={form.name}]").first
    typed.fill(TEXT)
    return typed


def press_in(typed: Locator, form: Form) -> None:
    typed.locator("xpath=ancestor::form").get_by_role("button", name=form.button, exact=True).first.click()


def expect_saved(page: Page) -> None:
    """The page after a save says so in a message."""
    expect(page.locator("#messages .notice:not([role=alert])")).to_be_visible()


def test_leaving_asks_until_the_text_is_saved(page: Page, form: Form) -> None:
    typed = fill(page, form)

    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)

    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    press_in(typed, form)
    expect_saved(page)
    assert TEXT in form.stored()
    with page.expect_event("close"):
        page.close(run_before_unload=True)


@pytest.mark.parametrize("form", SOME, indirect=True)
def test_signed_out_text_stays_and_is_saved_after_signing_in_again(
    page: Page, context: BrowserContext, form: Form, alice: Owner
) -> None:
    typed = fill(page, form)
    sign_out_elsewhere(context)

    press_in(typed, form)

    expect(page.get_by_role("alert")).to_contain_text("Not saved: you are signed out.")
    expect(page.locator(".notice-error")).to_have_count(1)
    expect(page.get_by_role("link", name="Sign in from another tab")).to_have_attribute("target", "_blank")
    expect(typed).to_have_value(TEXT)
    assert TEXT not in form.stored()
    sign_in_again(context, alice)
    press_in(typed, form)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect_saved(page)
    assert TEXT in form.stored()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_one_press_on_the_next_page_saves_it(
    page: Page, context: BrowserContext, form: Form, alice: Owner
) -> None:
    if "/stories/" in form.path:
        page.goto(form.path)
    typed = fill(page, form)
    sign_in_again(context, alice)

    press_in(typed, form)

    expect(page.get_by_role("alert")).to_contain_text("You have signed in again since you opened this form.")
    expect(page.locator(f"main input[value='{TEXT}']")).to_be_visible()
    press(page, "Save again")
    expect_saved(page)
    assert TEXT in form.stored()


@pytest.mark.parametrize("form", SOME, indirect=True)
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_and_signed_out_the_next_page_waits_for_its_owner(
    page: Page, context: BrowserContext, form: Form, alice: Owner
) -> None:
    typed = fill(page, form)
    sign_out_elsewhere(context)

    press_in(typed, form)

    expect(page.get_by_role("alert")).to_contain_text("You are signed out.")
    sign_in_again(context, alice)
    press(page, "Save again")
    press(page, "Save again")  # the token is newer than the page
    expect_saved(page)
    assert TEXT in form.stored()


@pytest.mark.parametrize("form", SOME, indirect=True)
def test_server_that_is_away_leaves_the_text_on_the_page(page: Page, context: BrowserContext, form: Form) -> None:
    typed = fill(page, form)
    context.set_offline(True)

    press_in(typed, form)

    expect(page.get_by_role("alert")).to_contain_text("Not saved: the server can't be reached. Try again.")
    context.set_offline(False)
    press_in(typed, form)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect_saved(page)
    assert TEXT in form.stored()


@pytest.mark.parametrize("form", SOME, indirect=True)
def test_text_is_not_saved_for_somebody_else(
    page: Page, context: BrowserContext, form: Form, charlie: Owner, alice: Owner
) -> None:
    typed = fill(page, form)
    sign_in_again(context, charlie)

    press_in(typed, form)

    expect(page.get_by_role("alert")).to_contain_text("Not saved: somebody else is signed in.")
    assert TEXT not in form.stored()
    sign_in_again(context, alice)
    press_in(typed, form)
    expect(page.get_by_role("alert")).to_have_count(0)
    expect_saved(page)
    assert TEXT in form.stored()


def test_story_is_not_saved_for_somebody_else(
    page: Page, context: BrowserContext, charlie: Owner, alice: Owner
) -> None:
    page.goto("/stories/new/")
    sign_in_again(context, charlie)
    action = field(page, "Action")

    action.fill(TEXT)
    action.press("Control+s")

    expect(page.get_by_role("alert")).to_contain_text("Not saved: somebody else is signed in.")
    assert not Story.objects.exists()
    sign_in_again(context, alice)
    action.press("Control+s")
    expect(page.locator("#state").get_by_text("Saved at")).to_be_visible()
    assert [(story.owner, story.action) for story in Story.objects.all()] == [(alice, TEXT)]


@pytest.mark.parametrize("form", SOME, indirect=True)
@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_scripts_text_is_not_shown_to_somebody_else(
    page: Page, context: BrowserContext, client: Client, form: Form, charlie: Owner
) -> None:
    typed = fill(page, form)
    sign_in_again(context, charlie)

    press_in(typed, form)

    expect(page.get_by_role("alert")).to_contain_text("Somebody else typed this")
    assert TEXT not in page.content()
    assert TEXT not in form.stored()


def test_pasted_question_asks_before_it_is_left(page: Page) -> None:
    page.goto("/questions/new/")
    field(page, "The question, as it was asked").fill("Why?")

    with page.expect_event("dialog") as asked:
        page.close(run_before_unload=True)

    asked.value.dismiss()
    press(page, "Find stories")
    expect(page.get_by_role("heading", name="The closest of your stories")).to_be_visible()


def test_answer_saved_after_going_back_replaces_nothing_unseen(page: Page, ids: dict[str, object]) -> None:
    page.goto("/culture/")
    page.goto(f"/answers/{ids['answer']}/edit/")
    opening = field(page, "Opening line")
    opening.fill("First.")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.get_by_role("status")).to_contain_text("Answer saved.")

    go_back(page)
    expect(page.locator("input[name=base]")).to_have_value("1")
    opening.fill("Second.")
    page.get_by_role("button", name="Save", exact=True).first.click()

    expect(page.get_by_role("status")).to_contain_text("Answer saved.")
    assert Answer.objects.get().opening == "Second."
