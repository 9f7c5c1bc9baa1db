"""The single keys, the list of them, and the switch that turns them off."""

import re

from playwright.sync_api import Page, expect

from stories.core.choices import Strength
from stories.models import Owner, Value
from tests.browser.pages import field, press_keys, reload
from tests.factories import StoryFactory, TagFactory


def test_keys_open_pages(page: Page, alice: Owner) -> None:
    page.goto("/")
    press_keys(page, "n")
    expect(page).to_have_url(re.compile("/stories/new/notes/$"))

    page.goto("/")
    for letter, path in {"c": "coverage", "s": "stories", "q": "questions", "l": "loops", "v": "values"}.items():
        press_keys(page, "g", letter)
        expect(page).to_have_url(re.compile(f"/{path}/$"))
    press_keys(page, "g", "h")
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()


def test_slash_goes_to_the_search_of_the_page_or_to_that_of_the_stories(page: Page, alice: Owner) -> None:
    StoryFactory.create(owner=alice)
    page.goto("/questions/")
    press_keys(page, "/")
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()

    page.goto("/culture/keeper-test/")
    press_keys(page, "/")
    expect(page).to_have_url(re.compile("/stories/#id_q$"))
    expect(page.get_by_role("searchbox", name="Search")).to_be_focused()


def test_h_goes_to_the_box_for_a_heard_question(page: Page, alice: Owner) -> None:
    page.goto("/culture/keeper-test/")

    press_keys(page, "h")
    expect(field(page, "Heard a question?")).to_be_focused()
    page.keyboard.type("What went badly?")
    page.keyboard.press("Enter")

    expect(page).to_have_url(re.compile(r"/questions/new/\?text=What\+went\+badly"))
    expect(field(page, "Question")).to_have_value("What went badly?")


def test_keys_are_letters_in_text_fields(page: Page, alice: Owner) -> None:
    page.goto("/values/new/")

    field(page, "Name").press_sequentially("gchn/?")

    expect(field(page, "Name")).to_have_value("gchn/?")
    expect(page).to_have_url(re.compile("/values/new/$"))


def test_second_key_of_a_pair_changes_no_tag_in_the_matrix(page: Page, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice)
    TagFactory.create(story=story, value=candor, strength=Strength.PRIMARY)
    page.goto("/coverage/")
    page.locator(f"#cell-{story.pk}-{candor.pk}").focus()

    press_keys(page, "g", "s")

    expect(page).to_have_url(re.compile("/stories/$"))
    assert story.tags.get().strength == Strength.PRIMARY


def test_question_mark_lists_the_keys_which_can_be_turned_off_for_good(page: Page, alice: Owner) -> None:
    page.goto("/")
    keys = page.get_by_role("dialog", name="Keyboard shortcuts")
    press_keys(page, "?")
    expect(keys).to_contain_text("New story n")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()

    page.get_by_role("button", name="Keyboard shortcuts").click()
    keys.get_by_label("Turn on single-key shortcuts").uncheck()
    keys.get_by_role("button", name="Close").click()
    reload(page)
    press_keys(page, "n", "?")
    expect(keys).to_be_hidden()
    expect(page.get_by_role("heading", name="Where you stand")).to_be_visible()

    page.get_by_role("button", name="Keyboard shortcuts").click()
    keys.get_by_label("Turn on single-key shortcuts").check()
    page.keyboard.press("Escape")
    press_keys(page, "n")
    expect(page).to_have_url(re.compile("/stories/new/notes/$"))
