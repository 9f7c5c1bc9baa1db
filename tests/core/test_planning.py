from typing import Any

import pytest

from stories.core.choices import Fit, QuestionKind, Status, Strength
from stories.core.coverage import (
    AnswerFact,
    Id,
    Library,
    PreparedFact,
    QuestionFact,
    Source,
    StoryFact,
    TagFact,
    cover,
)
from stories.core.hold_ups import Weakness
from stories.core.steps import Step, StepKind, next_steps, step_for_question, step_for_value

R, D = Status.READY, Status.DRAFT
P, S = Strength.PRIMARY, Strength.SUPPORTING


@pytest.mark.parametrize(
    ("statuses", "tags", "step"),
    [
        ({}, [], Step(StepKind.WRITE_STORY, "No story shows it yet.", value="v")),
        (
            {"a": D},
            [("a", P)],
            Step(StepKind.FINISH_DRAFT, "No ready story shows it, only 1 that isn't.", value="v", stories=("a",)),
        ),
        (
            {"a": R, "b": R, "c": D, "d": D},
            [("a", S), ("b", S), ("c", S), ("d", P)],
            Step(StepKind.FINISH_DRAFT, "2 ready stories show it, but none as primary.", value="v", stories=("d",)),
        ),
        ({"a": R}, [("a", P)], Step(StepKind.WRITE_STORY, "1 ready story shows it; the target is 2.", value="v")),
        (
            {"a": R},
            [("a", S)],
            Step(StepKind.WRITE_STORY, "1 ready story shows it, but not as primary; the target is 2.", value="v"),
        ),
        (
            {"a": R, "b": D},
            [("a", P), ("b", P)],
            Step(StepKind.FINISH_DRAFT, "1 ready story shows it; the target is 2.", value="v", stories=("b",)),
        ),
        (
            {"a": R, "b": R},
            [("a", S), ("b", S)],
            Step(StepKind.MAKE_PRIMARY, "2 ready stories show it, but none as primary.", value="v", stories=("a", "b")),
        ),
        ({"a": R, "b": R}, [("a", P), ("b", S)], None),
    ],
)
def test_step_for_value(statuses: dict[str, Status], tags: list[tuple[str, Strength]], step: Step | None) -> None:
    stories = [StoryFact(name, status) for name, status in statuses.items()]
    facts = Library(["v"], [], stories, [TagFact(story, "v", strength) for story, strength in tags], [])

    [value] = cover(facts).values

    assert step_for_value(value) == step


@pytest.mark.parametrize(
    ("statuses", "reason"),
    [
        ({}, "Your stories show it in another framework."),
        ({"a": D}, "No ready story shows it, only 1 that isn't."),
        ({"a": R}, "1 ready story shows it; the target is 2."),
    ],
)
def test_step_for_a_gap_to_which_tags_carry_over_is_to_confirm_them(statuses: dict[str, Status], reason: str) -> None:
    stories = [StoryFact(name, status) for name, status in statuses.items()]
    facts = Library(["v"], [], stories, [TagFact(story, "v", P) for story in statuses], [])

    [value] = cover(facts).values

    assert step_for_value(value, 2) == Step(StepKind.CONFIRM, reason, value="v", tags=2)


def test_covered_value_needs_no_tag_confirmed() -> None:
    [value] = cover(Library(["v"], [], [StoryFact("a", R)], [TagFact("a", "v", P)], []), target=1).values

    assert step_for_value(value, 2) is None


def test_tags_that_carry_over_make_one_step_before_all_others() -> None:
    facts = Library(["v", "w", "x"], [], [StoryFact("a", R)], [TagFact("a", "x", P)], [])

    steps = next_steps(cover(facts, target=1), {}, {}, {}, {"v": 2, "x": 1})

    assert [(step.kind, step.tags, step.value) for step in steps] == [
        (StepKind.CONFIRM, 3, None),
        (StepKind.WRITE_STORY, 0, "w"),
    ]


@pytest.mark.parametrize(
    ("statuses", "answers", "offered", "step"),
    [
        ({}, [], [], Step(StepKind.WRITE_STORY, "You have no story yet.", question="q")),
        (
            {"a": R, "b": D, "c": R, "d": R},
            [],
            ["d", "b", "c", "a"],
            Step(
                StepKind.CHOOSE_STORY,
                "You haven't decided which story answers it.",
                question="q",
                stories=("d", "b", "c"),
            ),
        ),
        (
            {"a": R, "b": D},
            [("a", Fit.STRETCH), ("b", Fit.OK)],
            [],
            Step(
                StepKind.FINISH_DRAFT,
                "Answered only with a story that isn't ready or with a story that is a stretch.",
                question="q",
                stories=("b",),
            ),
        ),
        (
            {"a": D, "b": D},
            [("a", Fit.OK), ("b", Fit.OK)],
            [],
            Step(
                StepKind.FINISH_DRAFT, "Answered only with stories that aren't ready.", question="q", stories=("a", "b")
            ),
        ),
        (
            {"a": R, "b": R},
            [("a", Fit.STRETCH)],
            ["b"],
            Step(StepKind.CHOOSE_STORY, "Answered only with a story that is a stretch.", question="q", stories=("b",)),
        ),
        (
            {"a": R},
            [("a", Fit.STRETCH)],
            [],
            Step(StepKind.WRITE_STORY, "Answered only with a story that is a stretch.", question="q"),
        ),
        ({"a": R}, [("a", Fit.OK)], [], None),
        (
            {"a": R, "b": D},
            [("a", Fit.OK, (Weakness.UNSEEN,))],
            ["b"],
            Step(
                StepKind.LOOK,
                "You chose a story for it, but haven't looked at the answer since.",
                question="q",
                stories=("a",),
            ),
        ),
        (
            {"a": R, "b": R, "c": D},
            [("c", Fit.OK), ("a", Fit.OK, (Weakness.TOO_LONG,)), ("b", Fit.STRETCH, (Weakness.TOO_SHORT,))],
            [],
            Step(
                StepKind.CHANGE_LENGTH,
                "Answered only with a story that isn't ready, with a story that is a stretch or "
                "at a length that loses the room.",
                question="q",
                stories=("a",),
            ),
        ),
        (
            {"a": R, "b": R},
            [("a", Fit.OK, (Weakness.TOO_SHORT, Weakness.UNSEEN)), ("b", Fit.OK, (Weakness.UNSEEN,))],
            [],
            Step(
                StepKind.LOOK,
                "Answered only at a length that shows too little or with a story that you chose without looking at the "
                "answer.",
                question="q",
                stories=("b",),
            ),
        ),
    ],
)
def test_step_for_question(
    statuses: dict[str, Status], answers: list[tuple[Any, ...]], offered: list[str], step: Step | None
) -> None:
    facts = Library(
        [],
        [QuestionFact("q")],
        [StoryFact(name, status) for name, status in statuses.items()],
        [],
        [AnswerFact(number, "q", *answer) for number, answer in enumerate(answers)],
    )

    [question] = cover(facts).questions

    assert step_for_question(question, offered) == step


def test_step_for_a_question_that_no_story_answers_is_to_write_one() -> None:
    facts = Library([], [QuestionFact("q")], [StoryFact("a", R)], [], [], frozenset({"q"}))

    [question] = cover(facts).questions

    reason = "You said that none of your stories answers it."
    assert step_for_question(question, ["a"]) == Step(StepKind.WRITE_STORY, reason, question="q")


NO_STORY, REFUSED = "You have no story yet.", "You said that none of your stories answers it."
ASKED_FOR_SHORT = "It asks for a short answer, not for a story, and you haven't prepared one."


@pytest.mark.parametrize(
    ("kind", "offered", "answers", "prepared", "expected"),
    [
        ("opinion", [], [], [], (StepKind.PREPARE, ASKED_FOR_SHORT)),
        ("either", [], [], [], (StepKind.PREPARE, NO_STORY)),
        ("either", ["a"], [], [], (StepKind.PREPARE, REFUSED)),
        ("either", [], [Fit.STRETCH], [], (StepKind.PREPARE, "Answered only with a story that is a stretch.")),
        ("either", ["a"], [Fit.STRETCH], [], (StepKind.CHOOSE_STORY, "Answered only with a story that is a stretch.")),
        (
            "either",
            ["a"],
            [Fit.STRETCH],
            [(Source.PREPARED, Weakness.TOO_LONG)],
            (
                StepKind.CHANGE_PREPARED,
                "Your prepared answer takes more than 1:30, which is too long without a story.",
            ),
        ),
        (
            "opinion",
            [],
            [],
            [(Source.OPINION, Weakness.TOO_SHORT)],
            (StepKind.CHANGE_PREPARED, "Your opinion takes less than 0:30, which says too little."),
        ),
    ],
)
def test_step_for_a_question_that_needs_no_story(
    kind: str,
    offered: list[str],
    answers: list[Fit],
    prepared: list[tuple[Source, Weakness]],
    expected: tuple[StepKind, str],
) -> None:
    stories = [StoryFact("a", R)] if offered or answers else []
    facts = Library(
        [],
        [QuestionFact("q", kind=QuestionKind(kind))],
        stories,
        [],
        [AnswerFact(1, "q", "a", fit) for fit in answers],
        frozenset({"q"}),
        [PreparedFact("q", source, (weakness,)) for source, weakness in prepared],
    )

    step = step_for_question(cover(facts).questions[0], offered)

    assert step == Step(*expected, question="q", stories=tuple(offered) if expected[0] == StepKind.CHOOSE_STORY else ())


def test_short_answer_is_a_step_before_there_is_any_story() -> None:
    questions = [QuestionFact("opinion", kind=QuestionKind.OPINION), QuestionFact("episode")]
    by_id: dict[Id, QuestionFact] = {question.id: question for question in questions}

    steps = next_steps(
        cover(Library([], questions, [], [], [])), by_id, dict.fromkeys(by_id, 0), {"opinion": [], "episode": []}, {}
    )

    assert [(step.kind, step.question) for step in steps] == [(StepKind.PREPARE, "opinion")]


def test_next_steps_take_one_of_each_kind_first() -> None:
    questions = [QuestionFact("practice", frozenset({"told"})), QuestionFact("reported", frozenset({"told"}))]
    questions += [QuestionFact("other", frozenset({"rare", "often"})), QuestionFact("more", frozenset({"often"}))]
    facts = Library(
        ["rare", "often", "begun", "told"],
        questions,
        [StoryFact("ready", R), StoryFact("draft", D)],
        [TagFact("ready", "told", P), TagFact("draft", "begun", P)],
        [AnswerFact("weak", "other", "ready", Fit.STRETCH)],
        frozenset({"more"}),
    )
    asked: dict[Id, int] = {"practice": 3, "reported": 1, "other": 0, "more": 0}
    by_id: dict[Id, QuestionFact] = {question.id: question for question in questions}

    offered: dict[Id, list[Id]] = {key: ["ready"] for key in by_id}

    steps = next_steps(cover(facts, target=1), by_id, asked, offered, {}, limit=7)

    assert [(step.kind, step.question or step.value or step.open_questions) for step in steps] == [
        (StepKind.MATCH, 2),
        (StepKind.CHOOSE_STORY, "other"),
        (StepKind.WRITE_STORY, "more"),
        (StepKind.FINISH_DRAFT, "begun"),
        (StepKind.WRITE_STORY, "often"),
        (StepKind.WRITE_STORY, "rare"),
    ]
    assert len(next_steps(cover(facts, target=1), by_id, asked, offered, {})) == 3


def test_next_steps_are_none_when_all_is_covered() -> None:
    facts = Library(["v"], [], [StoryFact("a", R)], [TagFact("a", "v", P)], [])

    assert next_steps(cover(facts, target=1), {}, {}, {}, {"v": 2}) == []
