"""The next story to write: which new stories, a topic and one or two values each, would close the most gaps.

A story is imagined ready, telling of one topic and carrying its values as primary. It may honestly answer so many
questions as don't make it severely overused; the weightiest count. A question that an existing story is suggested for
or that a draft answers counts half, because there is a cheaper way to close it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, islice

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
"""What one story may answer without being told everywhere."""
VALUE_WEIGHT = 3.0
"""What a step towards a covered value counts, as a question that is surely asked counts 3."""
HALF_CLOSED = 0.5

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
"""How much of a stage is behavioral, by what is published of it."""
_ANY_STAGE = 0.5


def weight_of(evidence: str, stages: Iterable[str]) -> float:
    """What closing a question counts: how sure it is that it is asked, times the most behavioral stage that asks it."""
    return _LIKELIHOOD[evidence] * max((BEHAVIORAL_SHARES[stage] for stage in stages), default=_ANY_STAGE)


@dataclass(frozen=True, slots=True)
class AskedFact:
    """A question as a new story could close it."""

    id: Id
    topic: Id
    primary: frozenset[Id]
    weight: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """A story worth writing."""

    topic: Id | None
    """None where only the values matter."""
    values: tuple[Id, ...]
    """To be carried as primary."""
    questions: tuple[Id, ...]
    """What it would newly cover, the weightiest first."""
    lifts: tuple[Change, ...]
    """The values whose level would rise."""
    gain: float


@dataclass(frozen=True, slots=True)
class _Idea:
    """A story that could be written, with all that it could answer, the weightiest first."""

    topic: Id | None
    values: tuple[Id, ...]
    questions: tuple[Id, ...]


def propose_stories(
    coverage: Coverage, asked: Sequence[AskedFact], *, limit: int = MOST_PROPOSALS
) -> tuple[Proposal, ...]:
    """The stories that together close the most gaps, the most worthwhile first; each assumes those before it written.

    None where nothing is left to close.
    """
    levels = {question.question: question.level for question in coverage.questions}
    weights = {one.id: _weight(one, levels[one.id]) for one in asked if levels[one.id] != QuestionLevel.COVERED}
    gaps = sorted((one for one in asked if one.id in weights), key=lambda one: -weights[one.id])
    search = _Search(_ideas(gaps, coverage.values), coverage.values, weights)
    chosen = search.exchange(search.choose([], limit))
    board = _Board(coverage.values, weights)
    return tuple(board.write(idea) for idea in search.in_order(chosen))


def _weight(asked: AskedFact, level: QuestionLevel) -> float:
    return asked.weight if level == QuestionLevel.MISSING else asked.weight * HALF_CLOSED


def _ideas(gaps: Iterable[AskedFact], values: Sequence[ValueCoverage]) -> list[_Idea]:
    """Every one or two values, with every topic that has an open question for them, and with none."""
    of_topic: dict[Id, list[AskedFact]] = defaultdict(list)
    for one in gaps:
        of_topic[one.topic].append(one)
    sets = [chosen for size in (1, 2) for chosen in combinations([value.value for value in values], size)]
    told = [
        _Idea(topic, chosen, tuple(one.id for one in questions if not one.primary or one.primary & set(chosen)))
        for topic, questions in of_topic.items()
        for chosen in sets
    ]
    return [idea for idea in told if idea.questions] + [_Idea(None, chosen, ()) for chosen in sets]


class _Board:
    """What is still open while ideas are written one after the other."""

    def __init__(
        self, values: Iterable[ValueCoverage], weights: Mapping[Id, float], written: Iterable[_Idea] = ()
    ) -> None:
        self._values = {value.value: value for value in values}
        self._open = dict(weights)
        self._written: Counter[Id] = Counter()
        for idea in written:
            self.write(idea)

    def gain(self, idea: _Idea) -> float:
        """What the idea is worth now."""
        lacking = sum(stories_needed(self._values[value]) > self._written[value] for value in idea.values)
        return VALUE_WEIGHT * lacking + sum(self._open[question] for question in self._taken(idea))

    def write(self, idea: _Idea) -> Proposal:
        """Count the idea as written."""
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

    def _level(self, pk: Id) -> ValueLevel:
        value, more = self._values[pk], self._written[pk]
        ready, primary = len(value.ready) + more, len(value.primary) + more
        return value_level(ready=ready, draft=len(value.draft), primary=primary, target=value.target)


def stories_needed(value: ValueCoverage) -> int:
    """How many stories that carry the value as primary would cover it."""
    return max(value.target - len(value.ready), 0 if value.primary else 1)


class _Search:
    """The best idea first, then the best beside it, and so on; then single ideas are exchanged for better ones.

    An idea is never worth more beside others than alone, so those can be passed over that are worth less alone.
    """

    def __init__(self, ideas: Iterable[_Idea], values: Sequence[ValueCoverage], weights: Mapping[Id, float]) -> None:
        self._board = partial(_Board, values, weights)
        alone = self._board()
        self._ideas = sorted(((alone.gain(idea), idea) for idea in ideas), key=lambda one: -one[0])

    def choose(self, chosen: Sequence[_Idea], limit: int) -> list[_Idea]:
        """Up to `limit` ideas, those chosen already among them."""
        found = list(chosen)
        while len(found) < limit and (best := self._best_beside(found)):
            found.append(best)
        return found

    def exchange(self, chosen: list[_Idea]) -> list[_Idea]:
        """Each idea for a better one, as long as there is one."""
        best = chosen
        for place in range(len(chosen)):
            others = [idea for number, idea in enumerate(chosen) if number != place]
            best = max(best, self.choose(others, len(chosen)), key=self._total)
        return self.exchange(best) if self._total(best) > self._total(chosen) else chosen

    def in_order(self, chosen: Collection[_Idea]) -> list[_Idea]:
        """The most worthwhile first, each beside those before it."""
        left, found = list(chosen), list[_Idea]()
        while left:
            board = self._board(found)
            found.append(max(left, key=board.gain))
            left.remove(found[-1])
        return found

    def _best_beside(self, written: Sequence[_Idea]) -> _Idea | None:
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
