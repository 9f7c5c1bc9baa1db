import pytest

from stories.core.choices import Fit, Status, Strength
from stories.core.coverage import AnswerFact, Id, Library, QuestionFact, StoryFact, TagFact, cover
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
            Step(StepKind.FINISH_DRAFT, "No ready story shows it, only 1 draft.", value="v", story="a"),
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
            Step(StepKind.FINISH_DRAFT, "1 ready story shows it; the target is 2.", value="v", story="b"),
        ),
        (
            {"a": R, "b": R},
            [("a", S), ("b", S)],
            Step(StepKind.MAKE_PRIMARY, "2 ready stories show it, but none as primary.", value="v", story="a"),
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
    ("statuses", "primary", "answers", "step"),
    [
        (
            {},
            {"v"},
            [],
            Step(
                StepKind.WRITE_STORY,
                "No answer yet, and no ready story is tagged with any of its primary values.",
                question="q",
            ),
        ),
        ({}, set(), [], Step(StepKind.WRITE_STORY, "No answer yet, and it has no primary value.", question="q")),
        (
            {"a": R},
            {"v"},
            [],
            Step(
                StepKind.ATTACH_ANSWER,
                "No answer yet, but a ready story is tagged with one of its primary values.",
                question="q",
                story="a",
            ),
        ),
        (
            {"a": R, "b": R},
            {"v"},
            [],
            Step(
                StepKind.ATTACH_ANSWER,
                "No answer yet, but 2 ready stories are tagged with one of its primary values.",
                question="q",
                story="a",
            ),
        ),
        (
            {"a": R, "b": D},
            {"v"},
            [("a", Fit.STRETCH), ("b", Fit.OK)],
            Step(StepKind.FINISH_DRAFT, "Answered only from a draft or as a stretch.", question="q", story="b"),
        ),
        (
            {"a": D, "b": D},
            {"v"},
            [("a", Fit.OK), ("b", Fit.OK)],
            Step(StepKind.FINISH_DRAFT, "Answered only from drafts.", question="q", story="a"),
        ),
        (
            {"a": R, "b": R},
            {"v"},
            [("a", Fit.STRETCH)],
            Step(StepKind.ATTACH_ANSWER, "Answered only as a stretch.", question="q", story="b"),
        ),
        (
            {"a": R},
            {"v"},
            [("a", Fit.STRETCH)],
            Step(StepKind.WRITE_STORY, "Answered only as a stretch.", question="q"),
        ),
        ({"a": R}, {"v"}, [("a", Fit.OK)], None),
    ],
)
def test_step_for_question(
    statuses: dict[str, Status], primary: set[str], answers: list[tuple[str, Fit]], step: Step | None
) -> None:
    """Every story carries the value "v"."""
    fact = QuestionFact("q", frozenset(primary))
    facts = Library(
        ["v"],
        [fact],
        [StoryFact(name, status) for name, status in statuses.items()],
        [TagFact(name, "v", P) for name in statuses],
        [AnswerFact(number, "q", story, fit) for number, (story, fit) in enumerate(answers)],
    )

    [question] = cover(facts).questions

    assert step_for_question(question, fact) == step


def test_next_steps_take_one_of_each_kind_first() -> None:
    questions = [QuestionFact("practice", frozenset({"told"})), QuestionFact("reported", frozenset({"told"}))]
    questions += [QuestionFact("other", frozenset({"rare", "often"})), QuestionFact("more", frozenset({"often"}))]
    facts = Library(
        ["rare", "often", "begun", "told"],
        questions,
        [StoryFact("ready", R), StoryFact("draft", D)],
        [TagFact("ready", "told", P), TagFact("draft", "begun", P)],
        [],
    )
    asked: dict[Id, int] = {"practice": 3, "reported": 1, "other": 0, "more": 0}
    by_id: dict[Id, QuestionFact] = {question.id: question for question in questions}

    steps = next_steps(cover(facts, target=1), by_id, asked, limit=5)

    assert [(step.kind, step.question or step.value) for step in steps] == [
        (StepKind.ATTACH_ANSWER, "reported"),
        (StepKind.WRITE_STORY, "often"),
        (StepKind.FINISH_DRAFT, "begun"),
        (StepKind.ATTACH_ANSWER, "practice"),
        (StepKind.WRITE_STORY, "rare"),
    ]
    assert len(next_steps(cover(facts, target=1), by_id, asked)) == 3


def test_next_steps_are_none_when_all_is_covered() -> None:
    facts = Library(["v"], [], [StoryFact("a", R)], [TagFact("a", "v", P)], [])

    assert next_steps(cover(facts, target=1), {}, {}) == []
