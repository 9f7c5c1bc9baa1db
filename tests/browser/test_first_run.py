"""The first minutes: an empty library greets, the guide helps, and nothing gets in the way."""

import re

from playwright.sync_api import Page, expect

from stories.core.choices import Section, Status
from stories.models import Owner
from tests.browser.pages import field, follow, press, value_row
from tests.factories import StoryFactory

TEXTS = {
    Section.SITUATION: "The launch was a day away, and everybody knew it.",
    Section.TASK: "The decision was mine.",
    Section.ACTION: StoryFactory.build().action,
    Section.RESULT: "It moved by nine days and lost no member.",
    Section.LEARNING: "I read the logs on the first day now.",
}


def test_empty_library_leads_through_the_first_story(page: Page, alice: Owner) -> None:
    page.goto("/")
    begin = page.get_by_role("region", name="Start with one story")
    expect(begin.get_by_role("listitem")).to_have_text([re.compile("^Write"), re.compile("^Tag"), re.compile("^See")])

    follow(page, "Write your first story")
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Name it").click()
    page.keyboard.press("Tab")
    field(page, "Title").fill("Held the launch")
    for number, (section, text) in enumerate(TEXTS.items()):
        example = page.get_by_text("An example", exact=True).nth(number)
        example.click()
        expect(example.locator("xpath=..").locator(".prose")).to_be_visible()
        field(page, section.capitalize()).fill(text)
    follow(page, "Tag it")
    page.get_by_role("group", name="Candor", exact=True).get_by_label("Primary").check()
    press(page, "Save and mark ready")
    expect(page.get_by_role("status")).to_have_text("“Held the launch” is saved and ready.")

    follow(page, "Coverage")
    expect(value_row(page, "Candor")).to_contain_text("Thin")
    story = alice.stories.get()
    assert story.status == Status.READY
    assert story.texts == TEXTS


def test_guide_stays_when_a_save_is_refused_and_can_be_put_away(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/?guide")
    press(page, "Save and mark ready")
    expect(page.get_by_text("Give the story a title so you can find it again.")).to_be_visible()
    expect(page.get_by_text("Ask yourself:").first).to_be_visible()

    field(page, "Situation").fill("The launch was a day away.")
    page.get_by_label("Guide me with questions and examples").uncheck()

    expect(page.get_by_text("Ask yourself:").first).to_be_hidden()
    expect(field(page, "Situation")).to_have_value("The launch was a day away.")
