"""The line being typed can be seen: nothing fixed or sticky covers it, in whatever window."""

import pytest
from playwright.sync_api import Locator, Page

from stories.models import Owner, Question
from tests.browser.pages import open_editor
from tests.factories import AnswerFactory, StoryFactory

LINES = 45
WINDOWS = [(360, 640), (320, 568), (360, 320), (1280, 720)]
"""A phone, a small one, one with a keyboard on its screen, and a desktop."""
WRITTEN = "\n".join(f"Line {number}." for number in range(LINES))
MOVES = ("Control+End", "Enter", "ArrowUp", "Control+Home", "ArrowDown", "Control+End", "x")

COVERED = """async (field) => {
  await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
  const style = getComputedStyle(field), box = field.getBoundingClientRect();
  let [top, height] = [box.top + 4, box.height - 8];
  if (field.matches("textarea")) {
    const before = field.value.slice(0, field.selectionStart).split("\\n").length - 1;
    const lines = field.value.split("\\n").length;
    height = (field.scrollHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom)) / lines;
    top = box.top + field.clientTop + parseFloat(style.paddingTop) + before * height - field.scrollTop;
  }
  const left = box.left + parseFloat(style.paddingLeft) + 10;
  const seen = [top + 3, top + height - 4].map((y) => document.elementFromPoint(left, y));
  return seen.every((node) => node === field) ? "" :
    `${field.id}: ${seen.map((node) => node?.className ?? "outside the window")} at ${Math.round(top)}`;
}"""
"""What is in front of the line that has the caret, or lies outside the window; lines are too short to wrap."""
SCROLLED = """async () => {
  await new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)));
  return scrollY;
}"""
BEHIND = """(field, edge) => scrollBy({
  top: field.getBoundingClientRect()[edge] - (edge === "top" ? 10 : innerHeight - 10), behavior: "instant",
})"""
"""Scrolls the page until an edge of the field is 10 px from that of the window."""


def texts(page: Page) -> list[Locator]:
    """All fields for text that are shown."""
    fields = page.locator("main textarea, main input[type=text], main input:not([type])")
    return [field for field in fields.all() if field.is_visible()]


def covered_while_typing(field: Locator) -> set[str]:
    """What covered the line, after each of several moves in a long text."""
    is_long = field.evaluate("field => field.matches('textarea')")
    field.fill(WRITTEN if is_long else "Short.")
    found = set()
    for key in MOVES if is_long else ("x",):
        field.press(key)
        found.add(field.evaluate(COVERED))
    for edge in ("top", "bottom"):
        field.press("Control+Home" if edge == "top" else "Control+End")
        field.evaluate(BEHIND, edge)
        field.page.keyboard.press("x")
        found.add(field.evaluate(COVERED))
    return found - {""}


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_line_being_typed_in_the_story_editor_is_seen(page: Page, alice: Owner, width: int, height: int) -> None:
    story = StoryFactory.create(owner=alice)
    page.set_viewport_size({"width": width, "height": height})
    open_editor(page, story)

    covered = [found for field in texts(page) for found in sorted(covered_while_typing(field))]

    assert covered == []


@pytest.mark.parametrize(("text", "caret"), [("A long line. " * 200, 1_300), (WRITTEN, len(WRITTEN)), (WRITTEN, 0)])
def test_line_being_typed_is_seen_when_a_keyboard_opens(page: Page, alice: Owner, text: str, caret: int) -> None:
    story = StoryFactory.create(owner=alice, action=text)
    page.set_viewport_size({"width": 360, "height": 640})
    open_editor(page, story)
    field = page.locator("#id_action")
    field.evaluate("(field, at) => { field.focus(); field.setSelectionRange(at, at); }", caret)
    field.press("x")

    page.set_viewport_size({"width": 360, "height": 320})
    page.wait_for_function("innerHeight === 320")
    before = field.evaluate(SCROLLED)
    field.press("x")  # Chromium shows the line now at the latest.

    assert abs(field.evaluate(SCROLLED) - before) <= 1


@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_line_being_typed_in_an_answer_is_seen(
    page: Page, alice: Owner, disagreement: Question, width: int, height: int
) -> None:
    answer = AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)
    page.set_viewport_size({"width": width, "height": height})
    page.goto(answer.get_absolute_url())

    covered = [found for field in texts(page) for found in sorted(covered_while_typing(field))]

    assert covered == []
