"""From a question just heard to an answer with the story that fits it."""

import pytest
from playwright.sync_api import Page, expect

from stories.bank.demo import fill
from stories.models import Answer, Owner, Question
from tests.browser.pages import field, follow, press

SCRIPTING = [
    "with JavaScript",
    pytest.param("without", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
]
ASKED = "Tell me about a bet that went badly."
FITTING = "Stopped my own feature-store migration"


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_heard_question_is_corrected_saved_and_answered(page: Page, alice: Owner, scripting: str) -> None:
    fill(alice)
    page.goto("/questions/")
    follow(page, "Add a question")
    field(page, "The question, as it was asked").fill(ASKED)
    press(page, "Find stories")

    suggestions = page.get_by_role("region", name="The closest of your stories")
    expect(suggestions.get_by_role("listitem").first).to_contain_text(FITTING)
    page.get_by_role("group", name="Topic").get_by_label("Failure").check()
    page.get_by_role("group", name="Probes as primary").get_by_label("Candor").check()
    if scripting == "without":
        press(page, "Show the three")
    expect(suggestions.get_by_role("listitem").filter(has_text="tagged with Candor as primary").first).to_be_attached()

    story = suggestions.get_by_role("listitem").filter(has_text=FITTING)
    story.get_by_role("button", name="Save and answer with it").click()
    expect(page.get_by_role("heading", name=ASKED)).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).first.click()

    expect(page.get_by_text(f"“{FITTING}” now answers this question")).to_be_visible()
    question = Question.objects.get(owner=alice)
    assert (question.text, question.topic.slug) == (ASKED, "failure")
    assert "candor" in {probe.value.slug for probe in question.probes.all()}
    assert Answer.objects.get(question=question).story.title == FITTING


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_another_topic_is_chosen_by_keyboard(page: Page, alice: Owner, scripting: str) -> None:
    fill(alice)
    page.goto("/questions/new/?text=Tell+me+about+a+bet+that+went+badly.")
    topics = page.get_by_role("group", name="Topic")
    motivation = topics.get_by_label("Motivation")
    expect(motivation).to_be_hidden()

    topics.get_by_role("radio", checked=True).focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(motivation).to_be_visible()
    motivation.focus()
    page.keyboard.press("Space")
    topics.get_by_text("Another topic").click()

    expect(motivation).to_be_checked()
    expect(motivation).to_be_visible()
    expect(topics.get_by_label("Managing people")).to_be_hidden()
    if scripting == "without":
        press(page, "Show the three")
        expect(motivation).to_be_checked()
        expect(motivation).to_be_visible()


def test_stories_are_ranked_again_while_the_question_is_corrected(page: Page, alice: Owner) -> None:
    fill(alice)
    page.goto("/questions/new/?text=What+about+it")
    suggestions = page.get_by_role("region", name="The closest of your stories")
    expect(suggestions).not_to_contain_text("somebody more senior")

    field(page, "Question").fill("Describe a disagreement with your director.")
    page.get_by_role("group", name="Probes as primary").get_by_label("Courage").check()

    expect(suggestions.get_by_role("listitem").first).to_contain_text("Asked a director to hold the ranking launch")
    assert not Question.objects.filter(owner=alice).exists()
