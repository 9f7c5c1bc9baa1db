"""The whole way with only the keyboard: no click, and the focus is visible wherever it stops."""

import re

from playwright.sync_api import Locator, Page, expect

from stories.core.choices import Section
from stories.models import Answer, Owner, Story
from tests.browser.pages import field, level, press_keys, value_row
from tests.browser.test_first_run import TEXTS

FAR = 150
"""Stops; more than any page has before the one that is looked for."""
UNSEEN = """() => {
    const element = document.activeElement, style = getComputedStyle(element);
    const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    const box = element.getBoundingClientRect();
    const isShown = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    const isBody = element === document.body;
    return isBody || isOutlined && isShown ? "" : element.outerHTML.slice(0, 120);
}"""


def tab_to(page: Page, stop: Locator, key: str = "Tab") -> None:
    """Press Tab until `stop` has the focus; every stop on the way must show that it has it."""
    wanted = stop.element_handle()
    for _ in range(FAR):
        page.keyboard.press(key)
        assert page.evaluate(UNSEEN) == ""
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"Tab does not lead to {stop}.")


def open_link(page: Page, name: str) -> None:
    tab_to(page, page.get_by_role("link", name=name, exact=True).first)
    page.keyboard.press("Enter")


def type_in(page: Page, label: str, text: str) -> None:
    tab_to(page, field(page, label))
    page.keyboard.insert_text(text)


def test_story_is_written_tagged_covered_and_told_by_keyboard_alone(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/")
    type_in(page, "Title", "Held the launch")
    for section, text in TEXTS.items():
        type_in(page, section.capitalize(), text)
    candor = page.get_by_role("group", name="Candor", exact=True)
    tab_to(page, candor.get_by_role("radio").first)
    page.keyboard.press("ArrowUp")  # From the first choice, wrapping to the last.
    expect(candor.get_by_label("Primary")).to_be_checked()
    type_in(page, "Evidence for Candor", "called the director")
    tab_to(page, page.get_by_role("button", name="Save and mark ready"), "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_have_text("“Held the launch” is saved and ready.")

    press_keys(page, "g", "c")
    expect(value_row(page, "Candor")).to_contain_text("Thin")
    grid = page.get_by_role("grid")
    tab_to(page, grid.locator("[tabindex='0']").first)
    page.keyboard.press("s")
    for words in ("supporting; press for primary", "primary; press for none", "not tagged; press for supporting"):
        expect(grid.locator(":focus")).to_have_accessible_name(re.compile(f": {words}$"))
        page.keyboard.press("Space" if "none" in words else "Enter" if "primary" in words else "ArrowRight")

    press_keys(page, "g", "q")
    search = page.get_by_role("searchbox", name="Search")
    page.wait_for_url("**/questions/")
    press_keys(page, "/")
    expect(search).to_be_focused()
    page.keyboard.insert_text("disagreed with a manager")
    expect(page.locator("#results").get_by_role("listitem")).to_have_count(1)
    tab_to(page, page.locator("#results").get_by_role("link", name=re.compile("disagreed with a manager")))
    page.keyboard.press("Enter")
    open_link(page, "Answer with a story")
    tab_to(page, page.get_by_role("region", name="All your stories").get_by_role("link", name="Held the launch"))
    page.keyboard.press("Enter")
    fit = page.get_by_role("radio", name="Strong")
    tab_to(page, page.get_by_role("radio", checked=True))
    for _ in range(3):
        if not fit.is_checked():
            page.keyboard.press("ArrowUp")
    type_in(page, "Opening line", "In one line.")
    tab_to(page, page.get_by_role("button", name="Save", exact=True).last)
    page.keyboard.press("Space")
    expect(level(page, "Covered")).to_be_visible()

    [story], [answer] = Story.objects.all(), Answer.objects.all()
    assert {section: story.text_of(section) for section in Section} == TEXTS
    assert list(story.tags.values_list("value__slug", "strength", "evidence")) == [
        ("candor", "primary", "called the director")
    ]
    assert (answer.story, answer.fit, answer.opening) == (story, "strong", "In one line.")


def test_story_is_deleted_and_brought_back_by_keyboard_alone(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/")
    type_in(page, "Title", "Held the launch")
    page.keyboard.press("Control+s")
    expect(page.locator("#state").get_by_text("Saved at")).to_be_visible()
    story = alice.stories.get()
    page.goto(story.get_absolute_url())
    tab_to(page, page.get_by_label("More: Held the launch"))
    page.keyboard.press("Enter")
    open_link(page, "Delete…")
    tab_to(page, page.get_by_role("button", name="Delete the story"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Held the launch” was deleted.")).to_be_visible()
    assert not Story.objects.exists()

    open_link(page, "Skip to content")
    tab_to(page, page.get_by_role("button", name="Undo"))
    page.keyboard.press("Enter")

    expect(page.get_by_text("“Held the launch” has been put back.")).to_be_visible()
    assert Story.objects.get() == story
