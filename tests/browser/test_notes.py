"""From pasted notes to a story that counts as ready."""

import pytest
from playwright.sync_api import Page, expect

from stories.core.choices import Status
from stories.models import Owner
from tests.browser.pages import field, follow, press, press_keys
from tests.browser.test_accessibility import complaints

NOTES = """Our export had failed three times in one week. The customer was about to leave.
My job was to find out why before Monday.
I read the logs with the colleague who had written the job. Then I built a small copy of the database.
Failures fell from three a week to none. I learned to ask the person who wrote the code first."""


def propose(page: Page) -> None:
    page.goto("/")
    press_keys(page, "n")
    field(page, "Paste or speak your notes as they are").fill(NOTES)
    press(page, "Split into sections")


def section(page: Page, number: int) -> str:
    return page.get_by_label(f"Section of sentence {number}", exact=True).input_value()


def test_pasted_notes_become_a_story_that_is_marked_ready(page: Page, alice: Owner) -> None:
    propose(page)
    expect(page.get_by_text("This is a proposal.")).to_be_visible()
    field(page, "Title").fill("The export")

    press(page, "Keep as a draft")
    press(page, "Save and mark ready")

    expect(page.get_by_text("“The export” is marked ready, but doesn't count yet: It takes 0:")).to_be_visible()
    story = alice.stories.get()
    assert (story.status, story.task) == (Status.READY, "My job was to find out why before Monday.")


def test_proposals_are_accessible(page: Page, alice: Owner) -> None:
    propose(page)
    expect(page.get_by_text("This is a proposal.")).to_be_visible()
    found = complaints(page, "proposal of sections")

    page.goto("/questions/new/list/")
    field(page, "Questions, one on each line").fill("1. Why did you leave?\n2. When were you wrong?")
    press(page, "See the questions")
    page.get_by_text("Values: ").first.click()
    found += complaints(page, "proposal of questions")

    assert found == []


def test_sentence_moves_by_a_press_and_by_keys(page: Page, alice: Owner) -> None:
    propose(page)

    press(page, "Sentence 2: to the next section")
    assert section(page, 2) == "task"
    expect(page.locator("#said")).to_have_text("Task")
    page.get_by_label("Section of sentence 2", exact=True).focus()
    page.keyboard.press("ArrowLeft")
    assert section(page, 2) == "situation"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    assert section(page, 3) == "action"
    page.keyboard.press("ArrowUp")
    expect(page.get_by_label("Section of sentence 2", exact=True)).to_be_focused()

    assert not alice.stories.exists()


def test_colour_of_a_sentence_follows_its_section(page: Page) -> None:
    propose(page)
    row = page.locator(".pieces > li").nth(1)
    before = row.evaluate("row => getComputedStyle(row).borderInlineStartColor")

    press(page, "Sentence 2: to the next section")

    assert row.evaluate("row => getComputedStyle(row).borderInlineStartColor") != before


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_notes_are_split_and_kept_without_javascript(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/notes/")
    field(page, "Paste or speak your notes as they are").fill(NOTES)
    press(page, "Split into sections")
    press(page, "Sentence 2: to the next section")
    assert section(page, 2) == "task"
    page.get_by_label("Section of sentence 1", exact=True).select_option("Notes, not told")

    press(page, "Keep as a draft")

    story = alice.stories.get()
    assert story.notes == "Our export had failed three times in one week."
    assert story.task.startswith("The customer was about to leave.")


def test_editor_is_one_press_away(page: Page) -> None:
    page.goto("/stories/new/notes/")

    follow(page, "Write in the editor")

    expect(field(page, "Situation")).to_be_visible()
