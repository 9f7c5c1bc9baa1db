"""Menus: by mouse, keyboard and touch, without JavaScript, and how they close."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from stories.bank.demo import fill
from stories.models import Owner
from tests.browser.pages import press

WITHOUT = pytest.mark.browser_context_args(java_script_enabled=False)
PHONE = pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
HEIGHT = "document.documentElement.scrollHeight"
ROUND = "2. Hiring manager screen"


@pytest.fixture
def loop(page: Page, alice: Owner) -> Page:
    fill(alice)
    page.goto(alice.loops.get().get_absolute_url())
    return page


def first(page: Page) -> Locator:
    """The menu of the second round's first question."""
    return page.get_by_role("region", name=ROUND).locator(".planned .menu").first


def test_menu_opens_by_mouse_and_closes_with_escape_and_by_a_press_elsewhere(loop: Page) -> None:
    menu = first(loop)
    remove = menu.get_by_role("button", name=re.compile("^Remove"))
    for close in ("Escape", "press"):
        expect(remove).to_be_hidden()
        menu.locator("summary").click()
        expect(remove).to_be_visible()
        if close == "Escape":
            loop.keyboard.press(close)
        else:
            loop.get_by_role("heading", level=1).click()
    expect(remove).to_be_hidden()


def test_menu_is_walked_by_keyboard_and_closes_when_the_focus_leaves(loop: Page) -> None:
    menu = first(loop)
    summary = menu.locator("summary")
    summary.focus()
    loop.keyboard.press("Enter")

    loop.keyboard.press("ArrowDown")
    expect(menu.get_by_role("button", name=re.compile("^Keep this story"))).to_be_focused()
    loop.keyboard.press("ArrowUp")
    expect(menu.get_by_role("button", name=re.compile("^Remove"))).to_be_focused()
    loop.keyboard.press("Escape")
    expect(summary).to_be_focused()
    expect(menu).not_to_have_attribute("open", re.compile(".*"))

    loop.keyboard.press("Enter")
    loop.keyboard.press("ArrowUp")
    loop.keyboard.press("Tab")
    expect(menu).not_to_have_attribute("open", re.compile(".*"))


def test_only_one_menu_is_open(loop: Page) -> None:
    menus = loop.locator(".planned-told .menu > summary")
    for menu in (menus.first, menus.last):
        menu.click()

    expect(loop.locator(".menu[open]")).to_have_count(1)


@PHONE
@pytest.mark.parametrize("scripting", ["with JavaScript", pytest.param("without", marks=WITHOUT)])
def test_question_is_moved_kept_and_removed_by_touch(loop: Page, scripting: str) -> None:
    questions = loop.get_by_role("region", name=ROUND).locator(".planned h3")
    before = questions.all_inner_texts()
    assert len(before) == 3

    first(loop).locator("summary").tap()
    first(loop).get_by_role("button", name=re.compile("^Down")).tap()
    expect(questions.first).to_have_text(before[1])
    first(loop).locator("summary").tap()
    first(loop).get_by_role("button", name=re.compile("^Keep this story")).tap()
    expect(loop.get_by_role("region", name=ROUND)).to_contain_text("pinned by you")
    first(loop).locator("summary").tap()
    first(loop).get_by_role("button", name=re.compile("^Remove")).tap()
    expect(questions).to_have_text([before[0], before[2]])


@pytest.mark.parametrize("scripting", ["with JavaScript", pytest.param("without", marks=WITHOUT)])
def test_story_is_chosen_from_the_folded_three(loop: Page, scripting: str) -> None:
    part = loop.get_by_role("region", name="1. Recruiter screen")
    expect(part).to_contain_text("0 of 1 answered")
    choices = part.get_by_role("button", name="Tell this one")
    part.get_by_text("1 question without a story").click()
    expect(choices.first).to_be_hidden()

    part.get_by_text("Choose a story").click()
    expect(choices).to_have_count(3)
    choices.first.click()

    expect(part).to_contain_text("1 of 1 answered")
    expect(part.locator(".planned-told")).to_have_count(1)


@pytest.mark.parametrize("scripting", ["with JavaScript", pytest.param("without", marks=WITHOUT)])
def test_fold_is_open_where_a_question_was_moved_in_it(loop: Page, scripting: str) -> None:
    part = loop.get_by_role("region", name="7. Onsite: culture")
    part.get_by_text("5 questions without a story").click()
    names = part.locator(".planned h3").all_inner_texts()

    menu = part.locator(".planned .menu").first
    menu.locator("summary").click()
    menu.get_by_role("button", name=re.compile("^Down")).click()

    expect(part.locator(".planned h3")).to_have_text([names[1], names[0], *names[2:]])
    expect(part.locator(".planned h3").first).to_be_visible()


@pytest.mark.browser_context_args(viewport={"width": 1280, "height": 900})
def test_loop_is_short_enough_to_be_looked_over(loop: Page) -> None:
    """It was 8,767 px tall on a desk, and 13,983 on a phone."""
    assert loop.evaluate(HEIGHT) < 1800
    loop.set_viewport_size({"width": 390, "height": 844})
    assert loop.evaluate(HEIGHT) < 2800


@pytest.mark.parametrize("scripting", ["with JavaScript", pytest.param("without", marks=WITHOUT)])
def test_framework_is_chosen_in_a_menu(page: Page, alice: Owner, scripting: str) -> None:
    fill(alice)
    page.goto("/coverage/")

    page.get_by_text("Netflix: Culture memo, June 2024").first.click()
    page.get_by_role("navigation", name="Frameworks").get_by_role("link", name=re.compile("^Amazon")).click()

    expect(page).to_have_url(re.compile("framework=amazon-lp"))
    expect(page.locator(".coverage-head summary")).to_contain_text("Amazon")


@pytest.mark.parametrize("scripting", ["with JavaScript", pytest.param("without", marks=WITHOUT)])
def test_answer_is_deleted_from_its_menu(page: Page, alice: Owner, scripting: str) -> None:
    fill(alice)
    answer = alice.answers.all()[0]
    page.goto(answer.question.get_absolute_url())
    menu = page.get_by_role("region", name="Your answers").locator(".menu").first

    menu.locator("summary").click()
    menu.get_by_role("link", name=re.compile("^Delete")).click()
    press(page, "Delete the answer")

    expect(page.get_by_text("no longer answers this question")).to_be_visible()
