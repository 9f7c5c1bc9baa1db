"""Home: the next interview, what is worth doing today, and where each likely question stands."""

import json
from collections.abc import Sequence
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from pytest_django.asserts import assertContains, assertNotContains

from stories.core.choices import Fit, Status, Strength
from stories.core.memory import Rating
from stories.core.readiness import Reason, TaskKind
from stories.coverage.snapshot import snapshot_of
from stories.models import Answer, Loop, Owner, Question, Round, RoundQuestion, Value
from stories.practice.actions import begin, rate
from stories.readiness.standings import Readiness, readiness_of
from stories.readiness.todo import Todo
from tests.factories import AnswerFactory, PreparedAnswerFactory, StoryFactory, TagFactory

IN_TIME = 250
"""Words."""


@pytest.fixture
def questions(db: None) -> list[Question]:
    """Eight of the bank that ask for a story."""
    return list(Question.objects.filter(owner=None, kind="episode", topic__category="behavioral-culture")[:8])


@pytest.fixture
def loop(alice: Owner, questions: list[Question]) -> Loop:
    """In nine days, with one round that asks all of them."""
    loop = Loop.objects.create(owner=alice, name="Ranking", date=timezone.localdate() + timedelta(9))
    part = Round.objects.create(owner=alice, loop=loop, name="Culture")
    for position, question in enumerate(questions):
        RoundQuestion.objects.create(owner=alice, round=part, question=question, position=position)
    return loop


def answer_to(question: Question, owner: Owner, **fields: object) -> Answer:
    """A good one, but for what is given."""
    story = StoryFactory.create(owner=owner)
    return AnswerFactory.create(
        story=story, question=question, **{"opening": "I stopped it.", "words": IN_TIME} | fields
    )


def readiness(owner: Owner) -> Readiness:
    return readiness_of(owner, snapshot_of(owner))


def worst(owner: Owner, question: Question) -> Reason | None:
    return next(each.standing.worst for each in readiness(owner).questions if each.question == question)


def todos(client: Client) -> Sequence[Todo]:
    listed: Sequence[Todo] = client.get("/").context["todos"]
    return listed


def test_each_question_stands_at_its_worst_reason(
    alice: Owner, questions: list[Question], loop: Loop, candor: Value
) -> None:
    answer_to(questions[0], alice, was_seen=False)
    answer_to(questions[1], alice, words=900)
    answer_to(questions[2], alice, words=40)
    answer_to(questions[3], alice, fit=Fit.STRETCH)
    draft = answer_to(questions[4], alice)
    draft.story.status = Status.DRAFT
    draft.story.save()
    answer_to(questions[5], alice)
    told = answer_to(questions[6], alice, opening="")
    for _ in range(3):
        rate(rehearsal=begin(told=told), rating=Rating.WELL, left_out=[])

    assert [worst(alice, question) for question in questions] == [
        Reason.UNSEEN,
        Reason.TOO_LONG,
        Reason.TOO_SHORT,
        Reason.STRETCH,
        Reason.DRAFT,
        Reason.UNPRACTISED,
        Reason.NO_OPENING,
        Reason.UNDECIDED,
    ]
    ready = readiness(alice)
    assert (ready.with_story, ready.in_time, ready.fresh) == (7, 2, 1)


def test_refused_question_has_no_story(client: Client, alice: Owner, questions: list[Question], loop: Loop) -> None:
    StoryFactory.create(owner=alice)
    client.post(f"/match/{questions[0].pk}/", {"choice": "none"})

    assert worst(alice, questions[0]) == Reason.NO_STORY


def test_line_that_shows_what_is_probed_has_to_be_marked(
    alice: Owner, disagreement: Question, loop: Loop, candor: Value
) -> None:
    RoundQuestion.objects.get_or_create(owner=alice, round=loop.rounds.get(), question=disagreement)
    answer = answer_to(disagreement, alice)
    tag = TagFactory.create(story=answer.story, value=candor, strength=Strength.PRIMARY, evidence="")
    rate(rehearsal=begin(told=answer), rating=Rating.WELL, left_out=[])
    assert Reason.NO_EVIDENCE in next(
        each.standing.reasons for each in readiness(alice).questions if each.question == disagreement
    )

    tag.evidence = "called the director"
    tag.save()

    assert Reason.NO_EVIDENCE not in next(
        each.standing.reasons for each in readiness(alice).questions if each.question == disagreement
    )


def test_home_names_the_interview_and_counts(
    client: Client, alice: Owner, questions: list[Question], loop: Loop
) -> None:
    answer_to(questions[0], alice)

    page = client.get("/")

    assertContains(page, "Ranking")
    assertContains(page, "in 9 days")
    assertContains(page, "<b>1 of 8</b> have a story", html=False)
    assertContains(page, "<b>1</b> can be told in time", html=False)
    assertContains(page, "<b>0</b> fresh on the day", html=False)
    assertContains(page, f"{questions[0]}: never told aloud")
    assertNotContains(page, "When is it, and where?")


def test_home_asks_for_the_interview_where_none_is_known(client: Client, alice: Owner) -> None:
    StoryFactory.create(owner=alice)

    assertContains(client.get("/"), "When is it, and where?")


def test_today_puts_what_changes_most_for_its_minutes_first(
    client: Client, alice: Owner, questions: list[Question], loop: Loop
) -> None:
    answer_to(questions[0], alice, words=900)
    answer_to(questions[1], alice)
    answer_to(questions[2], alice, was_seen=False)

    listed = todos(client)

    kinds = [todo.line.task.kind for todo in listed]
    assert kinds[0] == TaskKind.MATCH
    assert kinds.index(TaskKind.LOOK) < kinds.index(TaskKind.CHANGE_LENGTH)
    assert TaskKind.PRACTISE in kinds
    assert len(listed) <= 5
    shorten = next(todo.line for todo in listed if todo.line.task.kind == TaskKind.CHANGE_LENGTH)
    assert (shorten.do, shorten.why) == ("Shorten", "It takes 6:00: 4:00 over the limit of 2:00, so you lose the room.")


def test_what_is_done_goes(client: Client, alice: Owner, questions: list[Question], loop: Loop) -> None:
    answer = answer_to(questions[0], alice)
    assert TaskKind.PRACTISE in {todo.line.task.kind for todo in todos(client)}

    rate(rehearsal=begin(told=answer), rating=Rating.WELL, left_out=[])

    assert TaskKind.PRACTISE not in {todo.line.task.kind for todo in todos(client)}
    assertContains(client.get("/"), "Done today: 1 answer told.")


def test_every_line_leads_to_a_page(client: Client, alice: Owner, questions: list[Question], loop: Loop) -> None:
    opinion = PreparedAnswerFactory.create(owner=alice, question=Question.objects.get(slug="nfx-mot-01"), full="Yes.")
    RoundQuestion.objects.create(owner=alice, round=loop.rounds.get(), question=opinion.question, position=9)
    lacking: list[dict[str, object]] = [{"words": 900}, {"fit": Fit.STRETCH}, {"opening": ""}, {"was_seen": False}]
    for question, fields in zip(questions, lacking, strict=False):
        answer_to(question, alice, **fields)
    StoryFactory.create(owner=alice, status=Status.DRAFT, faults="The Result is empty.")

    page = client.get("/")

    assertContains(page, "The Result is empty.")
    assert {client.get(todo.line.address).status_code for todo in page.context["todos"]} == {200}


@pytest.mark.parametrize(("to", "shown"), [("", 3), ("story", 1), ("time", 2), ("fresh", 3), ("else", 3)])
def test_each_number_opens_its_list(
    client: Client, alice: Owner, questions: list[Question], loop: Loop, to: str, shown: int
) -> None:
    RoundQuestion.objects.exclude(question__in=questions[:3]).delete()
    answer_to(questions[0], alice)
    answer_to(questions[1], alice, words=900)

    page = client.get("/ready/", {"to": to})

    assert sum(len(part.questions) for part in page.context["parts"]) == shown


def test_readiness_without_a_loop_is_of_the_likely_questions(client: Client, alice: Owner) -> None:
    StoryFactory.create(owner=alice)

    assertContains(client.get("/ready/"), "No story chosen yet")


def test_command_lists_reasons_and_checks(
    alice: Owner, questions: list[Question], loop: Loop, capsys: pytest.CaptureFixture[str]
) -> None:
    answer_to(questions[0], alice, words=900)

    call_command("ready", owner="alice")
    assert "1 of 8 likely questions have a story, 0 can be told in time" in capsys.readouterr().out
    with pytest.raises(SystemExit):
        call_command("ready", owner="alice", json=True, check=True)

    document = json.loads(capsys.readouterr().out)
    first = next(row for row in document["questions"] if row["question"] == questions[0].slug)
    assert first["reasons"] == ["too long to be told", "never told aloud"]
