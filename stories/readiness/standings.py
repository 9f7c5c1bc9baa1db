"""Where each likely question stands: its reasons, from the rows of a snapshot."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from stories.core.coverage import Id, QuestionCoverage, QuestionLevel
from stories.core.hold_ups import Weakness
from stories.core.next_story import weight_of
from stories.core.practice import Practice
from stories.core.readiness import Reason, Standing, count_reasons, ready_without
from stories.coverage.snapshot import Answered, Snapshot
from stories.models import Owner, Question, Round
from stories.practice.freshness import Freshness, freshness_of

WEAKNESSES: Mapping[Weakness, Reason] = {
    Weakness.DRAFT: Reason.DRAFT,
    Weakness.STRETCH: Reason.STRETCH,
    Weakness.TOO_LONG: Reason.TOO_LONG,
    Weakness.TOO_SHORT: Reason.TOO_SHORT,
    Weakness.UNSEEN: Reason.UNSEEN,
}
PRACTISED = {Practice.NONE: Reason.UNPRACTISED, Practice.FADING: Reason.FADING}
FROM_TELLING = frozenset({*PRACTISED.values(), Reason.NO_OPENING, Reason.NO_EVIDENCE})
"""What a question may lack and still be one that can be told in time."""
FROM_DETAIL = frozenset({Reason.NO_OPENING, Reason.NO_EVIDENCE})
"""What it may lack and still be fresh."""
SYMBOLS = {"none": "○", "story": "◌", "time": "◐", "fresh": "●"}
"""Of the steps that a question goes through, in their order."""
WITHOUT_STORY = frozenset({Reason.UNDECIDED, Reason.NO_STORY})


@dataclass(frozen=True, slots=True)
class QuestionStanding:
    """A likely question with what would be told."""

    question: Question
    standing: Standing
    answer: Answered | None
    """The best; None without a story."""

    @property
    def step(self) -> str:
        """How far it has come: nothing to tell, a story, told in time, or ready."""
        reasons = self.standing.reasons
        if reasons & WITHOUT_STORY:
            return "none"
        if not reasons <= FROM_TELLING:
            return "story"
        return "fresh" if reasons <= FROM_DETAIL else "time"

    @property
    def symbol(self) -> str:
        return SYMBOLS[self.step]

    @property
    def words(self) -> str:
        """The worst reason, or that there is none."""
        return self.standing.worst or "ready"


@dataclass(frozen=True)
class Readiness:
    """Of the likely questions."""

    questions: Sequence[QuestionStanding]
    """In the order in which they are asked; those that no round asks, by how likely they are."""

    @cached_property
    def standings(self) -> list[Standing]:
        return [each.standing for each in self.questions]

    @cached_property
    def counts(self) -> Mapping[Reason | None, int]:
        """Questions by their worst reason, the worst first."""
        return count_reasons(self.standings)

    @property
    def with_story(self) -> int:
        """How many questions have something to be told."""
        return sum(not each.reasons & WITHOUT_STORY for each in self.standings)

    @property
    def in_time(self) -> int:
        """How many of them can be told in time."""
        return ready_without(self.standings, FROM_TELLING)

    @property
    def fresh(self) -> int:
        """How many of these will be fresh on the day."""
        return ready_without(self.standings, FROM_DETAIL)

    def by_round(self, rounds: Iterable[Round]) -> list["Part"]:
        """In the order of each round; all in one part where no round is given."""
        by_question: dict[Id, QuestionStanding] = {each.question.pk: each for each in self.questions}
        parts = [
            Part(
                part,
                [by_question[each.question_id] for each in part.questions.all() if each.question_id in by_question],
            )
            for part in rounds
        ]
        return [part for part in parts if part.questions] or [Part(None, self.questions)]


@dataclass(frozen=True, slots=True)
class Part:
    """A round with the questions of it that ask for something to be told."""

    round: Round | None
    """None for those of no round in particular."""
    questions: Sequence[QuestionStanding]


def readiness_of(owner: Owner, snapshot: Snapshot) -> Readiness:
    """By two queries besides those of the snapshot, with which it is kept."""
    freshness = freshness_of(owner, snapshot)
    return snapshot.once(("readiness", freshness.schedule.otherwise), lambda: _work_out(owner, snapshot, freshness))


def _work_out(owner: Owner, snapshot: Snapshot, freshness: Freshness) -> Readiness:
    reasons = _Reasons(snapshot, freshness, set(owner.answers.filter(opening="").values_list("pk", flat=True)))
    asked = _times_asked(snapshot)
    order = {pk: place for place, pk in enumerate(asked)}
    standings = [
        QuestionStanding(
            snapshot.questions[pk],
            Standing(pk, _weight(snapshot.questions[pk]) * max(1, asked[pk]), frozenset(reasons.of(covered))),
            snapshot.answers[covered.answers[0].id] if covered.answers else None,
        )
        for pk, covered in snapshot.covered.items()
        if pk in snapshot.likely.questions
    ]
    standings.sort(key=lambda each: (order.get(each.question.pk, len(order)), -each.standing.weight))
    return Readiness(standings)


def _weight(question: Question) -> float:
    return weight_of(question.evidence, question.stages)


def _times_asked(snapshot: Snapshot) -> Counter[Id]:
    """How many rounds of the next loop ask each question, in the order in which they do."""
    rounds = snapshot.likely.loop.rounds.all() if snapshot.likely.loop else ()
    return Counter(asked.question_id for part in rounds for asked in part.questions.all())


@dataclass(frozen=True, slots=True)
class _Reasons:
    snapshot: Snapshot
    freshness: Freshness
    without_opening: set[int]
    """The ids of answers."""

    def of(self, covered: QuestionCoverage) -> Iterator[Reason]:
        if covered.level == QuestionLevel.OPEN:
            yield Reason.UNDECIDED
        elif covered.level == QuestionLevel.MISSING:
            yield Reason.NO_STORY
        else:
            yield from self._of_telling(covered)
            practised = self.freshness.of_question(covered)
            if practised in PRACTISED:
                yield PRACTISED[practised]

    def _of_telling(self, covered: QuestionCoverage) -> Iterator[Reason]:
        if covered.is_prepared:
            return
        if not covered.answers:
            yield from (WEAKNESSES[weakness] for weakness in covered.prepared[0].weaknesses)
            return
        answer = covered.answers[0]
        yield from (WEAKNESSES[weakness] for weakness in covered.weaknesses[answer.id])
        if answer.id in self.without_opening:
            yield Reason.NO_OPENING
        if not self._has_evidence(answer.story, covered.question):
            yield Reason.NO_EVIDENCE

    def _has_evidence(self, story: Id, question: Id) -> bool:
        """Whether a line of the story is marked for a value that the question probes, if it shows any."""
        tags = self.snapshot.tags_of.get(story, {})
        probed = [tags[value] for value in self.snapshot.probes.get(question, {}) if value in tags]
        return not probed or any(tag.evidence for tag in probed)
