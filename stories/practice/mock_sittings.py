"""The sitting of a mock round: its questions in order, with what is told, what comes in between, and what came of it.

A sitting has no row of its own. Its rehearsals have its id in common, and its cards are shuffled by that id, so that a
page drawn again is the same.
"""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from stories.core.coverage import Id
from stories.core.follow_ups import read_follow_ups
from stories.core.memory import Rating
from stories.core.mock_rounds import Asked, Card, Outcome, cards
from stories.core.speaking import LONGEST_PREPARED, Pace
from stories.coverage.snapshot import snapshot_of
from stories.enums import FOLLOW_UPS, OPINION_FOLLOW_UPS, Occasion
from stories.loops.planner import plan_of, rounds_of
from stories.models import Owner, PreparedAnswer, Rehearsal, Round, RoundQuestion
from stories.models.rehearsal import RehearsalQuerySet, Told
from stories.practice.actions import sections_told


@dataclass(frozen=True, slots=True)
class Place:
    """A question of the sitting."""

    asked: RoundQuestion
    number: int
    """Counted from 1."""
    told: Told | None
    """None where no answer is planned."""
    card: Card
    rehearsal: Rehearsal | None

    @property
    def is_over(self) -> bool:
        return self.rehearsal is not None and self.rehearsal.rating is not None

    def interruption(self, rehearsal: Rehearsal) -> str:
        """What the interviewer says now; empty if nothing."""
        cut_in = self.card.interruption
        return cut_in.text if cut_in and rehearsal.begun and rehearsal.begun[-1].section == cut_in.section else ""


@dataclass(frozen=True, slots=True)
class Sitting:
    id: uuid.UUID
    round: Round
    places: Sequence[Place]

    @property
    def open(self) -> list[Place]:
        """Those without an answer to tell."""
        return [place for place in self.places if place.told is None]

    @property
    def next(self) -> Place | None:
        """The first that is still to be told."""
        return next((place for place in self.places if place.told and not place.is_over), None)

    @property
    def is_over(self) -> bool:
        """Whether anything was told, and all that can be."""
        return self.next is None and any(place.is_over for place in self.places)

    @property
    def is_begun(self) -> bool:
        return any(place.rehearsal for place in self.places)

    def place(self, asked: RoundQuestion) -> Place:
        return next(place for place in self.places if place.asked.pk == asked.pk)

    def after(self, place: Place) -> Place | None:
        """The next in order that isn't over, with or without an answer."""
        return next((later for later in self.places[place.number :] if not later.is_over), None)


def sitting_of(part: Round, owner: Owner, sitting: uuid.UUID) -> Sitting:
    """The sitting as it stands."""
    rows = {row.told.question_id: row for row in _rehearsals(owner, sitting).filter(round=part)}
    planned = _planned(part, owner)
    asked = list(part.questions.select_related("question__topic"))
    told = [rows[one.question_id].told if one.question_id in rows else planned.get(one.question_id) for one in asked]
    drawn = cards([_asked(*pair) for pair in zip(asked, told, strict=True)], Random(sitting.int))  # noqa: S311 - no secret
    places = [
        Place(one, number, said, card, rows.get(one.question_id))
        for number, (one, said, card) in enumerate(zip(asked, told, drawn, strict=True), 1)
    ]
    return Sitting(sitting, part, places)


def latest_sitting(part: Round, owner: Owner) -> uuid.UUID | None:
    tellings = owner.rehearsals.filter(round=part, occasion=Occasion.MOCK)
    return tellings.values_list("sitting", flat=True).first()


def share_of(part: Round, questions: int) -> int:
    """The seconds that each question of a round has."""
    return part.minutes * 60 // max(1, questions)


def _rehearsals(owner: Owner, sitting: uuid.UUID) -> RehearsalQuerySet:
    rows = Rehearsal.objects.filter(owner=owner, occasion=Occasion.MOCK, sitting=sitting).order_by("began", "pk")
    return rows.select_related("round__loop", "answer__story", "answer__question__topic", "prepared__question__topic")


def _planned(part: Round, owner: Owner) -> dict[Id, Told]:
    """What is planned for the questions of a round, as far as it has been written."""
    snapshot, rounds = snapshot_of(owner, category=""), rounds_of(part.loop)
    planned = next(planned for planned in plan_of(part.loop, rounds, snapshot).rounds if planned.id == part.pk)
    stories = {item.question: item.story for item in planned.items}
    prepared = (
        owner.prepared_answers.exclude(full="")
        .filter(question__round_questions__round=part)
        .select_related("question__topic")
    )
    answers = owner.answers.filter(question__round_questions__round=part).select_related("question__topic", "story")
    told: dict[Id, Told] = {one.question_id: one for one in prepared if stories[one.question_id] is None}
    return told | {one.question_id: one for one in answers if stories[one.question_id] == one.story_id}


def _asked(asked: RoundQuestion, told: Told | None) -> Asked:
    if told is None:
        return Asked(asked.question_id, (), ())
    return Asked(asked.question_id, sections_told(told), _follow_ups(told))


def _follow_ups(told: Told) -> Sequence[str]:
    if isinstance(told, PreparedAnswer):
        return [expected.text for expected in read_follow_ups(told.follow_ups)] or OPINION_FOLLOW_UPS
    return [follow_up["question"] for follow_up in told.follow_ups] or FOLLOW_UPS


@dataclass(frozen=True, slots=True)
class Earlier:
    """That a story was told in a loop."""

    round: Id
    question: Id
    began: datetime | None
    """None if it was told in the interview."""
    sentence: str


def told_in_loop(part: Round, sitting: uuid.UUID) -> Mapping[Id, Sequence[Earlier]]:
    """Where the stories of its loop were told: in this sitting, in the latest of each other round, for real."""
    told: dict[Id, list[Earlier]] = defaultdict(list)
    recorded = RoundQuestion.objects.filter(round__loop=part.loop_id, told__isnull=False)
    for one in recorded.select_related("round", "question"):
        told[one.told_id].append(Earlier(one.round_id, one.question_id, None, f"in the interview “{one.round}”"))
    tellings = Rehearsal.objects.rated().filter(occasion=Occasion.MOCK, round__loop=part.loop_id, answer__isnull=False)
    rows = list(tellings.select_related("round", "answer__question").order_by("-began", "-pk"))
    latest = {row.round_id: row.sitting for row in reversed(rows)} | {part.pk: sitting}
    for row in rows:
        if row.answer and row.sitting == latest[row.round_id]:
            where = f"for “{row.answer.question}”" + ("" if row.sitting == sitting else f" in “{row.round}”")
            told[row.answer.story_id].append(Earlier(row.round_id, row.answer.question_id, row.began, where))
    return told


def repeats(rehearsal: Rehearsal, told: Mapping[Id, Sequence[Earlier]]) -> list[str]:
    """Where in the loop its story was told before, if not for the same question of the same round."""
    if rehearsal.answer is None:
        return []
    here = (rehearsal.round_id, rehearsal.answer.question_id)
    return [
        earlier.sentence
        for earlier in told.get(rehearsal.answer.story_id, ())
        if (earlier.round, earlier.question) != here and (earlier.began is None or earlier.began < rehearsal.began)
    ]


@dataclass(frozen=True, slots=True)
class Result:
    """What came of one question of the sitting."""

    rehearsal: Rehearsal
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Results:
    """What came of a sitting."""

    id: uuid.UUID
    round: Round | None
    """None if it was deleted since."""
    share: int | None
    """The seconds that each question has in the round."""
    told: Sequence[Result]
    not_told: Sequence[RoundQuestion]

    @property
    def seconds(self) -> int:
        return sum(result.rehearsal.seconds for result in self.told)


def results_of(owner: Owner, sitting: uuid.UUID) -> Results | None:
    """None where nothing was told."""
    rows = [row for row in _rehearsals(owner, sitting) if row.rating]
    if not rows:
        return None
    part = rows[0].round
    asked = list(part.questions.select_related("question")) if part else []
    share = share_of(part, len(asked)) if part else None
    earlier = told_in_loop(part, sitting) if part else {}
    over = {row.told.question_id for row in rows}
    results = [Result(row, _outcome(row, share, owner.pace, is_repeat=bool(repeats(row, earlier)))) for row in rows]
    return Results(sitting, part, share, results, [one for one in asked if one.question_id not in over])


def _outcome(row: Rehearsal, share: int | None, pace: Pace, *, is_repeat: bool) -> Outcome:
    limit = pace.limit if row.answer else LONGEST_PREPARED
    return Outcome(
        row.seconds, min(limit, share or limit), Rating(row.rating or Rating.FORGOT), row.left_out, is_repeat
    )
