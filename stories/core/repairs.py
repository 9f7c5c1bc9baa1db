"""The cheapest repairs: what is nearly done, and what would rise if it were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from stories.core.choices import Status, Strength
from stories.core.coverage import (
    Coverage,
    Id,
    Library,
    QuestionCoverage,
    QuestionLevel,
    TagFact,
    ValueCoverage,
    ValueLevel,
    value_level,
)
from stories.core.hold_ups import Weakness
from stories.core.next_story import VALUE_WEIGHT
from stories.core.risk import Change
from stories.core.steps import MOST_STORIES, StepKind, to_match, weak_answers

_EFFORT = {
    StepKind.MATCH: 0.5,
    StepKind.LOOK: 0.5,
    StepKind.MAKE_PRIMARY: 1.0,
    StepKind.CHOOSE_STORY: 2.0,
    StepKind.CHANGE_LENGTH: 3.0,
    StepKind.PREPARE: 3.0,
    StepKind.CHANGE_PREPARED: 1.0,
    StepKind.FINISH_DRAFT: 4.0,
}
"""To choose for each question; to read an answer; to read a story again; to choose, and write an opening and a closing
line; to cut or to add to an answer; to write a short answer, or to change one; to write what is missing."""


@dataclass(frozen=True, slots=True)
class Repair:
    """Something small to do, mostly with one of some existing stories, and what it would bring."""

    kind: StepKind
    stories: tuple[Id, ...]
    value: Id | None = None
    question: Id | None = None
    values: tuple[Change, ...] = ()
    """The values that would rise."""
    questions: tuple[Change, ...] = ()
    gain: float = 0.0
    """The weight of what would be covered, divided by the effort."""


def find_repairs(
    library: Library,
    coverage: Coverage,
    weights: Mapping[Id, float],
    offered: Mapping[Id, Sequence[Id]],
    likely: Set[Id] = frozenset(),
) -> tuple[Repair, ...]:
    """Every repair that covers something, the most worthwhile for its effort first.

    `weights` says what covering each question counts; `offered` has the stories to choose from for each. That one of
    them fits, and that a promoted tag is true, is assumed here and left to the owner to judge.
    """
    repairs = [
        *_promotions(coverage.values),
        *_weak_answers(coverage.questions),
        *_matches(coverage.questions, offered, likely),
        *_choices(coverage.questions, offered),
        *_short_answers(coverage.questions, likely),
        *_finished_drafts(library, coverage),
    ]
    weighed = [_weigh(repair, weights) for repair in repairs]
    return tuple(sorted((repair for repair in weighed if repair.gain), key=lambda repair: -repair.gain))


def _weigh(repair: Repair, weights: Mapping[Id, float]) -> Repair:
    values = sum(change.after == ValueLevel.COVERED for change in repair.values)
    questions = sum(weights[change.id] for change in repair.questions if change.after == QuestionLevel.COVERED)
    times = len(repair.questions) if repair.kind == StepKind.MATCH else 1
    gain = (VALUE_WEIGHT * values + questions) / (_EFFORT[repair.kind] * times)
    return Repair(
        repair.kind, repair.stories, repair.value, repair.question, repair.values, repair.questions, round(gain, 9)
    )


def _promotions(values: Iterable[ValueCoverage]) -> Iterator[Repair]:
    """A tag made primary covers a value that has enough stories but none, not even a draft, with it as primary."""
    for value in values:
        if len(value.ready) >= value.target and not (value.primary or value.primary_drafts):
            change = Change(value.value, value.level, ValueLevel.COVERED)
            yield Repair(StepKind.MAKE_PRIMARY, value.ready[:MOST_STORIES], value=value.value, values=(change,))


def _weak_answers(questions: Iterable[QuestionCoverage]) -> Iterator[Repair]:
    """An answer from a ready story that is looked at, or brought to length, covers its question."""
    for question in questions:
        for kind, stories in weak_answers(question).items():
            if question.level != QuestionLevel.COVERED and kind != StepKind.FINISH_DRAFT:
                change = Change(question.question, question.level, QuestionLevel.COVERED)
                yield Repair(kind, stories[:MOST_STORIES], question=question.question, questions=(change,))


def _matches(
    questions: Iterable[QuestionCoverage], offered: Mapping[Id, Sequence[Id]], likely: Set[Id]
) -> Iterator[Repair]:
    """All questions that wait for a decision, as one repair."""
    waiting = to_match((each for each in questions if offered[each.question]), likely)
    if waiting:
        changes = (Change(each.question, each.level, QuestionLevel.COVERED) for each in waiting)
        yield Repair(StepKind.MATCH, (), questions=tuple(changes))


def _choices(questions: Iterable[QuestionCoverage], offered: Mapping[Id, Sequence[Id]]) -> Iterator[Repair]:
    """An answer from a ready story covers a question that is answered only as a stretch; others have their story."""
    for question in questions:
        stories = tuple(offered[question.question])[:MOST_STORIES]
        if question.level == QuestionLevel.DRAFT and stories and not weak_answers(question):
            change = Change(question.question, question.level, QuestionLevel.COVERED)
            yield Repair(StepKind.CHOOSE_STORY, stories, question=question.question, questions=(change,))


def _short_answers(questions: Iterable[QuestionCoverage], likely: Set[Id]) -> Iterator[Repair]:
    """A short answer covers a question that takes one, once it is brought to length or prepared.

    Those to prepare are for the likely questions as long as there are any.
    """
    gaps = [
        question
        for question in questions
        if question.kind.takes_prepared and question.level in (QuestionLevel.MISSING, QuestionLevel.DRAFT)
    ]
    missing = [question for question in gaps if not question.prepared]
    kinds = {
        StepKind.CHANGE_PREPARED: [question for question in gaps if question.prepared],
        StepKind.PREPARE: [question for question in missing if question.question in likely] or missing,
    }
    for kind, found in kinds.items():
        for question in found:
            change = Change(question.question, question.level, QuestionLevel.COVERED)
            yield Repair(kind, (), question=question.question, questions=(change,))


def _finished_drafts(library: Library, coverage: Coverage) -> Iterator[Repair]:
    """A draft made ready lifts its values and covers the questions that it already answers."""
    tags, answered = _tags_by_story(library), _answered_by_drafts(coverage.questions)
    values = {value.value: value for value in coverage.values}
    for story in library.stories:
        if story.status == Status.DRAFT:
            shown = [tag for tag in tags[story.id] if tag.value in values]
            lifted = tuple(change for tag in shown if (change := _lift(values[tag.value], tag)))
            rising = tuple(
                Change(question, QuestionLevel.DRAFT, QuestionLevel.COVERED) for question in answered[story.id]
            )
            yield Repair(StepKind.FINISH_DRAFT, (story.id,), values=lifted, questions=rising)


def _tags_by_story(library: Library) -> Mapping[Id, Sequence[TagFact]]:
    tags: dict[Id, list[TagFact]] = defaultdict(list)
    for tag in library.tags:
        tags[tag.story].append(tag)
    return tags


def _answered_by_drafts(questions: Iterable[QuestionCoverage]) -> Mapping[Id, Sequence[Id]]:
    """Story → the questions that would be covered if it were ready: those whose answers lack nothing else."""
    answered: dict[Id, list[Id]] = defaultdict(list)
    for question in questions:
        for answer in question.answers:
            if question.level == QuestionLevel.DRAFT and question.weaknesses[answer.id] == (Weakness.DRAFT,):
                answered[answer.story].append(question.question)
    return answered


def _lift(value: ValueCoverage, tag: TagFact) -> Change | None:
    """What the value's level would be if the draft that is tagged with it were ready."""
    after = value_level(
        ready=len(value.ready) + 1,
        draft=len(value.draft) - 1,
        primary=len(value.primary) + (tag.strength == Strength.PRIMARY),
        target=value.target,
    )
    return Change(value.value, value.level, after) if after != value.level else None
