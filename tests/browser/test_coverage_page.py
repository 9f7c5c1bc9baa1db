"""The coverage page in a browser: pressing a cell changes it in place, and filters narrow the list in place."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from stories.models import Owner, Story, Tag, Value
from tests.browser.pages import follow, press, reload, value_row
from tests.factories import StoryFactory, TagFactory


@pytest.fixture
def story(alice: Owner) -> Story:
    return StoryFactory.create(owner=alice, title="Rollback")


@pytest.fixture
def opened(page: Page, story: Story) -> Page:
    page.goto("/coverage/")
    return page


@pytest.fixture
def in_place(opened: Page) -> Iterator[None]:
    """Checks that the page was never reloaded."""
    opened.evaluate("window.sameDocument = true")
    yield
    assert opened.evaluate("window.sameDocument") is True


def cell(page: Page, value: str, strength: str) -> Locator:
    row = page.get_by_role("row", name=re.compile("^Rollback"))
    return row.get_by_role("button", name=re.compile(f"^{value}: {strength};"))


def strengths() -> list[tuple[str, str, str]]:
    return list(Tag.objects.values_list("value__slug", "strength", "evidence"))


def test_pressed_cell_goes_round_and_the_levels_follow(opened: Page, in_place: None) -> None:
    expect(value_row(opened, "Candor")).to_contain_text("Missing")

    cell(opened, "Candor", "not tagged").click()
    expect(cell(opened, "Candor", "supporting")).to_be_visible()
    expect(value_row(opened, "Candor")).to_contain_text("Thin")
    expect(opened.get_by_role("status").filter(has_text="“Rollback”, Candor: supporting.")).to_be_visible()
    assert strengths() == [("candor", "supporting", "")]

    cell(opened, "Candor", "supporting").click()
    expect(cell(opened, "Candor", "primary")).to_be_visible()
    assert strengths() == [("candor", "primary", "")]

    cell(opened, "Candor", "primary").click()
    expect(cell(opened, "Candor", "not tagged")).to_be_visible()
    expect(value_row(opened, "Candor")).to_contain_text("Missing")
    assert strengths() == []


def test_second_ready_story_covers_the_value_in_place(
    alice: Owner, candor: Value, opened: Page, in_place: None
) -> None:
    TagFactory.create(story=StoryFactory.create(owner=alice, title="Another"), value=candor)
    cell(opened, "Candor", "not tagged").click()

    expect(value_row(opened, "Candor")).to_contain_text("Covered")
    expect(opened.get_by_text("1 of 8 values covered (12%).")).to_be_visible()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_cell_is_changed_by_keyboard_and_keeps_the_focus(opened: Page, in_place: None, key: str) -> None:
    cell(opened, "Candor", "not tagged").focus()

    for strength in ("supporting", "primary", "not tagged"):
        opened.keyboard.press(key)
        expect(cell(opened, "Candor", strength)).to_be_focused()

    opened.keyboard.press("Tab")
    expect(opened.get_by_role("grid").locator(":focus")).to_have_count(0)


def test_grid_is_walked_by_arrow_keys_and_tags_are_set_by_letter(opened: Page, in_place: None) -> None:
    cell(opened, "Selflessness", "not tagged").focus()

    opened.keyboard.press("ArrowRight")
    expect(cell(opened, "Judgment", "not tagged")).to_be_focused()
    opened.keyboard.press("p")
    expect(cell(opened, "Judgment", "primary")).to_be_focused()
    opened.keyboard.press("End")
    opened.keyboard.press("Home")
    expect(opened.get_by_role("link", name="Rollback", exact=True)).to_be_focused()
    opened.keyboard.press("ArrowUp")
    expect(opened.get_by_role("rowheader", name="Told as primary")).to_be_focused()
    opened.keyboard.press("ArrowUp")
    expect(opened.get_by_role("columnheader", name="Story").get_by_role("link")).to_be_focused()

    assert strengths() == [("judgment", "primary", "")]


def test_cell_opens_what_it_rests_on_and_gives_the_focus_back(page: Page, story: Story, candor: Value) -> None:
    TagFactory.create(story=story, value=candor, evidence="called the director")
    page.goto("/coverage/")
    cell(page, "Candor", "primary").focus()

    page.keyboard.press("o")
    basis = page.get_by_role("complementary", name="The evidence")
    expect(basis.get_by_role("heading", name="Candor in “Rollback”")).to_be_focused()
    expect(basis).to_contain_text("called the director")
    page.keyboard.press("Escape")

    expect(page.locator("#basis")).to_be_empty()
    expect(cell(page, "Candor", "primary")).to_be_focused()
    assert strengths() == [("candor", "primary", "called the director")]


def test_topic_opens_its_questions(page: Page, story: Story) -> None:
    page.goto("/coverage/?view=topics")

    page.get_by_role("row", name=re.compile("^Candor")).get_by_role("link", name=re.compile("^Conflict: 0 of")).click()

    expect(page.get_by_text(re.compile(r"^\d questions?, likely ones first"))).to_be_visible()
    expect(page.get_by_label("Topic")).to_have_value("conflict")


def test_pressed_cell_is_still_so_after_a_reload(opened: Page) -> None:
    cell(opened, "Candor", "not tagged").click()
    expect(cell(opened, "Candor", "supporting")).to_be_visible()

    reload(opened)

    expect(cell(opened, "Candor", "supporting")).to_be_visible()
    expect(value_row(opened, "Candor")).to_contain_text("Thin")


def test_removed_tag_can_be_undone_with_its_evidence(page: Page, story: Story, candor: Value) -> None:
    evidence = "I told her the same day, in her office, with the two numbers and the query on one page"
    TagFactory.create(story=story, value=candor, evidence=evidence)
    page.goto("/coverage/")
    cell(page, "Candor", "primary").click()
    expect(page.get_by_text("The tag's evidence, “I told her the same day,")).to_be_visible()
    assert strengths() == []

    press(page, "Undo")

    expect(cell(page, "Candor", "primary")).to_be_visible()
    assert strengths() == [("candor", "primary", evidence)]


@pytest.mark.parametrize("path", ["/coverage/?view=questions", "/questions/"])
def test_filters_narrow_the_questions_in_place_and_are_in_the_address(page: Page, alice: Owner, path: str) -> None:
    page.clock.install()
    page.goto(path)
    page.evaluate("window.sameDocument = true")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type == "xhr" else None)
    count = page.locator("#results").get_by_text(re.compile(r"^\d+ questions?, likely ones first"))
    everything = count.inner_text()

    page.get_by_label("Topic").select_option("Conflict")
    expect(count).not_to_have_text(everything)
    of_the_topic = count.inner_text()
    page.clock.run_for(1_000)
    page.get_by_role("searchbox", name="Search").press_sequentially("disagree")
    page.clock.run_for(1_000)
    expect(page).to_have_url(re.compile(r"q=disagree.*topic=conflict"))
    page.keyboard.press("Tab")

    expect(count).to_have_text(re.compile(r"^[1-9]\d? question"))
    narrowed = count.inner_text()
    assert int(narrowed.split()[0]) < int(everything.split()[0])
    assert page.evaluate("window.sameDocument") is True
    assert len(asked) == 2  # One for each change; more would fill the history with the same page.

    reload(page)
    expect(count).to_have_text(narrowed)
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("disagree")
    page.go_back()
    expect(page).to_have_url(re.compile(r"q=&.*topic=conflict"))
    expect(count).to_have_text(of_the_topic)
    page.go_back()
    expect(count).to_have_text(everything)


@pytest.mark.parametrize("path", ["/coverage/?view=questions", "/questions/"])
def test_back_from_a_question_shows_the_narrowed_page_whole(page: Page, alice: Owner, path: str) -> None:
    page.goto(path)
    page.get_by_role("searchbox", name="Search").fill("disagree")
    expect(page).to_have_url(re.compile(r"q=disagree"))
    link = page.get_by_role("link", name=re.compile("disagree")).first
    link.click()
    expect(page).to_have_url(re.compile(r"/questions/\d+/$"))

    page.go_back()

    expect(page.get_by_role("navigation", name="Main")).to_be_visible()
    expect(page.get_by_role("searchbox", name="Search")).to_have_value("disagree")
    follow(page, "Stories")
