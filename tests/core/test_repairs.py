"""The cheapest repairs; and what they claim would rise does rise."""

from dataclasses import replace

from hypothesis import given

from stories.core.choices import Fit, QuestionKind, Status, Strength
from stories.core.coverage import (
    AnswerFact,
    Id,
    Library,
    PreparedFact,
    QuestionFact,
    QuestionLevel,
    Source,
    ValueLevel,
    cover,
)
from stories.core.hold_ups import Weakness
from stories.core.repairs import Repair, find_repairs
from stories.core.risk import Change
from stories.core.steps import StepKind
from tests.core.libraries import library, small_libraries

R, D = Status.READY, Status.DRAFT
P, S = Strength.PRIMARY, Strength.SUPPORTING


def repairs(facts: Library, **weights: float) -> tuple[Repair, ...]:
    by_question = {question.id: weights.get(str(question.id), 1.0) for question in facts.questions}
    return find_repairs(facts, cover(facts), by_question, offers(facts))


def offers(facts: Library) -> dict[Id, list[Id]]:
    """For each question that a story can answer, the ready stories that don't answer it yet."""
    ready = [story.id for story in facts.stories if story.status == R]
    return {
        question.id: [
            story for story in ready if question.kind.takes_story and (question.id, story) not in answered(facts)
        ]
        for question in facts.questions
    }


def answered(facts: Library) -> set[tuple[Id, Id]]:
    return {(answer.question, answer.story) for answer in facts.answers}


def test_tag_is_promoted_where_none_is_primary() -> None:
    facts = library({"a": R, "b": R}, tags=[("a", "candor", S), ("b", "candor", S)])

    [repair] = repairs(facts)

    assert repair == Repair(
        StepKind.MAKE_PRIMARY,
        ("a", "b"),
        value="candor",
        values=(Change("candor", ValueLevel.THIN, ValueLevel.COVERED),),
        gain=3.0,
    )


def test_tag_isnt_promoted_while_a_draft_is_primary() -> None:
    facts = library({"a": R, "b": R, "c": D}, tags=[("a", "candor", S), ("b", "candor", S), ("c", "candor", P)])

    assert [repair.kind for repair in repairs(facts)] == [StepKind.FINISH_DRAFT]


def test_story_is_chosen_among_those_that_do_not_answer_yet() -> None:
    facts = library(
        {"a": R, "b": R},
        tags=[("a", "candor", P), ("b", "candor", S)],
        answers=[("q", "a", Fit.STRETCH)],
        questions={"q": {"candor"}},
    )
    repair = next(repair for repair in repairs(facts, q=3.0) if repair.kind == StepKind.CHOOSE_STORY)

    assert repair == Repair(
        StepKind.CHOOSE_STORY,
        ("b",),
        question="q",
        questions=(Change("q", QuestionLevel.DRAFT, QuestionLevel.COVERED),),
        gain=1.5,
    )


def test_no_other_story_is_chosen_while_the_chosen_one_can_be_finished() -> None:
    facts = library({"a": R, "b": D}, answers=[("q", "b", Fit.OK)], questions={"q": {"candor"}})

    assert {repair.kind for repair in repairs(facts)} == {StepKind.FINISH_DRAFT}


def test_no_story_is_chosen_for_a_question_that_is_covered() -> None:
    facts = library({"a": R, "b": R}, answers=[("q", "a", Fit.STRONG)], questions={"q": {"candor"}})

    assert StepKind.CHOOSE_STORY not in {repair.kind for repair in repairs(facts)}


def test_draft_is_finished_for_all_that_rests_on_it() -> None:
    facts = library(
        {"a": R, "b": D},
        tags=[("a", "candor", P), ("b", "candor", S), ("b", "courage", P)],
        answers=[("q1", "b", Fit.STRONG), ("q2", "b", Fit.STRETCH)],
        questions={"q1": {"candor"}, "q2": {"courage"}, "q3": {"courage"}},
    )
    [repair] = [repair for repair in repairs(facts) if repair.kind == StepKind.FINISH_DRAFT]

    assert repair == Repair(
        StepKind.FINISH_DRAFT,
        ("b",),
        values=(
            Change("candor", ValueLevel.THIN, ValueLevel.COVERED),
            Change("courage", ValueLevel.DRAFT, ValueLevel.THIN),
        ),
        questions=(Change("q1", QuestionLevel.DRAFT, QuestionLevel.COVERED),),
        gain=1.0,
    )


def test_answer_is_looked_at_or_brought_to_length() -> None:
    facts = library(
        {"a": R, "b": R},
        answers=[("q1", "a", Fit.OK, (Weakness.UNSEEN,)), ("q2", "b", Fit.OK, (Weakness.TOO_LONG, Weakness.UNSEEN))],
        questions={"q1": {"candor"}, "q2": {"candor"}},
        values=(),
    )

    found = [repair for repair in repairs(facts) if repair.kind != StepKind.CHOOSE_STORY]

    assert [(repair.kind, repair.stories, repair.question, repair.gain) for repair in found] == [
        (StepKind.LOOK, ("a",), "q1", 2.0),
        (StepKind.CHANGE_LENGTH, ("b",), "q2", 0.333333333),
    ]


def test_open_questions_are_matched_in_one_go() -> None:
    facts = library({"a": R, "b": R}, questions={"q1": {"candor"}, "q2": {"courage"}})

    assert repairs(facts, q1=1.0, q2=3.0) == (
        Repair(
            StepKind.MATCH,
            (),
            questions=(
                Change("q1", QuestionLevel.OPEN, QuestionLevel.COVERED),
                Change("q2", QuestionLevel.OPEN, QuestionLevel.COVERED),
            ),
            gain=4.0,
        ),
    )


def test_nothing_is_matched_where_there_is_no_story_to_choose() -> None:
    facts = library({"a": D}, questions={"q": {"candor"}})

    assert repairs(facts) == ()


def test_short_answer_is_prepared_or_brought_to_length() -> None:
    missing, weak = QuestionFact("q1", kind=QuestionKind.OPINION), QuestionFact("q2", kind=QuestionKind.EITHER)
    said = PreparedFact("q2", Source.OPINION, (Weakness.TOO_SHORT,))
    facts = replace(library({}, values=()), questions=[missing, weak], prepared=[said])

    assert repairs(facts, q1=1.5, q2=3.0) == (
        Repair(
            StepKind.CHANGE_PREPARED,
            (),
            question="q2",
            questions=(Change("q2", QuestionLevel.DRAFT, QuestionLevel.COVERED),),
            gain=3.0,
        ),
        Repair(
            StepKind.PREPARE,
            (),
            question="q1",
            questions=(Change("q1", QuestionLevel.MISSING, QuestionLevel.COVERED),),
            gain=0.5,
        ),
    )


def test_short_answers_are_prepared_for_the_likely_questions_first() -> None:
    questions = [QuestionFact(name, kind=QuestionKind.OPINION) for name in ("q1", "q2", "q3")]
    facts = replace(library({}, values=()), questions=questions)

    def prepared(*likely: str) -> list[Id]:
        weights: dict[Id, float] = {"q1": 1.0, "q2": 1.0, "q3": 1.0}
        found = find_repairs(facts, cover(facts), weights, {"q1": [], "q2": [], "q3": []}, frozenset(likely))
        return [repair.question for repair in found]

    assert prepared("q2", "other") == ["q2"]
    assert prepared("other") == ["q1", "q2", "q3"]


def test_most_worthwhile_comes_first_and_what_covers_nothing_is_left_out() -> None:
    facts = library(
        {"a": R, "b": R, "d": D},
        tags=[("d", "courage", P)],
        answers=[("q1", "a", Fit.STRETCH), ("q2", "a", Fit.STRETCH), ("q3", "a", Fit.STRETCH)],
        questions={"q1": {"candor"}, "q2": {"candor"}, "q3": {"courage"}},
    )

    assert [(repair.question, repair.gain) for repair in repairs(facts, q1=1.0, q2=3.0)] == [
        ("q2", 1.5),
        ("q1", 0.5),
        ("q3", 0.5),
    ]


@given(small_libraries())
def test_what_is_claimed_to_rise_rises(facts: Library) -> None:
    before = levels(facts)
    for repair in repairs(facts):
        after = levels(repaired(facts, repair))

        risen = {pk: (before[pk], level) for pk, level in after.items() if level != before[pk]}
        claimed = {change.id: (change.before, change.after) for change in (*repair.values, *repair.questions)}
        assert claimed == risen


def levels(facts: Library) -> dict[object, object]:
    coverage = cover(facts)
    values = {value.value: value.level for value in coverage.values}
    return values | {question.question: question.level for question in coverage.questions}


def repaired(facts: Library, repair: Repair) -> Library:
    """The library once the repair is done."""
    if repair.kind == StepKind.MAKE_PRIMARY:
        tags = [
            replace(tag, strength=P) if (tag.story, tag.value) == (repair.stories[0], repair.value) else tag
            for tag in facts.tags
        ]
        return replace(facts, tags=tags)
    if repair.kind == StepKind.MATCH:
        choices = [
            AnswerFact(f"for {change.id}", change.id, offers(facts)[change.id][0], Fit.OK)
            for change in repair.questions
        ]
        return replace(facts, answers=[*facts.answers, *choices])
    if repair.kind in (StepKind.PREPARE, StepKind.CHANGE_PREPARED):
        return replace(facts, prepared=[*facts.prepared, PreparedFact(repair.question, Source.PREPARED)])
    if repair.kind == StepKind.CHOOSE_STORY:
        return replace(facts, answers=[*facts.answers, AnswerFact("new", repair.question, repair.stories[0], Fit.OK)])
    if repair.kind in (StepKind.LOOK, StepKind.CHANGE_LENGTH):
        mended = (repair.question, repair.stories[0])
        return replace(
            facts,
            answers=[
                replace(answer, weaknesses=()) if (answer.question, answer.story) == mended else answer
                for answer in facts.answers
            ],
        )
    stories = [replace(story, status=R) if story.id == repair.stories[0] else story for story in facts.stories]
    return replace(facts, stories=stories)
