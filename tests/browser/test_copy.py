"""Texts on the clipboard by one press."""

import re

from playwright.sync_api import Page, expect

from stories.models import Owner
from tests.browser.pages import follow
from tests.factories import StoryFactory


def test_story_is_copied_by_one_press(page: Page, alice: Owner) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    story = StoryFactory.create(owner=alice, title="The release", situation="It was *late*.")
    page.goto(story.get_absolute_url())

    follow(page, "Copy as Markdown")

    expect(page.get_by_text("Copied.", exact=True)).to_be_attached()
    text = page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("# The release\n")
    assert "## Situation\nIt was *late*." in text


def test_text_is_shown_where_it_can_not_be_copied(page: Page, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="The release", situation="It was *late*.")
    page.goto(story.get_absolute_url())
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')); }")

    follow(page, "Copy as text")

    expect(page.get_by_role("heading", name="As text")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("textbox")).to_have_value(re.compile("Situation\nIt was late."))
