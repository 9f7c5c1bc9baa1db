"""What a screen reader gets: cells that say what they are, and each change announced once, in a lasting region."""

import re

from playwright.sync_api import ElementHandle, Locator, Page, expect

from stories.core.choices import Status, Strength
from stories.models import Owner, Question, Value
from tests.browser.pages import field
from tests.factories import AnswerFactory, StoryFactory, TagFactory

STILL = """() => [...document.querySelectorAll("*")].flatMap((element) => ["", "::before", "::after"].map((part) => {
    const style = getComputedStyle(element, part);
    const moves = [style.transitionDuration, style.animationDuration].some((text) => /[1-9]/.test(text))
        && (style.animationName !== "none" || style.transitionDuration !== "0s");
    return moves || style.scrollBehavior === "smooth" ? element.outerHTML.slice(0, 80) + part : "";
})).filter(Boolean)"""


def place(region: Locator) -> ElementHandle:
    """The node itself: a region that is replaced would no longer announce anything."""
    element = region.element_handle()
    assert element
    return element


def says(node: ElementHandle, text: str) -> None:
    expect(node.owner_frame().page.locator("#said, #changes").filter(has_text=re.compile(text))).to_be_attached()  # type: ignore[union-attr]
    assert node.evaluate("node => node.isConnected"), "The region was replaced."
    assert re.search(text, node.text_content() or "")


def test_change_is_said_in_a_region_that_stays(page: Page, alice: Owner, candor: Value) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback", status=Status.DRAFT)
    page.goto(f"{story.get_absolute_url()}edit/")
    said = place(page.locator("[aria-live=polite]#said"))
    field(page, "Learning").press_sequentially("Ask first.")
    says(said, r"^Saved at \d\d:\d\d:\d\d$")

    page.goto("/coverage/")
    changes = place(page.get_by_role("status").and_(page.locator("#changes")))
    for strength in ("supporting", "primary"):
        page.locator(f"#cell-{story.pk}-{candor.pk}").click()
        says(changes, rf"“Rollback”, Candor: {strength}, not ready\.")

    for path, words in {
        "/stories/": "0 stories found",
        "/questions/": "0 questions, likely ones first",
        "/coverage/?view=questions": "0 questions, likely ones first",
    }.items():
        page.goto(path)
        said = place(page.locator("[aria-live=polite]#said"))
        assert said.text_content() == ""
        page.get_by_role("searchbox", name="Search").fill("xyzzy")
        says(said, f"^{words}")

    page.goto("/questions/new/?text=Tell+me+about+candor")
    said = place(page.locator("[aria-live=polite]#said"))
    page.get_by_role("group", name="Topic").get_by_role("radio").nth(1).check()
    says(said, r"^The closest:\s+“Rollback”\.$")


def test_matrix_reads_as_a_grid_of_named_cells(
    page: Page, alice: Owner, candor: Value, courage: Value, disagreement: Question
) -> None:
    draft = StoryFactory.create(owner=alice, title="Migration", status=Status.DRAFT)
    ready = StoryFactory.create(owner=alice, title="Rollback")
    TagFactory.create(story=ready, value=candor)
    TagFactory.create(story=draft, value=courage, strength=Strength.SUPPORTING)
    AnswerFactory.create(story=draft, question=disagreement)

    page.goto("/coverage/")
    expect(page.get_by_role("grid")).to_match_aria_snapshot("""
        - grid "Stories and the values they show":
          - rowgroup:
            - row:
              - columnheader "Story"
              - columnheader "Courage"
              - columnheader "Candor"
            - row:
              - rowheader "Told as primary"
              - gridcell "Draft 0 ready"
              - gridcell "Thin 1 ready"
          - rowgroup:
            - row:
              - rowheader "Rollback"
              - gridcell:
                - 'button "Courage: not tagged; press for supporting"'
              - gridcell:
                - 'button "Candor: primary; press for none"'
                - 'link "Candor in “Rollback”: the evidence behind it"'
            - row:
              - rowheader "Migration · not ready"
              - gridcell:
                - 'button "Courage: supporting, not ready; press for primary"'
                - 'link "Courage in “Migration”: the evidence behind it"'
              - gridcell:
                - 'button "Candor: not tagged; press for supporting"'
    """)

    page.goto("/coverage/?view=questions&q=disagreed")
    expect(page.get_by_role("grid")).to_match_aria_snapshot("""
        - grid "Questions and the stories that answer them":
          - rowgroup:
            - row:
              - columnheader "Question"
              - columnheader "Level"
              - columnheader "Migration"
              - columnheader "Rollback"
          - rowgroup:
            - row:
              - rowheader /disagreed/
              - gridcell "Draft not practised"
              - 'gridcell "Migration: answers it, strong, not ready"'
              - 'gridcell "Rollback: one of the closest"'
    """)

    page.goto("/coverage/?view=topics")
    expect(page.get_by_role("grid")).to_match_aria_snapshot("""
        - grid "Values and topics":
          - rowgroup:
            - row:
              - columnheader "Value"
              - columnheader "Level"
              - columnheader "Conflict"
          - rowgroup:
            - row:
              - rowheader "Courage"
              - gridcell "Draft"
              - 'gridcell /^Conflict: 0 of \\d+ covered$/'
    """)


def test_nothing_moves_where_motion_is_to_be_reduced(page: Page, alice: Owner) -> None:
    StoryFactory.create(owner=alice)
    moving = {}
    for path in ("/", "/coverage/", "/stories/new/?guide", "/settings/"):
        page.goto(path)
        moving[path] = page.evaluate(STILL)

    assert moving == {path: [] for path in moving}
