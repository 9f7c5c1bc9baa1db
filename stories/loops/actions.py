"""Writes to loops: their rounds and questions, what is pinned and what was told. All arguments are keywords."""

from collections.abc import Collection, Iterable, Mapping
from math import ceil
from typing import Any

from django.db import models, transaction

from stories.core.likelihood import Work
from stories.core.loops import MOST_QUESTIONS
from stories.core.next_story import BEHAVIORAL_SHARES
from stories.coverage.snapshot import Snapshot
from stories.enums import ROUNDS, TECHNICAL, Stage
from stories.loops.planner import likely_in_stage
from stories.models import Loop, Question, Round, RoundQuestion, Story

MINUTES_A_QUESTION = 10
MOST_LIKELY = 6
"""The most questions that a new round starts with."""


def rounds_for(work: Work | None) -> list[tuple[Stage, int]]:
    """The usual rounds with their minutes; who doesn't write code has no technical ones."""
    is_technical = work in (None, Work.ENGINEER, Work.ML_ENGINEER)
    return [(stage, minutes) for stage, minutes in ROUNDS if is_technical or stage not in TECHNICAL]


@transaction.atomic
def create_loop(*, loop: Loop, snapshot: Snapshot) -> Loop:
    """Save a new loop with the usual rounds, each with its likely questions."""
    loop.save()
    taken: set[int] = set()
    for position, (stage, minutes) in enumerate(rounds_for(loop.owner.kind_of_work)):
        new = Round(
            owner_id=loop.owner_id, loop=loop, name=stage.label, stage=stage, minutes=minutes, position=position
        )
        taken |= {question.pk for question in add_round(loop_round=new, snapshot=snapshot, taken=taken)}
    return loop


@transaction.atomic
def add_round(*, loop_round: Round, snapshot: Snapshot, taken: Collection[int] = ()) -> list[Question]:
    """Save a new round with its likely questions, and return them; those already taken are left to other rounds."""
    loop_round.save()
    count = min(
        MOST_LIKELY, ceil(loop_round.minutes / MINUTES_A_QUESTION * BEHAVIORAL_SHARES.get(loop_round.stage, 0.0))
    )
    work = loop_round.loop.owner.kind_of_work
    likely = likely_in_stage(snapshot, loop_round.stage, count, taken=taken, work=work)
    RoundQuestion.objects.bulk_create(
        RoundQuestion(owner_id=loop_round.owner_id, round=loop_round, question=question, position=position)
        for position, question in enumerate(likely)
    )
    return likely


class RoundIsFullError(Exception):
    """It has as many questions as a round may have."""


def add_question(*, loop_round: Round, question: Question) -> None:
    """Put a question at the end of a round; if it is in the round already, it stays where it is.

    Raises RoundIsFullError.
    """
    if loop_round.questions.count() >= MOST_QUESTIONS:
        raise RoundIsFullError
    values = {"owner_id": loop_round.owner_id, "position": _end_of(loop_round.questions.all())}
    RoundQuestion.objects.get_or_create(round=loop_round, question=question, defaults=values)


def end_of(loop: Loop) -> int:
    """The position of a new last round."""
    return _end_of(loop.rounds.all())


def _end_of(rows: models.QuerySet[Any]) -> int:
    last: int | None = rows.aggregate(last=models.Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def move(*, row: Round | RoundQuestion, earlier: bool) -> None:
    """Swap a round or a question with the one before or after it; where there is none, nothing changes."""
    siblings = row.loop.rounds.all() if isinstance(row, Round) else row.round.questions.all()
    rows: list[Any] = list(siblings)
    place = rows.index(row)
    other = place - 1 if earlier else place + 1
    if 0 <= other < len(rows):
        rows[place], rows[other] = rows[other], rows[place]
    for position, sibling in enumerate(rows):
        sibling.position = position
    siblings.model._default_manager.bulk_update(rows, ["position"])


def pin(*, asked: RoundQuestion, story: Story | None) -> None:
    """Pin a story to a question; with None, let the plan choose again."""
    asked.pinned = story
    asked.save(update_fields=["pinned"])


@transaction.atomic
def record_told(*, asked: Iterable[RoundQuestion], told: Mapping[int, Story | None]) -> None:
    """Record which questions were asked, by the ids in `told`, and the story told for each, if any."""
    rows = list(asked)
    for row in rows:
        row.was_asked, row.told = row.pk in told, told.get(row.pk)
    RoundQuestion.objects.bulk_update(rows, ["was_asked", "told"])
