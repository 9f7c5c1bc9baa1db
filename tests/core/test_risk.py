"""What rests on one story, and what would fall without it."""

from hypothesis import given

from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import Library, QuestionLevel, ValueLevel, cover
from stories.core.risk import Change, Loss, Overuse, loss_of, risks
from tests.core.libraries import library, small_libraries

R, D = Status.READY, Status.DRAFT
P, S = Strength.PRIMARY, Strength.SUPPORTING


def loss(facts: Library, story: str) -> Loss:
    return loss_of(story, facts, cover(facts), target=2)


def test_values_and_questions_fall_with_the_story_that_covers_them() -> None:
    facts = library(
        {"a": R, "b": R, "c": D},
        tags=[("a", "candor", P), ("b", "candor", S), ("c", "courage", P), ("a", "courage", P)],
        answers=[("q1", "a", Fit.OK), ("q2", "a", Fit.STRONG), ("q2", "c", Fit.OK)],
        questions={"q1": {"candor"}, "q2": {"courage"}, "q3": {"courage"}},
    )

    assert loss(facts, "a") == Loss(
        values=(
            Change("courage", ValueLevel.THIN, ValueLevel.DRAFT),
            Change("candor", ValueLevel.COVERED, ValueLevel.THIN),
        ),
        questions=(
            Change("q1", QuestionLevel.COVERED, QuestionLevel.OPEN),
            Change("q2", QuestionLevel.COVERED, QuestionLevel.DRAFT),
        ),
    )


def test_nothing_falls_with_a_story_that_nothing_rests_on() -> None:
    facts = library({"a": R, "b": R, "c": R}, tags=[("a", "candor", P), ("b", "candor", P), ("c", "candor", P)])

    assert loss(facts, "c") == Loss((), ())


@given(small_libraries())
def test_what_falls_is_what_is_lower_without_the_story(facts: Library) -> None:
    for story in facts.stories:
        before, after = cover(facts), cover(without(facts, story.id))
        fallen = loss(facts, str(story.id))

        assert {(change.id, change.before, change.after) for change in fallen.values} == {
            (old.value, old.level, new.level)
            for old, new in zip(before.values, after.values, strict=True)
            if new.level.rank < old.level.rank
        }
        assert {change.id for change in fallen.questions} == {
            old.question
            for old, new in zip(before.questions, after.questions, strict=True)
            if new.level.rank < old.level.rank
        }


def without(facts: Library, story: object) -> Library:
    return Library(
        facts.values,
        facts.questions,
        [fact for fact in facts.stories if fact.id != story],
        [tag for tag in facts.tags if tag.story != story],
        [answer for answer in facts.answers if answer.story != story],
        prepared=facts.prepared,
    )


def test_worst_risks_are_listed_first() -> None:
    questions: dict[str, set[str]] = {f"q{number}": {"candor"} for number in range(9)}
    facts = library(
        {"a": R, "b": R, "c": R},
        tags=[("a", "candor", P), ("b", "candor", P), ("c", "courage", P)],
        answers=[
            *((f"q{number}", "a", Fit.OK) for number in range(3)),
            *((f"q{number}", "b", Fit.STRONG) for number in range(3, 8)),
            ("q0", "c", Fit.OK),
            ("q8", "c", Fit.OK),
        ],
        questions=questions,
    )

    all_risks = risks(cover(facts))

    assert all_risks.overused == (
        Overuse("b", ("q3", "q4", "q5", "q6", "q7"), is_severe=True),
        Overuse("a", ("q0", "q1", "q2"), is_severe=False),
    )
    assert [value.value for value in all_risks.single_story] == ["courage"]
    assert [question.question for question in all_risks.only_answer] == [f"q{number}" for number in range(1, 9)]
