"""What is worth doing next, and what hangs by a thread: the core's answers with the rows that a page shows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from stories.core.coverage import Id
from stories.core.next_story import AskedFact, Proposal, propose_stories, weight_of
from stories.core.repairs import Repair, find_repairs
from stories.core.risk import Change, Risks, loss_of, risks
from stories.core.steps import Step, StepKind
from stories.coverage.snapshot import NextStep, Snapshot, kept_with_snapshot
from stories.models import Owner, Question, Story, Topic, Value


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
class RepairGroup:
    """The repairs of one story, or those of none in particular."""

    story: Story | None
    repairs: Sequence[RepairRow]


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


@kept_with_snapshot
def proposed_stories(snapshot: Snapshot) -> list[ProposedStory]:
    """The stories most worth writing, five at most, the best first."""
    weights = _weights(snapshot)
    asked = [
        AskedFact(pk, question.topic_id, snapshot.facts[pk].primary, weights[pk])
        for pk, question in snapshot.questions.items()
        if question.takes_story and snapshot.likely.may_be_asked(question)
    ]
    topics: dict[Id | None, Topic] = {question.topic_id: question.topic for question in snapshot.questions.values()}
    return [
        ProposedStory(
            proposal,
            topics.get(proposal.topic),
            [snapshot.values[pk] for pk in proposal.values],
            [snapshot.questions[pk] for pk in proposal.questions],
            _changed_values(snapshot, proposal.lifts),
        )
        for proposal in propose_stories(snapshot.coverage, asked, snapshot.waiting)
    ]


@kept_with_snapshot
def repair_rows(snapshot: Snapshot) -> list[RepairRow]:
    """What is nearly covered, most worthwhile for the effort first."""
    rows = []
    likely = snapshot.likely.questions
    for repair in find_repairs(snapshot.library, snapshot.coverage, _weights(snapshot), snapshot.offered, likely):
        matched = len(repair.questions) if repair.kind == StepKind.MATCH else 0
        step = Step(repair.kind, "", repair.value, repair.question, repair.stories, matched)
        values = _changed_values(snapshot, repair.values)
        rows.append(RepairRow(repair, snapshot.with_rows(step), values, _changed_questions(snapshot, repair.questions)))
    return rows


@kept_with_snapshot
def repair_groups(snapshot: Snapshot) -> list[RepairGroup]:
    """The repairs by story, in the order of the most worthwhile of each; those of none in particular are one group."""
    by_story: dict[Id | None, list[RepairRow]] = defaultdict(list)
    for row in repair_rows(snapshot):
        stories = row.repair.stories
        by_story[stories[0] if len(stories) == 1 else None].append(row)
    return [RepairGroup(snapshot.stories.get(story), rows) for story, rows in by_story.items()]


def _weights(snapshot: Snapshot) -> Mapping[Id, float]:
    return {pk: weight_of(question.evidence, question.stages) for pk, question in snapshot.questions.items()}


def _changed_values(snapshot: Snapshot, changes: Iterable[Change]) -> list[ChangedValue]:
    return [ChangedValue(snapshot.values[change.id], change) for change in changes]


def _changed_questions(snapshot: Snapshot, changes: Iterable[Change]) -> list[ChangedQuestion]:
    return [ChangedQuestion(snapshot.questions[change.id], change) for change in changes]


def loss_without(story: Story, snapshot: Snapshot, owner: Owner) -> Loss:
    """What falls when the story is archived or deleted."""
    loss = loss_of(story.pk, snapshot.library, snapshot.coverage, target=owner.coverage_target)
    return Loss(_changed_values(snapshot, loss.values), _changed_questions(snapshot, loss.questions))


@kept_with_snapshot
def risk_rows(snapshot: Snapshot) -> RiskRows:
    """Everything that a single story or a single answer holds up."""
    held: Risks = risks(snapshot.coverage)
    return RiskRows(
        overused=[
            OverusedStory(snapshot.stories[use.story], [snapshot.questions[pk] for pk in use.questions], use.is_severe)
            for use in held.overused
        ],
        values=[
            HeldByOne(snapshot.values[value.value], snapshot.stories[value.ready[0]]) for value in held.single_story
        ],
        questions=[
            HeldByOne(snapshot.questions[question.question], snapshot.stories[question.holding[0].story])
            for question in held.only_answer
        ],
    )
