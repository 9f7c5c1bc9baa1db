"""What an owner will probably be asked: by their next loop, or by their kind of work."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db.models import Prefetch, Q

from stories.core.coverage import Id
from stories.core.likelihood import (
    Appointment,
    Audience,
    Candidate,
    Work,
    is_meant_for,
    likely_questions,
    next_loop,
)
from stories.models import Loop, Owner, Question, Round, RoundQuestion


@dataclass(frozen=True, slots=True)
class Likely:
    questions: frozenset[Id]
    loop: Loop | None
    """The next loop, if there is one; its questions are the likely ones if it has any of these."""
    work: Work | None = None
    """The owner's kind of work; None as long as they haven't said."""

    def may_be_asked(self, question: Question) -> bool:
        """Whether it is asked of people with this kind of work, or is planned for their next loop."""
        return question.pk in self.questions or is_meant_for(self.work, Audience(question.audience))


def likely_for(owner: Owner, questions: Mapping[Id, Question], today: date) -> Likely:
    """Which of the questions are likely."""
    loop = next_loop_for(owner, today)
    planned = {asked.question_id for part in loop.rounds.all() for asked in part.questions.all()} if loop else set()
    candidates = (Candidate(pk, Audience(question.audience), question.evidence) for pk, question in questions.items())
    return Likely(likely_questions(candidates, owner.kind_of_work, planned), loop, owner.kind_of_work)


def next_loop_for(owner: Owner, today: date) -> Loop | None:
    """The loop whose round comes first, with its rounds and questions."""
    loops: dict[Id, Loop] = {loop.pk: loop for loop in coming_loops(owner, today)}
    coming = next_loop(list(_appointments(loops.values())), today)
    return loops[coming] if coming else None


def coming_loops(owner: Owner, today: date) -> Iterable[Loop]:
    """Those that may have a round on some day from today on, wherever it is, with their rounds and questions."""
    earliest = datetime.combine(today - timedelta(days=2), time.min, UTC)
    coming = Q(date__gte=today) | Q(pk__in=owner.rounds.filter(starts__gte=earliest).values("loop"))
    questions = Prefetch("rounds__questions", RoundQuestion.objects.only("round", "question", "pinned"))
    return owner.loops.filter(coming).prefetch_related("rounds", questions)


def coming_rounds(loop: Loop, today: date) -> list[tuple[date, Round]]:
    """The rounds that take place from today on, the earliest first, each behind its day."""
    dated = [(part.day, part) for part in loop.rounds.all()]
    coming = [(day, part) for day, part in dated if day and day >= today]
    return sorted(coming, key=lambda each: (each[0], each[1].position))


def _appointments(loops: Iterable[Loop]) -> Iterator[Appointment]:
    for loop in loops:
        if loop.date:
            yield Appointment(loop.pk, loop.date)
        for part in loop.rounds.all():
            if starts := part.local_start:
                yield Appointment(loop.pk, starts.date())
