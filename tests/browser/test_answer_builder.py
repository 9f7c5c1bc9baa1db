"""From an empty answer page to an answer that is saved, timed, said aloud and printed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, Page, expect

from stories.bank.seeding import read
from stories.core.choices import Section
from stories.models import Answer, Owner, Question, Story
from tests.browser.pages import field, follow, press
from tests.factories import AnswerFactory, StoryFactory

SCRIPTING = [
    "with JavaScript",
    pytest.param("without", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
]


@pytest.fixture
def story(alice: Owner) -> Story:
    told = read("demo", "story")[0]
    return StoryFactory.create(
        owner=alice, title=told["title"], **{section.value: told[section].strip() for section in Section}
    )


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_answer_is_built_timed_and_said(page: Page, story: Story, disagreement: Question, scripting: str) -> None:
    page.goto(disagreement.get_absolute_url())
    follow(page, "Answer with a story")
    page.get_by_role("region", name="All your stories").get_by_role("link", name=story.title).click()
    page.get_by_role("radio", name="Strong").check()
    field(page, "Opening line").fill("I asked my director to hold a launch.")
    field(page, "Situation, in this answer's words").fill("The gain was too good.")
    press(page, "Save and stay here")

    expect(page.get_by_text("answers this question")).to_be_visible()
    expect(page.get_by_text(re.compile(r"^\d:\d\d, \d+ words"))).to_be_visible()
    expect(field(page, "Situation, in this answer's words")).to_have_value("The gain was too good.")

    page.get_by_text("Proposal:").last.click()
    page.locator("#proposal-headline").get_by_role("button", name="Use this proposal").click()
    expect(page.get_by_text("not saved yet")).to_be_visible()
    expect(field(page, "Headline")).to_have_value(re.compile("^I asked my director to hold a launch"))
    page.get_by_role("button", name="Use the story's words again").click()
    expect(field(page, "Situation, in this answer's words")).to_have_value("")
    press(page, "Save and stay here")

    follow(page, "Say it")
    expect(page.get_by_role("heading", name=re.compile("^Action"))).to_be_visible()
    follow(page, "Headline")
    expect(page.get_by_text("I asked my director to hold a launch")).to_be_visible()
    answer = Answer.objects.get()
    assert (answer.fit, answer.rewordings, answer.version) == ("strong", {}, 2)


def test_time_bar_follows_the_typing(page: Page, story: Story, disagreement: Question) -> None:
    answer = AnswerFactory.create(story=story, question=disagreement)
    page.goto(answer.get_absolute_url())

    field(page, "Action, in this answer's words").fill("I called. " * 300)

    expect(page.get_by_text("you lose the room")).to_be_visible()
    expect(page.locator("#proposal-short")).to_contain_text("I called.")


def test_leaving_an_unsaved_answer_asks_first(page: Page, story: Story, disagreement: Question) -> None:
    answer = AnswerFactory.create(story=story, question=disagreement)
    page.goto(answer.get_absolute_url())
    field(page, "Opening line").press_sequentially("In one")
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)

    follow(page, "Say it")

    page.wait_for_url(re.compile(rf"/answers/{answer.pk}/$"))
    assert asked == ["beforeunload"]


def test_sheet_of_ten_answers_prints_on_two_pages(page: Page, alice: Owner, story: Story, tmp_path: Path) -> None:
    answers = [
        AnswerFactory.create(
            story=story,
            question=question,
            opening="In 2025 I asked my director to hold a launch, three days before it went out.",
            closing="We disagreed about the date and never about the facts.",
        )
        for question in Question.objects.filter(owner=None)[:10]
    ]

    page.goto("/answers/sheet/?" + "&".join(f"answer={answer.pk}" for answer in answers))
    printed = page.pdf(path=tmp_path / "sheet.pdf", format="A4")

    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 1 <= pages <= 2


def test_finding_shows_while_typing_and_is_dismissed(page: Page, story: Story) -> None:
    page.goto(f"{story.get_absolute_url()}edit/")
    field(page, "Result").fill("Everybody was very happy with it in the end, and the mood was really good for us all.")
    expect(page.locator("#findings-result")).to_contain_text("STAR101")

    press(page, "Save")
    region = page.get_by_role("region", name="Review")
    box = region.locator(".finding-box", has_text="STAR101")
    box.get_by_text("Dismiss…").click()
    box.get_by_label("Why it doesn't apply").fill("It was never measured.")
    box.get_by_role("button", name="Dismiss").click()

    expect(page.get_by_text("Finding dismissed. It comes back if the text changes.")).to_be_visible()
    expect(region.locator(".finding-box", has_text="STAR101")).to_have_count(0)
