"""Writing a story: its lines become evidence by a selection, a tap or a press, and stay marked in the text."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from stories.bank.guide import example_story
from stories.core.choices import Section, Status
from stories.core.likelihood import Work
from stories.models import Framework, Owner, Story, Tag
from tests.browser.pages import eventually, field, open_editor, press, reload
from tests.factories import StoryFactory

LINE = "I called the director."
ACTION = f"I read the logs. {LINE} Then I wrote down what we knew."
ON_A_PHONE = pytest.mark.browser_context_args(has_touch=True, is_mobile=True, viewport={"width": 390, "height": 844})
MARKED = """name => [...(CSS.highlights.get(name) ?? [])].map(range => range.toString())"""
COUNT_PRESSES = """
addEventListener("click", event => {
  if (event.isTrusted) sessionStorage.presses = Number(sessionStorage.presses ?? 0) + 1;
}, true)"""


@pytest.fixture
def story(alice: Owner) -> Story:
    return StoryFactory.create(
        owner=alice, title="Rollback", action=ACTION, result="It fell by 40 %. We kept the test."
    )


@pytest.fixture
def action(page: Page, story: Story) -> Locator:
    """The Action field of the open editor."""
    open_editor(page, story)
    return field(page, "Action")


def menu(page: Page) -> Locator:
    return page.get_by_role("group", name="What these words show")


def marked(page: Page, strength: str) -> Any:
    return page.evaluate(MARKED, f"shown-{strength}")


def select(text: Locator, words: str) -> None:
    """As a drag over them does."""
    text.evaluate(
        """(field, words) => {
            field.focus();
            const at = field.value.indexOf(words);
            field.setSelectionRange(at, at + words.length);
            field.dispatchEvent(new PointerEvent("pointerup", { pointerType: "mouse", bubbles: true }));
        }""",
        words,
    )


def tap_line(text: Locator, words: str) -> None:
    """As a finger does on the first of them."""
    text.evaluate("(field, words) => field.scrollIntoView({ block: 'center' })", words)
    box = text.evaluate(
        """(field, words) => {
            const range = new Range(), copy = field.parentElement.querySelector(".copy").firstChild;
            const at = field.value.indexOf(words);
            range.setStart(copy, at + 2);
            range.setEnd(copy, at + 5);
            return range.getBoundingClientRect().toJSON();
        }""",
        words,
    )
    text.page.touchscreen.tap(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def tags() -> list[tuple[str, str, str]]:
    return list(Tag.objects.values_list("value__slug", "strength", "evidence"))


def is_tagged(value: str, strength: str, evidence: str) -> bool:
    return eventually(lambda: tags() == [(value, strength, evidence)])


def test_selected_words_become_evidence_and_are_marked(page: Page, action: Locator) -> None:
    select(action, LINE)

    press(menu(page), "Candor")

    expect(menu(page)).to_have_count(0)
    expect(field(page, "Evidence for Candor")).to_have_value(LINE)
    assert marked(page, "primary") == [LINE]
    assert is_tagged("candor", "primary", LINE)


def test_second_value_is_supporting_and_more_words_are_added(page: Page, action: Locator) -> None:
    select(action, LINE)
    press(menu(page), "Candor")
    select(action, "I read the logs.")
    press(menu(page), "Judgment")
    select(action, "Then I wrote down")
    press(menu(page), "Judgment")

    expect(field(page, "Evidence for Judgment")).to_have_value("I read the logs. … Then I wrote down")
    assert marked(page, "supporting") == ["I read the logs.", "Then I wrote down"]


@ON_A_PHONE
def test_sentence_is_tapped_and_shows_a_value(page: Page, story: Story) -> None:
    open_editor(page, story)

    tap_line(field(page, "Action"), LINE)

    expect(menu(page).get_by_text(LINE)).to_be_visible()
    menu(page).get_by_role("button", name="Candor").tap()
    assert is_tagged("candor", "primary", LINE)


def test_words_are_selected_and_tagged_by_keyboard(page: Page, action: Locator) -> None:
    action.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Shift+ArrowRight")
    for _ in range(3):
        page.keyboard.press("Control+Shift+ArrowRight")
    expect(menu(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(menu(page)).to_have_count(0)
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Tab")
    expect(menu(page).get_by_role("button").first).to_be_focused()
    page.keyboard.press("Enter")

    expect(action).to_be_focused()
    assert is_tagged("selflessness", "primary", "I read the log"), tags()


def test_every_value_of_the_menu_can_be_pressed(page: Page, action: Locator, netflix: Framework) -> None:
    for value in netflix.values.order_by("-position"):
        select(action, "Then I wrote down what we knew.")
        press(menu(page), value.name)
    expect(page.locator(".tag-row [value=supporting]:checked, .tag-row [value=primary]:checked")).to_have_count(8)
    select(action, LINE)
    menu(page).get_by_label("As a primary value").check()
    press(menu(page), "Candor")
    expect(page.get_by_role("group", name="Candor", exact=True).get_by_label("Primary")).to_be_checked()


def test_evidence_whose_line_has_changed_is_called_out(page: Page, action: Locator) -> None:
    select(action, "Then I wrote down what we knew.")
    press(menu(page), "Candor")
    row = page.locator(".tag-row").filter(has_text="Candor")
    expect(row.locator(".stray")).to_be_hidden()
    action.fill(ACTION.replace("what we knew", "what they knew"))
    expect(row.get_by_text("The story says it in other words now.")).to_be_visible()
    assert marked(page, "primary") == []

    action.fill("I did something else altogether.")

    expect(row.get_by_text("These words aren’t in the story.")).to_be_visible()
    assert marked(page, "primary") == []


def test_ticked_value_offers_the_lines_of_action_and_result(page: Page, action: Locator) -> None:
    candor = page.get_by_role("group", name="Candor", exact=True)
    candor.get_by_label("Supporting").check()
    lines = page.get_by_role("group", name="Lines that may show Candor")
    expect(lines.get_by_role("button")).to_have_text(
        ["I read the logs.", LINE, "Then I wrote down what we knew.", "It fell by 40 %.", "We kept the test."]
    )

    press(lines, LINE)

    expect(lines).to_have_count(0)
    expect(field(page, "Evidence for Candor")).to_have_value(LINE)
    assert is_tagged("candor", "supporting", LINE)


def test_enter_in_the_title_goes_on_to_the_next_field(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/")
    field(page, "Title").fill("Rollback")

    for after in ("Headline", "Organisation"):
        page.keyboard.press("Enter")
        expect(field(page, after)).to_be_focused()
    expect(page).to_have_url(re.compile("/stories/new/$"))


def test_finished_example_is_one_press_away(page: Page, alice: Owner) -> None:
    alice.work = "manager"
    alice.save()
    page.goto("/stories/new/")

    press(page, "See a finished example")

    example = page.get_by_role("dialog", name="Moved the decisions out of the meeting")
    expect(example.get_by_role("heading", name="Learning")).to_be_visible()
    page.keyboard.press("Escape")
    expect(example).to_be_hidden()
    expect(field(page, "Title")).to_have_value("")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_plain_fields_and_the_view_as_told_work_without_javascript(page: Page, story: Story) -> None:
    open_editor(page, story)

    press(page, "Read it as told")
    expect(page.get_by_role("dialog", name="As told").get_by_text(LINE)).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_role("group", name="Candor", exact=True).get_by_label("Primary").check()
    field(page, "Evidence for Candor").fill("not in it")
    press(page, "Save")

    assert is_tagged("candor", "primary", "not in it")
    open_editor(page, story)
    expect(page.get_by_text("These words aren’t in the story.")).to_be_visible()


@ON_A_PHONE
@pytest.mark.parametrize(
    "labels", [{section: f"{section.upper()}\n" for section in Section}, {}], ids=["labelled", "not labelled"]
)
def test_pasted_story_is_ready_with_two_tags_after_six_presses(
    page: Page, alice: Owner, labels: Mapping[Section, str]
) -> None:
    example = example_story(Work.ML_ENGINEER)
    notes = "\n\n".join(
        [example.title, *(f"{labels.get(section, '')}{text}" for section, text in example.texts.items())]
    )
    assert 300 < len(notes.split()) < 350
    page.add_init_script(COUNT_PRESSES)
    page.goto("/stories/new/notes/")
    field(page, "Paste or speak your notes as they are").fill(notes)

    page.get_by_role("button", name="Split into sections").tap()
    if not labels:
        page.get_by_role("button", name="Keep and mark ready").tap()
    expect(page).to_have_url(re.compile("/edit/$"))
    page.wait_for_load_state()
    for line, value in (("Most of this gain is a logging bug.", "Candor"), ("The clean test gave 0.9%", "Judgment")):
        tap_line(page.locator(".section-field textarea").filter(has_text=line), line)
        menu(page).get_by_role("button", name=value).tap()
    if labels:
        page.get_by_role("button", name="Save and mark ready").tap()
        expect(page.get_by_role("status")).to_have_text(
            "“Asked a director to hold the ranking launch” is saved and ready."
        )
    assert int(page.evaluate("sessionStorage.presses")) <= 6
    assert eventually(lambda: Tag.objects.exclude(evidence="").count() == 2)
    story = alice.stories.get()
    assert story.status == Status.READY
    assert not story.why_not_counted(alice.pace)
    assert [(tag.value.slug, tag.strength, bool(tag.evidence)) for tag in story.tags.order_by("value__slug")] == [
        ("candor", "primary", True),
        ("judgment", "supporting", True),
    ]


def test_reload_after_the_first_save_shows_the_story(page: Page, alice: Owner) -> None:
    page.goto("/stories/new/")
    field(page, "Title").fill("Rollback")
    expect(page.locator("#state").get_by_text("Saved at")).to_be_visible()

    reload(page)

    expect(field(page, "Title")).to_have_value("Rollback")
    expect(page).to_have_url(re.compile(f"/stories/{alice.stories.get().pk}/edit/$"))


@ON_A_PHONE
def test_page_of_a_story_begins_with_what_the_review_says(page: Page, alice: Owner) -> None:
    story = StoryFactory.create(owner=alice, title="Rollback", headline="", task="")
    page.goto(story.get_absolute_url())

    page.get_by_role("link", name="The review found 2 hints").click()

    expect(page.get_by_role("heading", name="Review")).to_be_in_viewport()


@pytest.mark.browser_context_args(viewport={"width": 1280, "height": 720})
def test_values_scroll_with_the_page_below_the_time(page: Page, action: Locator) -> None:
    aside = page.get_by_role("complementary", name="Time and values")
    last = aside.get_by_role("group", name="Resilience", exact=True)
    assert aside.evaluate("aside => aside.scrollHeight <= aside.clientHeight")

    last.get_by_label("Primary").check()

    expect(aside.locator(".total")).to_be_in_viewport(ratio=1)
    expect(field(page, "Evidence for Resilience")).to_be_visible()
    top, bottom = "radio => radio.getBoundingClientRect().top", "time => time.getBoundingClientRect().bottom"
    for row in aside.locator(".tag-row").all():
        first = row.get_by_role("radio").first
        first.focus()
        assert first.evaluate(top) >= page.locator("#timing").evaluate(bottom), row.inner_text()
