"""Quick recall in a browser, on a phone with one thumb and by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from stories.core.memory import Rating
from stories.models import Owner, Question, Rehearsal
from tests.browser.pages import press
from tests.factories import AnswerFactory, StoryFactory

PHONE = {"width": 360, "height": 740}


@pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
def test_two_questions(page: Page, transactional_db: None, alice: Owner) -> None:
    for slug in ("nfx-seed-01", "nfx-seed-02"):
        story = StoryFactory.create(owner=alice, title=f"Story of {slug}")
        AnswerFactory.create(story=story, question=Question.objects.get(slug=slug), opening="It began on a Friday.")
    page.clock.install(time="2026-12-01T19:30:00")
    page.goto("/practise/")
    page.get_by_role("link", name="Quick recall").click()
    page.clock.pause_at("2026-12-01T19:31:00")
    press(page, "Start")

    expect(page.get_by_text("1 of 2")).to_be_visible()
    naming = page.locator(".naming")
    page.clock.run_for(4_000)
    expect(naming).to_have_attribute("data-left", "6")
    expect(page.get_by_text("It began on a Friday.")).to_have_count(0)
    page.get_by_role("button", name="Reveal").tap()
    expect(page.get_by_text("It began on a Friday.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.keyboard.press("1")
    expect(page.get_by_text("2 of 2")).to_be_visible()
    page.clock.run_for(12_000)
    expect(page.get_by_text("Now reveal it.")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Right", exact=True)).to_be_focused()
    page.keyboard.press("0")

    expect(page.get_by_role("heading", name="1 of 2 right")).to_be_visible()
    rows = Rehearsal.objects.rated().order_by("began")
    assert [row.rated for row in rows] == [Rating.FINE, Rating.FORGOT]
    assert [row.seconds for row in rows] == [4, 12]
    page.get_by_role("link", name=re.compile("^Tell it")).tap()
    expect(page.get_by_role("button", name="Start")).to_be_visible()
