"""Somebody with six answers and an interview in nine days, on a phone, led by “Practise” and “Next” alone."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from stories.core.practice import FRESH
from stories.models import Loop, Owner, Question, Rehearsal, Round, RoundQuestion
from stories.practice.queries import practice_of
from tests.browser.pages import follow, press
from tests.factories import AnswerFactory, StoryFactory

EVENINGS, ANSWERS = 9, 6
FIRST = datetime(2026, 12, 1, 19, 30, tzinfo=UTC)
pytestmark = pytest.mark.browser_context_args(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)


@pytest.fixture
def evening(monkeypatch: pytest.MonkeyPatch, page: Page) -> Callable[[int], None]:
    """Sets the clocks of the server and of the browser to one of the evenings."""

    def set_clocks(number: int) -> None:
        now = FIRST + timedelta(number)
        monkeypatch.setattr(timezone, "now", lambda: now)
        page.clock.set_fixed_time(now)

    return set_clocks


@pytest.fixture
def loop(transactional_db: None, alice: Owner) -> Loop:
    """A round in nine days that asks six questions, each with an answer."""
    loop = Loop.objects.create(owner=alice, name="Ranking")
    starts = FIRST.replace(hour=10) + timedelta(EVENINGS)
    part = Round.objects.create(owner=alice, loop=loop, name="Culture", starts=starts, time_zone="UTC")
    questions = Question.objects.filter(owner=None, kind="episode", evidence="reported")
    for position, question in enumerate(questions.order_by("position", "pk")[:ANSWERS]):
        RoundQuestion.objects.create(owner=alice, round=part, question=question, position=position)
        AnswerFactory.create(story=StoryFactory.create(owner=alice), question=question)
    return loop


def tell(page: Page) -> None:
    press(page, "Start")
    press(page, "Stop")
    press(page, "Fine")
    expect(page.get_by_role("button", name="Delete this telling")).to_be_visible()


def test_every_answer_is_fresh_on_the_day(page: Page, alice: Owner, loop: Loop, evening: Callable[[int], None]) -> None:
    told_on = []
    for number in range(EVENINGS):
        evening(number)
        page.goto("/")
        follow(page, "Practise")
        expect(page.get_by_role("heading", name="Practise", level=1)).to_be_visible()
        while page.get_by_role("link", name="Next", exact=True).count():
            follow(page, "Next")
            tell(page)
            told_on.append(number)
        expect(page.get_by_role("heading", name="That is all for today")).to_be_visible()

    day = (FIRST + timedelta(EVENINGS)).date()
    practice = practice_of(alice, day)
    assert [round(turn.item.recall_on(day), 2) >= FRESH for turn in practice.turns.values()] == [True] * ANSWERS
    assert set(told_on) >= {0, EVENINGS - 1}
    minutes = {turn.item.minutes for turn in practice.turns.values()}
    assert max(told_on.count(number) for number in set(told_on)) * max(minutes) <= alice.practice_minutes
    assert Rehearsal.objects.rated().count() == len(told_on)
