"""The next story to write: which new stories, each with a topic and one or two values, would close the most gaps.

A story is imagined as ready, on one topic and with its values as primary. It may answer as many questions as don't
make it severely overused, the weightiest first. A question that is answered, but not well enough, counts half, because
there is a cheaper way to close it; one that its owner hasn't decided on doesn't count, because a story may answer it
already.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, islice
from types import MappingProxyType

from stories.core.coverage import (
    SEVERELY_OVERUSED_AT,
    Coverage,
    Id,
    QuestionLevel,
    ValueCoverage,
    ValueLevel,
    value_level,
)
from stories.core.risk import Change

MOST_PROPOSALS = 5
MOST_QUESTIONS = SEVERELY_OVERUSED_AT - 1
"""What one story may answer without being severely overused."""
VALUE_WEIGHT = 3.0
"""What a step towards covering a value counts; a question that is sure to be asked counts 3."""
HALF_CLOSED = 0.5
NOTHING_WAITS: Mapping[Id, int] = MappingProxyType({})

_LIKELIHOOD = {"own": 3.0, "seed": 3.0, "reported": 3.0, "guide": 2.0, "practice": 1.0}
BEHAVIORAL_SHARES = {
    "recruiter-screen": 0.3,
    "hiring-manager": 0.5,
    "technical-screen": 0.0,
    "onsite-technical": 0.1,
    "onsite-deep-dive": 0.6,
    "onsite-director": 0.9,
    "onsite-culture": 1.0,
    "onsite-partner": 0.8,
}
"""The behavioral share of each stage, according to what has been published about it."""
_ANY_STAGE = 0.5


def weight_of(evidence: str, stages: Iterable[str]) -> float:
    """What closing a question counts: how likely it is to be asked, times the share of its most behavioral stage."""
    return _LIKELIHOOD[evidence] * max((BEHAVIORAL_SHARES[stage] for stage in stages), default=_ANY_STAGE)


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A question that a new story could close."""

    id: Id
    topic: Id
    primary: frozenset[Id]
    weight: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A story worth writing."""

    topic: Id | None
    """None where any topic will do."""
    values: tuple[Id, ...]
    """To be carried as primary."""
    questions: tuple[Id, ...]
    """Those it would newly cover, the weightiest first."""
    lifts: tuple[Change, ...]
    """The values whose level would rise."""
    gain: float


@dataclass(frozen=True, slots=True)
class _Idea:
    """A story that could be written, with every question it could answer, the weightiest first."""

    topic: Id | None
    values: tuple[Id, ...]
    questions: tuple[Id, ...]


def propose_stories(
    coverage: Coverage,
    asked: Sequence[AskedFact],
    waiting: Mapping[Id, int] = NOTHING_WAITS,
    *,
    limit: int = MOST_PROPOSALS,
) -> tuple[Proposal, ...]:
    """The stories that together close the most gaps, the most worthwhile first; each counts on those before it.

    `waiting` has the number of tags that carry over to a value: no story is written for what confirming them closes.
    Empty where nothing is left to close.
    """
    lacking = {value.value: stories_needed(value) - waiting.get(value.value, 0) for value in coverage.values}
    levels = {question.question: question.level for question in coverage.questions}
    weights = {
        question.id: _weight(question, levels[question.id])
        for question in asked
        if levels[question.id] not in (QuestionLevel.COVERED, QuestionLevel.OPEN)
    }
    gaps = sorted((question for question in asked if question.id in weights), key=lambda gap: -weights[gap.id])
    search = _Search(_ideas(gaps, coverage.values), partial(_Board, coverage.values, lacking, weights))
    chosen = search.exchange(search.choose([], limit))
    board = _Board(coverage.values, lacking, weights)
    return tuple(board.write(idea) for idea in search.in_order(chosen))


def _weight(question: AskedFact, level: QuestionLevel) -> float:
    return question.weight if level == QuestionLevel.MISSING else question.weight * HALF_CLOSED


def _ideas(gaps: Iterable[AskedFact], values: Sequence[ValueCoverage]) -> list[_Idea]:
    """Every one or two values, each with every topic that has an open question for them, and with no topic."""
    by_topic: dict[Id, list[AskedFact]] = defaultdict(list)
    for gap in gaps:
        by_topic[gap.topic].append(gap)
    sets = [chosen for size in (1, 2) for chosen in combinations([value.value for value in values], size)]
    ideas = [
        _Idea(topic, chosen, tuple(gap.id for gap in on_topic if not gap.primary or gap.primary & set(chosen)))
        for topic, on_topic in by_topic.items()
        for chosen in sets
    ]
    return [idea for idea in ideas if idea.questions] + [_Idea(None, chosen, ()) for chosen in sets]


class _Board:
    """What is still open while ideas are written one after another."""

    def __init__(
        self,
        values: Iterable[ValueCoverage],
        lacking: Mapping[Id, int],
        weights: Mapping[Id, float],
        written: Iterable[_Idea] = (),
    ) -> None:
        self._lacking = lacking
        self._values = {value.value: value for value in values}
        self._open = dict(weights)
        self._written: Counter[Id] = Counter()
        for idea in written:
            self.write(idea)

    def gain(self, idea: _Idea) -> float:
        """What the idea is worth now."""
        lacking = sum(self._lacking[value] > self._written[value] for value in idea.values)
        return VALUE_WEIGHT * lacking + sum(self._open[question] for question in self._taken(idea))

    def write(self, idea: _Idea) -> Proposal:
        """Count the idea as written: its questions are closed, and its values have a story more."""
        gain, taken = self.gain(idea), self._taken(idea)
        before = [self._level(value) for value in idea.values]
        self._written.update(idea.values)
        for question in taken:
            del self._open[question]
        changes = zip(idea.values, before, map(self._level, idea.values), strict=True)
        lifts = tuple(Change(value, old, new) for value, old, new in changes if new != old)
        return Proposal(idea.topic, idea.values, tuple(taken), lifts, gain)

    def _taken(self, idea: _Idea) -> list[Id]:
        return list(islice((question for question in idea.questions if question in self._open), MOST_QUESTIONS))

    def _level(self, value_id: Id) -> ValueLevel:
        value, more = self._values[value_id], self._written[value_id]
        ready, primary = len(value.ready) + more, len(value.primary) + more
        return value_level(ready=ready, draft=len(value.draft), primary=primary, target=value.target)


def stories_needed(value: ValueCoverage) -> int:
    """How many more stories that carry the value as primary would cover it."""
    return max(value.target - len(value.ready), 0 if value.primary else 1)


class _Search:
    """The best idea, then the best to go with it, and so on; then single ideas are exchanged for better ones.

    An idea is never worth more with others than alone, so ideas that are worth too little alone can be skipped.
    """

    def __init__(self, ideas: Iterable[_Idea], board: Callable[..., _Board]) -> None:
        """`board` makes one on which some ideas are written."""
        self._board = board
        alone = board()
        self._ideas = sorted(((alone.gain(idea), idea) for idea in ideas), key=lambda pair: -pair[0])

    def choose(self, chosen: Sequence[_Idea], limit: int) -> list[_Idea]:
        """Up to `limit` ideas, including those already chosen."""
        ideas = list(chosen)
        while len(ideas) < limit and (best := self._best_with(ideas)):
            ideas.append(best)
        return ideas

    def exchange(self, chosen: list[_Idea]) -> list[_Idea]:
        """Exchange single ideas for better ones, as long as there are any."""
        best = chosen
        for place in range(len(chosen)):
            others = [idea for number, idea in enumerate(chosen) if number != place]
            best = max(best, self.choose(others, len(chosen)), key=self._total)
        return self.exchange(best) if self._total(best) > self._total(chosen) else chosen

    def in_order(self, chosen: Collection[_Idea]) -> list[_Idea]:
        """The most worthwhile first, given those before it."""
        left, ordered = list(chosen), list[_Idea]()
        while left:
            board = self._board(ordered)
            ordered.append(max(left, key=board.gain))
            left.remove(ordered[-1])
        return ordered

    def _best_with(self, written: Sequence[_Idea]) -> _Idea | None:
        board, best, most = self._board(written), None, 0.0
        for alone, idea in self._ideas:
            if alone <= most:
                break
            if (gain := board.gain(idea)) > most:
                best, most = idea, gain
        return best

    def _total(self, ideas: Iterable[_Idea]) -> float:
        board = self._board()
        return round(sum(board.write(idea).gain for idea in ideas), 9)
