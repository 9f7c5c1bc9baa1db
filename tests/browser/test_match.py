"""From 12 imported stories to 20 decided questions: by keyboard, by touch and without JavaScript."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from stories.core.choices import Status
from stories.models import Owner
from tests.browser.pages import choose, follow, level, press

DECISIONS = 20
PHONE = {"width": 390, "height": 844}
EPISODES = (
    ("Stopped a launch", "I told the director that the gain we wanted to launch was a logging bug.", "candor"),
    ("Hard feedback", "I told a colleague that people avoided his reviews, and he asked me for examples.", "candor"),
    ("Missed a deadline", "I promised a date that I could not keep, and said so two weeks before it.", "judgment"),
    ("Gave up my project", "I proposed to drop my own migration, because another team's was further.", "selflessness"),
    ("Disagreed with my manager", "My manager wanted to rewrite; I showed what it would cost us.", "courage"),
    ("Broke production", "I deployed on a Friday, took the service down for two hours and wrote it up.", "resilience"),
    ("Learned sound", "I spent three weeks with sound engineers before I wrote a line of code.", "curiosity"),
    ("Simplified a pipeline", "I deleted four of our seven jobs, and nobody missed them.", "judgment"),
    ("Spoke for a quiet colleague", "I saw that nobody let her finish, and changed how we meet.", "inclusion"),
    ("Odd idea", "I tried a queue of paper cards for a week, and we kept it for a year.", "creativity"),
    ("Three teams at once", "Three teams needed me in one fortnight; I dropped one on the first day.", "judgment"),
    ("Night rota", "Two people wanted to leave the nights; I asked what made a night bad.", "inclusion"),
)


ACTION = (
    "First I asked each of the people whom it touched what they needed, and wrote it down in one page that they could "
    "correct. Then I looked at the figures of the last three months, found the two worst weeks, and talked to "
    "those who had been there. With that I made a plan in four steps, gave each a date, and said which I was not "
    "sure of. Every Monday I told the others what was done and what had gone wrong, and when the third step failed I "
    "asked for help the same day instead of hiding it."
)


def notes() -> str:
    """A file as people keep it."""
    return "\n".join(
        f"# {title}\n\nTags: {value}\n\n## Situation\n{told} It was in the spring, and two teams waited for us.\n\n"
        f"## Action\n{ACTION}\n\n"
        "## Result\nFailures fell from three a week to none in two months, and they asked us to do it again.\n"
        for title, told, value in EPISODES
    )


def import_stories(page: Page, folder: Path) -> None:
    path = folder / "notes.md"
    path.write_text(notes(), encoding="utf-8")
    page.goto("/data/import/")
    page.get_by_label("Files").set_input_files(path)
    press(page, "See what it would do")
    press(page, "Import 12 items")
    expect(page.get_by_text("Imported 12 items.")).to_be_visible()


def question(page: Page) -> Locator:
    return page.locator("#match-question")


def decided(owner: Owner) -> int:
    return owner.answers.count() + owner.refusals.count()


@pytest.fixture
def card(page: Page, alice: Owner, tmp_path: Path) -> Page:
    """Match, as the import leads there."""
    import_stories(page, tmp_path)
    assert alice.stories.count() == len(EPISODES)
    follow(page, "Match them to questions")
    expect(question(page)).to_be_visible()
    return page


def test_by_keyboard(card: Page, alice: Owner) -> None:
    """Twenty presses decide twenty questions."""
    for number in range(DECISIONS):
        shown = question(card).inner_text()
        card.keyboard.press("1230"[number % 4])
        expect(question(card)).not_to_have_text(shown)

    assert decided(alice) == DECISIONS
    last = question(card).inner_text()
    card.keyboard.press("u")
    expect(question(card)).not_to_have_text(last)
    assert decided(alice) == DECISIONS - 1
    card.keyboard.press("ArrowRight")
    expect(card.get_by_text("1 later")).to_be_visible()


@pytest.mark.browser_context_args(has_touch=True, viewport=PHONE)
def test_by_touch(card: Page, alice: Owner) -> None:
    for number in range(DECISIONS):
        shown = question(card).inner_text()
        if number % 4 == 3:
            card.get_by_role("button", name="None of mine").tap()
        else:
            card.get_by_role("listitem").get_by_role("button").nth(number % 3).tap()
        expect(question(card)).not_to_have_text(shown)

    assert decided(alice) == DECISIONS
    assert card.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_javascript(card: Page, alice: Owner) -> None:
    for number in range(DECISIONS - 1):
        name = "None of mine" if number % 4 == 3 else ""
        stories = card.get_by_role("listitem").get_by_role("button")
        (card.get_by_role("button", name=name) if name else stories.nth(number % 3)).click()
    card.get_by_text("Another…").click()
    card.get_by_label("Which one?").select_option(index=2)
    press(card, "Choose it")

    assert decided(alice) == DECISIONS


@pytest.mark.parametrize(
    "look", [lambda page: choose(page, "Edit"), lambda page: follow(page, "Say it")], ids=["edit", "say it"]
)
def test_chosen_story_covers_its_question_once_it_was_looked_at(
    card: Page, alice: Owner, look: Callable[[Page], None]
) -> None:
    alice.stories.update(status=Status.READY)
    shown = question(card).inner_text()
    card.keyboard.press("1")
    expect(question(card)).not_to_have_text(shown)
    answer = alice.answers.get()

    card.goto(answer.question.get_absolute_url())
    expect(card.get_by_text("haven't looked at the answer since")).to_be_visible()
    look(card)

    card.goto(answer.question.get_absolute_url())
    expect(level(card, "Covered")).to_be_visible()
