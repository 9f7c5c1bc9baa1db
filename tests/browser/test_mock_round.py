"""A mock round in a browser, on a phone with one thumb, with a clock that passes only when the test says so."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stories.core.memory import Rating
from stories.models import Loop, Owner, Question, Rehearsal, Round, RoundQuestion
from tests.browser.pages import press
from tests.factories import AnswerFactory, StoryFactory

PHONE = {"width": 360, "height": 740}
SECTIONS = ("Task", "Action", "Result")


@pytest.fixture
def part(transactional_db: None, alice: Owner) -> Round:
    """Three questions, so that one is interrupted."""
    loop = Loop.objects.create(owner=alice, name="Ranking", date=timezone.localdate())
    part = Round.objects.create(owner=alice, loop=loop, name="Culture", minutes=6)
    for number in (1, 2, 3):
        question = Question.objects.get(slug=f"nfx-seed-0{number}")
        AnswerFactory.create(story=StoryFactory.create(owner=alice, title=f"Story {number}"), question=question)
        RoundQuestion.objects.create(owner=alice, round=part, question=question, position=number)
    return part


@pytest.mark.browser_context_args(viewport=PHONE, has_touch=True, is_mobile=True)
def test_round_from_its_first_question_to_what_came_of_it(page: Page, part: Round) -> None:
    page.clock.install(time="2026-12-01T19:30:00")
    page.goto("/practise/")
    page.get_by_role("link", name="Mock round").tap()
    expect(page.get_by_text("about 2:00 each")).to_be_visible()
    page.clock.pause_at("2026-12-01T19:31:00")
    press(page, "Start")
    cut_in = 0

    for number in (1, 2, 3):
        expect(page.get_by_text(f"question {number} of 3")).to_be_visible()
        page.get_by_role("button", name="Start").tap()
        for section in SECTIONS:
            expect(page.get_by_role("button", name=f"{section} as you begin it")).to_be_visible()
            cut_in += page.get_by_text("The interviewer:").count()
            page.clock.run_for(15_000)
            page.get_by_role("button", name=f"{section} as you begin it").tap()
        expect(page.get_by_role("button", name="That was it")).to_be_visible()
        cut_in += page.get_by_text("The interviewer:").count()
        page.clock.run_for(15_000)
        page.get_by_role("button", name="That was it").tap()
        expect(page.get_by_role("group", name="How did it go?")).to_be_visible()
        page.reload()
        page.get_by_role("button", name="Fine").tap()
        expect(page.get_by_text("The interviewer asks next")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        page.get_by_role("link", name="Next").tap()

    expect(page.get_by_role("heading", name="How the mock round went")).to_be_visible()
    expect(page.locator(".results > li")).to_have_count(3)
    assert cut_in == 1
    assert [row.rated for row in Rehearsal.objects.all()] == [Rating.FINE] * 3
    assert len({row.sitting for row in Rehearsal.objects.all()}) == 1
