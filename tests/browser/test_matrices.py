"""The matrices in the hand: the page scrolls under their heads, heads sort, and a phone gets lists."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from stories.bank.demo import fill
from stories.core.choices import Status, Strength
from stories.models import Owner, Tag, Value
from tests.browser.pages import follow, press
from tests.factories import AnswerFactory, QuestionFactory, StoryFactory, TagFactory

VIEWS = ("values", "questions", "topics")
DESK, WIDE = {"width": 1280, "height": 900}, {"width": 1920, "height": 1080}
PHONE = pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
WITHOUT = pytest.mark.browser_context_args(java_script_enabled=False)
BOXES = """table => {
  const boxes = [];
  for (let node = table.parentElement; node !== document.documentElement; node = node.parentElement) {
    const style = getComputedStyle(node);
    if (style.overflowX !== "visible" || style.overflowY !== "visible") boxes.push(node.className);
  }
  return boxes;
}"""
FIRST_Y = "document.querySelector('main .grid-section').getBoundingClientRect().top"


def top(locator: Locator) -> float:
    box = locator.bounding_box()
    assert box
    return box["y"]


@pytest.fixture
def hundred(alice: Owner, candor: Value) -> None:
    for number in range(100):
        title = f"Story {number:03}, whose title is longer than any column of a matrix is wide on a desk"
        story = StoryFactory.create(owner=alice, title=title)
        if number % 3 == 0:
            TagFactory.create(story=story, value=candor, strength=Strength.PRIMARY)


@pytest.mark.browser_context_args(viewport=DESK)
def test_hundred_stories_scroll_with_the_page_in_low_rows_under_their_head(page: Page, hundred: None) -> None:
    page.goto("/coverage/")
    grid = page.get_by_role("grid")
    rows = grid.locator("tbody tr")
    expect(rows).to_have_count(100)
    assert grid.evaluate(BOXES) == []
    heights = rows.evaluate_all("rows => rows.map(row => row.getBoundingClientRect().height)")
    assert max(heights) <= 29

    rows.nth(70).scroll_into_view_if_needed()
    page.evaluate("scrollBy(0, 400)")

    for head in ("Story", "Candor", "Courage"):
        assert top(grid.get_by_role("columnheader", name=head)) >= 0
    assert top(grid.locator("thead")) == 0
    assert top(grid.locator("thead")) < top(rows.nth(70)) < 900


@pytest.mark.browser_context_args(viewport=DESK)
def test_head_of_coverage_is_one_row(page: Page, alice: Owner) -> None:
    """It took 260 px until the matrix or its filters began, with two rows of tabs."""
    fill(alice)
    for view in VIEWS:
        page.goto(f"/coverage/?view={view}")
        assert page.evaluate(FIRST_Y) <= 125
        expect(page.locator("main nav.tabs")).to_have_count(1)


@pytest.mark.browser_context_args(viewport=WIDE)
def test_matrix_uses_a_wide_window(page: Page, alice: Owner) -> None:
    fill(alice)
    for view in VIEWS:
        page.goto(f"/coverage/?view={view}")
        box = page.get_by_role("grid").bounding_box()
        assert box
        assert box["width"] > 1800


@pytest.mark.parametrize("scripting", ["with JavaScript", pytest.param("without", marks=WITHOUT)])
def test_pressed_head_sorts_turns_round_and_lets_go(page: Page, alice: Owner, candor: Value, scripting: str) -> None:
    for title, strength in (("Alpha", None), ("Beta", Strength.SUPPORTING), ("Gamma", Strength.PRIMARY)):
        story = StoryFactory.create(owner=alice, title=title)
        if strength:
            TagFactory.create(story=story, value=candor, strength=strength)
    page.goto("/coverage/")
    table = page.locator(".matrix")
    head = table.locator("thead tr").first.locator("th", has_text="Candor")
    titles = table.locator("tbody th a")
    expect(head).not_to_have_attribute("aria-sort", re.compile("."))

    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(titles).to_have_text(["Gamma", "Beta", "Alpha"])
    head.get_by_role("link").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(titles).to_have_text(["Alpha", "Beta", "Gamma"])
    head.get_by_role("link").click()
    expect(page).not_to_have_url(re.compile("sort="))


def test_head_sorts_by_keyboard(page: Page, alice: Owner) -> None:
    for title in ("Beta", "Alpha"):
        StoryFactory.create(owner=alice, title=title)
    page.goto("/coverage/")
    page.get_by_role("grid").locator("[tabindex='0']").focus()

    for key in ("Home", "Control+Home", "Enter"):
        page.keyboard.press(key)

    expect(page).to_have_url(re.compile("sort=name"))
    expect(page.locator(".matrix tbody th a")).to_have_text(["Alpha", "Beta"])


def test_strip_follows_a_pressed_cell(page: Page, alice: Owner, candor: Value) -> None:
    draft = StoryFactory.create(owner=alice, title="Begun", status=Status.DRAFT)
    page.goto("/coverage/")
    strip = page.locator(f"#count-{candor.pk}")
    expect(strip).to_contain_text("0 ready")

    page.locator(f"#cell-{draft.pk}-{candor.pk}").focus()
    page.keyboard.press("p")

    expect(strip).to_contain_text("0 ready, 1 in a draft")


def listed(page: Page, value: str) -> Locator:
    return page.get_by_role("region", name=value, exact=True)


@PHONE
@pytest.mark.parametrize("scripting", ["with JavaScript", pytest.param("without", marks=WITHOUT)])
def test_phone_gets_a_list_a_value_and_changes_tags_there(
    page: Page, alice: Owner, candor: Value, scripting: str
) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback")
    other = StoryFactory.create(owner=alice, title="Migration")
    TagFactory.create(story=story, value=candor, strength=Strength.PRIMARY, evidence="called the director")
    page.goto("/coverage/")
    expect(page.locator(".matrix")).to_be_hidden()
    of_candor = listed(page, "Candor")
    expect(of_candor.get_by_role("listitem")).to_have_count(1)

    of_candor.get_by_role("button", name="Supporting: Candor in “Rollback”").tap()
    expect(of_candor.get_by_role("button", name="Supporting: Candor in “Rollback”")).to_have_attribute(
        "aria-pressed", "true"
    )
    of_candor.get_by_role("link", name=re.compile("^Tag another story")).tap()
    of_candor.get_by_role("button", name="Primary: Candor in “Migration”").tap()
    expect(of_candor.get_by_role("button", name="Primary: Candor in “Migration”")).to_have_attribute(
        "aria-pressed", "true"
    )
    tags = Tag.objects.values_list("story", "strength")
    assert set(tags) == {(story.pk, "supporting"), (other.pk, "primary")}

    follow(page, "All values")
    expect(listed(page, "Courage")).to_be_visible()
    of_candor.get_by_role("button", name="Supporting: Candor in “Rollback”").tap()
    expect(of_candor.get_by_role("listitem")).to_have_count(1)
    press(page, "Undo")
    expect(of_candor.get_by_role("listitem")).to_have_count(2)
    assert story.tags.get().evidence == "called the director"


@PHONE
def test_phone_gets_a_list_a_question_and_a_list_a_topic(page: Page, alice: Owner) -> None:
    question = QuestionFactory.create(owner=alice, text="What broke?")
    AnswerFactory.create(story=StoryFactory.create(owner=alice, title="Rollback"), question=question)

    page.goto("/coverage/?view=questions&q=broke")
    item = page.locator(".by-question > li")
    expect(item).to_have_count(1)
    item.get_by_role("link", name=re.compile("Rollback")).tap()
    expect(page.get_by_role("complementary", name="The evidence")).to_contain_text("A strong answer.")
    press(page, "Close")
    expect(item.get_by_role("link", name=re.compile("Rollback"))).to_be_focused()

    page.goto("/coverage/?view=topics")
    expect(page.locator(".matrix")).to_be_hidden()
    page.locator(".by-topic .value-list", has_text="Candor").get_by_role("link", name=re.compile("Conflict")).tap()
    expect(page).to_have_url(re.compile("view=questions.*topic=conflict"))
