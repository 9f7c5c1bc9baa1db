"""What is worth doing next, and what hangs by a thread: the core's answers with the rows that a page shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stories.core.coverage import Id
from stories.core.next_story import AskedFact, Proposal, propose_stories, weight_of
from stories.core.planning import Step
from stories.core.repairs import Repair, find_repairs
from stories.core.risk import Change, Risks, loss_of, risks
from stories.models import Owner, Question, Story, Topic, Value
from stories.standing import NextStep, Standing, kept_with_standing


@dataclass(frozen=True, slots=True)
class ChangedValue:
    value: Value
    change: Change


@dataclass(frozen=True, slots=True)
class ChangedQuestion:
    question: Question
    change: Change


@dataclass(frozen=True, slots=True)
class Loss:
    """What falls without a story."""

    values: Sequence[ChangedValue]
    questions: Sequence[ChangedQuestion]


@dataclass(frozen=True, slots=True)
class ProposedStory:
    proposal: Proposal
    topic: Topic | None
    values: Sequence[Value]
    questions: Sequence[Question]
    lifts: Sequence[ChangedValue]


@dataclass(frozen=True, slots=True)
class RepairRow:
    repair: Repair
    next: NextStep
    values: Sequence[ChangedValue]
    questions: Sequence[ChangedQuestion]


@dataclass(frozen=True, slots=True)
class OverusedStory:
    story: Story
    questions: Sequence[Question]
    is_severe: bool


@dataclass(frozen=True, slots=True)
class HeldByOne:
    """A value, or a question, with the one story that holds it up."""

    held: Value | Question
    story: Story


@dataclass(frozen=True, slots=True)
class RiskRows:
    overused: Sequence[OverusedStory]
    values: Sequence[HeldByOne]
    questions: Sequence[HeldByOne]


@kept_with_standing
def proposed_stories(found: Standing) -> list[ProposedStory]:
    """The stories that are most worth writing, at most five, the best first."""
    weights = _weights(found)
    asked = [
        AskedFact(pk, question.topic_id, found.facts[pk].primary, weights[pk])
        for pk, question in found.questions.items()
    ]
    topics: dict[Id | None, Topic] = {question.topic_id: question.topic for question in found.questions.values()}
    return [
        ProposedStory(
            one,
            topics.get(one.topic),
            [found.values[pk] for pk in one.values],
            [found.questions[pk] for pk in one.questions],
            _changed_values(found, one.lifts),
        )
        for one in propose_stories(found.coverage, asked)
    ]


@kept_with_standing
def repair_rows(found: Standing) -> list[RepairRow]:
    """What is nearly there, the most worthwhile for its effort first."""
    rows = []
    for repair in find_repairs(found.library, found.coverage, _weights(found)):
        step = Step(repair.kind, "", value=repair.value, question=repair.question, story=repair.story)
        values = _changed_values(found, repair.values)
        rows.append(RepairRow(repair, found.with_rows(step), values, _changed_questions(found, repair.questions)))
    return rows


def _weights(found: Standing) -> Mapping[Id, float]:
    return {pk: weight_of(question.evidence, question.stages) for pk, question in found.questions.items()}


def _changed_values(found: Standing, changes: Iterable[Change]) -> list[ChangedValue]:
    return [ChangedValue(found.values[change.id], change) for change in changes]


def _changed_questions(found: Standing, changes: Iterable[Change]) -> list[ChangedQuestion]:
    return [ChangedQuestion(found.questions[change.id], change) for change in changes]


def loss_without(story: Story, found: Standing, owner: Owner) -> Loss:
    """What falls when the story is archived or deleted."""
    loss = loss_of(story.pk, found.library, found.coverage, target=owner.coverage_target)
    return Loss(_changed_values(found, loss.values), _changed_questions(found, loss.questions))


@kept_with_standing
def risk_rows(found: Standing) -> RiskRows:
    """All that one story or one answer holds up."""
    held: Risks = risks(found.coverage)
    return RiskRows(
        overused=[
            OverusedStory(found.stories[one.story], [found.questions[pk] for pk in one.questions], one.is_severe)
            for one in held.overused
        ],
        values=[HeldByOne(found.values[one.value], found.stories[one.ready[0]]) for one in held.single_story],
        questions=[
            HeldByOne(found.questions[one.question], found.stories[one.holding[0].story]) for one in held.only_answer
        ],
    )
