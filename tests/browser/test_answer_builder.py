"""From an empty answer page to an answer that is saved, timed, said aloud and printed."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from stories.bank.seeding import read
from stories.core.choices import Section
from stories.models import Answer, Owner, Question, Story
from tests.browser.pages import eventually, field, follow, press
from tests.factories import AnswerFactory, StoryFactory

SCRIPTING = [
    "with JavaScript",
    pytest.param("without", marks=pytest.mark.browser_context_args(java_script_enabled=False)),
]


@pytest.fixture
def story(alice: Owner) -> Story:
    told = read("demo", "story")[0]
    return StoryFactory.create(
        owner=alice, title=told["title"], **{section.value: told[section].strip() for section in Section}
    )


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_answer_is_built_timed_and_said(page: Page, story: Story, disagreement: Question, scripting: str) -> None:
    page.goto(disagreement.get_absolute_url())
    follow(page, "Answer with a story")
    page.get_by_role("region", name="All your stories").get_by_role("link", name=story.title).click()
    page.get_by_role("radio", name="Strong").check()
    field(page, "Opening line").fill("I asked my director to hold a launch.")
    otherwise(page, "Situation").fill("The gain was too good.")
    save(page, scripting)

    expect(page.get_by_text(re.compile(r"^\d:\d\d, \d+ words"))).to_be_visible()
    expect(field(page, "Situation, in this answer's words")).to_have_value("The gain was too good.")

    page.get_by_text("Headline:").click()
    press(page, "Use this proposal")
    expect(field(page, "Headline")).to_have_value(re.compile("^I asked my director to hold a launch"))
    page.locator("#section-situation").get_by_role("button", name="Use the story's words again").click()
    expect(page.locator("#id_reworded_situation")).to_have_value("")
    save(page, scripting)

    follow(page, "Say it")
    expect(page.get_by_role("heading", name=re.compile("^Action"))).to_be_visible()
    follow(page, "Headline")
    expect(page.get_by_text("I asked my director to hold a launch")).to_be_visible()
    answer = Answer.objects.get()
    assert (answer.fit, answer.rewordings, answer.opening) == ("strong", {}, "I asked my director to hold a launch.")


def test_time_bar_follows_the_typing(page: Page, story: Story, disagreement: Question) -> None:
    answer = AnswerFactory.create(story=story, question=disagreement)
    page.goto(answer.get_absolute_url())

    otherwise(page, "Action").fill("I called. " * 300)

    expect(page.get_by_text("you lose the room")).to_be_visible()
    expect(page.locator("#proposal-short")).to_contain_text("I called.")


def otherwise(page: Page, section: str) -> Locator:
    """The field for a section's own words, opened."""
    page.locator(f"#section-{section.lower()}").get_by_text("Say it otherwise").click()
    return field(page, f"{section}, in this answer's words")


def save(page: Page, scripting: str) -> None:
    """And stay on the page."""
    if scripting == "without":
        press(page, "Save and stay here")
        expect(page.get_by_role("status")).to_contain_text(re.compile("saved|now answers"))
    else:
        page.keyboard.press("Control+s")
        expect(page.locator("#saved-at")).to_be_visible()
        expect(page).to_have_url(re.compile(r"/answers/\d+/edit/$"))
        page.reload()


@pytest.fixture
def answer(story: Story, disagreement: Question) -> Answer:
    return AnswerFactory.create(story=story, question=disagreement)


@pytest.mark.parametrize(("width", "height", "most"), [(1280, 900, 900), (390, 844, 1690)])
def test_answer_fits_one_screen_and_two_on_a_phone(
    page: Page, answer: Answer, width: int, height: int, most: int
) -> None:
    page.set_viewport_size({"width": width, "height": height})
    page.goto(answer.get_absolute_url())

    assert page.evaluate("document.documentElement.scrollHeight") <= most
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_section_said_otherwise_begins_with_the_storys_words_and_unchanged_stays_blank(
    page: Page, story: Story, answer: Answer
) -> None:
    page.goto(answer.get_absolute_url())

    task = otherwise(page, "Task")
    expect(task).to_have_value(story.task)
    field(page, "Opening line").fill("In one breath.")
    page.keyboard.press("Control+s")
    expect(page.locator("#saved-at")).to_be_visible()
    answer.refresh_from_db()
    assert (answer.opening, answer.rewordings) == ("In one breath.", {})

    page.locator("#section-task summary").press("Enter")
    expect(page.locator("#id_reworded_task")).to_have_value("")
    otherwise(page, "Task").fill("Mine to stop.")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("within the limit")).to_be_visible()
    assert eventually(lambda: Answer.objects.get(pk=answer.pk).told(Section.TASK) == "Mine to stop.")


@pytest.mark.browser_context_args(has_touch=True, viewport={"width": 390, "height": 844})
def test_answer_is_reworded_by_touch_with_the_time_in_sight(page: Page, answer: Answer) -> None:
    page.goto(answer.get_absolute_url())
    summary = page.locator("#section-result summary")

    summary.tap()
    result = field(page, "Result, in this answer's words")
    result.tap()
    result.fill("It held. " * 300)

    expect(result).to_be_in_viewport()
    expect(page.locator(".time-bar")).to_be_in_viewport(ratio=1)
    expect(page.locator(".time-bar")).to_contain_text("you lose the room")
    expect(page.locator("#saved-at")).to_be_visible()


def test_sheet_of_ten_answers_prints_on_two_pages(page: Page, alice: Owner, story: Story, tmp_path: Path) -> None:
    answers = [
        AnswerFactory.create(
            story=story,
            question=question,
            opening="In 2025 I asked my director to hold a launch, three days before it went out.",
            closing="We disagreed about the date and never about the facts.",
        )
        for question in Question.objects.filter(owner=None)[:10]
    ]

    page.goto("/answers/sheet/?" + "&".join(f"answer={answer.pk}" for answer in answers))
    printed = page.pdf(path=tmp_path / "sheet.pdf", format="A4")

    pages = len(re.findall(rb"/Type\s*/Page\b", printed))
    assert 1 <= pages <= 2


def test_finding_shows_while_typing_and_is_dismissed(page: Page, story: Story) -> None:
    page.goto(f"{story.get_absolute_url()}edit/")
    field(page, "Result").fill("Everybody was very happy with it in the end, and the mood was really good for us all.")
    expect(page.locator("#findings-result")).to_contain_text("STAR101")

    press(page, "Save")
    region = page.get_by_role("region", name="Review")
    box = region.locator(".finding-box", has_text="STAR101")
    box.get_by_text("Dismiss…").click()
    box.get_by_label("Why it doesn't apply").fill("It was never measured.")
    box.get_by_role("button", name="Dismiss").click()

    expect(page.get_by_text("Finding dismissed. It comes back if the text changes.")).to_be_visible()
    expect(region.locator(".finding-box", has_text="STAR101")).to_have_count(0)


SCROLLERS = """() => [...document.querySelectorAll("main *")]
    .filter(box => /auto|scroll/.test(getComputedStyle(box).overflowY) && box.scrollHeight > box.clientHeight + 1)
    .filter(box => !box.matches("textarea")).map(box => box.className || box.id)"""


@pytest.mark.parametrize("scripting", SCRIPTING)
def test_on_a_phone_the_page_scrolls_and_each_section_is_read_to_its_end(
    page: Page, story: Story, answer: Answer, scripting: str
) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(answer.get_absolute_url())
    action = page.locator("#section-action")
    text = action.locator(".prose")
    assert page.evaluate(SCROLLERS) == []

    if scripting == "with JavaScript":
        expect(text).to_have_css("-webkit-line-clamp", "2")
        expect(page.locator("#section-task .read-on")).to_be_hidden()
        action.get_by_role("button", name=re.compile("^Read on")).click()
        expect(action.get_by_role("button", name=re.compile("^Read less"))).to_have_attribute("aria-expanded", "true")

    expect(text).to_have_css("-webkit-line-clamp", "none")
    assert text.evaluate("text => text.scrollHeight <= text.clientHeight + 1")


def test_story_that_goes_on_below_its_pane_fades_and_clears_the_fade_at_its_end(page: Page, answer: Answer) -> None:
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(answer.get_absolute_url())
    pane = page.locator(".answer-story")

    assert page.evaluate(SCROLLERS) == ["answer-story"]
    assert "linear-gradient" in pane.evaluate("pane => getComputedStyle(pane).maskImage")
    pane.evaluate("pane => pane.scrollTo(0, pane.scrollHeight)")
    below = "pane => pane.getBoundingClientRect().bottom - pane.lastElementChild.getBoundingClientRect().bottom"
    assert pane.evaluate(below) >= 48


def test_answer_has_one_save_and_a_menu_for_the_rest(page: Page, answer: Answer) -> None:
    page.goto(answer.get_absolute_url())

    expect(page.get_by_role("button", name="Save", exact=True)).to_have_count(1)
    page.get_by_label("More: this answer").click()
    follow(page, "Delete the answer…")
    press(page, "Delete the answer")

    expect(page.get_by_role("status")).to_contain_text("no longer answers this question")
