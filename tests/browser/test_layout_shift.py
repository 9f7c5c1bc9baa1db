"""Nothing that is being read jumps, neither when a page's scripts load late nor above a field being typed into."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from stories.models import Owner, Story, Value
from tests.browser.pages import field, open_editor
from tests.factories import StoryFactory, TagFactory

OBSERVE = """
window.shifted = [];
const note = (entries) => {
  for (const entry of entries) {
    if (entry.hadRecentInput) continue;
    window.shifted.push(entry.sources.map(({ node }) => node?.outerHTML?.slice(0, 80) ?? "gone").join(" and "));
  }
};
const observer = new PerformanceObserver((list) => note(list.getEntries()));
observer.observe({ type: "layout-shift", buffered: true });
window.painted = new Promise((done) => {
  new PerformanceObserver((list) => list.getEntriesByName("first-contentful-paint").forEach(done))
    .observe({ type: "paint", buffered: true });
});
window.shifts = () => new Promise((done) => {
  requestAnimationFrame(() => requestAnimationFrame(() => {
    note(observer.takeRecords());
    done(window.shifted);
  }));
});
"""


@pytest.fixture
def story(alice: Owner, candor: Value) -> Story:
    story = StoryFactory.create(owner=alice, title="Rollback", situation="It was late.", action="We did it.")
    TagFactory.create(story=story, value=candor)
    return story


def open_slowly(page: Page, path: str) -> None:
    """The scripts arrive after the page has been painted without them."""
    held: list[Route] = []
    page.route("**/*.js", lambda route: held.append(route))
    page.goto(path, wait_until="commit")
    page.evaluate("painted.then(() => true)")
    page.route("**/*.js", lambda route: route.continue_())
    for route in held:
        route.continue_()
    page.wait_for_load_state("load")


@pytest.mark.parametrize("width", [1280, 390])
def test_page_stays_as_it_was_painted_when_its_scripts_come(page: Page, story: Story, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.add_init_script(OBSERVE)
    own = story.get_absolute_url()
    shifted = {}

    for path in ("/", "/stories/", own, f"{own}edit/", "/coverage/", "/coverage/?view=questions", "/answers/sheet/"):
        open_slowly(page, path)
        shifted[path] = page.evaluate("shifts()")

    assert {path: shift for path, shift in shifted.items() if shift} == {}


@contextmanager
def in_place(*things: Locator) -> Iterator[None]:
    """Checks that these stay where they are."""
    before = tops(things)
    yield
    assert tops(things) == before


def tops(things: Sequence[Locator]) -> list[float]:
    boxes = [thing.bounding_box() for thing in things]
    return [box["y"] for box in boxes if box]


def test_nothing_above_jumps_while_a_story_is_typed_and_saved(page: Page, story: Story) -> None:
    page.set_viewport_size({"width": 1280, "height": 3000})  # Nothing scrolls.
    open_editor(page, story)
    action = field(page, "Action")
    action.focus()

    with in_place(page.get_by_role("heading", level=1), field(page, "Situation"), action):
        action.press_sequentially(" I asked the team, and I decided.")
        expect(page.locator("#spoken")).to_contain_text("I decided.")
        expect(page.locator("#saved-at")).to_be_visible()


def test_filter_stays_in_place_while_it_narrows_the_list(page: Page, story: Story) -> None:
    page.goto("/stories/")
    search = page.get_by_role("searchbox")

    with in_place(page.get_by_role("heading", level=1), search, page.get_by_role("status").last):
        search.press_sequentially("nothing like it")
        expect(page.get_by_text("No story matches.")).to_be_visible()
