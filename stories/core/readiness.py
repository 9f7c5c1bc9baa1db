"""How far each likely question can be answered on the day, and what is most worth doing about it today.

There is no score: a question has reasons why it isn't ready yet, and the worst of them is its standing. A task takes
some of them away; what it is worth is how much better the questions stand afterwards, each by its weight, for each
minute that it takes.
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum

Id = Hashable
MOST_TASKS = 5


class Reason(StrEnum):
    """Why a question can't be answered well on the day, the worst first."""

    UNDECIDED = "no story chosen yet"
    NO_STORY = "no story answers it"
    STRETCH = "only a stretch answers it"
    DRAFT = "its story isn't ready"
    UNSEEN = "matched, but not looked at"
    TOO_LONG = "too long to be told"
    TOO_SHORT = "too short to be told"
    UNPRACTISED = "never told aloud"
    FADING = "fading by the day"
    NO_OPENING = "no first line"
    NO_EVIDENCE = "no line marked as evidence"

    @property
    def rank(self) -> int:
        """The lower, the worse."""
        return list(Reason).index(self)


_WORTH: Mapping[Reason, float] = {
    Reason.UNDECIDED: 0.0,
    Reason.NO_STORY: 0.0,
    Reason.STRETCH: 0.25,
    Reason.DRAFT: 0.3,
    Reason.UNSEEN: 0.4,
    Reason.TOO_LONG: 0.5,
    Reason.TOO_SHORT: 0.5,
    Reason.UNPRACTISED: 0.7,
    Reason.FADING: 0.85,
    Reason.NO_OPENING: 0.9,
    Reason.NO_EVIDENCE: 0.95,
}
"""How much of a good answer there is in spite of the reason, by our judgement: it weighs one task against another."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a question stands."""

    question: Id
    weight: float
    """How likely it is to be asked, from 0 on."""
    reasons: frozenset[Reason] = frozenset()

    @property
    def worst(self) -> Reason | None:
        """None for a question that can be answered well."""
        return min(self.reasons, key=lambda reason: reason.rank, default=None)

    @property
    def worth(self) -> float:
        """From 0 to its weight."""
        return self.weight * min((_WORTH[reason] for reason in self.reasons), default=1.0)


class TaskKind(StrEnum):
    """What can be done today; of equals, the first comes first."""

    LOOK = "look at the answer"
    CONFIRM = "confirm the tags that carry over"
    MATCH = "match the open questions"
    OPEN = "give the answer its first line"
    PRACTISE = "tell the answer"
    MARK = "mark the line that shows it"
    CHANGE_LENGTH = "bring the answer to length"
    PREPARE = "prepare a short answer"
    FINISH_DRAFT = "finish the draft"
    CHOOSE_STORY = "choose a better story"
    WRITE_STORY = "write a story"


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, and what it takes away."""

    kind: TaskKind
    about: Id
    """What tells it from others of its kind: an answer, a story."""
    minutes: int
    """At least 1."""
    questions: tuple[Id, ...] = ()
    removes: frozenset[Reason] = frozenset()
    leaves: frozenset[Reason] = frozenset()
    """What these questions still lack where one of their reasons was removed."""
    besides: float = 0.0
    """What it is worth apart from questions, in weights of a question."""

    def done_to(self, standing: Standing) -> Standing:
        """Where the question stands afterwards; what would be worse is not done."""
        if standing.question not in self.questions or not standing.reasons & self.removes:
            return standing
        after = replace(standing, reasons=standing.reasons - self.removes | self.leaves)
        return after if after.worth > standing.worth else standing

    def gain(self, standings: Iterable[Standing]) -> float:
        """What it changes, in weights."""
        return self.besides + sum(self.done_to(standing).worth - standing.worth for standing in standings)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A task that is worth doing, with the questions that it moves."""

    task: Task
    moved: tuple[Id, ...]
    gain: float


def today(standings: Sequence[Standing], tasks: Iterable[Task], *, most: int = MOST_TASKS) -> tuple[Proposal, ...]:
    """The tasks that change most for the minutes they take, in that order; each counts on those before it.

    The same input always gives the same tasks: of equals, the kind decides, then the order in which they were given.
    """
    left = sorted(tasks, key=lambda task: list(TaskKind).index(task.kind))
    chosen: list[Proposal] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda task: round(task.gain(standings) / task.minutes, 9))
        gain = best.gain(standings)
        if round(gain, 9) <= 0:
            break
        after = [best.done_to(standing) for standing in standings]
        moved = tuple(new.question for new, old in zip(after, standings, strict=True) if new != old)
        chosen.append(Proposal(best, moved, gain))
        standings = after
        left.remove(best)
    return tuple(chosen)


def count_reasons(standings: Iterable[Standing]) -> dict[Reason | None, int]:
    """How many questions stand where, by their worst reason, the worst first; None for those that are ready."""
    counts: dict[Reason | None, int] = dict.fromkeys((*Reason, None), 0)
    for standing in standings:
        counts[standing.worst] += 1
    return {reason: count for reason, count in counts.items() if count}


def ready_without(standings: Iterable[Standing], allowed: Set[Reason]) -> int:
    """How many questions have no reason but those that are allowed."""
    return sum(standing.reasons <= allowed for standing in standings)
