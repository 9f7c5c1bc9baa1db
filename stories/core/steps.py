"""What to do next about a gap: its reason in words, and the one step that starts to close it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from stories.core.coverage import (
    Coverage,
    Id,
    PreparedFact,
    QuestionCoverage,
    QuestionFact,
    QuestionLevel,
    ValueCoverage,
    ValueLevel,
)
from stories.core.grammar import join_words
from stories.core.hold_ups import Weakness
from stories.core.speaking import LONGEST_PREPARED, SHORTEST_PREPARED, clock

Rank = int | tuple[bool, int]
MOST_STORIES = 3
"""What a step offers to choose from."""


class StepKind(StrEnum):
    """What to do; the page turns it into a link."""

    CONFIRM = "confirm the tags that carry over"
    WRITE_STORY = "write a story"
    FINISH_DRAFT = "finish the draft"
    MAKE_PRIMARY = "make it primary"
    MATCH = "match the open questions"
    CHOOSE_STORY = "choose a story"
    CHANGE_LENGTH = "bring the answer to length"
    LOOK = "look at the answer"
    PREPARE = "prepare a short answer"
    CHANGE_PREPARED = "bring the short answer to length"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing worth doing for a value, a question or all open ones, with one of `stories` where there are any."""

    kind: StepKind
    reason: str
    value: Id | None = None
    question: Id | None = None
    stories: tuple[Id, ...] = ()
    """Three at most."""
    open_questions: int = 0
    """How many there are to match."""
    tags: int = 0
    """How many carry over from other frameworks."""


def step_for_value(value: ValueCoverage, waiting: int = 0) -> Step | None:
    """The step that starts to close the gap, given how many tags of other frameworks carry over to the value.

    None where there is no gap.
    """
    step = _step_for_gap(value)
    if not step or not waiting:
        return step
    reason = "Your stories show it in another framework." if value.level == ValueLevel.MISSING else step.reason
    return Step(StepKind.CONFIRM, reason, value=value.value, tags=waiting)


def _step_for_gap(value: ValueCoverage) -> Step | None:
    if value.level == ValueLevel.COVERED:
        return None
    if value.level == ValueLevel.MISSING:
        return Step(StepKind.WRITE_STORY, "No story shows it yet.", value=value.value)
    if value.level == ValueLevel.DRAFT:
        reason = f"No ready story shows it, only {len(value.draft)} that {'aren' if value.draft[1:] else 'isn'}'t."
        return Step(StepKind.FINISH_DRAFT, reason, value=value.value, stories=value.draft[:MOST_STORIES])
    return _step_for_thin_value(value)


def _step_for_thin_value(value: ValueCoverage) -> Step:
    ready = _ready_stories(value)
    if len(value.ready) >= value.target and value.primary_drafts:
        drafts = value.primary_drafts[:MOST_STORIES]
        return Step(StepKind.FINISH_DRAFT, f"{ready}.", value=value.value, stories=drafts)
    if len(value.ready) >= value.target:
        return Step(StepKind.MAKE_PRIMARY, f"{ready}.", value=value.value, stories=value.ready[:MOST_STORIES])
    reason = f"{ready}; the target is {value.target}."
    if value.draft:
        return Step(StepKind.FINISH_DRAFT, reason, value=value.value, stories=value.draft[:MOST_STORIES])
    return Step(StepKind.WRITE_STORY, reason, value=value.value)


def _ready_stories(value: ValueCoverage) -> str:
    """The ready stories that show the value, and whether any carries it as primary."""
    if len(value.ready) == 1:
        return "1 ready story shows it" if value.primary else "1 ready story shows it, but not as primary"
    return f"{len(value.ready)} ready stories show it" + ("" if value.primary else ", but none as primary")


def step_for_question(question: QuestionCoverage, offered: Sequence[Id]) -> Step | None:
    """The step that starts to close the gap, given the stories to choose from; None where there is no gap."""
    if question.level == QuestionLevel.COVERED:
        return None
    if question.level == QuestionLevel.MISSING:
        return _step_for_missing_answer(question, offered)
    if question.level == QuestionLevel.OPEN:
        return _choose(question, "You haven't decided which story answers it.", offered)
    if question.prepared:
        return Step(StepKind.CHANGE_PREPARED, _why_weak_without_story(question.prepared[0]), question=question.question)
    return _step_for_weak_answer(question, offered)


def _step_for_missing_answer(question: QuestionCoverage, offered: Sequence[Id]) -> Step:
    if not question.kind.takes_story:
        reason = "It asks for a short answer, not for a story, and you haven't prepared one."
        return Step(StepKind.PREPARE, reason, question=question.question)
    reason = "You said that none of your stories answers it." if offered else "You have no story yet."
    return _answer_anew(question, reason)


def _answer_anew(question: QuestionCoverage, reason: str) -> Step:
    """Without a story where the question takes that, because it is less work."""
    kind = StepKind.PREPARE if question.kind.takes_prepared else StepKind.WRITE_STORY
    return Step(kind, reason, question=question.question)


def _choose(question: QuestionCoverage, reason: str, offered: Sequence[Id]) -> Step:
    return Step(StepKind.CHOOSE_STORY, reason, question=question.question, stories=tuple(offered[:MOST_STORIES]))


def _step_for_weak_answer(question: QuestionCoverage, offered: Sequence[Id]) -> Step:
    """The cheapest way to an answer that covers the question."""
    reason = _why_weak(question)
    for kind, stories in weak_answers(question).items():
        return Step(kind, reason, question=question.question, stories=stories[:MOST_STORIES])
    if offered:
        return _choose(question, reason, offered)
    return _answer_anew(question, reason)


def weak_answers(question: QuestionCoverage) -> Mapping[StepKind, tuple[Id, ...]]:
    """What would mend an answer that doesn't cover the question → the stories told in such answers, cheapest first."""
    by_kind: dict[StepKind, list[Id]] = {kind: [] for kind in (*_MENDING.values(), StepKind.LOOK)}
    for answer in question.answers:
        weaknesses = question.weaknesses[answer.id]
        if weaknesses and Weakness.STRETCH not in weaknesses:
            by_kind[_MENDING.get(weaknesses[0], StepKind.LOOK)].append(answer.story)
    return {kind: tuple(by_kind[kind]) for kind in reversed(by_kind) if by_kind[kind]}


_MENDING = {
    Weakness.DRAFT: StepKind.FINISH_DRAFT,
    Weakness.TOO_LONG: StepKind.CHANGE_LENGTH,
    Weakness.TOO_SHORT: StepKind.CHANGE_LENGTH,
}
"""What mends an answer, by what weighs most."""


def _why_weak(question: QuestionCoverage) -> str:
    weaknesses = {question.weaknesses[answer.id][0] for answer in question.answers}
    if weaknesses == {Weakness.UNSEEN}:
        return "You chose a story for it, but haven't looked at the answer since."
    drafts = sum(question.weaknesses[answer.id][0] == Weakness.DRAFT for answer in question.answers)
    ways = [
        "with stories that aren't ready" if each == Weakness.DRAFT and drafts > 1 else each
        for each in Weakness
        if each in weaknesses
    ]
    return f"Answered only {join_words(ways, 'or')}."


def _why_weak_without_story(prepared: PreparedFact) -> str:
    if prepared.weaknesses[0] == Weakness.TOO_LONG:
        return f"Your {prepared.source} takes more than {clock(LONGEST_PREPARED)}, which is too long without a story."
    return f"Your {prepared.source} takes less than {clock(SHORTEST_PREPARED)}, which says too little."


def next_steps(
    coverage: Coverage,
    questions: Mapping[Id, QuestionFact],
    asked: Mapping[Id, Rank],
    offered: Mapping[Id, Sequence[Id]],
    waiting: Mapping[Id, int],
    likely: Set[Id] = frozenset(),
    *,
    limit: int = 3,
) -> list[Step]:
    """Up to `limit` things most worth doing: one of each kind first, then the rest in order.

    Tags that carry over to a gap make one step together, and so do questions that wait for a decision. After them come
    those that are answered, but not covered, then those that none of the stories answers, each by how sure they are to
    be asked (`asked` gives a rank; the lower, the surer). Values come by level, then by the number of questions that
    probe them first. `offered` has the stories to choose from for each question, `waiting` the number of tags that
    carry over to each value.
    """
    steps = [
        *filter(None, [step_for_waiting(coverage.values, waiting)]),
        *_question_steps(coverage, asked, offered, likely),
        *_value_steps(coverage, questions, waiting),
    ]
    return _one_of_each_kind_first(steps)[:limit]


def step_for_waiting(values: Iterable[ValueCoverage], waiting: Mapping[Id, int]) -> Step | None:
    """The one step for all tags that carry over; None where they would close no gap."""
    gaps = {value.value for value in values if value.level != ValueLevel.COVERED}
    reason = "Tags of other frameworks carry over to this one. They count once you confirm them."
    return Step(StepKind.CONFIRM, reason, tags=sum(waiting.values())) if gaps & waiting.keys() else None


def _value_steps(coverage: Coverage, questions: Mapping[Id, QuestionFact], waiting: Mapping[Id, int]) -> list[Step]:
    """Of the values to which no tag carries over."""
    probed = Counter(value for question in questions.values() for value in question.primary)
    gaps = sorted(
        (each for each in coverage.values if each.value not in waiting),
        key=lambda value: (value.level.rank, -probed[value.value]),
    )
    return [step for value in gaps if (step := step_for_value(value))]


def _question_steps(
    coverage: Coverage, asked: Mapping[Id, Rank], offered: Mapping[Id, Sequence[Id]], likely: Set[Id]
) -> list[Step]:
    """To match the open ones stands first, as one step."""
    nearest = [QuestionLevel.DRAFT, QuestionLevel.MISSING]
    gaps = [each for each in coverage.questions if each.level in nearest and _is_in_reach(each, offered)]
    gaps.sort(key=lambda gap: (nearest.index(gap.level), asked[gap.question]))
    steps = [step for gap in gaps if (step := step_for_question(gap, offered[gap.question]))]
    waiting = to_match(coverage.questions, likely)
    reason = "Some questions are still waiting for your decision."
    matching = [Step(StepKind.MATCH, reason, open_questions=len(waiting))] if waiting else []
    return [*matching, *steps]


def _is_in_reach(question: QuestionCoverage, offered: Mapping[Id, Sequence[Id]]) -> bool:
    """Without any story, the first one is written for a value."""
    return bool(question.answers or offered[question.question] or question.kind.takes_prepared)


def to_match(questions: Iterable[QuestionCoverage], likely: Set[Id]) -> list[QuestionCoverage]:
    """The questions that wait for a decision: the likely ones as long as there are any."""
    waiting = [question for question in questions if question.level == QuestionLevel.OPEN]
    return [question for question in waiting if question.question in likely] or waiting


def _one_of_each_kind_first(steps: Sequence[Step]) -> list[Step]:
    first = {step.kind: step for step in reversed(steps)}
    chosen = [step for step in steps if first[step.kind] is step]
    return chosen + [step for step in steps if first[step.kind] is not step]
