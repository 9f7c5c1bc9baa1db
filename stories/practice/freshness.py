"""How ready an owner is to tell their answers: a second dimension beside coverage, never part of a level."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from stories.core.coverage import Flag, Id, QuestionCoverage, QuestionLevel, Source
from stories.core.memory import Memory
from stories.core.practice import FLAGS, Practice, standing
from stories.coverage.likely_questions import coming_rounds, next_loop_for
from stories.coverage.snapshot import Snapshot
from stories.models import Loop, Owner, Question, Rehearsal
from stories.models.rehearsal import Told
from stories.practice.queries import ANSWER, PREPARED, memory_after, remembered


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the questions of the next loop are asked."""

    asked: Mapping[Id, date]
    """Question id → the day of the earliest round to come that asks it."""
    otherwise: date
    """The loop's next day; today if there is no loop."""

    def day_of(self, question: Id) -> date:
        return self.asked.get(question, self.otherwise)


def schedule_of(loop: Loop | None, today: date) -> Schedule:
    """Of the next loop, whose rounds and questions are read already."""
    coming = coming_rounds(loop, today) if loop else []
    asked: dict[Id, date] = {}
    for day, part in reversed(coming):
        asked |= {each.question_id: day for each in part.questions.all()}
    days = [day for day, _ in coming]
    if loop and loop.date and loop.date >= today:
        days.append(loop.date)
    return Schedule(asked, min(days, default=today))


@dataclass(frozen=True, slots=True)
class Freshness:
    """Of all that an owner may tell."""

    memories: Mapping[Id, Memory | None]
    """By kind, ANSWER or PREPARED, and number; a prepared answer by that of its question."""
    schedule: Schedule

    def told_on(self, day: date) -> int:
        """How many answers were told on a day, if they haven't been told since."""
        return sum(memory is not None and memory.last == day for memory in self.memories.values())

    def of_answer(self, answer: Id, question: Id) -> Practice:
        return standing(self.memories.get((ANSWER, answer)), self.schedule.day_of(question))

    def of_question(self, covered: QuestionCoverage) -> Practice | None:
        """That of the answer that is known best; None where nothing can be told yet."""
        told: list[Id] = [(ANSWER, answer.id) for answer in covered.answers]
        told += [(PREPARED, covered.question) for each in covered.prepared if each.source == Source.PREPARED]
        day = self.schedule.day_of(covered.question)
        standings = [standing(self.memories.get(pk), day) for pk in told]
        return max(standings, key=list(Practice).index, default=None)

    def flags_of(self, covered: QuestionCoverage) -> list[Flag]:
        """Those of the question, with what practice adds."""
        practised = self.of_question(covered)
        return [*covered.flags, *([FLAGS[practised]] if practised in FLAGS else [])]


def freshness_of(owner: Owner, snapshot: Snapshot) -> Freshness:
    """As of today, by one query; kept with the snapshot."""
    today = timezone.localdate()
    schedule = schedule_of(snapshot.likely.loop, today)
    return snapshot.once(("freshness", today), lambda: Freshness(remembered(owner, today).by_question, schedule))


def standing_of(told: Told, rehearsals: Iterable[Rehearsal], owner: Owner) -> Practice:
    """Of one answer, by itself, after its tellings in their order."""
    today = timezone.localdate()
    memory = memory_after(each for each in rehearsals if each.day <= today)
    if memory is None:
        return Practice.NONE
    schedule = schedule_of(next_loop_for(owner, today), today)
    return standing(memory, schedule.day_of(told.question_id))


def not_fresh(snapshot: Snapshot, freshness: Freshness) -> Sequence[tuple[Question, Practice]]:
    """The likely questions that are covered, but not practised enough, and how ready each is; the least ready first."""
    likely = [covered for covered in snapshot.coverage.questions if covered.question in snapshot.likely.questions]
    told = [
        (snapshot.questions[covered.question], practised)
        for covered in likely
        if covered.level == QuestionLevel.COVERED and (practised := freshness.of_question(covered))
    ]
    waiting = [(question, practised) for question, practised in told if practised != Practice.FRESH]
    return sorted(waiting, key=lambda pair: list(Practice).index(pair[1]))
