"""Likely first: by the next loop, or by the kind of work."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from stories.core.choices import Fit
from stories.coverage.snapshot import snapshot_of
from stories.enums import Stage
from stories.loops.planner import loop_page
from stories.models import Loop, Owner, Question, Round, RoundQuestion
from tests.factories import AnswerFactory, StoryFactory

ONE_DAY = timedelta(days=1)


@pytest.fixture
def questions(db: None) -> list[Question]:
    """A likely one for all, one for managers, one that a guide lists."""
    everybody, managers, listed = Question.objects.filter(owner=None, topic__category="behavioral-culture")[:3]
    Question.objects.exclude(pk__in=[everybody.pk, managers.pk, listed.pk]).update(evidence="practice")
    Question.objects.filter(pk=everybody.pk).update(evidence="reported", audience="everybody")
    Question.objects.filter(pk=managers.pk).update(evidence="seed", audience="managers")
    Question.objects.filter(pk=listed.pk).update(evidence="guide", audience="everybody")
    return [everybody, managers, listed]


@pytest.fixture
def plan(alice: Owner) -> Callable[..., Loop]:
    """A loop with one question, on a day and at a time."""

    def make(question: Question, *, days: int | None = None, starts: datetime | None = None, zone: str = "") -> Loop:
        day = None if days is None else timezone.localdate() + days * ONE_DAY
        loop = Loop.objects.create(owner=alice, name=f"In {days}", date=day)
        part = Round.objects.create(owner=alice, loop=loop, name="Culture", starts=starts, time_zone=zone)
        RoundQuestion.objects.create(owner=alice, round=part, question=question)
        return loop

    return make


def likely(owner: Owner) -> set[int]:
    owner.refresh_from_db()
    return {row.question.pk for row in snapshot_of(owner).question_rows if row.is_likely}


def test_kind_of_work_decides_what_is_likely(client: Client, alice: Owner, questions: list[Question]) -> None:
    everybody, managers, _ = questions
    assert likely(alice) == {everybody.pk, managers.pk}

    page = client.post("/settings/work/", {"work": "engineer"}, follow=True)

    assert b"Saved. You can change it in the settings." in page.content
    assert likely(alice) == {everybody.pk}


def test_kind_of_work_that_is_none_is_refused(client: Client, alice: Owner) -> None:
    page = client.post("/settings/work/", {"work": "baker"}, follow=True)

    assert b"Not saved: choose one of the kinds of work." in page.content


def test_first_start_asks_for_the_kind_of_work(client: Client, alice: Owner) -> None:
    assert b"What kind of work are you interviewing for?" in client.get("/").content

    Owner.objects.update(work="manager")
    assert b"What kind of work are you interviewing for?" not in client.get("/").content


def test_next_loops_questions_are_likely(
    client: Client, alice: Owner, questions: list[Question], plan: Callable[..., Loop]
) -> None:
    everybody, managers, listed = questions
    plan(everybody, days=-1)
    plan(managers, days=30)
    loop = plan(listed, days=2)

    assert likely(alice) == {listed.pk}
    StoryFactory.create(owner=alice)
    page = client.get("/").content.decode()
    assert f'These are the questions of your next loop, <a href="{loop.get_absolute_url()}">' in page
    assert "of 1" in page


def test_round_counts_on_its_day_where_it_is(
    alice: Owner, questions: list[Question], plan: Callable[..., Loop]
) -> None:
    """Seen from anywhere, a round in a few hours lies ahead, and one of the day before yesterday doesn't."""
    plan(questions[2], starts=timezone.now() - 2 * ONE_DAY - timedelta(hours=1), zone="Pacific/Kiritimati")
    assert questions[2].pk not in likely(alice)

    plan(questions[2], starts=timezone.now() + timedelta(hours=3), zone="Pacific/Kiritimati")
    assert likely(alice) == {questions[2].pk}


def test_next_loop_without_questions_leaves_the_known_ones(
    alice: Owner, questions: list[Question], plan: Callable[..., Loop]
) -> None:
    plan(questions[2], days=1)
    RoundQuestion.objects.all().delete()

    assert likely(alice) == {questions[0].pk, questions[1].pk}


def test_likely_questions_come_first_everywhere(
    client: Client, alice: Owner, questions: list[Question], capsys: pytest.CaptureFixture[str]
) -> None:
    everybody, managers, _ = questions
    story = StoryFactory.create(owner=alice)
    AnswerFactory.create(owner=alice, story=story, question=everybody)

    rows = [row.question for row in snapshot_of(alice).question_rows]
    assert rows[:2] == [managers, everybody]
    assert client.get("/match/").context["card"].question == managers
    assert "Match <bdi>1 open question</bdi>" in client.get("/").content.decode()
    assert b"1 of 2</b> likely questions covered" in client.get("/coverage/?view=questions").content

    call_command("coverage", owner="alice", json=True)
    listed = json.loads(capsys.readouterr().out)["questions"]
    assert [row["likely"] for row in listed[:3]] == [True, True, False]
    call_command("coverage", owner="alice")
    assert "Likely questions covered: 1 of 2 (50%)" in capsys.readouterr().out


def test_after_the_likely_ones_the_others_are_matched(client: Client, alice: Owner, questions: list[Question]) -> None:
    story = StoryFactory.create(owner=alice)
    for question in questions[:2]:
        AnswerFactory.create(owner=alice, story=story, question=question)

    page = client.get("/match/")

    assert not page.context["card"].is_likely
    asked = [question for question in snapshot_of(alice).questions.values() if question.takes_story]
    assert page.context["card"].waiting == len(asked) - 2
    assert f"2 of {len(asked)} questions decided" in " ".join(page.content.decode().split())


def test_page_is_sent_anew_on_the_next_day(client: Client, alice: Owner, monkeypatch: pytest.MonkeyPatch) -> None:
    client.get("/settings/")
    known = client.get("/")["ETag"]
    tomorrow = timezone.localdate() + ONE_DAY

    monkeypatch.setattr("stories.views.conditional_get.timezone.localdate", lambda: tomorrow)

    assert client.get("/", headers={"If-None-Match": known}).status_code == 200


def round_form(**changed: Any) -> dict[str, Any]:
    return {"name": "Culture", "stage": "onsite-culture", "minutes": 45, "starts": "", "time_zone": ""} | changed


def test_time_of_a_round_is_that_of_its_time_zone(client: Client, alice: Owner) -> None:
    loop = Loop.objects.create(owner=alice, name="Loop")
    form = round_form(starts="2030-03-04T16:00", time_zone="America/Los_Angeles")

    client.post(f"/loops/{loop.pk}/rounds/new/", form)

    part = loop.rounds.get()
    assert part.starts == datetime(2030, 3, 4, 16, tzinfo=ZoneInfo("America/Los_Angeles"))
    assert "Mon 4 Mar 2030, 16:00 (America/Los Angeles)" in client.get(loop.get_absolute_url()).content.decode()
    assert 'value="2030-03-04T16:00"' in client.get(f"/rounds/{part.pk}/edit/").content.decode()


@pytest.mark.parametrize(
    ("changed", "message"),
    [({"starts": "soon"}, "Enter a valid date/time."), ({"time_zone": "Europe/Bonn"}, "Select a valid choice.")],
)
def test_time_that_is_none_is_refused(client: Client, alice: Owner, changed: dict[str, str], message: str) -> None:
    loop = Loop.objects.create(owner=alice, name="Loop")

    response = client.post(f"/loops/{loop.pk}/rounds/new/", round_form(**changed))

    assert response.status_code == 422
    assert message in response.content.decode()


@pytest.mark.parametrize(("work", "technical"), [("", 2), ("ml-engineer", 2), ("manager", 0)])
def test_loop_leaves_out_the_rounds_that_ones_work_does_not_have(
    client: Client, alice: Owner, work: str, technical: int
) -> None:
    Owner.objects.update(work=work)

    client.post("/loops/new/", {"name": "Loop"})

    stages = set(alice.loops.get().rounds.values_list("stage", flat=True))
    assert len({Stage.TECHNICAL, Stage.ONSITE_TECHNICAL} & stages) == technical
    assert Stage.CULTURE in stages


def test_round_starts_with_questions_for_ones_work(client: Client, alice: Owner, questions: list[Question]) -> None:
    Question.objects.exclude(pk=questions[0].pk).update(audience="managers")
    Question.objects.update(stages=["onsite-culture"])
    Owner.objects.update(work="engineer")
    loop = Loop.objects.create(owner=alice, name="Loop")

    client.post(f"/loops/{loop.pk}/rounds/new/", round_form())

    assert [asked.question for asked in loop.rounds.get().questions.all()] == [questions[0]]


def test_new_loop_may_tell_a_story_twice(client: Client) -> None:
    assert client.get("/loops/new/").context["form"]["may_repeat"].initial is True


def test_good_answer_is_told_again_rather_than_a_stretch(alice: Owner, questions: list[Question]) -> None:
    good, weak = StoryFactory.create_batch(2, owner=alice)
    loop = Loop.objects.create(owner=alice, name="Loop", may_repeat=True)
    part = Round.objects.create(owner=alice, loop=loop, name="Culture")
    others = Question.objects.filter(owner=None, topic__category="behavioral-culture")[:6]
    for place, question in enumerate(others):
        rounds = part if not place else Round.objects.create(owner=alice, loop=loop, name=f"{place}", position=place)
        RoundQuestion.objects.create(owner=alice, round=rounds, question=question)
        AnswerFactory.create(owner=alice, story=good, question=question, fit=Fit.OK)
        AnswerFactory.create(owner=alice, story=weak, question=question, fit=Fit.STRETCH)

    page = loop_page(loop, alice)

    assert {planned.story for row in page.rounds for planned in row.questions} <= {good, None}
