"""How ready answers are to be told, wherever it is shown; a level never changes with it."""

import csv
import io
import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from stories.core.choices import QuestionKind
from stories.core.coverage import Flag, QuestionLevel
from stories.core.memory import Rating
from stories.core.practice import Practice
from stories.coverage.snapshot import snapshot_of
from stories.models import Answer, Loop, Owner, Question, Rehearsal, Round, RoundQuestion
from stories.models.rehearsal import Told
from stories.practice.freshness import freshness_of
from stories.practice.past_tellings import past_tellings
from tests.factories import AnswerFactory, PreparedAnswerFactory, QuestionFactory, StoryFactory

QUESTIONS = "/coverage/?view=questions"


@pytest.fixture
def answer(alice: Owner, disagreement: Question) -> Answer:
    return AnswerFactory.create(story=StoryFactory.create(owner=alice), question=disagreement)


def told(told: Told, *days_ago: int, rating: Rating = Rating.FINE, occasion: str = "telling") -> None:
    of = {"answer": told} if isinstance(told, Answer) else {"prepared": told}
    for days in days_ago:
        day = timezone.localdate() - timedelta(days)
        Rehearsal.objects.create(owner=told.owner, rating=rating, occasion=occasion, day=day, is_told=True, **of)


def interview(owner: Owner, *questions: Question, days: int, loop: Loop | None = None) -> Loop:
    loop = loop or Loop.objects.create(owner=owner, name="Ranking")
    part = Round.objects.create(owner=owner, loop=loop, name="Culture", starts=timezone.now() + timedelta(days))
    for question in questions:
        RoundQuestion.objects.create(owner=owner, round=part, question=question)
    return loop


def practised(owner: Owner, question: Question) -> Practice | None:
    snapshot = snapshot_of(owner, category="")
    return freshness_of(owner, snapshot).of_question(snapshot.covered[question.pk])


def standing_of(told: Told) -> Practice:
    return past_tellings(told, told.owner).standing


def test_question_without_an_answer_is_neither(alice: Owner, disagreement: Question) -> None:
    assert practised(alice, disagreement) is None


def test_answer_that_was_never_told_is_not_practised(alice: Owner, answer: Answer) -> None:
    assert practised(alice, answer.question) == standing_of(answer) == Practice.NONE


@pytest.mark.parametrize(("days", "expected"), [(None, Practice.FRESH), (1, Practice.FRESH), (9, Practice.FADING)])
def test_it_counts_how_it_will_be_on_the_day_it_is_asked(
    alice: Owner, answer: Answer, days: int | None, expected: Practice
) -> None:
    told(answer, 0)
    if days is not None:
        interview(alice, answer.question, days=days)

    assert practised(alice, answer.question) == standing_of(answer) == expected


def test_earliest_round_that_asks_it_counts(alice: Owner, answer: Answer) -> None:
    told(answer, 0)
    loop = interview(alice, days=1)
    interview(alice, answer.question, days=30, loop=loop)
    assert practised(alice, answer.question) == standing_of(answer) == Practice.FADING

    interview(alice, answer.question, days=2, loop=loop)

    assert practised(alice, answer.question) == standing_of(answer) == Practice.FRESH


def test_question_that_the_loop_does_not_ask_counts_on_its_next_day(alice: Owner, answer: Answer) -> None:
    told(answer, 0)
    Loop.objects.create(owner=alice, name="Ranking", date=timezone.localdate() + timedelta(20))

    assert practised(alice, answer.question) == standing_of(answer) == Practice.FADING


def test_answer_that_is_known_best_counts(alice: Owner, answer: Answer) -> None:
    other = AnswerFactory.create(story=StoryFactory.create(owner=alice), question=answer.question)
    told(other, 0)

    assert practised(alice, answer.question) == Practice.FRESH
    assert (standing_of(answer), standing_of(other)) == (Practice.NONE, Practice.FRESH)


def test_prepared_answer_counts_for_its_question(alice: Owner) -> None:
    question = QuestionFactory.create(owner=alice, kind=QuestionKind.OPINION)
    prepared = PreparedAnswerFactory.create(owner=alice, question=question)
    assert practised(alice, question) == Practice.NONE

    told(prepared, 0)

    assert practised(alice, question) == standing_of(prepared) == Practice.FRESH


def test_right_recall_is_no_practice(alice: Owner, answer: Answer) -> None:
    told(answer, 0, occasion="recall")

    assert practised(alice, answer.question) == standing_of(answer) == Practice.NONE


def test_level_is_the_same_whatever_was_told(alice: Owner, answer: Answer) -> None:
    before = snapshot_of(alice, category="").coverage
    told(answer, 40, 0, rating=Rating.FORGOT)

    assert snapshot_of(alice, category="").coverage == before
    assert before.questions[0].level in tuple(QuestionLevel)


def test_pages_say_it_in_words(client: Client, answer: Answer) -> None:
    for page in (QUESTIONS, answer.question.get_absolute_url()):
        assertContains(client.get(page), '<span aria-hidden="true">–</span> not practised')

    told(answer, 40)

    for page in (QUESTIONS, answer.question.get_absolute_url()):
        assertContains(client.get(page), '<span aria-hidden="true">↘</span> fading')


def test_risks_name_what_is_covered_and_not_fresh(client: Client, alice: Owner, answer: Answer) -> None:
    covered = f'{answer.question}</a> <span class="practised practised-none">'
    interview(alice, answer.question, days=2)
    assertContains(client.get("/coverage/risk/"), covered)

    told(answer, 0)

    assertNotContains(client.get("/coverage/risk/"), "practised-")


@pytest.mark.parametrize(
    ("days_ago", "practice", "flag"),
    [((), "not practised", Flag.NOT_PRACTISED), ((60,), "fading", Flag.STALE), ((0,), "fresh", None)],
)
def test_files_hold_it_beside_the_level(
    client: Client, answer: Answer, days_ago: tuple[int, ...], practice: str, flag: Flag | None
) -> None:
    told(answer, *days_ago)
    out = StringIO()

    table = client.get("/coverage/questions.csv").content.decode("utf-8-sig")
    call_command("coverage", owner="alice", json=True, stdout=out)

    [row] = [row for row in csv.DictReader(io.StringIO(table)) if row["Question"] == answer.question.text]
    [said] = [each for each in json.loads(out.getvalue())["questions"] if each["slug"] == answer.question.slug]
    practice_flags = {Flag.NOT_PRACTISED, Flag.STALE}
    assert (row["Practice"], said["practice"]) == (practice, practice)
    assert practice_flags & set(said["flags"]) == practice_flags & set(row["Flags"].split(", ")) == {flag} - {None}


def test_telling_of_a_day_to_come_does_not_count_yet(alice: Owner, answer: Answer) -> None:
    told(answer, 0)
    Rehearsal.objects.update(day=date.max)

    assert practised(alice, answer.question) == standing_of(answer) == Practice.NONE


@pytest.mark.parametrize("is_prepared", [False, True])
def test_page_of_an_answer_shows_its_tellings(client: Client, answer: Answer, *, is_prepared: bool) -> None:
    said: Told = answer
    if is_prepared:
        question = QuestionFactory.create(owner=answer.owner, kind=QuestionKind.OPINION)
        said = PreparedAnswerFactory.create(owner=answer.owner, question=question)
    assertContains(client.get(said.get_absolute_url()), "none yet")
    told(said, 3, rating=Rating.STUMBLED)
    told(said, 0, occasion="recall")
    said.rehearsals.filter(occasion="telling").update(milliseconds=135_000, left_out=["40 hours", "nine days"])

    page = client.get(said.get_absolute_url())

    [rehearsal] = said.rehearsals.filter(occasion="telling")
    assertContains(page, f'<a href="{rehearsal.get_absolute_url()}">')
    assertContains(page, "<td>2:15</td>", html=True)
    assertContains(page, "40 hours; nine days")
    assertContains(page, 'class="point"', count=1)
    assertContains(page, "Quick recall", count=1)


def test_answer_that_is_not_saved_has_no_tellings(client: Client, alice: Owner, disagreement: Question) -> None:
    story = StoryFactory.create(owner=alice)

    assertNotContains(client.get(f"{disagreement.get_absolute_url()}answers/new/?story={story.pk}"), "Tellings")
