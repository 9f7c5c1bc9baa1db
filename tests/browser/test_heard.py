"""Several questions in the box for a heard one: they are offered as a list, and never stand in an address."""

import pytest
from playwright.sync_api import Page, expect

from stories.models import Owner
from tests.browser.pages import field, press
from tests.browser.test_main_way import SCRIPTING

LINES = "1. Why did you leave your last team?\n2. When were you wrong about a colleague?\n"
PASTE = """(box, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  box.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
LISTED = "Questions, one on each line"


def paste(page: Page, text: str) -> None:
    """As a browser does: into a box of one line go the lines as one."""
    box = page.get_by_role("textbox", name="Heard a question?")
    box.evaluate(PASTE, text)
    box.fill(" ".join(text.split()))


def test_lines_pasted_into_the_box_become_a_list(page: Page, alice: Owner) -> None:
    page.goto("/stories/")
    expect(page.get_by_role("button", name="Add the 2 lines as a list")).to_be_hidden()
    paste(page, LINES)
    expect(page.locator("#said")).to_have_text("2 lines were pasted. They can be added as a list.")

    press(page, "Add the 2 lines as a list")

    expect(field(page, LISTED)).to_have_value(LINES)
    assert page.url.endswith("/questions/new/list/")
    press(page, "See the questions")
    press(page, "Add the ticked questions")
    expect(page.get_by_text("2 questions added.")).to_be_visible()
    assert alice.questions.count() == 2


def test_one_line_in_the_box_is_heard_as_before(page: Page) -> None:
    page.goto("/stories/")
    paste(page, LINES)
    page.get_by_role("textbox", name="Heard a question?").fill("")
    expect(page.get_by_role("button", name="as a list")).to_be_hidden()
    paste(page, "Why did you leave?\n")
    expect(page.get_by_role("button", name="as a list")).to_be_hidden()

    press(page, "Find")

    expect(page.get_by_role("heading", name="The closest of your stories")).to_be_visible()


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_lines_in_the_field_become_a_list_or_one_question(page: Page, alice: Owner, scripting: str) -> None:
    page.goto("/questions/new/")
    field(page, "The question, as it was asked").fill(LINES)
    press(page, "Find stories")
    expect(field(page, LISTED)).to_have_value(LINES)
    assert page.url.endswith("/questions/new/list/")

    press(page, "Find stories for it")

    expect(page.get_by_role("heading", name="The closest of your stories")).to_be_visible()
    press(page, "Add them as a list")
    expect(field(page, LISTED)).to_have_value(LINES.strip())
