"""Which story to tell for which question of a loop, for the best total fit, and why.

A story is told at most once a round, and in one round only, unless the loop repeats; then each further telling costs
more than the one before. Pins are the owner's decisions and always honoured; if they break a rule, a reason says so.
Only ready stories are chosen, and only for questions that they fit. A question with a good answer is never given a
stretch instead: where the good one is told elsewhere, the question stays open and the stretch is its backup.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import StrEnum

from stories.core.assignment import Offer, assign
from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import AnswerFact, StoryFact, TagFact

Id = Hashable

MOST_ROUNDS = 30
MOST_QUESTIONS = 50
"""Of one round."""
REPEAT_COST = 0.1
"""How much fit a story's second telling in a loop costs; the third costs twice as much, and so on."""
AVOIDED_COST = 0.25
"""How much fit it costs to tell a story that the same company has heard before."""
OVERUSED_COST = 0.05
"""How much fit it costs to tell a story that already answers too many questions."""
_UNITS = 1_000_000
"""Fits are compared as whole numbers of millionths, so rounding errors never decide."""


@dataclass(frozen=True, slots=True)
class Round:
    id: Id
    questions: tuple[Id, ...]
    """In the order in which they are expected."""


@dataclass(frozen=True, slots=True)
class Loop:
    """Everything that a plan is computed from."""

    rounds: Sequence[Round]
    """Each with an id of its own; a question may be in several."""
    stories: Sequence[StoryFact]
    """The preferred ones first, for where they fit equally well."""
    fits: Mapping[tuple[Id, Id], float]
    """How well a story fits a question, by question and story: 0 to 1, where 0 means that it doesn't fit."""
    pins: Mapping[tuple[Id, Id], Id] = field(default_factory=dict)
    """The story pinned to a question, by round and question; a pin to a question outside the loop is ignored."""
    spare: Set[tuple[Id, Id]] = frozenset()
    """What fits and is nobody's first choice, by question and story: it is a backup, and told only where pinned."""
    avoided: Set[Id] = frozenset()
    """The stories that the same company has heard before."""
    overused: Set[Id] = frozenset()
    """The stories that are the best answer of too many questions."""
    is_repeating: bool = False


class ReasonKind(StrEnum):
    """Why this story is told, or why none is."""

    BEST = "the best fit"
    BEST_TOLD = "the best fit is told elsewhere"
    BEST_AVOIDED = "the best fit was told to this company before"
    BEST_OVERUSED = "the best fit answers too many questions already"
    AVOIDED = "told to this company before"
    PINNED = "pinned"
    PINNED_TWICE = "pinned elsewhere too"
    PINNED_DRAFT = "still a draft"
    PINNED_ARCHIVED = "archived"
    PINNED_MISFIT = "not known to fit"
    NOTHING_FITS = "no story fits"
    ONLY_DRAFTS = "only drafts fit"
    TOLD_ELSEWHERE = "what fits is told elsewhere"
    PINNED_ELSEWHERE = "what fits is pinned elsewhere"
    COSTS_MORE = "what fits costs more than it brings"


@dataclass(frozen=True, slots=True)
class Reason:
    """Its kind; where another story or telling is involved, also that story and where it is told."""

    kind: ReasonKind
    story: Id | None = None
    round: Id | None = None
    question: Id | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """What is planned for one question of a round."""

    round: Id
    question: Id
    story: Id | None
    fit: float
    """0 to 1; 0 without a story."""
    is_pinned: bool
    reasons: tuple[Reason, ...]
    """At least one: the first says why this story or none, the others what else to know about it."""
    backup: Id | None
    """The best ready story not told in this round, preferably told nowhere; questions may share a backup."""


@dataclass(frozen=True, slots=True)
class PlannedRound:
    id: Id
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    rounds: tuple[PlannedRound, ...]

    @property
    def unanswered(self) -> tuple[Item, ...]:
        return tuple(item for planned in self.rounds for item in planned.items if item.story is None)

    @property
    def told(self) -> Mapping[Id, int]:
        """How often each story is told, in the order of the loop; those not told are left out."""
        return Counter(item.story for planned in self.rounds for item in planned.items if item.story is not None)


def plan(loop: Loop) -> Plan:
    """The plan with the greatest total fit less costs; the same input always gives the same plan.

    Of equal totals, the plan that tells earlier stories at earlier questions is chosen. Raises KeyError where a pin
    names a story that the loop doesn't have.
    """
    planner = _Planner(loop)
    return Plan(tuple(PlannedRound(loop_round.id, planner.items(loop_round.id)) for loop_round in loop.rounds))


def spare_answers(answers: Iterable[AnswerFact], stories: Iterable[StoryFact]) -> frozenset[tuple[Id, Id]]:
    """The stretches of questions that a ready story answers better, by question and story."""
    ready = {story.id for story in stories if story.status == Status.READY}
    answers = list(answers)
    good = {answer.question for answer in answers if answer.fit != Fit.STRETCH and answer.story in ready}
    return frozenset(
        (answer.question, answer.story) for answer in answers if answer.fit == Fit.STRETCH and answer.question in good
    )


def strengths_shown(plan: Plan, tags: Iterable[TagFact], values: Iterable[Id]) -> dict[Id, Strength | None]:
    """How strongly the stories of the plan show each value; None where none carries it."""
    told = plan.told
    carried = {(tag.value, tag.strength) for tag in tags if tag.story in told}
    return {value: next((level for level in Strength if (value, level) in carried), None) for value in values}


def values_not_shown(plan: Plan, tags: Iterable[TagFact], values: Iterable[Id]) -> tuple[Id, ...]:
    """The values that no story of the plan carries."""
    return tuple(value for value, strength in strengths_shown(plan, tags, values).items() if strength is None)


@dataclass(frozen=True, slots=True)
class _Place:
    """A question of a round, numbered through the whole loop."""

    number: int
    round: Id
    question: Id


class _Planner:
    """Assigns the stories of a loop, and gives the reasons."""

    def __init__(self, loop: Loop) -> None:
        self.loop = loop
        asked = [(loop_round.id, question) for loop_round in loop.rounds for question in loop_round.questions]
        self.places = [_Place(number, *where) for number, where in enumerate(asked)]
        self.status = {story.id: story.status for story in loop.stories}
        self.order = {story: number for number, story in enumerate(self.status)}
        self.pinned = {number: loop.pins[where] for number, where in enumerate(asked) if where in loop.pins}
        # More than being early can add up to (_gain), so being early only decides between equal totals.
        self.weight = 1 + len(self.status) * sum(range(len(self.places) + 1))
        self.told = self.pinned | assign(list(self._offers()), self._costs())

    def items(self, round_id: Id) -> tuple[Item, ...]:
        return tuple(self._item(place) for place in self.places if place.round == round_id)

    def _offers(self) -> Iterator[Offer]:
        for place in self.places:
            pinned = self._in_round(place, self.pinned)
            for story in self._choosable(place.question) if place.number not in self.pinned else ():
                if story not in pinned:
                    yield Offer(place.number, place.round, story, self._gain(place, story))

    def _gain(self, place: _Place, story: Id) -> int:
        early = (len(self.status) - self.order[story]) * (len(self.places) - place.number)
        return self._worth(place.question, story) * self.weight + early

    def _costs(self) -> dict[Id, Sequence[int]]:
        """What each story's tellings cost, after the pinned ones."""
        times = Counter(self.pinned.values())
        if not self.loop.is_repeating:
            return {story: () if times[story] else (0,) for story in self.status}
        step = _units(REPEAT_COST) * self.weight
        return {
            story: [step * earlier for earlier in range(times[story], times[story] + len(self.loop.rounds))]
            for story in self.status
        }

    def _fitting(self, question: Id, status: Status = Status.READY) -> list[Id]:
        stories = (story for story, actual in self.status.items() if actual == status)
        return [story for story in stories if self._fit(question, story) > 0]

    def _choosable(self, question: Id) -> list[Id]:
        return [story for story in self._fitting(question) if (question, story) not in self.loop.spare]

    def _fit(self, question: Id, story: Id) -> float:
        return self.loop.fits.get((question, story), 0.0)

    def _worth(self, question: Id, story: Id) -> int:
        """The fit, less what it costs that a story is avoided or overused."""
        avoided = _units(AVOIDED_COST) if story in self.loop.avoided else 0
        overused = _units(OVERUSED_COST) if story in self.loop.overused else 0
        return _units(self._fit(question, story)) - avoided - overused

    def _item(self, place: _Place) -> Item:
        story = self.told.get(place.number)
        return Item(
            round=place.round,
            question=place.question,
            story=story,
            fit=self._fit(place.question, story),
            is_pinned=place.number in self.pinned,
            reasons=(self._why_none(place),) if story is None else tuple(self._why(place, story)),
            backup=self._backup(place),
        )

    def _why(self, place: _Place, story: Id) -> Iterator[Reason]:
        if place.number in self.pinned:
            yield Reason(ReasonKind.PINNED)
            yield from self._broken_by_pin(place, story)
        else:
            yield self._why_chosen(place, story)
        if story in self.loop.avoided:
            yield Reason(ReasonKind.AVOIDED)

    def _broken_by_pin(self, place: _Place, story: Id) -> Iterator[Reason]:
        if self.status[story] != Status.READY:
            is_draft = self.status[story] == Status.DRAFT
            yield Reason(ReasonKind.PINNED_DRAFT if is_draft else ReasonKind.PINNED_ARCHIVED)
        if self._fit(place.question, story) <= 0:
            yield Reason(ReasonKind.PINNED_MISFIT)
        other = self._told_elsewhere(place, story)
        if other and self._bars(other, place):
            yield Reason(ReasonKind.PINNED_TWICE, story, other.round, other.question)

    def _why_chosen(self, place: _Place, story: Id) -> Reason:
        best = self._best(place.question, self._choosable(place.question))
        if _units(self._fit(place.question, story)) == _units(self._fit(place.question, best)):
            return Reason(ReasonKind.BEST)
        other = self._told_elsewhere(place, best)
        if other:
            return Reason(ReasonKind.BEST_TOLD, best, other.round, other.question)
        return Reason(ReasonKind.BEST_AVOIDED if best in self.loop.avoided else ReasonKind.BEST_OVERUSED, best)

    def _why_none(self, place: _Place) -> Reason:
        others = {story: self._told_elsewhere(place, story) for story in self._choosable(place.question)}
        if not others:
            return self._why_nothing_fits(place.question)
        free = [story for story, other in others.items() if not other or not self._bars(other, place)]
        best = self._best(place.question, free or others)
        elsewhere = others[best]
        kind = ReasonKind.COSTS_MORE if free else self._kind_of_bars(others.values())
        return Reason(kind, best, elsewhere and elsewhere.round, elsewhere and elsewhere.question)

    def _why_nothing_fits(self, question: Id) -> Reason:
        drafts = self._fitting(question, Status.DRAFT)
        if drafts:
            return Reason(ReasonKind.ONLY_DRAFTS, self._best(question, drafts))
        return Reason(ReasonKind.NOTHING_FITS)

    def _kind_of_bars(self, others: Iterable[_Place | None]) -> ReasonKind:
        is_pinned = all(other and other.number in self.pinned for other in others)
        return ReasonKind.PINNED_ELSEWHERE if is_pinned else ReasonKind.TOLD_ELSEWHERE

    def _bars(self, other: _Place, place: _Place) -> bool:
        """Whether a story told at `other` may not be chosen for `place` too."""
        return other.round == place.round or not self.loop.is_repeating

    def _told_elsewhere(self, place: _Place, story: Id) -> _Place | None:
        """Another place where the story is told, preferably in the same round."""
        others = [other for other in self.places if other != place and self.told.get(other.number) == story]
        return min(others, key=lambda other: other.round != place.round, default=None)

    def _best(self, question: Id, stories: Iterable[Id]) -> Id:
        return max(stories, key=lambda story: _units(self._fit(question, story)))

    def _backup(self, place: _Place) -> Id | None:
        here, anywhere = self._in_round(place, self.told), set(self.told.values())
        others = [story for story in self._fitting(place.question) if story not in here]
        return min(others, key=lambda story: (story in anywhere, -self._worth(place.question, story)), default=None)

    def _in_round(self, place: _Place, told: Mapping[int, Id]) -> set[Id]:
        """The stories that `told`, by place, has in the round of this place."""
        return {told[other.number] for other in self.places if other.round == place.round and other.number in told}


def _units(fit: float) -> int:
    return round(fit * _UNITS)
