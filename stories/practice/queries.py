"""What is practised and when: an owner's answers as items of the plan of the days that are left."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse

from stories.base.rendering import spoken_words
from stories.core.coverage import Id, QuestionLevel
from stories.core.memory import Memory, Rating, memory_of
from stories.core.practice import Item, Plan, plan
from stories.core.speaking import seconds
from stories.coverage.likely_questions import coming_loops, coming_rounds
from stories.coverage.snapshot import Snapshot, snapshot_of
from stories.enums import Category, Occasion
from stories.loops.planner import plan_of
from stories.models import Owner, Question, Round
from stories.models.rehearsal import Told

ANSWER, PREPARED = "answer", "prepared"
_OF_REHEARSALS = ("answer", "prepared", "prepared__question", "day", "rating", "occasion")
FURTHEST = timedelta(days=366)
"""How far ahead of today a telling may be moved."""
AROUND = 30
"""Seconds that a telling takes besides what is said: to choose the story, and to say what was left out."""


@dataclass(frozen=True, slots=True)
class Turn:
    """An answer that is told when its turn comes; its item's id is its kind and its number."""

    item: Item
    question: Question
    story: str
    """Its title; empty for an answer without a story."""
    why: str
    """Why it is told when the plan says."""
    address: str
    """Of the page on which it is told."""
    move_address: str
    """That takes another day for it."""


@dataclass(frozen=True, slots=True)
class Day:
    day: date
    turns: Sequence[Turn]

    @property
    def minutes(self) -> int:
        return sum(turn.item.minutes for turn in self.turns)


@dataclass(frozen=True)
class Practice:
    """What an owner practises, from a day on."""

    today: date
    turns: Mapping[Id, Turn]
    plan: Plan
    done: Sequence[Turn]
    """What was told today."""
    interview: date | None
    """The first of those to come."""
    undecided: int
    """The likely questions that no story has been chosen for."""
    round: Round | None
    """The next of those to come that asks anything."""

    @cached_property
    def days(self) -> list[Day]:
        """Those on which something is told, today first."""
        return [Day(day, [self.turns[pk] for pk in ids]) for day, ids in self.plan.days.items()]

    @property
    def due(self) -> Sequence[Turn]:
        """What is told today, in order."""
        return next((day.turns for day in self.days if day.day == self.today), ())

    @property
    def minutes_left(self) -> int:
        return sum(turn.item.minutes for turn in self.due)

    @property
    def later(self) -> list[Day]:
        return [day for day in self.days if day.day > self.today]

    @property
    def next(self) -> Turn | None:
        """The most due: today's first, or else what is known worst."""
        if self.due:
            return self.due[0]
        told_today = {turn.item.id for turn in self.done}
        rest = [turn for turn in self.turns.values() if turn.item.id not in told_today]
        return min(rest, key=lambda turn: turn.item.recall_on(self.today), default=None)

    def weakest(self, count: int) -> list[Turn]:
        """What is told today, in order, then what is known worst."""
        rest = [turn for turn in self.turns.values() if turn not in self.due]
        rest.sort(key=lambda turn: turn.item.recall_on(self.today))
        return [*self.due, *rest][:count]


def practice_of(owner: Owner, today: date) -> Practice:
    """The plan from today on."""
    snapshot = snapshot_of(owner, category="")
    key = ("practice", today, owner.practice_minutes)
    kept: Practice = snapshot.once(key, lambda: _work_out(owner, snapshot, today))
    return kept


def _work_out(owner: Owner, snapshot: Snapshot, today: date) -> Practice:
    prepared, known = _prepared(owner), remembered(owner, today)
    interviews = _interviews(owner, snapshot, prepared, today)
    turns: dict[Id, Turn] = {}
    for said in _said(owner, snapshot, prepared, interviews):
        days = tuple(sorted(interviews.get(said.id, ())))
        moved = said.tell_on and min(said.tell_on, today + FURTHEST)
        item = Item(said.id, minutes_for(said.seconds), known.memories.get(said.id), days, moved)
        question = snapshot.questions[said.question]
        turns[said.id] = Turn(item, question, said.story, item.why(today), *_addresses(said))
    done = [turns[pk] for pk in known.today if pk in turns]
    items = [turn.item for turn in turns.values()]
    return Practice(
        today,
        turns,
        plan(items, today, owner.practice_minutes, sum(turn.item.minutes for turn in done)),
        done,
        min((day for item in items for day in item.interviews), default=None),
        sum(snapshot.covered[pk].level == QuestionLevel.OPEN for pk in _likely(snapshot)),
        _next_round(snapshot, today),
    )


def _next_round(snapshot: Snapshot, today: date) -> Round | None:
    coming = coming_rounds(snapshot.likely.loop, today) if snapshot.likely.loop else ()
    return next((part for _, part in coming if part.questions.all()), None)


def told_of(owner: Owner, ids: Iterable[tuple[str, Id]]) -> dict[tuple[str, Id], Told]:
    """The answers with these ids, as items have them; those that are gone are left out."""
    wanted = list(ids)
    answers = owner.answers.filter(pk__in=[pk for kind, pk in wanted if kind == ANSWER])
    prepared = owner.prepared_answers.filter(pk__in=[pk for kind, pk in wanted if kind == PREPARED])
    told: dict[tuple[str, Id], Told] = {
        (ANSWER, answer.pk): answer for answer in answers.select_related("question__topic", "story")
    }
    return told | {(PREPARED, answer.pk): answer for answer in prepared.select_related("question__topic")}


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer as far as the plan needs it."""

    id: tuple[str, Id]
    """Its kind, and its number among that."""
    question: Id
    story: str
    seconds: int
    tell_on: date | None


def minutes_for(length: int) -> int:
    """What telling an answer of so many seconds takes."""
    return -(-(length + AROUND) // 60)


def _said(owner: Owner, snapshot: Snapshot, prepared: Mapping[Id, _Said], planned: Collection[Id]) -> Iterator[_Said]:
    """The answers that are planned, and of other likely questions the best ones, in the order of the questions."""
    answers, likely = _answers(owner, snapshot), _likely(snapshot)
    for covered in snapshot.coverage.questions:
        told = [answers[answer.id] for answer in covered.answers]
        if covered.question in prepared and covered.kind.takes_prepared:
            told.append(prepared[covered.question])
        chosen = [said for said in told if said.id in planned]
        yield from chosen or (told[:1] if covered.question in likely else ())


def _addresses(said: _Said) -> tuple[str, str]:
    kind, pk = said.id
    name, of = ("answer", pk) if kind == ANSWER else ("question-prepared", said.question)
    return reverse(f"stories:{name}-tell", args=[of]), reverse(f"stories:{name}-move", args=[of])


def _likely(snapshot: Snapshot) -> set[Id]:
    """Those that ask for something to be told."""
    return {pk for pk in snapshot.likely.questions if snapshot.questions[pk].topic.category == Category.BEHAVIORAL}


def _answers(owner: Owner, snapshot: Snapshot) -> dict[Id, _Said]:
    """By their own ids."""
    chosen: dict[Id, date | None] = dict(owner.answers.exclude(tell_on=None).values_list("pk", "tell_on"))
    pace = owner.words_per_minute
    return {
        pk: _Said((ANSWER, pk), answer.question_id, answer.story.title, seconds(answer.words, pace), chosen.get(pk))
        for pk, answer in snapshot.answers.items()
    }


def _prepared(owner: Owner) -> dict[Id, _Said]:
    """By the ids of their questions."""
    rows = owner.prepared_answers.exclude(full="").values_list("pk", "question", "full", "tell_on")
    pace = owner.words_per_minute
    return {
        question: _Said((PREPARED, pk), question, "", seconds(spoken_words(full), pace), tell_on)
        for pk, question, full, tell_on in rows
    }


def _interviews(owner: Owner, snapshot: Snapshot, prepared: Mapping[Id, _Said], today: date) -> dict[Id, set[date]]:
    """The days of the rounds to come, by the answers that are planned for them."""
    told: dict[Id, Id] = {
        (answer.question_id, answer.story_id): (ANSWER, pk) for pk, answer in snapshot.answers.items()
    }
    told |= {(question, None): said.id for question, said in prepared.items()}
    days: dict[Id, set[date]] = defaultdict(set)
    for loop in coming_loops(owner, today):
        planned = {each.id: each.items for each in plan_of(loop, list(loop.rounds.all()), snapshot).rounds}
        for day, part in coming_rounds(loop, today):
            for item in planned[part.pk]:
                if said := told.get((item.question, item.story)):
                    days[said].add(day)
    return days


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was told so far."""

    memories: Mapping[Id, Memory | None]
    """By kind and number."""
    by_question: Mapping[Id, Memory | None]
    """The same, but a prepared answer by the number of its question."""
    today: Sequence[Id]
    """What was told today, by kind and number."""


def remembered(owner: Owner, today: date) -> Remembered:
    """By one query."""
    told: dict[Id, list[Any]] = defaultdict(list)
    questions: dict[Id, Id] = {}
    rows = owner.rehearsals.rated().filter(day__lte=today).order_by("began", "pk")
    for rehearsal in rows.values_list(*_OF_REHEARSALS, named=True):
        pk = (ANSWER, rehearsal.answer) if rehearsal.answer else (PREPARED, rehearsal.prepared)
        questions[pk] = pk if rehearsal.answer else (PREPARED, rehearsal.prepared__question)
        told[pk].append(rehearsal)
    memories = {pk: memory_after(rehearsals) for pk, rehearsals in told.items()}
    by_question = {questions[pk]: memory for pk, memory in memories.items()}
    return Remembered(memories, by_question, [pk for pk, memory in memories.items() if memory and memory.last == today])


def memory_after(rehearsals: Iterable[Any]) -> Memory | None:
    """What the tellings of one answer have left behind; they are rated, and in order."""
    told: list[tuple[date, Rating]] = []
    for rehearsal in rehearsals:
        rating = Rating(rehearsal.rating)
        # Whoever names the right story hasn't told it yet; whoever doesn't has forgotten it.
        if rehearsal.occasion != Occasion.RECALL or (rating == Rating.FORGOT and told):
            told.append((rehearsal.day, rating))
    return memory_of(told)
