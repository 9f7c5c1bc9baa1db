"""One telling in a browser, on a phone with one thumb, by keyboard, and with a tab that closes in the middle."""

import re

import pytest
from playwright.sync_api import Page, expect

from stories.core.memory import Rating
from stories.models import Answer, Owner, Question, Rehearsal
from tests.browser.pages import eventually, follow, press, press_keys
from tests.factories import AnswerFactory, StoryFactory

PHONE = {"width": 360, "height": 740}
BEGAN, PAUSED = "2026-12-01T19:30:00", "2026-12-01T19:30:08"


@pytest.fixture
def answer(transactional_db: None, alice: Owner, disagreement: Question) -> Answer:
    story = StoryFactory.create(owner=alice, title="Stopped my launch", result="It saved 40 hours a month.")
    return AnswerFactory.create(story=story, question=disagreement, beats="- I stopped it\n- I asked for nine days")


def times(answer: Answer) -> list[tuple[str, int]]:
    """The seconds at which each section was begun."""
    return [(section, round(at / 1000)) for section, at in answer.rehearsals.get().marks]


def open_with_clock(page: Page, answer: Answer) -> None:
    """Its time passes only when the test says so."""
    page.clock.install(time=BEGAN)
    page.goto(answer.get_tell_url())
    page.clock.pause_at(PAUSED)


def open_and_start(page: Page, answer: Answer) -> None:
    open_with_clock(page, answer)
    press(page, "Start")
    expect(page.get_by_role("button", name="Task as you begin it")).to_be_visible()


@pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
def test_with_one_thumb(page: Page, answer: Answer) -> None:
    open_with_clock(page, answer)
    expect(page.get_by_text("Stopped my launch")).to_have_count(0)
    page.clock.run_for(12_000)
    expect(page.get_by_text("Now tell it.")).to_be_visible()
    page.get_by_role("button", name="Start").tap()

    for section, seconds in (("Task", 48), ("Action", 10), ("Result", 37)):
        button = page.get_by_role("button", name=f"{section} as you begin it")
        expect(button).to_be_visible()
        page.clock.run_for(1000 * seconds)
        box = button.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] > PHONE["height"] / 2
        button.tap()
    expect(page.get_by_role("button", name="That was it")).to_be_visible()
    page.clock.run_for(15_000)
    expect(page.locator("[data-clock]")).to_have_text("1:50")
    page.get_by_role("button", name="That was it").tap()
    page.get_by_label("40 hours").tap()
    page.get_by_role("button", name="Stumbled").tap()

    expect(page.get_by_text("Situation took 48 s of 110; aim for 17.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("listitem")).to_have_text(["40 hours"])
    assert times(answer) == [("situation", 0), ("task", 48), ("action", 58), ("result", 95)]
    assert answer.rehearsals.get().rated == Rating.STUMBLED
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_by_keyboard(page: Page, answer: Answer) -> None:
    open_with_clock(page, answer)
    press_keys(page, "s")
    expect(page.get_by_role("button", name="Task as you begin it")).to_be_focused()
    page.clock.run_for(20_000)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Action as you begin it")).to_be_focused()
    page.clock.run_for(5_000)
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Result as you begin it")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("button", name="Action as you begin it")).to_be_visible()
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Go on")).to_be_focused()
    page.clock.run_for(60_000)
    page.keyboard.press("p")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.clock.run_for(5_000)
    page.keyboard.press("s")
    expect(page.get_by_role("group", name="How did it go?")).to_be_visible()
    page.keyboard.press("4")

    expect(page.get_by_text(re.compile("^Well"))).to_be_visible()
    assert times(answer) == [("situation", 0), ("task", 20)]
    assert answer.rehearsals.get().seconds == 30


def test_closed_tab_loses_nothing(page: Page, answer: Answer) -> None:
    open_and_start(page, answer)
    page.clock.run_for(20_000)
    press(page, "Task as you begin it")
    expect(page.get_by_role("button", name="Action as you begin it")).to_be_visible()
    page.clock.run_for(12_000)
    page.close(run_before_unload=True)
    assert eventually(lambda: answer.rehearsals.get().state == "paused")

    again = page.context.new_page()
    again.goto(answer.get_tell_url())

    expect(again.get_by_text("0:32")).to_be_visible()
    press(again, "Go on")
    press(again, "Action as you begin it")
    expect(again.get_by_role("button", name="Result as you begin it")).to_be_visible()
    assert times(answer)[:2] == [("situation", 0), ("task", 20)]


def test_press_that_does_not_arrive_is_sent_again_with_its_own_moment(page: Page, answer: Answer) -> None:
    open_and_start(page, answer)
    page.clock.run_for(20_000)
    page.context.set_offline(True)
    press(page, "Task as you begin it")
    expect(page.get_by_text("The server can't be reached")).to_be_visible()
    page.context.set_offline(False)
    page.clock.run_for(7_000)

    expect(page.get_by_role("button", name="Action as you begin it")).to_be_visible()
    assert times(answer) == [("situation", 0), ("task", 20)]


def test_next_leads_through_the_evening(page: Page, alice: Owner, answer: Answer) -> None:
    other = Question.objects.get(slug="nfx-seed-02")
    AnswerFactory.create(story=StoryFactory.create(owner=alice), question=other)
    page.goto("/practise/")

    for _ in range(2):
        follow(page, "Next")
        press(page, "Start")
        press(page, "Stop")
        press(page, "Fine")

    expect(page.get_by_role("heading", name="That is all for today")).to_be_visible()
    assert Rehearsal.objects.rated().count() == 2


def test_question_most_due_is_one_key_away(page: Page, answer: Answer) -> None:
    page.goto("/stories/")

    press_keys(page, "a")

    expect(page.get_by_role("heading", name=str(answer.question))).to_be_visible()
