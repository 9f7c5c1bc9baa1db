"""What all pages have in common: a head of one row, the same edges from head to foot, and titles that look alike."""

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from stories.models import Owner
from tests.browser import test_accessibility
from tests.browser.pages import field, follow, press
from tests.browser.test_main_way import SCRIPTING
from tests.factories import StoryFactory

PHONE = ViewportSize(width=390, height=844)
TOUCH = pytest.mark.browser_context_args(has_touch=True, viewport=PHONE)
MOST_HEAD = 64
SECTIONS = {
    "/stories/": "Stories",
    "/match/": "Coverage",
    "/culture/": "Culture",
    "/settings/": "Settings",
    "/bin/": "Settings",
}
IN_VIEW = """link => {
  const [box, row] = [link.getBoundingClientRect(), link.closest(".site-bar").getBoundingClientRect()];
  return box.left >= row.left && box.right <= row.right;
}"""
EDGES = """() => {
  const inside = (node) => {
    const [box, style] = [node.getBoundingClientRect(), getComputedStyle(node)];
    return [box.left + parseFloat(style.paddingLeft), box.right - parseFloat(style.paddingRight)].map(Math.round);
  };
  const isMatrix = document.querySelector("main > .grid-section") !== null;
  const frame = [".site-head-inner", ".site-foot", ...(isMatrix ? [] : ["main"])];
  const parts = frame.map((part) => inside(document.querySelector(part)));
  const own = isMatrix ? ".coverage-head" : ":is(section, .page-head, .coverage-head), main > section > ul";
  const wide = document.querySelectorAll(`main > ${own}`);
  return [...parts, ...[...wide].filter((node) => node.checkVisibility()).map(inside)];
}"""
TITLES = """() => [...document.querySelectorAll(
  "main :is(h1, h2, h3, th) > a, main a.row-main, main .rows > li:not(.empty) > a:first-child, main .cards li li > a"
)].filter((link) => !link.matches(".btn, .step") && link.checkVisibility()).filter((link) => {
  const style = getComputedStyle(link);
  return style.color !== getComputedStyle(link.parentElement).color || style.textDecorationLine !== "none";
}).map((link) => link.textContent)"""
BY_ITSELF = {"next story", "loop", "story for a question"}
"""Pages where what a row begins with is something to do."""

# The pages of a library with something on each of them.
library = test_accessibility.library


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_head_of_a_phone_is_one_row_with_the_current_tab_in_view(page: Page, alice: Owner, scripting: str) -> None:
    page.set_viewport_size(PHONE)

    for path, tab in SECTIONS.items():
        page.goto(path)
        head = page.get_by_role("banner")
        assert head.evaluate("node => node.offsetHeight") <= MOST_HEAD
        current = head.get_by_role("link", name=tab, exact=True)
        expect(current).to_have_attribute("aria-current", "page")
        assert current.evaluate(IN_VIEW), tab


@TOUCH
@pytest.mark.parametrize("scripting", SCRIPTING)
def test_icon_opens_the_search_and_nothing_moves(page: Page, alice: Owner, scripting: str) -> None:
    page.goto("/stories/")
    title, box = page.get_by_role("heading", level=1), page.locator(".heard-box")
    before = title.bounding_box()
    expect(box).to_have_css("opacity", "0")

    page.locator("label[for=heard]").tap()

    expect(field(page, "Heard a question?")).to_be_focused()
    expect(box).to_have_css("opacity", "1")
    assert title.bounding_box() == before
    page.keyboard.type("Were you ever wrong?")
    press(page.get_by_role("search", name="Heard a question?"), "Find")
    expect(field(page, "Question")).to_have_value("Were you ever wrong?")


@pytest.mark.parametrize("width", [1280, 1920])
def test_head_content_and_foot_have_the_same_edges(page: Page, library: dict[str, str], width: int) -> None:
    """A matrix alone may be wider."""
    page.set_viewport_size({"width": width, "height": 900})
    edges = {}

    for name in ("stories", "questions", "coverage", "values by topics", "next story", "risks", "culture", "settings"):
        page.goto(library[name])
        edges[name] = page.evaluate(EDGES)

    assert {name: all_edges for name, all_edges in edges.items() if len(set(map(tuple, all_edges))) > 1} == {}


def test_titles_that_can_be_pressed_look_alike_in_every_list(page: Page, library: dict[str, str]) -> None:
    different = {}

    for name, path in library.items():
        page.goto(path)
        different[name] = page.evaluate(TITLES)

    assert {name: titles for name, titles in different.items() if titles and name not in BY_ITSELF} == {}
    page.goto("/questions/")
    title = page.locator(".row-main").first
    title.hover()
    expect(title).to_have_css("text-decoration-line", "underline")


def test_boxes_of_stories_wait_for_a_pointer_or_the_keyboard(page: Page, alice: Owner) -> None:
    StoryFactory.create(owner=alice, title="Rollback")
    StoryFactory.create(owner=alice, title="Outage")
    page.goto("/stories/")
    first, second = page.get_by_role("checkbox").all()
    expect(first).to_have_css("opacity", "0")

    page.locator(".story-rows > li").first.hover()
    expect(first).to_have_css("opacity", "1")
    expect(second).to_have_css("opacity", "0")
    page.get_by_role("heading", level=1).hover()
    first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(first).to_have_css("opacity", "1")
    page.keyboard.press("Space")

    expect(second).to_have_css("opacity", "1")
    press(page, "Archive")
    expect(page.locator(".story-rows > li")).to_have_count(1)


@TOUCH
@pytest.mark.parametrize("scripting", SCRIPTING)
def test_stories_are_selected_by_touch(page: Page, alice: Owner, scripting: str) -> None:
    StoryFactory.create(owner=alice, title="Rollback")
    page.goto("/stories/")
    box = page.get_by_label("Select “Rollback”")
    expect(box).to_be_hidden()

    page.get_by_text("Select stories").tap()
    box.tap()
    press(page, "Mark ready")

    expect(page.get_by_role("main")).to_contain_text("Ready")


@TOUCH
def test_match_shows_no_keys_where_there_are_none(page: Page, alice: Owner) -> None:
    StoryFactory.create(owner=alice, title="Rollback")
    page.goto("/coverage/")

    follow(page, "Match")

    expect(page.get_by_role("navigation", name="Coverage").get_by_role("link", name="Match")).to_be_visible()
    expect(page.get_by_text("0 of 21 likely questions decided")).to_be_visible()
    expect(page.locator("main kbd").first).to_be_hidden()


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_value_shows_ten_questions_and_then_all(page: Page, library: dict[str, str], scripting: str) -> None:
    page.goto(library["value"])
    questions = page.get_by_role("region", name="Questions that probe it as primary").locator("li:visible")
    expect(questions).to_have_count(10)

    page.get_by_text("Show all").click()

    assert questions.count() > 10
    expect(page.get_by_text(f"Show all {questions.count()}")).to_be_visible()
